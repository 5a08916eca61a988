"""The best plan, level by level: each is settled before the next is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.groups.puzzle import groups_needed, limit, measure, seated
from mailbot.groups.seating import seating
from mailbot.model.groups import Level, LevelResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailbot.groups.puzzle import Plan, Puzzle
    from mailbot.groups.seating import Seating

_KEPT_BACK = 0.2  # of the time, for the quick search among the slots that are open already


def best_plan(puzzle: Puzzle, seconds: float) -> tuple[Plan, tuple[LevelResult, ...]]:
    """Return the best plan that the solver finds in its `seconds`, and how good it is.

    Where a level is not proved, those after it are not either: they are then sought only among
    the slots that it opens.
    """
    search = _Search(seating(puzzle), (None,) * len(puzzle.fits), seconds, seconds * _KEPT_BACK)
    for level in Level:
        search.settle(level)
    return search.plan, tuple(search.results)


@dataclass(slots=True)
class _Search:
    """A search under way.

    Attributes:
        seating: The puzzle as the solver has it, with a row for each level that is settled.
        plan: The best plan so far; it keeps all rules.
        seconds: What is left of the time.
        kept_back: How much of it the search over all slots leaves.
        results: The levels that are settled.
    """

    seating: Seating
    plan: Plan
    seconds: float
    kept_back: float
    results: list[LevelResult] = field(default_factory=list)

    @property
    def _puzzle(self) -> Puzzle:
        return self.seating.puzzle

    def settle(self, level: Level) -> None:
        """Find the best plan at `level` among those as good as this one at the levels before."""
        costs = self.seating.costs(level)
        sure = all(result.proved for result in self.results)
        proved = self._proved(level, costs, sure=sure)
        value = measure(self._puzzle, self.plan, level)
        self.results.append(LevelResult(level, value, proved))
        self._hold(level, costs)

    def _proved(self, level: Level, costs: Mapping[int, int], *, sure: bool) -> bool:
        """Improve the plan, among the slots that it opens and then among all; tell if it is best.

        `sure` tells whether the levels before are proved.
        """
        if not self._at_limit(level):
            best_here = self._improve(costs, self._as_opened(), self.seconds)
            if sure and not self._at_limit(level) and not (best_here and self._all_needed()):
                return self._improve(costs, {}, self.seconds - self.kept_back)
        return sure

    def _improve(self, costs: Mapping[int, int], fixed: Mapping[int, int], seconds: float) -> bool:
        """Take a plan that costs less, if there is one; tell whether none can cost less."""
        start = self.seating.values(self.plan)
        answer = self.seating.model.least(costs, start, fixed, seconds)
        self.seconds -= answer.spent
        plan = self.seating.plan(answer.values)
        if not self._puzzle.allows(plan) or not self._as_good_before(plan):
            return False  # the solver rounds; a plan that breaks a rule is none
        if self._cost(costs, plan) < self._cost(costs, self.plan):
            self.plan = plan
        return answer.proved and self._cost(costs, plan) == self._cost(costs, self.plan)

    def _hold(self, level: Level, costs: Mapping[int, int]) -> None:
        """Keep every plan from now on as good at `level` as this one."""
        model = self.seating.model
        cost = self._cost(costs, self.plan)
        model.row(cost, costs, cost)
        if level is Level.PLACED:
            needed = groups_needed(self._puzzle, len(seated(self.plan)))
            model.row(needed, dict.fromkeys(self.seating.opened.values(), 1), None)

    def _as_opened(self) -> dict[int, int]:
        values = self.seating.values(self.plan)
        return {column: values[column] for column in self.seating.opened.values()}

    def _all_needed(self) -> bool:
        """Tell whether as many as are placed need every slot there is."""
        placed = len(seated(self.plan))
        return groups_needed(self._puzzle, placed) == len(self.seating.opened)

    def _at_limit(self, level: Level) -> bool:
        reached = {result.level: result.value for result in self.results}
        bound = limit(self._puzzle, reached, level)
        return measure(self._puzzle, self.plan, level) == bound

    def _as_good_before(self, plan: Plan) -> bool:
        return all(
            measure(self._puzzle, plan, result.level) == result.value for result in self.results
        )

    def _cost(self, costs: Mapping[int, int], plan: Plan) -> int:
        values = self.seating.values(plan)
        return sum(cost * values[column] for column, cost in costs.items())
