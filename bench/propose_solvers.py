"""The same levels by HiGHS, CP-SAT and CBC: how long each takes, and whether it proves the best.

    pip install ortools pulp
    python -m bench.propose_solvers highs|cpsat|cbc [SEEDS]

Each solver begins from nothing, at each level with the levels before it held to what it found, on
one thread, with 60 seconds a level. Random fits, which are harder than people's evenings. One
solver a run, for OR-tools carries another HiGHS, and both in one process break.
"""

from __future__ import annotations

import random
import sys
import time
from typing import TYPE_CHECKING, Any

from mailbot.groups.puzzle import Puzzle
from mailbot.groups.seating import seating
from mailbot.model.groups import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mailbot.groups.highs import Model

    Solve = Callable[[Model, Mapping[int, int]], tuple[int, bool]]

SIZES = ((40, 8), (100, 20), (200, 20))
SECONDS = 60.0


def main() -> None:
    """Measure and print."""
    name = sys.argv[1]
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    solve = {"highs": by_highs, "cpsat": by_cp_sat, "cbc": by_cbc}[name]
    for students, slots in SIZES:
        for seed in range(seeds):
            puzzle = random_puzzle(students, slots, seed)
            spent, found, proved = levels_by(solve, puzzle)
            print(f"{students:4} × {slots:2} {name:6} {spent:7.2f} s {proved} of 5 proved {found}")


def random_puzzle(students: int, slots: int, seed: int) -> Puzzle:
    """Return a puzzle in which some slots are dear to many, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - for repeatable cases, not for secrets
    liked = [chance.uniform(0.05, 0.5) for _ in range(slots)]
    pairs = (sorted(chance.sample(range(students), 2)) for _ in range(students // 20))
    return Puzzle(
        fits=tuple(
            tuple(slot for slot in range(slots) if chance.random() < liked[slot])
            for _ in range(students)
        ),
        days=tuple(chance.randrange(200) for _ in range(students)),
        alike=tuple(chance.randrange(60) for _ in range(students)),
        apart=frozenset((a, b) for a, b in pairs),
        clashes=frozenset(),
        slots=slots,
        least=6,
        most=8,
    )


def levels_by(solve: Solve, puzzle: Puzzle) -> tuple[float, list[int], int]:
    """Return the seconds that all levels take, what is found at each, and how many are proved."""
    seats = seating(puzzle)
    spent, found, proved = 0.0, [], 0
    for level in Level:
        costs = seats.costs(level)
        start = time.perf_counter()
        best, sure = solve(seats.model, costs)
        spent += time.perf_counter() - start
        proved += sure
        found.append(best)
        seats.model.row(best, costs, best)
    return spent, found, proved


def by_highs(model: Model, costs: Mapping[int, int]) -> tuple[int, bool]:
    """Solve by HiGHS, as Mailbot does, but without what it knows of the last level."""
    answer = model.least(costs, (0,) * len(model.most), {}, SECONDS)
    return sum(cost * answer.values[column] for column, cost in costs.items()), answer.proved


def by_cp_sat(model: Model, costs: Mapping[int, int]) -> tuple[int, bool]:
    """Solve by OR-tools' CP-SAT."""
    from ortools.sat.python import cp_model  # type: ignore[import-not-found, unused-ignore]

    problem: Any = cp_model.CpModel()
    columns = [problem.new_int_var(0, most, "") for most in model.most]
    for low, high, terms in model.rows:
        total = sum(factor * columns[number] for number, factor in terms.items())
        if low is not None:
            problem.add(total >= low)
        if high is not None:
            problem.add(total <= high)
    problem.minimize(sum(cost * columns[number] for number, cost in costs.items()))
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    proved = solver.solve(problem) == cp_model.OPTIMAL
    return round(solver.objective_value), proved


def by_cbc(model: Model, costs: Mapping[int, int]) -> tuple[int, bool]:
    """Solve by CBC, through PuLP."""
    import pulp  # type: ignore[import-not-found, unused-ignore]

    problem: Any = pulp.LpProblem("levels", pulp.LpMinimize)
    columns = [
        pulp.LpVariable(f"c{number}", 0, most, "Integer" if whole else "Continuous")
        for number, (most, whole) in enumerate(zip(model.most, model.whole, strict=True))
    ]
    problem += pulp.lpSum(cost * columns[number] for number, cost in costs.items())
    for low, high, terms in model.rows:
        total = pulp.lpSum(factor * columns[number] for number, factor in terms.items())
        if low is not None:
            problem += total >= low
        if high is not None:
            problem += total <= high
    problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=SECONDS, gapRel=0, threads=1))
    return round(pulp.value(problem.objective) or 0), problem.sol_status == pulp.LpSolutionOptimal


if __name__ == "__main__":
    main()
