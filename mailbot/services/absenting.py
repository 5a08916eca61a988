"""Announced absences: kept for the right session, and told to the coordinator where it matters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.groups.absences import read_absence
from mailbot.groups.sessions import session_of
from mailbot.letters.context import AlertContext
from mailbot.letters.session import SessionNews
from mailbot.model.casework import AlertKind
from mailbot.model.sessions import Absence, AbsenceKind, Part
from mailbot.services.alerting import raise_alert
from mailbot.services.meetings import roster
from mailbot.store import absences, members, outbox, record
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.groups.absences import AbsenceReading, Announced
    from mailbot.model.mail import Message
    from mailbot.model.sessions import Attendee
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office
    from mailbot.store.keep import Digester

_SESSION = re.compile(r"/session:(\d+)")
_MANY = 2
_COMES = "comes to session {} after all"
_CAME = re.compile(_COMES.format(r"(\d+)"))


@dataclass(frozen=True, slots=True)
class Seat:
    """Who somebody is in a group.

    Attributes:
        roster: The group with everyone in it.
        person: The member or leader.
    """

    roster: Roster
    person: Attendee

    @property
    def zone(self) -> str:
        """The zone in which they name days: their own, else the group's."""
        return self.person.timezone or self.roster.group.series.timezone


def member(office: Office, connection: Connection, applicant_id: int) -> Seat | None:
    """Return a student as a member of the group that they belong to now; None where to none."""
    current = members.current(connection, applicant_id)
    if current is None:
        return None
    return of_person(roster(office, connection, current.group_id), Part.MEMBER, applicant_id)


def of_person(found: Roster, part: Part, person_id: int) -> Seat | None:
    """Return somebody who belongs to a group now, or None."""
    persons = (each for each in found.present if (each.part, each.id) == (part, person_id))
    return next((Seat(found, each) for each in persons), None)


def answered_session(
    connection: Connection, digester: Digester, message: Message, group_id: int
) -> int | None:
    """Return the session that a mail of ours was about which `message` answers; None where none."""
    for message_id in (*message.in_reply_to, *reversed(message.references)):
        mail = outbox.by_message_id(connection, digester.message_id(message_id))
        found = _SESSION.search(mail.key) if mail and mail.group_id == group_id else None
        if found:
            return int(found[1])
    return None


def understood(
    connection: Connection, digester: Digester, seat: Seat, message: Message, written: datetime
) -> AbsenceReading:
    """Return for which sessions a mail announces an absence, or that it is not clear."""
    own_subject = not message.in_reply_to and not message.references
    return read_absence(
        f"{message.subject}\n{message.new_text}" if own_subject else message.new_text,
        seat.roster.meeting.timetable,
        zone=seat.zone,
        written=written,
        answers=answered_session(connection, digester, message, seat.roster.group.id),
        known=[each.session for each in _own(connection, seat)],
    )


def note(
    office: Office,
    connection: Connection,
    seat: Seat,
    announced: Iterable[Announced],
    now: datetime,
    *,
    mail_id: int | None = None,
) -> tuple[Absence, ...]:
    """Keep what somebody announced; the coordinator hears where it needs her.

    Returns:
        What was not known just so before, or more exactly.
    """
    group, person = seat.roster.group, seat.person
    exact = {(each.session, each.kind) for each in _own(connection, seat) if each.minutes}
    new = []
    for each in announced:
        if each.minutes is None and (each.session, each.kind) in exact:
            continue
        kept = Absence(each.session, person.part, person.id, each.kind, each.minutes)
        if absences.put(connection, group.id, kept, now, mail_id=mail_id):
            new.append(kept)
            _event(connection, seat, f"{each.kind.value} from session {each.session}", now, mail_id)
    if person.part is Part.LEADER:
        for kept in new:
            _ask_about_leader(office, connection, seat, kept, now)
    elif any(kept.kind is AbsenceKind.ABSENT for kept in new):
        _tell_of_many(office, connection, seat, now)
    return tuple(new)


