"""Which slots to open, and who goes where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.groups.levels import best_plan
from mailbot.groups.near import could_join, unopened
from mailbot.groups.posing import lay_out, pose
from mailbot.groups.puzzle import seated
from mailbot.model.groups import Member, Proposal, ProposedGroup, Reason, Unplaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailbot.groups.posing import Field
    from mailbot.groups.puzzle import Plan
    from mailbot.model.groups import Apart, Candidate, Rules, Slot


def propose(
    candidates: Iterable[Candidate],
    slots: Iterable[Slot],
    rules: Rules,
    *,
    apart: Iterable[Apart] = (),
    seconds: float = 20.0,
) -> Proposal:
    """Return the best proposal: by `Level`, one after the other.

    Args:
        candidates: Who waits for a place, each once, in any order.
        slots: Where a group could meet, at most one in each.
        rules: What holds for every group.
        apart: Who must not meet.
        seconds: How long the solver may look, by its own clock. Where that was not enough,
            `Proposal.exact` is False; else the same input has always the same proposal.

    Raises:
        ValueError: An instant is naive, or a slot's time or zone is none.
    """
    field = lay_out(candidates, slots, rules, apart)
    plan, levels = best_plan(pose(field), seconds)
    opened = sorted({slot for _, slot in seated(plan)})
    closed = sorted(set(range(len(field.sessions))).difference(opened))
    return Proposal(
        groups=tuple(_group(field, plan, slot) for slot in opened),
        unplaced=tuple(
            _unplaced(field, plan, student) for student, slot in enumerate(plan) if slot is None
        ),
        unopened=tuple(unopened(field, plan, slot) for slot in closed),
        levels=levels,
    )


def _group(field: Field, plan: Plan, slot: int) -> ProposedGroup:
    opening = field.sessions[slot].opening
    members = (student for student, where in enumerate(plan) if where == slot)
    return ProposedGroup(
        slot=opening.slot,
        first=opening.first,
        members=tuple(_member(field, student) for student in members),
        fitting=len(field.fitting(slot)),
        could_join=could_join(field, plan, slot),
    )


def _member(field: Field, student: int) -> Member:
    candidate = field.students[student].candidate
    return Member(candidate.applicant_id, candidate.name, field.days[student])


def _unplaced(field: Field, plan: Plan, student: int) -> Unplaced:
    candidate = field.students[student].candidate
    return Unplaced(
        candidate.applicant_id,
        candidate.name,
        field.days[student],
        _reason(field, plan, student),
        tuple(field.sessions[slot].opening.slot.id for slot in field.fits[student]),
    )


def _reason(field: Field, plan: Plan, student: int) -> Reason:
    hours = field.students[student]
    if not hours.known:
        return Reason.AVAILABILITY_UNKNOWN
    if hours.zone is None:
        return Reason.TIMEZONE_UNKNOWN
    if not field.fits[student]:
        return Reason.FITS_NO_SLOT
    groups = [
        [each for each, where in enumerate(plan) if where == slot] for slot in field.fits[student]
    ]
    if not any(groups):
        return Reason.NO_GROUP_THERE
    room = [members for members in groups if 0 < len(members) < field.rules.members_most]
    if not room:
        return Reason.GROUPS_FULL
    if not any(field.may_meet(student, members) for members in room):
        return Reason.KEPT_APART
    return Reason.NOT_FOUND
