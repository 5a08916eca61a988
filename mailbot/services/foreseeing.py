"""What will go out by itself, when and to whom: worked out by the code that sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, WorldProblem
from mailbot.groups.reminders import judged
from mailbot.letters.session_times import deadline_words, session_time
from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.model.seats import ALIVE, Group
from mailbot.model.sessions import Attendee, Part, SessionMail, Verdict
from mailbot.services import holding, lapsing, meetings, reminding
from mailbot.services.due_reminders import foreseen, running, why_not
from mailbot.services.offer_moments import reminder_key, reminder_moment
from mailbot.store import groups, members, offers, outbox, people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Offer
    from mailbot.model.sessions import ReminderDue, Session
    from mailbot.services.due_reminders import Running
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_STAYS = (State.DRAFT, State.APPROVED, State.SENDING, State.FAILED, State.UNCERTAIN)
_KINDS = {
    f"session/{kind.value}": kind
    for kind in (
        SessionMail.REMINDER,
        SessionMail.LEADER_REMINDER,
        SessionMail.LEADER_NEWS,
        SessionMail.OFFER_REMINDER,
    )
}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A mail that goes by itself, or why it will not.

    Attributes:
        key: Why it exists.
        kind: What it is.
        group: About which group.
        reader: Whom it is for.
        address: Where it goes; empty where no address is known.
        at: When, aware; `now` where its moment is past.
        verdict: It is sent, waits, or never goes.
        why: Why not.
        local: When the session is, or when the offer ends, in the reader's own time.
        session: Which session; None for an offer.
        subject: Of the mail, where it is sent.
        made: It stands in the outbox already.
    """

    key: str
    kind: SessionMail
    group: Group
    reader: Attendee
    address: str
    at: datetime
    verdict: Verdict
    why: str
    local: str
    session: Session | None = None
    subject: str = ""
    made: bool = False


def foresee(
    office: Office, *, now: datetime, until: datetime, group_id: int | None = None
) -> list[Foreseen]:
    """Return what goes out up to `until` by standing approval, earliest first.

    Raises:
        NotFoundError: There is no such group.
        SettingsError: `config/slots.toml`, where the links stand, is wrong.
        TemplateError: A template is missing or broken.
    """
    found: list[Foreseen] = []
    with office.database.transaction() as connection:
        if group_id is None:
            wanted = groups.those(connection, ALIVE)
        else:
            wanted = [meetings.group_of(connection, group_id)]
        for group in wanted:
            known = running(office, connection, group.id)
            found += _made(office, connection, group, known, now)
            found += _offers(office, connection, group, now, until)
            if known is not None:
                found += (
                    _session(office, connection, known, each, now)
                    for each in foreseen(office, known, now=now, until=until)
                )
    return sorted(found, key=lambda each: (each.at, each.group.id, each.key))


def _session(
    office: Office, connection: Connection, known: Running, reminder: ReminderDue, now: datetime
) -> Foreseen:
    letter = reminding.letter_of(office, known, reminder)
    address, verdict, why = _open(
        office, connection, reminder.attendee, reminder.verdict, why_not(reminder, known.meeting)
    )
    return Foreseen(
        key=reminder.key,
        kind=letter.kind,
        group=known.roster.group,
        reader=reminder.attendee,
        address=address,
        at=max(now, reminder.moment),
        verdict=verdict,
        why=why,
        local=_local(known.roster.group, reminder.session, reminder.attendee),
        session=reminder.session,
        subject=letter.letter.subject if verdict is Verdict.SEND else "",
    )


def _offers(
    office: Office, connection: Connection, group: Group, now: datetime, until: datetime
) -> Iterator[Foreseen]:
    for made in offers.of_group(connection, group.id):
        at = max(now, reminder_moment(made))
        if at <= until and lapsing.leave_to_remind(connection, made) is not None:
            yield _offer(office, connection, group, made, at)


def _offer(
    office: Office, connection: Connection, group: Group, made: Offer, at: datetime
) -> Foreseen:
    reader = meetings.student(people.get(connection, made.applicant_id))
    verdict, why = lapsing.reminder_verdict(connection, made, at)
    address, verdict, why = _open(office, connection, reader, verdict, why)
    return Foreseen(
        key=reminder_key(made),
        kind=SessionMail.OFFER_REMINDER,
        group=group,
        reader=reader,
        address=address,
        at=at,
        verdict=verdict,
        why=why,
        local=deadline_words(made.deadline, reader.timezone or group.series.timezone),
    )


def _made(
    office: Office, connection: Connection, group: Group, known: Running | None, now: datetime
) -> Iterator[Foreseen]:
    """Yield what stands in the outbox and has not left."""
    for mail in outbox.of_group(connection, group.id, _STAYS):
        if mail.kind not in _KINDS:
            continue
        reminder = known and judged(
            known.meeting, mail.key, now=now, offsets=office.settings.reminders.before
        )
        reader = reminder.attendee if reminder else _reader(connection, mail)
        verdict, why = _fate(office, connection, mail, now)
        if reminder and known and reminder.verdict is not Verdict.SEND:
            verdict, why = reminder.verdict, why_not(reminder, known.meeting)
        yield Foreseen(
            key=mail.key,
            kind=_KINDS[mail.kind],
            group=group,
            reader=reader,
            address=mail.recipient,
            at=max(now, mail.due_at),
            verdict=verdict,
            why=why,
            local=_local(group, reminder.session, reader) if reminder else "",
            session=reminder.session if reminder else None,
            subject=read_back(mail.raw).subject,
            made=True,
        )


def _fate(
    office: Office, connection: Connection, mail: Outbound, now: datetime
) -> tuple[Verdict, str]:
    if mail.state is not State.APPROVED:
        return Verdict.WAIT, mail.reason or mail.state.value
    hold = holding.reason_to_hold(office, connection, mail, now)
    return (Verdict.WAIT, hold.value) if hold else (Verdict.SEND, "")


def _open(
    office: Office, connection: Connection, reader: Attendee, verdict: Verdict, why: str
) -> tuple[str, Verdict, str]:
    """Return where a mail goes, and what becomes of it if nothing may leave to there now."""
    try:
        address = meetings.address_of(connection, reader).email
    except WorldProblem:
        raise
    except MailbotError as error:
        return "", Verdict.WAIT if verdict is Verdict.SEND else verdict, why or error.what
    hold = holding.reason_to_hold_from(office, connection, address)
    if hold and verdict is Verdict.SEND:
        return address, Verdict.WAIT, hold.value
    return address, verdict, why


def _reader(connection: Connection, mail: Outbound) -> Attendee:
    if mail.applicant_id is not None:
        return meetings.student(people.get(connection, mail.applicant_id))
    leader = members.leader(connection, mail.leader_id or 0)
    return Attendee(Part.LEADER, leader.id, leader.name, leader.timezone, mail.created_at)


def _local(group: Group, session: Session, reader: Attendee) -> str:
    times = session_time(session.start, session.end, reader.timezone, group.series.timezone)
    return str(times)
