"""The best proposal of groups, held against every plan there is on small cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.groups.levels import best_plan
from mailbot.groups.propose import propose
from mailbot.groups.puzzle import Puzzle, measure
from mailbot.model.groups import Apart, Candidate, Leader, Level, Reason, Rules, Slot
from mailbot.model.reading import Day, Interval

if TYPE_CHECKING:
    from mailbot.groups.puzzle import Plan
    from mailbot.model.groups import Proposal

AT = datetime(2026, 5, 1, 9, tzinfo=ZoneInfo("Australia/Sydney"))
RULES = Rules(6, 90, 6, 8, AT, date(2026, 5, 4))
PRIYA = Leader("Dr Priya Example", "priya@example.org", "Australia/Sydney")
TOM = Leader("Tom Example", "tom@example.org", "Pacific/Auckland")


def slot(day: Day, start: str = "19:00", *leaders: Leader) -> Slot:
    name = f"{day.value}-{start}"
    return Slot(name, day, start, "Australia/Sydney", leaders, date(2026, 1, 1))


def student(number: int, *days: Day, waited: int = 10, **more: object) -> Candidate:
    """Return a student who is free on the evenings of `days`; a lower number wrote first."""
    values = Candidate(
        number,
        f"Student {number}",
        None,
        None,
        "Australia/Sydney",
        tuple(Interval(day, "18:00", "22:00") for day in days),
        (),
        AT - timedelta(days=waited),
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number),
    )
    return replace(values, **more)  # type: ignore[arg-type]  # any field, by its name


def seats(proposal: Proposal) -> dict[str, list[int]]:
    return {
        group.slot.id.partition("-")[0]: [member.applicant_id for member in group.members]
        for group in proposal.groups
    }


def reasons(proposal: Proposal) -> dict[int, Reason]:
    return {each.applicant_id: each.reason for each in proposal.unplaced}


def value(proposal: Proposal, level: Level) -> int:
    return next(each.value for each in proposal.levels if each.level is level)


TUE, WED, THU = Day.TUE, Day.WED, Day.THU


def test_two_groups_of_six_rather_than_one_of_eight() -> None:
    """Filling Tuesday first would leave Wednesday short."""
    either = [student(number, TUE, WED) for number in range(8)]
    wednesday = [student(number, WED) for number in range(8, 12)]
    proposal = propose([*either, *wednesday], [slot(TUE), slot(WED)], RULES)
    assert proposal.exact
    assert {day: len(members) for day, members in seats(proposal).items()} == {"tue": 6, "wed": 6}
    assert set(seats(proposal)["wed"]) >= {8, 9, 10, 11}
    assert proposal.unplaced == ()


def test_who_waited_longest_is_placed_where_there_is_no_room_for_all() -> None:
    waiting = [student(number, TUE, waited=number) for number in range(1, 12)]
    proposal = propose(waiting, [slot(TUE)], RULES)
    assert seats(proposal) == {"tue": [4, 5, 6, 7, 8, 9, 10, 11]}
    assert reasons(proposal) == dict.fromkeys((1, 2, 3), Reason.GROUPS_FULL)
    assert value(proposal, Level.DAYS_WAITED) == sum(range(4, 12))


def test_days_are_counted_by_the_coordinators_calendar() -> None:
    late = datetime(2026, 4, 29, 13, 59, tzinfo=UTC)  # 23:59 in Sydney
    waiting = [student(number, TUE, waiting_since=late) for number in range(5)]
    after_midnight = student(5, TUE, waiting_since=late + timedelta(minutes=1))
    [group] = propose([*waiting, after_midnight], [slot(TUE)], RULES).groups
    assert [member.days_waited for member in group.members] == [2, 2, 2, 2, 2, 1]


def test_of_those_who_waited_as_long_the_first_to_write_are_placed() -> None:
    proposal = propose([student(number, TUE) for number in range(9, -1, -1)], [slot(TUE)], RULES)
    assert seats(proposal) == {"tue": list(range(8))}


def test_no_more_groups_than_it_takes() -> None:
    waiting = [student(number, TUE, WED, THU) for number in range(16)]
    proposal = propose(waiting, [slot(TUE), slot(WED), slot(THU)], RULES)
    assert len(proposal.groups) == 2


def test_those_of_one_university_and_year_are_spread() -> None:
    same = [
        student(number, TUE, WED, university="University of Example", year=3) for number in range(2)
    ]
    others = [student(number, TUE, WED, university="Another") for number in range(2, 12)]
    proposal = propose([*same, *others], [slot(TUE), slot(WED)], RULES)
    assert value(proposal, Level.ALIKE) == 0
    assert sum(0 in members for members in seats(proposal).values()) == 1
    assert not any({0, 1} <= set(members) for members in seats(proposal).values())


def test_who_must_not_meet_does_not_meet() -> None:
    waiting = [student(number, TUE) for number in range(7)]
    proposal = propose(waiting, [slot(TUE)], RULES, apart=[Apart(2, 5), Apart(6, 99), Apart(1, 1)])
    assert seats(proposal) == {"tue": [0, 1, 2, 3, 4, 6]}
    assert reasons(proposal) == {5: Reason.KEPT_APART}


def test_one_leader_does_not_lead_two_groups_at_once() -> None:
    waiting = [student(number, TUE) for number in range(16)]
    slots = [slot(TUE, "18:00", PRIYA), slot(TUE, "19:00", PRIYA)]
    shared = propose(waiting, slots, RULES)
    assert [each.clashes_with for each in shared.unopened] == [(shared.groups[0].slot.id,)]
    apart = propose(waiting, [slots[0], slot(TUE, "19:00", TOM)], RULES)
    assert len(apart.groups) == 2


def test_everyone_without_a_place_is_told_why() -> None:
    waiting = [
        *(student(number, TUE) for number in range(6)),
        student(6),
        student(7, TUE, timezone=None),
        student(8, Day.SUN),
        student(9, WED),
    ]
    proposal = propose(waiting, [slot(TUE), slot(WED)], RULES)
    assert reasons(proposal) == {
        6: Reason.AVAILABILITY_UNKNOWN,
        7: Reason.TIMEZONE_UNKNOWN,
        8: Reason.FITS_NO_SLOT,
        9: Reason.NO_GROUP_THERE,
    }
    assert proposal.unplaced[-1].slots == ("wed-19:00",)


@pytest.mark.parametrize("slots", [[], [slot(TUE)]])
def test_with_nobody_or_nowhere_there_is_no_group_and_that_is_exact(slots: list[Slot]) -> None:
    for waiting in ([], [student(1, Day.SUN)]):
        proposal = propose(waiting, slots, RULES)
        assert (proposal.groups, proposal.exact) == ((), True)


def test_the_order_in_which_things_are_given_changes_nothing() -> None:
    waiting = [student(number, TUE, *((WED,) if number % 3 else ())) for number in range(20)]
    slots = [slot(TUE), slot(WED), slot(THU)]
    there = propose(waiting, slots, RULES, apart=[Apart(1, 2)])
    back = propose(waiting[::-1], slots[::-1], RULES, apart=[Apart(2, 1)])
    assert there == back


def test_what_was_not_proved_in_its_time_is_not_called_exact() -> None:
    waiting = [student(number, TUE, WED, THU) for number in range(20)]
    proposal = propose(waiting, [slot(TUE), slot(WED), slot(THU)], RULES, seconds=0)
    assert not proposal.exact
    everyone = [number for members in seats(proposal).values() for number in members]
    assert len(everyone) + len(proposal.unplaced) == 20


@st.composite
def puzzles(draw: st.DrawFn) -> Puzzle:
    """Small puzzles, tight enough that every rule matters: groups of 2 to 3, up to 7 students."""
    slots = draw(st.integers(1, 3))
    fits = st.sets(st.integers(0, slots - 1)).map(lambda found: tuple(sorted(found)))
    kinds = st.sampled_from([None, 0, 0, 1])
    students = draw(st.lists(st.tuples(fits, st.integers(0, 4), kinds), max_size=7))
    pairs = [*combinations(range(len(students)), 2)] or [(0, 0)]
    return Puzzle(
        fits=tuple(each for each, _, _ in students),
        days=tuple(each for _, each, _ in students),
        alike=tuple(each for _, _, each in students),
        apart=frozenset((a, b) for a, b in draw(st.sets(st.sampled_from(pairs), max_size=3)) if b),
        clashes=frozenset(
            (a, b) for a, b in draw(st.sets(st.sampled_from([(0, 1), (1, 2)]))) if b < slots
        ),
        slots=slots,
        least=draw(st.sampled_from([2, 2, 3])),
        most=3,
    )


def better_first(puzzle: Puzzle, plan: Plan) -> tuple[int, ...]:
    values = {level: measure(puzzle, plan, level) for level in Level}
    more = {Level.PLACED, Level.DAYS_WAITED}
    return tuple(-values[level] if level in more else values[level] for level in Level)


def every_plan(puzzle: Puzzle) -> list[Plan]:
    """Return all plans that keep the rules, each rule counted out by hand."""
    return [
        plan
        for plan in product(*((None, *fits) for fits in puzzle.fits))
        if all(plan.count(slot) in {0, *range(puzzle.least, puzzle.most + 1)} for slot in range(3))
        and not any(plan[a] is not None and plan[a] == plan[b] for a, b in puzzle.apart)
        and not any(a in plan and b in plan for a, b in puzzle.clashes)
    ]


@settings(max_examples=150)
@given(puzzle=puzzles())
def test_no_plan_that_keeps_the_rules_is_better(puzzle: Puzzle) -> None:
    plan, results = best_plan(puzzle, seconds=30)
    best = min(better_first(puzzle, each) for each in every_plan(puzzle))
    assert plan in every_plan(puzzle)
    assert better_first(puzzle, plan) == best
    assert [each.level for each in results] == list(Level)
    assert [each.value for each in results] == [measure(puzzle, plan, level) for level in Level]
    assert all(each.proved for each in results)


@settings(max_examples=60)
@given(puzzle=puzzles())
def test_of_the_slots_it_opens_nobody_has_a_place_whom_an_earlier_writer_could_take(
    puzzle: Puzzle,
) -> None:
    plan, _ = best_plan(puzzle, seconds=30)
    for late, where in enumerate(plan):
        for early in range(late):
            if where is None or plan[early] is not None or puzzle.days[early] < puzzle.days[late]:
                continue
            swapped = tuple(
                where if number == early else None if number == late else slot
                for number, slot in enumerate(plan)
            )
            same_kinds = measure(puzzle, swapped, Level.ALIKE) <= measure(puzzle, plan, Level.ALIKE)
            assert not (puzzle.allows(swapped) and same_kinds)
