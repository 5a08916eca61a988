"""The puzzle as columns and rows for the solver, and plans as values of the columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.groups.highs import Model
from mailbot.groups.puzzle import seated
from mailbot.model.groups import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.groups.puzzle import Plan, Puzzle


@dataclass(frozen=True, slots=True)
class Kin:
    """Students of one university and year who fit one slot.

    Attributes:
        slot: The slot.
        students: Who.
        more: Columns for the second, third, ... of them in the group. The second makes one pair,
            the third two more, and so on.
    """

    slot: int
    students: tuple[int, ...]
    more: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seating:
    """The puzzle as the solver has it.

    Attributes:
        puzzle: What it was made of.
        model: The columns and rows.
        opened: The column of each slot that anyone fits: 1 where it opens.
        seats: The column of each student and slot: 1 where they sit there.
        kin: Where pairs of one university and year may come about.
    """

    puzzle: Puzzle
    model: Model
    opened: dict[int, int] = field(default_factory=dict)
    seats: dict[tuple[int, int], int] = field(default_factory=dict)
    kin: list[Kin] = field(default_factory=list)

    def costs(self, level: Level) -> dict[int, int]:
        """Return what columns cost at `level`, of which the least is sought."""
        puzzle = self.puzzle
        match level:
            case Level.PLACED:
                return dict.fromkeys(self.seats.values(), -1)
            case Level.DAYS_WAITED:
                # As many are placed by now whatever happens, so only the differences count.
                shortest = min(puzzle.days, default=0)
                return {seat: shortest - puzzle.days[who] for (who, _), seat in self.seats.items()}
            case Level.GROUPS:
                return dict.fromkeys(self.opened.values(), 1)
            case Level.ALIKE:
                return {col: pairs for kin in self.kin for pairs, col in enumerate(kin.more, 1)}
            case Level.WROTE_FIRST:
                return {seat: who for (who, _), seat in self.seats.items()}

    def values(self, plan: Plan) -> list[int]:
        """Return the columns' values for `plan`."""
        values = [0] * len(self.model.most)
        for student, slot in seated(plan):
            values[self.seats[student, slot]] = 1
            values[self.opened[slot]] = 1
        for kin in self.kin:
            together = sum(plan[student] == kin.slot for student in kin.students)
            for column in kin.more[: max(together - 1, 0)]:
                values[column] = 1
        return values

    def plan(self, values: Sequence[int]) -> Plan:
        """Return the plan that the columns' values stand for."""
        found: list[int | None] = [None] * len(self.puzzle.fits)
        for (student, slot), seat in self.seats.items():
            if values[seat]:
                found[student] = slot
        return tuple(found)


def seating(puzzle: Puzzle) -> Seating:
    """Return `puzzle` for the solver."""
    made = Seating(puzzle, Model())
    who_fits: dict[int, list[int]] = defaultdict(list)
    for student, slots in enumerate(puzzle.fits):
        for slot in slots:
            who_fits[slot].append(student)
    for slot, students in sorted(who_fits.items()):
        _add_slot(made, slot, students)
        _add_kin(made, slot, students)
    _add_one_place_each(made)
    _add_apart(made)
    for a, b in sorted(puzzle.clashes):
        if {a, b} <= made.opened.keys():
            made.model.row(None, {made.opened[a]: 1, made.opened[b]: 1}, 1)
    return made


def _add_slot(made: Seating, slot: int, students: list[int]) -> None:
    model, puzzle = made.model, made.puzzle
    opened = made.opened[slot] = model.column()
    seats = {student: model.column() for student in students}
    for student, seat in seats.items():
        made.seats[student, slot] = seat
        # Implied for whole numbers, but without it the solver begins from a far worse bound.
        model.row(None, {seat: 1, opened: -1}, 0)
    everyone = dict.fromkeys(seats.values(), 1)
    model.row(0, everyone | {opened: -puzzle.least}, None)
    model.row(None, everyone | {opened: -puzzle.most}, 0)


def _add_kin(made: Seating, slot: int, students: list[int]) -> None:
    by_kind: dict[int, list[int]] = defaultdict(list)
    for student in students:
        kind = made.puzzle.alike[student]
        if kind is not None:
            by_kind[kind].append(student)
    for alike in by_kind.values():
        together = min(len(alike), made.puzzle.most)
        if together > 1:
            more = tuple(made.model.column(whole=False) for _ in range(together - 1))
            seats = dict.fromkeys((made.seats[student, slot] for student in alike), 1)
            made.model.row(None, seats | {made.opened[slot]: -1} | dict.fromkeys(more, -1), 0)
            made.kin.append(Kin(slot, tuple(alike), more))


def _add_one_place_each(made: Seating) -> None:
    for student, slots in enumerate(made.puzzle.fits):
        seats = [made.seats[student, slot] for slot in slots]
        if len(seats) > 1:
            made.model.row(None, dict.fromkeys(seats, 1), 1)


def _add_apart(made: Seating) -> None:
    for a, b in sorted(made.puzzle.apart):
        for slot, opened in made.opened.items():
            seats = [made.seats[who, slot] for who in (a, b) if (who, slot) in made.seats]
            if len(seats) == 2:
                made.model.row(None, {seats[0]: 1, seats[1]: 1, opened: -1}, 0)
