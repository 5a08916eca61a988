"""A whole group called off: its people back in the queue, its mail withdrawn, everyone told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.groups.calendar import series_cancellation
from mailbot.groups.sessions import cancel_series
from mailbot.letters.gaps import GAP
from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.model.seats import ALIVE, BundleKind, GroupStatus
from mailbot.model.sessions import SessionMail
from mailbot.services import approval, ending, overtaken
from mailbot.services.announcing import hearers
from mailbot.services.invitations import news_for, with_words
from mailbot.services.mailing import SessionLetter, draft
from mailbot.services.meetings import group_of, roster
from mailbot.store import groups, outbox, record, standings
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Bundle, Group
    from mailbot.model.sessions import Timetable
    from mailbot.services.announcing import Hearer
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound


_CALLED_OFF = f"session/{SessionMail.CALLED_OFF.value}"


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A group that was called off.

    Attributes:
        group: As it was.
        back: How many stand in the queue again.
        bundle: The number of the drafts that tell of it; None where nobody has to hear.
    """

    group: Group
    back: int
    bundle: int | None


def call_off(office: Office, group_id: int, why: str, now: datetime) -> CalledOff:
    """Call a group off; its members and those with an offer wait again, as long as before.

    Args:
        office: The rooms.
        group_id: Which group.
        why: What the letters say of the reason; a mark for her to settle where empty.
        now: The instant.

    Raises:
        NotFoundError: There is no such group.
        RefusedError: It is over or called off already.
    """
    with office.database.transaction() as connection:
        group = group_of(connection, group_id)
        if group.status not in ALIVE:
            raise RefusedError(f"Group {group_id} ({group.label}) is {group.status.value} already.")
        known = roster(office, connection, group_id)
        told = tuple(hearers(connection, known))
        after = cancel_series(known.meeting.timetable, now=now)
        groups.save_timetable(connection, after)
        ending.withdraw_mail(connection, group_id, "the group was called off", now)
        back = ending.send_back(connection, group_id, now)
        ending.end_leave(connection, group_id, now)
        groups.set_status(connection, group_id, GroupStatus.CANCELLED, now)
        record.add(connection, Event(now, "group", "called off", group_id=group_id))
        overtaken.withdraw_all(office, connection, now)
        bundle = _tell(office, connection, known, after, told, why, now)
        return CalledOff(group, back, bundle.id if bundle else None)


def to_be_settled(office: Office, group_id: int) -> bool:
    """Tell whether letters of a group that was called off wait for the reason."""
    with office.database.transaction() as connection:
        return bool(_unsettled(connection, group_id))


def settle(office: Office, group_id: int, why: str, now: datetime) -> int:
    """Write the reason into the letters of a group called off that lack it; return their bundle.

    Raises:
        RefusedError: No letter of this group lacks it, or she has one of them in her own hands.
    """
    with office.database.transaction() as connection:
        waiting = _unsettled(connection, group_id)
        for mail in waiting:
            letter = read_back(mail.raw)
            text = GAP.sub(lambda _: why, letter.text)
            approval.edit_in(office, connection, mail.id, letter.subject, text, now)
    bundle_id = next((mail.bundle_id for mail in waiting), None)
    if bundle_id is None:
        raise RefusedError(f"No letter about group {group_id} lacks the reason.")
    return bundle_id


def _unsettled(connection: Connection, group_id: int) -> list[Outbound]:
    return [
        mail
        for mail in outbox.of_group(connection, group_id, (State.DRAFT,))
        if mail.kind == _CALLED_OFF and GAP.search(read_back(mail.raw).text)
    ]


def _tell(
    office: Office,
    connection: Connection,
    known: Roster,
    after: Timetable,
    told: tuple[Hearer, ...],
    why: str,
    now: datetime,
) -> Bundle | None:
    """Draft a letter to everyone who knew of the group."""
    bundle: Bundle | None = None
    for hearer in told:
        bundle = bundle or standings.bundle_up(
            connection, BundleKind.CALLED_OFF, known.group.id, now
        )
        letter = _letter(office, known, after, hearer, why, now)
        draft(office, connection, replace(letter, bundle=bundle), now)
    return bundle


def _letter(
    office: Office, known: Roster, after: Timetable, hearer: Hearer, why: str, now: datetime
) -> SessionLetter:
    news = replace(
        news_for(known, hearer.reader, now),
        timetable=after,
        calendar=hearer.invited,
        offered=hearer.deadline is not None,
        why=why,
    )
    reader = hearer.reader
    return SessionLetter(
        kind=SessionMail.CALLED_OFF,
        key=f"called_off/group:{known.group.id}/{reader.part.value}:{reader.id}",
        group_id=known.group.id,
        reader=reader,
        letter=office.letters.session(SessionMail.CALLED_OFF, news),
        calendar=with_words(office, news, series_cancellation(after)) if hearer.invited else None,
    )
