"""Who of the queue could have a place in a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.casework.queue import in_order
from mailbot.groups.fitting import fits
from mailbot.groups.slots import Opening
from mailbot.model.groups import Apart, Candidate, Leader, Slot
from mailbot.model.seats import PENDING
from mailbot.services.standing import waiters
from mailbot.store import groups, kinship, members, offers, people, seats

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Group
    from mailbot.store.people import Applicant

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for a place and holds none, as the queue stands.

    Attributes:
        candidates: Whom a place may be offered to, first to last.
        applicants: The same on record, by id.
        held: Who is left out, since nothing goes to them without the coordinator's word.
        apart: Who must not meet.
    """

    candidates: tuple[Candidate, ...]
    applicants: Mapping[int, Applicant]
    held: tuple[Applicant, ...]
    apart: tuple[Apart, ...]


def waiting(connection: Connection) -> Waiting:
    """Return who waits for a place; nobody to whom one is on offer, drafted or open."""
    offered = {each.applicant_id for each in offers.in_states(connection, PENDING)}
    placed = {each.id: each for each in people.with_place(connection)}
    free = [
        placed[waiter.id]
        for waiter in in_order(waiters(placed.values()))
        if waiter.queued and waiter.id not in offered
    ]
    first_known = people.first_known(connection)
    able = [each for each in free if each.held_at is None]
    return Waiting(
        candidates=tuple(candidate(each, first_known) for each in able),
        applicants={each.id: each for each in able},
        held=tuple(each for each in free if each.held_at is not None),
        apart=tuple(Apart(one, other) for one, other in kinship.pairs_apart(connection)),
    )


def candidate(applicant: Applicant, first_known: Mapping[int, datetime]) -> Candidate:
    """Return an applicant as proposals need to know them.

    Whom the coordinator moved in the queue counts as waiting since, and as having written when, the
    one did beside whom they stand: her word is worth as much here as in the queue.
    """
    facts, place = applicant.facts, applicant.place
    since = place.time if place else applicant.stage_since
    wrote = first_known[place.beside if place else applicant.id]
    return Candidate(
        applicant_id=applicant.id,
        name=applicant.name or applicant.emails[0],
        university=facts.university,
        year=facts.year,
        timezone=facts.timezone,
        availability=facts.availability,
        unavailable=facts.unavailable,
        waiting_since=since,
        wrote_first=wrote + (place.offset if place else 0) * _A_MOMENT,
    )


def next_in_line(connection: Connection, group: Group, now: datetime) -> tuple[int, ...]:
    """Return who would take the free places of a group, first to last as the queue stands.

    They are free in all its sessions still to come, as these stand now; they were not offered a
    place in it before, are not held, and must not be kept apart from its people or one another.
    """
    holders = seats.holders(connection, group.id)
    table = groups.timetable(connection, group.id)
    starts = tuple(each.start for each in table.held if each.start > now)
    if not starts:
        return ()
    opening = Opening(slot_of(connection, group), group.series.first_date, starts)
    before = {each.applicant_id for each in offers.of_group(connection, group.id)}
    found = waiting(connection)
    apart = {(each.a, each.b) for each in found.apart}
    chosen: list[int] = []
    for each in found.candidates:
        if len(holders) + len(chosen) == group.members_most:
            break
        who = each.applicant_id
        near = (*holders, *chosen)
        kept_apart = any((min(who, other), max(who, other)) in apart for other in near)
        if who in before or kept_apart or not fits(each, opening, group.series.minutes):
            continue
        chosen.append(who)
    return tuple(chosen)


def slot_of(connection: Connection, group: Group) -> Slot:
    """Return when a group meets and who leads it, in the shape of a slot named after the group."""
    series = group.series
    return Slot(
        id=f"group {group.id}",
        day=series.day,
        start=series.start,
        timezone=series.timezone,
        leaders=_leaders(connection, group.id),
        earliest=series.first_date,
    )


def _leaders(connection: Connection, group_id: int) -> tuple[Leader, ...]:
    return tuple(
        Leader(each.leader.name, each.leader.email, each.leader.timezone)
        for each in members.leaders_of(connection, group_id)
        if each.until is None
    )