def take_back(
    connection: Connection,
    seat: Seat,
    session: int,
    now: datetime,
    *,
    mail_id: int | None = None,
) -> bool:
    """Forget an announced absence, since they come after all; tell whether there was one."""
    group, person = seat.roster.group, seat.person
    gone = absences.take_back(connection, group.id, session, person.part, person.id)
    if gone:
        _event(connection, seat, _COMES.format(session), now, mail_id)
    return gone


def taken_back(
    connection: Connection, seat: Seat, applicant_id: int, mail_ids: Collection[int]
) -> tuple[int, ...]:
    """Return which absences a member took back by these mails and has not announced again."""
    told = record.events(connection, applicant_id=applicant_id, group_id=seat.roster.group.id)
    found = (_CAME.fullmatch(each.why) for each in told if each.mail_id in mail_ids)
    again = {each.session for each in _own(connection, seat)}
    return tuple(sorted({int(each[1]) for each in found if each} - again))


def news(
    seat: Seat,
    announced: tuple[Absence, ...],
    now: datetime,
    *,
    candidates: tuple[int, ...] = (),
    comes: tuple[int, ...] = (),
    unsure: bool = False,
    subject: str = "",
) -> SessionNews:
    """Return what an acknowledgement tells."""
    return SessionNews(
        reader=seat.person,
        timetable=seat.roster.meeting.timetable,
        announced=announced,
        candidates=candidates,
        comes=comes,
        unsure=unsure,
        subject=subject,
        now=now,
    )


def _own(connection: Connection, seat: Seat) -> list[Absence]:
    """Return what somebody has announced in the group."""
    person = seat.person
    known = absences.of_group(connection, seat.roster.group.id)
    return [each for each in known if (each.part, each.person_id) == (person.part, person.id)]


def _tell_of_many(office: Office, connection: Connection, seat: Seat, now: datetime) -> None:
    """Two announced absences of a member: the coordinator hears, and again with each more."""
    group, person = seat.roster.group, seat.person
    missed = sorted(
        each.session for each in _own(connection, seat) if each.kind is AbsenceKind.ABSENT
    )
    if len(missed) < _MANY:
        return
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{group.id}/absences/{person.id}/{len(missed)}",
        AlertContext(
            matter=f"{group.label}, group {group.id}: {len(missed)} absences of one member",
            person=person.name,
            reason="They have announced that they cannot come to sessions "
            f"{', '.join(map(str, missed))}.",
            choices=(
                "Write to them yourself.",
                f"“mailbot groups show {group.id}” shows the whole group.",
            ),
        ),
        now,
        applicant_id=person.id,
    )


def _ask_about_leader(
    office: Office, connection: Connection, seat: Seat, kept: Absence, now: datetime
) -> None:
    group, person = seat.roster.group, seat.person
    session = session_of(seat.roster.meeting.timetable, kept.session)
    if session.end <= now:
        return
    zone = office.settings.coordinator.zone
    when = f"{session.start.astimezone(zone):%A %d %B, %H:%M}"
    what = {
        AbsenceKind.ABSENT: "cannot come to",
        AbsenceKind.LATE: "comes late to",
        AbsenceKind.EARLY: "has to leave early from",
    }[kept.kind]
    others = [each.name for each in seat.roster.led_by if each.id != person.id]
    alone = f"Go on with {' and '.join(others)}: nothing to do." if others else ""
    number = f"{group.id} --session {kept.session}"
    choices = (
        alone,
        f"Move it: “mailbot groups reschedule {number} --to DAY”.",
        f"Cancel it: “mailbot groups cancel {number}”.",
    )
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{group.id}/leader/{person.id}/session:{kept.session}/{kept.kind.value}",
        AlertContext(
            matter=f"{group.label}, group {group.id}: a leader {what} session {kept.session}",
            person=person.name,
            reason=f"A leader {what} session {kept.session}, on {when} your time.",
            choices=tuple(each for each in choices if each),
        ),
        now,
    )


def _event(
    connection: Connection, seat: Seat, why: str, now: datetime, mail_id: int | None
) -> None:
    person = seat.person
    record.add(
        connection,
        Event(
            now,
            "absence",
            why if person.part is Part.MEMBER else f"leader {person.id}: {why}",
            mail_id,
            person.id if person.part is Part.MEMBER else None,
            group_id=seat.roster.group.id,
        ),
    )
