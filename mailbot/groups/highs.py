"""A narrow seam to HiGHS, the solver: columns from 0 up, rows over them, a sum to make least."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from highspy import HighsLp

    Terms = Mapping[int, int]

_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,  # one answer, whatever the machine
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # all sums here are whole numbers
    # Smaller problems solved within a problem: HiGHS 1.16 was seen never to come back from one.
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_effort": 0.0,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver says.

    Attributes:
        values: The columns' values, rounded.
        proved: There is nothing less.
        spent: Seconds it took, by the solver's own clock.
    """

    values: tuple[int, ...]
    proved: bool
    spent: float


@dataclass(slots=True)
class Model:
    """Columns and rows, added one by one."""

    most: list[int] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[int | None, int | None, Terms]] = field(default_factory=list)

    def column(self, *, most: int = 1, whole: bool = True) -> int:
        """Add a column from 0 to `most`, of whole numbers or not, and return its number."""
        self.most.append(most)
        self.whole.append(whole)
        return len(self.most) - 1

    def row(self, low: int | None, terms: Terms, high: int | None) -> None:
        """Ask that the sum of columns by these factors lie within `low` and `high`."""
        self.rows.append((low, high, terms))

    def least(self, costs: Terms, start: Sequence[int], fixed: Terms, seconds: float) -> Answer:
        """Make the sum of `costs` least.

        Args:
            costs: What one of a column costs; nothing where it is left out.
            start: Values of all columns that keep all rows, to begin with.
            fixed: Columns that may not change, with their values.
            seconds: How long it may take.
        """
        import highspy
        import numpy as np

        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its one untyped method
        for name, value in _OPTIONS.items():
            solver.setOptionValue(name, value)
        solver.setOptionValue("time_limit", max(seconds, 0.0))
        solver.passModel(self._problem(costs, fixed))
        numbers = np.arange(len(start))
        solver.setSolution(len(start), numbers, np.array(start, dtype=float))
        solver.run()
        values = solver.getSolution().col_value
        return Answer(
            tuple(round(value) for value in values) if len(values) == len(start) else tuple(start),
            solver.getModelStatus() == highspy.HighsModelStatus.kOptimal,
            solver.getRunTime(),
        )

    def _problem(self, costs: Terms, fixed: Terms) -> HighsLp:
        import highspy
        import numpy as np

        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(self.most), len(self.rows)
        objective = np.zeros(len(self.most))
        objective[list(costs)] = list(costs.values())
        problem.col_cost_ = objective
        lower, upper = np.zeros(len(self.most)), np.array(self.most, dtype=float)
        lower[list(fixed)] = upper[list(fixed)] = list(fixed.values())
        problem.col_lower_, problem.col_upper_ = lower, upper
        kinds = highspy.HighsVarType
        problem.integrality_ = [
            kinds.kInteger if each else kinds.kContinuous for each in self.whole
        ]
        free = highspy.kHighsInf
        problem.row_lower_ = np.array([-free if low is None else low for low, _, _ in self.rows])
        problem.row_upper_ = np.array([free if high is None else high for _, high, _ in self.rows])
        matrix = problem.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(terms) for _, _, terms in self.rows)])
        matrix.index_ = np.array([number for _, _, terms in self.rows for number in terms])
        matrix.value_ = np.array(
            [factor for _, _, terms in self.rows for factor in terms.values()], dtype=float
        )
        return problem
