"""The bare question of who goes where, in numbers: students and slots are counted from 0."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.groups import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Plan = tuple[int | None, ...]
"""The slot of each student, None for those without a place."""


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Who may go where. Students are in the order in which they wrote first.

    Attributes:
        fits: The slots that each student fits, in order.
        days: The days that each has waited, 0 or more.
        alike: A number for each student's university and year; None where not known.
        apart: Pairs of students who must not meet.
        clashes: Pairs of slots of which only one may open.
        slots: How many slots there are.
        least: Students a group needs.
        most: Students a group holds.
    """

    fits: tuple[tuple[int, ...], ...]
    days: tuple[int, ...]
    alike: tuple[int | None, ...]
    apart: frozenset[tuple[int, int]]
    clashes: frozenset[tuple[int, int]]
    slots: int
    least: int
    most: int

    def allows(self, plan: Plan) -> bool:
        """Tell whether `plan` keeps all rules."""
        sizes = Counter(slot for slot in plan if slot is not None)
        return (
            all(slot is None or slot in fits for slot, fits in zip(plan, self.fits, strict=True))
            and all(self.least <= size <= self.most for size in sizes.values())
            and all(plan[a] is None or plan[a] != plan[b] for a, b in self.apart)
            and not any(a in sizes and b in sizes for a, b in self.clashes)
        )


def measure(puzzle: Puzzle, plan: Plan, level: Level) -> int:
    """Return the value of `plan` at `level`, as `LevelResult.value` has it."""
    return _MEASURES[level](puzzle, plan)


def limit(puzzle: Puzzle, reached: Mapping[Level, int], level: Level) -> int:
    """Return a value that no plan betters at `level`, given what the levels before it reached."""
    placed = reached.get(Level.PLACED, 0)
    able = [student for student, fits in enumerate(puzzle.fits) if fits]
    match level:
        case Level.PLACED:
            return min(len(able), puzzle.slots * puzzle.most)
        case Level.DAYS_WAITED:
            return sum(sorted((puzzle.days[student] for student in able), reverse=True)[:placed])
        case Level.GROUPS:
            return groups_needed(puzzle, placed)
        case Level.ALIKE:
            return 0
        case Level.WROTE_FIRST:
            return sum(able[:placed])


def groups_needed(puzzle: Puzzle, placed: int) -> int:
    """Return how many groups `placed` students fill at the least."""
    return -(-placed // puzzle.most)


def seated(plan: Plan) -> list[tuple[int, int]]:
    """Return student and slot of those who have a place."""
    return [(student, slot) for student, slot in enumerate(plan) if slot is not None]


def _placed(_: Puzzle, plan: Plan) -> int:
    return len(seated(plan))


def _days(puzzle: Puzzle, plan: Plan) -> int:
    return sum(puzzle.days[student] for student, _ in seated(plan))


def _groups(_: Puzzle, plan: Plan) -> int:
    return len({slot for _, slot in seated(plan)})


def _alike(puzzle: Puzzle, plan: Plan) -> int:
    kinds = ((slot, puzzle.alike[student]) for student, slot in seated(plan))
    together = Counter((slot, kind) for slot, kind in kinds if kind is not None)
    return sum(number * (number - 1) // 2 for number in together.values())


def _wrote_first(_: Puzzle, plan: Plan) -> int:
    return sum(student for student, _ in seated(plan))


_MEASURES: Mapping[Level, Callable[[Puzzle, Plan], int]] = {
    Level.PLACED: _placed,
    Level.DAYS_WAITED: _days,
    Level.GROUPS: _groups,
    Level.ALIKE: _alike,
    Level.WROTE_FIRST: _wrote_first,
}
