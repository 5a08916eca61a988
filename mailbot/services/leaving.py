"""A member who leaves a group that meets: the coordinator is asked whether to fill the place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailbot.groups.calendar import series_cancellation
from mailbot.letters import SessionNews
from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import State
from mailbot.model.seats import GroupStatus, MemberEnd
from mailbot.model.sessions import Part, SessionMail
from mailbot.services.alerting import raise_alert
from mailbot.services.invitations import with_words
from mailbot.services.mailing import SessionLetter, draft
from mailbot.services.meetings import student
from mailbot.store import group_letters, groups, members, outbox, people

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Group, Membership
    from mailbot.services.absenting import Seat
    from mailbot.services.office import Office

_JOINS_BEFORE = 2
"""A group that has met twice takes nobody in any more."""


def ask_to_fill(office: Office, group_id: int, now: datetime) -> None:
    """Tell the coordinator, once for each, of members who left a confirmed group.

    Who has the group in their calendar gets a draft that takes it out again.

    Raises:
        SettingsError: `config/slots.toml` is wrong.
        TemplateError: A template of it is broken.
    """
    with office.database.transaction() as connection:
        group = groups.get(connection, group_id)
        if group.status is not GroupStatus.CONFIRMED:
            return
        for each in members.of_group(connection, group_id):
            if each.end is MemberEnd.LEFT:
                _tell(office, connection, group, each, now)
                _clear_calendar(office, connection, each, now)


def ask_about(office: Office, connection: Connection, seat: Seat, why: str, now: datetime) -> None:
    """Ask the coordinator, once a day, about somebody who may mean to leave a group."""
    group, person = seat.roster.group, seat.person
    leads = person.part is Part.LEADER
    day = now.astimezone(office.settings.coordinator.zone).date().isoformat()
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{group.id}/leaves/{person.part.value}:{person.id}/{day}",
        AlertContext(
            matter=f"{group.label}, group {group.id}: "
            f"a {'leader' if leads else 'member'} may mean to leave",
            person=person.listed,
            reason=why,
            choices=_leader_choices(seat) if leads else _member_choices(connection, seat),
        ),
        now,
        applicant_id=None if leads else person.id,
    )


def _leader_choices(seat: Seat) -> tuple[str, ...]:
    number = seat.roster.group.id
    others = [each.name for each in seat.roster.led_by if each.id != seat.person.id]
    alone = (f"Go on with {' and '.join(others)} alone: nothing to do.",) if others else ()
    return (
        "Ask them what they mean.",
        *alone,
        f"Move a session: “mailbot groups reschedule {number} --session N --to DAY”.",
        f"Call sessions off: “mailbot groups cancel {number}”, with --session N for one.",
    )


def _member_choices(connection: Connection, seat: Seat) -> tuple[str, ...]:
    emails = people.get(connection, seat.person.id).emails
    who = emails[0] if emails else seat.person.name
    return (
        "Ask them whether they mean to leave; until then they are reminded as before.",
        f"Take them out: “mailbot queue withdraw {who}”.",
    )


def may_still_join(connection: Connection, group_id: int, now: datetime) -> bool:
    """Tell whether the second of the sessions that are held is still to come."""
    held = groups.timetable(connection, group_id).held
    return len(held) >= _JOINS_BEFORE and now < held[_JOINS_BEFORE - 1].start


def _clear_calendar(
    office: Office, connection: Connection, left: Membership, now: datetime
) -> None:
    key = f"left/membership:{left.id}"
    reader = student(people.get(connection, left.applicant_id), left)
    if reader.held or outbox.exists(connection, key):
        return
    letters = group_letters.of_group(connection, left.group_id, (SessionMail.CONFIRMATION,))
    invited = (Part.MEMBER, left.applicant_id)
    if not any(each.reader == invited and each.state is State.SENT for each in letters):
        return
    table = groups.timetable(connection, left.group_id)
    news = SessionNews(reader, table, now=now)
    calendar = series_cancellation(replace(table, sequence=table.sequence + 1))
    letter = SessionLetter(
        kind=SessionMail.LEFT,
        key=key,
        group_id=left.group_id,
        reader=reader,
        letter=office.letters.session(SessionMail.LEFT, news),
        calendar=with_words(office, news, calendar),
    )
    draft(office, connection, letter, now)


def _tell(
    office: Office, connection: Connection, group: Group, left: Membership, now: datetime
) -> None:
    name = people.get(connection, left.applicant_id).shown
    belong = sum(each.ended_at is None for each in members.of_group(connection, group.id))
    fill = may_still_join(connection, group.id, now)
    choices = (
        f"Fill the place from the queue: “mailbot groups fill {group.id}”.",
        "Go on without: nothing to do.",
    )
    over = "It has met twice already, so the place stays empty."
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{group.id}/left/{left.id}",
        AlertContext(
            matter=f"{group.label}, group {group.id}: a member has left",
            person=name,
            reason=f"A member has left; {belong} belong to the group now."
            f"{'' if fill else f' {over}'}",
            choices=choices if fill else (),
        ),
        now,
        applicant_id=left.applicant_id,
    )
