"""Slots that are short of a student or two, and whom one could ask."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mailbot.groups.puzzle import seated
from mailbot.model.groups import Ask, UnopenedSlot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.groups.posing import Field
    from mailbot.groups.puzzle import Plan
    from mailbot.model.groups import Question

_FEW = 2
_LIKELY = {why: place for place, why in enumerate(Ask)}


def could_join(field: Field, plan: Plan, slot: int) -> tuple[Question, ...]:
    """Return the students without a place whom one could ask about an opened slot with room."""
    members = [student for student, where in enumerate(plan) if where == slot]
    if len(members) >= field.rules.members_most:
        return ()
    return tuple(question for _, question in _questions(field, plan, slot, members))


def unopened(field: Field, plan: Plan, slot: int) -> UnopenedSlot:
    """Return how far a slot that `plan` leaves closed is from a group."""
    opening = field.sessions[slot].opening
    opened = {where for _, where in seated(plan)}
    clashes = sorted(other for other in opened if _clash(field, slot, other))
    hands = _on_hand(field, plan, slot)
    short = max(field.rules.members_least - len(hands), 0)
    questions = _questions(field, plan, slot, hands)
    return UnopenedSlot(
        slot=opening.slot,
        first=opening.first,
        fitting=len(field.fitting(slot)),
        on_hand=tuple(field.students[each].candidate.applicant_id for each in hands),
        short=short,
        questions=tuple(question for _, question in questions),
        ask=() if clashes or short > _FEW else _enough(field, questions, short),
        clashes_with=tuple(field.sessions[other].opening.slot.id for other in clashes),
    )


def _enough(
    field: Field, questions: Sequence[tuple[int, Question]], short: int
) -> tuple[Question, ...]:
    """Return the likeliest `short` who may meet one another; empty where there are fewer."""
    chosen: dict[int, Question] = {}
    for student, question in questions:
        if len(chosen) < short and field.may_meet(student, chosen):
            chosen[student] = question
    return tuple(chosen.values()) if len(chosen) == short else ()


def _on_hand(field: Field, plan: Plan, slot: int) -> list[int]:
    """Return who could sit in a closed slot and leave every opened one its least number.

    Those without a place come first; who must not meet does not meet.
    """
    spare = Counter(where for _, where in seated(plan))
    hands: list[int] = []
    for student in sorted(field.fitting(slot), key=lambda each: plan[each] is not None):
        where = plan[student]
        if len(hands) >= field.rules.members_least or not field.may_meet(student, hands):
            continue
        if where is not None:
            if spare[where] <= field.rules.members_least:
                continue
            spare[where] -= 1
        hands.append(student)
    return hands


def _questions(
    field: Field, plan: Plan, slot: int, members: Sequence[int]
) -> list[tuple[int, Question]]:
    """Return who has no place and could be asked to join `members`: the likeliest first."""
    asked = [
        (student, question)
        for student, hours in enumerate(field.students)
        if plan[student] is None and field.may_meet(student, members)
        if (question := field.sessions[slot].question(hours))
    ]
    return sorted(asked, key=lambda each: _LIKELY[each[1].why])


def _clash(field: Field, one: int, other: int) -> bool:
    return (min(one, other), max(one, other)) in field.clashes
