"""Which groups to open for those who wait, and whom an opened group is for; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.groups import propose as solver
from mailbot.groups.explain import explain
from mailbot.groups.sessions import timetable
from mailbot.model.seats import GroupStatus
from mailbot.model.sessions import Series
from mailbot.services.candidates import Waiting, next_in_line, waiting
from mailbot.services.date_remarks import date_remarks, homes_of
from mailbot.services.meetings import group_of
from mailbot.services.openings import beginning, free_slots, living_groups, rules_for
from mailbot.store import offers, seats

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy import Connection

    from mailbot.model.groups import Explanation, Proposal, ProposedGroup, Rules, Slot
    from mailbot.model.sessions import Timetable
    from mailbot.services.office import Office
    from mailbot.services.openings import Living
    from mailbot.store.people import Applicant

SECONDS = 20.0
"""How long the solver may look, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a proposal is made of.

    Attributes:
        waiting: Who waits for a place.
        slots: Where a group could meet: free slots, and groups on record that nobody was offered a
            place in yet, which are to be filled by the same proposal.
        unformed: Those groups' numbers, by the id of their slot here.
        closed: Slots left out, and why, a sentence each.
        rules: What holds for every group.
        begin: The day before which no new group begins.
        remark: What to know of the day from which groups may begin.
    """

    waiting: Waiting
    slots: tuple[Slot, ...]
    unformed: Mapping[str, int]
    closed: tuple[tuple[Slot, str], ...]
    rules: Rules
    begin: date
    remark: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A group of a proposal.

    Attributes:
        proposed: Slot, first date and members.
        group_id: Its number where it is on record already; None where it is new.
        table: Its sessions.
        students: Its members on record, in the same order.
        remarks: What to know of its dates, a sentence each.
    """

    proposed: ProposedGroup
    group_id: int | None
    table: Timetable
    students: tuple[Applicant, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, with what is behind it.

    Attributes:
        ground: What it is made of.
        proposal: As the solver found it.
        words: The same in sentences.
        groups: The groups to open, those that begin first before the others.
    """

    ground: Ground
    proposal: Proposal
    words: Explanation
    groups: tuple[Suggested, ...]


def propose(
    office: Office, now: datetime, *, not_before: date | None = None, seconds: float = SECONDS
) -> Proposed:
    """Return which slots to open and who goes where, for those who wait now.

    Args:
        office: The rooms.
        now: The instant.
        not_before: No group begins before this day; where None, so that offers have time.
        seconds: How long the solver may look.

    Raises:
        RefusedError: There is no slot yet, or the day is past.
        SettingsError: `config/slots.toml` is wrong.
    """
    with office.database.transaction() as connection:
        ground = survey(office, connection, now, not_before)
    if not ground.slots and not ground.closed:
        raise RefusedError(
            "There is no slot in config/slots.toml yet.",
            "Write there who leads and when a group could meet; the examples there show how.",
        )
    proposal = solve(ground, seconds)
    return Proposed(
        ground,
        proposal,
        explain(proposal),
        tuple(_suggested(ground, each) for each in proposal.groups),
    )


def for_group(office: Office, group_id: int, now: datetime) -> tuple[int, ...]:
    """Return to whom a group's free places should be offered, at most as many as there are.

    Where nobody was offered a place in it yet, those whom the proposal for all who wait puts into
    it; else, or where that would leave it closed, the next in the queue who fit.

    Raises:
        NotFoundError: There is no such group.
        SettingsError: `config/slots.toml` is wrong.
    """
    with office.database.transaction() as connection:
        group = group_of(connection, group_id)
        in_line = next_in_line(connection, group, now)
        ground = survey(office, connection, now, None)
    untouched = [slot for slot, number in ground.unformed.items() if number == group_id]
    return (members_of(solve(ground), untouched[0]) if untouched else ()) or in_line


def survey(
    office: Office, connection: Connection, now: datetime, not_before: date | None
) -> Ground:
    """Return what a proposal is made of; see `propose`.

    Raises:
        RefusedError: The day is past.
        SettingsError: `config/slots.toml` is wrong.
    """
    begin, remark = beginning(office, now, not_before)
    rules = rules_for(office, now, begin)
    living = living_groups(connection)
    free, closed = free_slots(office, rules, living)
    unformed = {each.slot.id: each for each in living if _unformed(connection, each, now)}
    pinned = tuple(each.slot for each in unformed.values())
    return Ground(
        waiting(connection),
        (*free, *pinned),
        {slot: each.group.id for slot, each in unformed.items()},
        closed,
        replace(rules, not_before=min((begin, *(each.earliest for each in pinned)))),
        begin,
        remark,
    )


def solve(ground: Ground, seconds: float = SECONDS) -> Proposal:
    """Return the best proposal for `ground`."""
    waiting_now = ground.waiting
    return solver.propose(
        waiting_now.candidates,
        ground.slots,
        ground.rules,
        apart=waiting_now.apart,
        seconds=seconds,
    )


def members_of(proposal: Proposal, slot_id: str) -> tuple[int, ...]:
    """Return the applicants whom a proposal puts into a slot; nobody where it stays closed."""
    return tuple(
        member.applicant_id
        for group in proposal.groups
        if group.slot.id == slot_id
        for member in group.members
    )


def _unformed(connection: Connection, living: Living, now: datetime) -> bool:
    """Tell whether a group is forming as it was created: nobody offered a place, nothing moved."""
    group = living.group
    return (
        group.status is GroupStatus.FORMING
        and not living.table.sequence
        and living.table.sessions[0].start > now
        and not seats.holders(connection, group.id)
        and not offers.of_group(connection, group.id)
    )


def _suggested(ground: Ground, proposed: ProposedGroup) -> Suggested:
    slot, rules = proposed.slot, ground.rules
    series = Series(
        0, slot.day, slot.start, slot.timezone, proposed.first, rules.weeks, rules.minutes
    )
    table = timetable(series)
    students = tuple(ground.waiting.applicants[each.applicant_id] for each in proposed.members)
    return Suggested(
        proposed,
        ground.unformed.get(slot.id),
        table,
        students,
        date_remarks(table, homes_of((each.facts for each in students), slot.leaders)),
    )
