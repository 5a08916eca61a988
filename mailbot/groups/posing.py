"""Candidates and slots, with all that bears on who goes where, as a puzzle in bare numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from mailbot.clock import aware
from mailbot.groups.fitting import Sessions, hours_of
from mailbot.groups.puzzle import Puzzle
from mailbot.groups.slots import clash, in_order, opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mailbot.groups.fitting import Hours
    from mailbot.model.groups import Apart, Candidate, Rules, Slot


@dataclass(frozen=True, slots=True)
class Field:
    """Candidates and slots in a fixed order, whatever order they came in.

    Attributes:
        students: The weeks of the candidates, those who wrote first before the others.
        sessions: The slots' sessions, those that begin first before the others.
        fits: The numbers of the slots that each student fits.
        days: The days that each has waited.
        apart: Pairs of students who must not meet.
        clashes: Pairs of slots of which only one may open.
        rules: What holds for every group.
    """

    students: tuple[Hours, ...]
    sessions: tuple[Sessions, ...]
    fits: tuple[tuple[int, ...], ...]
    days: tuple[int, ...]
    apart: frozenset[tuple[int, int]]
    clashes: frozenset[tuple[int, int]]
    rules: Rules

    def fitting(self, slot: int) -> list[int]:
        """Return the students who fit `slot`."""
        return [student for student, slots in enumerate(self.fits) if slot in slots]

    def may_meet(self, student: int, others: Iterable[int]) -> bool:
        """Tell whether `student` is kept apart from none of `others`."""
        return not any((min(student, each), max(student, each)) in self.apart for each in others)


def lay_out(
    candidates: Iterable[Candidate], slots: Iterable[Slot], rules: Rules, apart: Iterable[Apart]
) -> Field:
    """Return who fits where, and all else that bears on who goes where.

    Raises:
        ValueError: An instant is naive.
    """
    waiting = sorted(candidates, key=lambda each: (each.wrote_first, each.applicant_id))
    students = tuple(map(hours_of, waiting))
    openings = in_order(opening(slot, rules) for slot in slots)
    sessions = tuple(Sessions(each, rules.minutes) for each in openings)
    numbers = {each.applicant_id: number for number, each in enumerate(waiting)}
    return Field(
        students,
        sessions,
        tuple(_fits(hours, sessions) for hours in students),
        tuple(_days_waited(each, rules) for each in waiting),
        frozenset(
            (min(a, b), max(a, b))
            for a, b in ((numbers.get(pair.a), numbers.get(pair.b)) for pair in apart)
            if a is not None and b is not None and a != b
        ),
        frozenset(
            (a, b)
            for a, b in combinations(range(len(openings)), 2)
            if clash(openings[a], openings[b], rules.minutes)
        ),
        rules,
    )


def pose(field: Field) -> Puzzle:
    """Return the puzzle of `field`, without the slots that too few fit to make a group."""
    numbers = Counter(slot for slots in field.fits for slot in slots)
    viable = {slot for slot, number in numbers.items() if number >= field.rules.members_least}
    return Puzzle(
        fits=tuple(tuple(slot for slot in slots if slot in viable) for slots in field.fits),
        days=field.days,
        alike=_alike([hours.candidate for hours in field.students]),
        apart=field.apart,
        clashes=frozenset(pair for pair in field.clashes if viable.issuperset(pair)),
        slots=len(viable),
        least=field.rules.members_least,
        most=field.rules.members_most,
    )


def _fits(hours: Hours, sessions: Sequence[Sessions]) -> tuple[int, ...]:
    return tuple(number for number, each in enumerate(sessions) if each.fit(hours))


def _days_waited(candidate: Candidate, rules: Rules) -> int:
    since = aware(candidate.waiting_since).astimezone(rules.at.tzinfo)
    return max((rules.at.date() - since.date()).days, 0)


def _alike(candidates: Sequence[Candidate]) -> tuple[int | None, ...]:
    """Return a number for each candidate's university and year; None where either is unknown."""
    kinds: dict[tuple[str, int], int] = {}
    return tuple(
        None
        if each.university is None or each.year is None
        else kinds.setdefault((each.university.casefold(), each.year), len(kinds))
        for each in candidates
    )
