"""Everyone in a group hears of new dates: one letter each, which tells all that is new to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.groups.changes import calendar_update, changes_since, weeks_later
from mailbot.model.outbox import UNSENT, State
from mailbot.model.seats import PENDING, GroupStatus, OfferState
from mailbot.model.sessions import Part, SessionMail
from mailbot.services.drafting import withdraw
from mailbot.services.invitations import news_for, with_words
from mailbot.services.mailing import SessionLetter, draft
from mailbot.services.meetings import student
from mailbot.store import group_letters, groups, offers, outbox, people, standings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.groups.changes import Change
    from mailbot.model.seats import Bundle, BundleKind
    from mailbot.model.sessions import Attendee, Session
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office
    from mailbot.store.group_letters import GroupLetter

CHANGES = (SessionMail.MOVED, SessionMail.CANCELLED, SessionMail.SHIFTED)
"""Letters that tell of a change of dates."""

_OF_DATES = frozenset(f"session/{kind.value}" for kind in (SessionMail.CONFIRMATION, *CHANGES))
_TELLS_DATES = (SessionMail.OFFER, SessionMail.CONFIRMATION, *CHANGES)
_REACHED = frozenset({State.SENT, State.SENDING, State.UNCERTAIN})
_OVERTAKEN = "the dates were changed again before it left"


@dataclass(frozen=True, slots=True)
class Hearer:
    """Somebody who is to hear of a group's dates.

    Attributes:
        reader: Who.
        deadline: Until when a place is held for them; None for members and leaders.
        told: The revision of the timetable that they were told last; None where they never were.
        invited: The group's invitation is in their calendar.
    """

    reader: Attendee
    deadline: datetime | None
    told: int | None
    invited: bool


def withdraw_overtaken(connection: Connection, group_id: int, now: datetime) -> None:
    """Withdraw what tells a group's former dates and has not left: changes and confirmations."""
    for mail in outbox.of_group(connection, group_id, tuple(UNSENT)):
        if mail.kind in _OF_DATES:
            withdraw(connection, mail, _OVERTAKEN, now)


def announce(
    office: Office, connection: Connection, known: Roster, kind: BundleKind, now: datetime
) -> Bundle | None:
    """Draft a letter to everyone for whom a group's dates are news.

    Args:
        office: The rooms.
        connection: The transaction of the change, after it is on record.
        known: The group as it stands.
        kind: What the coordinator did.
        now: The instant.

    Returns:
        The letters' bundle; None where nobody has anything to hear.

    Raises:
        TemplateError: A template of them is broken.
    """
    bundle: Bundle | None = None
    for hearer in hearers(connection, known):
        letter = _letter(office, connection, known, hearer, now)
        if letter is None:
            continue
        bundle = bundle or standings.bundle_up(connection, kind, known.group.id, now)
        draft(office, connection, replace(letter, bundle=bundle), now)
    return bundle


def hearers(connection: Connection, known: Roster) -> Iterator[Hearer]:
    """Yield the members and leaders who know of a group, and those to whom a place is open."""
    letters = group_letters.of_group(connection, known.group.id, _TELLS_DATES)
    for reader in known.present:
        hearer = _hearer(letters, reader, None)
        if not _knows_nothing(known, hearer):
            yield hearer
    for made in offers.of_group(connection, known.group.id):
        if made.state in PENDING:
            reader = student(people.get(connection, made.applicant_id))
            hearer = _hearer(letters, reader, made.deadline)
            # An offer that is just leaving is not open yet, but may be read.
            if made.state is OfferState.OPEN or hearer.told is not None:
                yield hearer


def _knows_nothing(known: Roster, hearer: Hearer) -> bool:
    """Leaders first hear of a group when it is confirmed; until then its changes say nothing."""
    forming = known.group.status is GroupStatus.FORMING
    return forming and hearer.reader.part is Part.LEADER and hearer.told is None


def _hearer(letters: list[GroupLetter], reader: Attendee, deadline: datetime | None) -> Hearer:
    reached = [
        each
        for each in letters
        if each.reader == (reader.part, reader.id) and each.state in _REACHED
    ]
    told = max((each.sequence for each in reached if each.sequence is not None), default=None)
    invited = any(each.kind is SessionMail.CONFIRMATION for each in reached)
    return Hearer(reader, deadline, told, invited)


def _letter(
    office: Office, connection: Connection, known: Roster, hearer: Hearer, now: datetime
) -> SessionLetter | None:
    """Return what somebody must hear; None where they know the dates as they are."""
    table = known.meeting.timetable
    told = groups.timetable_told(connection, known.group.id, hearer.told)
    changes = changes_since(told, table, now)
    if not changes:
        return None
    news = replace(
        news_for(known, hearer.reader, now),
        session=_about(changes[0]),
        before=None if changes[0].told.cancelled else changes[0].told.start,
        changes=tuple((each.told, each.now) for each in changes),
        weeks_later=weeks_later(changes, told, table),
        calendar=hearer.invited,
        offered=hearer.deadline is not None,
        deadline=hearer.deadline,
    )
    kind = _kind(changes)
    update = calendar_update(changes, table)
    return SessionLetter(
        kind=kind,
        key=_key(known.group.id, table.sequence, hearer.reader),
        group_id=known.group.id,
        reader=hearer.reader,
        letter=office.letters.session(kind, news),
        calendar=with_words(office, news, update) if hearer.invited else None,
    )


def _kind(changes: tuple[Change, ...]) -> SessionMail:
    if len(changes) > 1:
        return SessionMail.SHIFTED
    return SessionMail.CANCELLED if changes[0].now.cancelled else SessionMail.MOVED


def _about(change: Change) -> Session:
    """Return the session that a letter is about; of a cancelled one the time that people know."""
    if not change.now.cancelled:
        return change.now
    return replace(change.now, start=change.told.start, end=change.told.end)


def _key(group_id: int, sequence: int, reader: Attendee) -> str:
    return f"change/group:{group_id}/revision:{sequence}/{reader.part.value}:{reader.id}"
