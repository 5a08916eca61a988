"""How long it takes to propose groups, and whether the proposal is proved to be the best.

    python -m bench.propose [SEEDS]

Invented students of Australia and New Zealand, free on some evenings of the week, over a change of
clocks; as many cases of each size as SEEDS, 5 by default. Seconds of this process, all in all.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, date, datetime, timedelta

from mailbot.groups.propose import propose
from mailbot.model.groups import Apart, Candidate, Leader, Rules, Slot
from mailbot.model.reading import Day, Interval

SIZES = ((60, 8), (100, 20), (200, 20), (400, 60), (1000, 60))
AT = datetime(2026, 3, 1, tzinfo=UTC)
RULES = Rules(6, 90, 6, 8, AT, date(2026, 3, 9))
PLACES = (
    *(("Australia/Sydney", "University A"), ("Australia/Sydney", "University B")),
    *(("Australia/Melbourne", "University C"), ("Australia/Melbourne", "University D")),
    *(("Australia/Brisbane", "University E"), ("Australia/Adelaide", "University F")),
    *(("Australia/Perth", "University G"), ("Australia/Hobart", "University H")),
    *(("Australia/Darwin", "University I"), ("Pacific/Auckland", "University J")),
    ("Pacific/Auckland", "University K"),
)
SLOT_ZONES = ("Australia/Sydney", "Australia/Sydney", "Pacific/Auckland", "Australia/Perth")


def main() -> None:
    """Measure and print."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print("students slots placed groups fits/student  seconds  worst  proved")
    for students, slots in SIZES:
        rows = [_measured(students, slots, seed) for seed in range(seeds)]
        placed, groups, fits, seconds, proved = (
            [row[number] for row in rows] for number in range(5)
        )
        print(
            f"{students:8} {slots:5} {sum(placed) / seeds:6.0f} {sum(groups) / seeds:6.1f}"
            f" {sum(fits) / seeds:12.1f} {sum(seconds) / seeds:8.2f} {max(seconds):6.2f}"
            f"  {sum(proved):.0f} of {seeds}"
        )


def invented(
    students: int, slots: int, seed: int
) -> tuple[list[Candidate], list[Slot], list[Apart]]:
    """Return candidates, slots, and pairs who must not meet, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - for repeatable cases, not for secrets
    pairs = (chance.sample(range(students), 2) for _ in range(students // 50))
    return (
        [_candidate(number, chance) for number in range(students)],
        [_slot(number, chance) for number in range(slots)],
        [Apart(a, b) for a, b in pairs],
    )


def _measured(students: int, slots: int, seed: int) -> tuple[float, ...]:
    candidates, places, apart = invented(students, slots, seed)
    start = time.process_time()
    proposal = propose(candidates, places, RULES, apart=apart, seconds=60)
    spent = time.process_time() - start
    fits = [group.fitting for group in proposal.groups + proposal.unopened]
    return (
        sum(len(group.members) for group in proposal.groups),
        len(proposal.groups),
        sum(fits) / students,
        spent,
        proposal.exact,
    )


def _candidate(number: int, chance: random.Random) -> Candidate:
    zone, university = chance.choice(PLACES)
    evenings = chance.sample(tuple(Day), chance.choice((1, 1, 2, 2, 3, 5)))
    asked = AT - timedelta(days=chance.randrange(300), hours=chance.randrange(24))
    return Candidate(
        number,
        f"Student {number}",
        university,
        chance.choice((1, 2, 3, 3, 4, 4, 5, 6)),
        zone,
        tuple(
            Interval(day, chance.choice(("17:00", "18:00", "18:30")), "23:00") for day in evenings
        ),
        (),
        asked,
        asked - timedelta(days=chance.randrange(30)),
    )


def _slot(number: int, chance: random.Random) -> Slot:
    leaders = tuple(
        Leader(f"Leader {each}", f"leader{each}@example.org", "Australia/Sydney")
        for each in (2 * number, 2 * number + 1)
    )
    hour = chance.choice(("18:00", "18:30", "19:00", "19:30", "20:00"))
    day = chance.choice(tuple(Day))
    return Slot(f"slot{number}", day, hour, chance.choice(SLOT_ZONES), leaders, date(2026, 3, 1))


if __name__ == "__main__":
    main()
