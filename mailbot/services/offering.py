"""Offering places: each is held from the moment it is drafted, and open once its mail has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.groups.fitting import fits
from mailbot.groups.slots import Opening
from mailbot.model.outbox import Channel
from mailbot.model.reading import Stage
from mailbot.model.seats import (
    ALIVE,
    BundleKind,
    GroupStatus,
    Round,
    StandingKind,
)
from mailbot.services import bundles, proposing
from mailbot.services.candidates import candidate, next_in_line, slot_of
from mailbot.services.deadlines import deadline_of, still_to_come
from mailbot.services.meetings import group_of
from mailbot.services.offer_letters import draft_offer
from mailbot.services.queueing import find
from mailbot.store import groups, kinship, offers, people, seats, standings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Group
    from mailbot.model.sessions import Timetable
    from mailbot.services.bundles import Shown
    from mailbot.services.office import Office
    from mailbot.store.people import Applicant


@dataclass(frozen=True, slots=True)
class Room:
    """A group with what is free in it.

    Attributes:
        group: As it stands.
        table: Its sessions.
        holders: Who holds a place, offered or taken.
    """

    group: Group
    table: Timetable
    holders: tuple[int, ...]

    @property
    def free(self) -> int:
        """How many places nobody holds."""
        return self.group.members_most - len(self.holders)


def room_of(connection: Connection, group_id: int) -> Room:
    """Return a group with what is free in it.

    Raises:
        NotFoundError: There is no such group.
    """
    group = group_of(connection, group_id)
    holders = seats.holders(connection, group_id)
    return Room(group, groups.timetable(connection, group_id), holders)


def named(office: Office, words: Sequence[str]) -> tuple[int, ...]:
    """Return the applicants that these words name, one each.

    Raises:
        NotFoundError: One is nobody.
        RefusedError: One is several people.
    """
    with office.database.transaction() as connection:
        return tuple(find(connection, each).id for each in words)


def offer(
    office: Office,
    group_id: int,
    applicant_ids: Sequence[int],
    now: datetime,
    *,
    round_: Round = Round.COMMAND,
    anyway: bool = False,
    reminder: bool = True,
) -> Shown:
    """Draft offers of places, to all of these or to none, as one bundle to be approved.

    Args:
        office: The rooms.
        group_id: Of which group.
        applicant_ids: To whom.
        now: The instant.
        round_: What brings them about.
        anyway: Also to those whose times do not fit.
        reminder: Whether one reminder may follow each offer without being approved by itself; it
            does not in any case where `[groups] offer_reminder` is off.

    Returns:
        The bundle, as she sees it.

    Raises:
        NotFoundError: There is no such group.
        RefusedError: Not all of them can be offered a place; each is named with the reason.
    """
    with office.database.transaction() as connection:
        room = room_of(connection, group_id)
        _refuse_group(room, now)
        _refuse_people(connection, room, applicant_ids, now, anyway=anyway)
        bundle_id = draft_offers(office, connection, group_id, applicant_ids, round_, now)
        wanted = max(room.group.wanted, len(room.holders) + len(applicant_ids))
        groups.set_wanted(connection, group_id, wanted)
        _let_remind(office, connection, group_id, now, reminder=reminder)
    return bundles.show(office, bundle_id, now)


def offer_to_next(office: Office, group_id: int, now: datetime, *, reminder: bool = True) -> Shown:
    """Draft offers of all free places of a group, to those for whom it is meant.

    Raises:
        NotFoundError: There is no such group.
        RefusedError: No place is free, or nobody fits.
    """
    with office.database.transaction() as connection:
        room = room_of(connection, group_id)
        _refuse_group(room, now)
    return offer(
        office,
        group_id,
        _somebody(proposing.for_group(office, group_id, now), group_id),
        now,
        reminder=reminder,
    )


def fill(office: Office, group_id: int, now: datetime, *, places: int | None = None) -> Shown:
    """Draft offers of free places to the next in the queue who fit.

    A group that is forming keeps so many places filled from then on.

    Args:
        office: The rooms.
        group_id: Of which group.
        now: The instant.
        places: How many; where None, as many as came free, or one.

    Raises:
        NotFoundError: There is no such group.
        RefusedError: So many are not free, nobody fits, or the second session has begun.
    """
    with office.database.transaction() as connection:
        room = room_of(connection, group_id)
        _refuse_group(room, now)
        lacking = room.group.wanted - len(room.holders)
        count = places or max(1, lacking)
        if count > room.free:
            raise RefusedError(_too_many(room, count))
        chosen = next_in_line(connection, room.group, now)[:count]
        groups.set_wanted(connection, group_id, len(room.holders) + count)
    return offer(office, group_id, _somebody(chosen, group_id), now, round_=Round.PLACE_FREE)


def draft_offers(
    office: Office,
    connection: Connection,
    group_id: int,
    applicant_ids: Sequence[int],
    round_: Round,
    now: datetime,
) -> int:
    """Hold places for people who may have them, draft their offers, and return the bundle's row.

    Raises:
        RefusedError: The next session is too soon, or a place is gone.
    """
    bundle = standings.bundle_up(connection, BundleKind.OFFERS, group_id, now)
    table = groups.timetable(connection, group_id)
    days = office.settings.groups.offer_days
    for applicant_id in applicant_ids:
        applicant = people.get(connection, applicant_id)
        deadline = deadline_of(applicant, table, days, now)
        if deadline is None or seats.take(connection, group_id, applicant.id, now) is None:
            raise RefusedError(f"No place in group {group_id} can be held for {applicant.shown}.")
        made = offers.add(connection, group_id, applicant.id, round_, deadline, now)
        draft_offer(office, connection, made, bundle, now)
    return bundle.id


def _refuse_group(room: Room, now: datetime) -> None:
    group = room.group
    if group.status not in ALIVE:
        raise RefusedError(f"Group {group.id} is {group.status.value}, so it has no places.")
    if not room.free:
        raise RefusedError(f"All {group.members_most} places of group {group.id} are held.")
    begun = len(room.table.held) - len(still_to_come(room.table, now))
    if begun > (1 if group.status is GroupStatus.CONFIRMED else 0):
        raise RefusedError(
            f"Session {begun} of group {group.id} has begun, so nobody comes into it any more."
        )


def _refuse_people(
    connection: Connection,
    room: Room,
    applicant_ids: Sequence[int],
    now: datetime,
    *,
    anyway: bool,
) -> None:
    count = len(set(applicant_ids))
    if not count or count != len(applicant_ids):
        raise RefusedError("Name each person whom a place is to be offered to, once.")
    if count > room.free:
        raise RefusedError(_too_many(room, count))
    chosen = [people.get(connection, each) for each in applicant_ids]
    near = {*room.holders, *(each.id for each in chosen)}
    reasons = [
        reason
        for each in chosen
        if (reason := _why_not(connection, room, each, near, now, anyway=anyway))
    ]
    if reasons:
        raise RefusedError(" ".join(reasons), "Nothing was drafted for anybody.")


def _why_not(
    connection: Connection,
    room: Room,
    applicant: Applicant,
    near: set[int],
    now: datetime,
    *,
    anyway: bool,
) -> str:
    """Return in a sentence why somebody cannot be offered a place; empty where they can."""
    who = applicant.shown
    there = seats.group_of(connection, applicant.id)
    if there is not None:
        return f"{who} holds a place in group {there} already."
    if applicant.stage is not Stage.QUEUED:
        return f"{who} is {applicant.stage.value}, not in the queue."
    others = sorted(near & kinship.apart_from(connection, applicant.id))
    if others:
        return f"{who} must not meet {people.get(connection, others[0]).shown}."
    if not (anyway or _fits(connection, room, applicant, now)):
        return f"{who} is not known to be free in all sessions; --anyway offers it all the same."
    return ""


def _fits(connection: Connection, room: Room, applicant: Applicant, now: datetime) -> bool:
    series = room.group.series
    slot = slot_of(connection, room.group)
    opening = Opening(slot, series.first_date, still_to_come(room.table, now))
    asked = candidate(applicant, people.first_known(connection))
    return fits(asked, opening, series.minutes)


def _too_many(room: Room, count: int) -> str:
    group = room.group
    return f"Group {group.id} has {room.free} of {group.members_most} places free, not {count}."


def _somebody(chosen: Sequence[int], group_id: int) -> Sequence[int]:
    if not chosen:
        raise RefusedError(
            f"Nobody in the queue is known to fit group {group_id}.",
            f"`mailbot groups offer {group_id} PERSON --anyway` offers a place all the same.",
        )
    return chosen


def _let_remind(
    office: Office, connection: Connection, group_id: int, now: datetime, *, reminder: bool
) -> None:
    """Give leave for reminders of a group's offers, or take it back."""
    kind = StandingKind.OFFER_REMINDERS
    if reminder and office.settings.groups.offer_reminder:
        standings.give(connection, kind, group_id, Channel.COMMAND, now)
        return
    given = standings.active(connection, kind, group_id)
    if given is not None:
        standings.end(connection, given.id, now)
