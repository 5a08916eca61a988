"""What the coordinator is told of a proposal, and that the advice in it is good."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.groups.explain import explain
from mailbot.groups.propose import propose
from mailbot.model.groups import Candidate, Leader, Level, Proposal, Rules, Slot
from mailbot.model.reading import Day, Interval

AT = datetime(2026, 5, 1, 9, tzinfo=ZoneInfo("Australia/Sydney"))
RULES = Rules(6, 90, 6, 8, AT, date(2026, 5, 4))
LEADER = Leader("Dr Alex Example", "alex@example.org", "Australia/Sydney")
TUE, WED, THU, SUN = Day.TUE, Day.WED, Day.THU, Day.SUN


def slot(day: Day, start: str = "19:00", *leaders: Leader) -> Slot:
    name = f"{day.value}-{start}"
    return Slot(name, day, start, "Australia/Sydney", leaders, date(2026, 1, 1))


def student(number: int, *days: Day, name: str = "", hours: str = "18:00-22:00") -> Candidate:
    start, _, end = hours.partition("-")
    return Candidate(
        number,
        name or f"Student {number}",
        None,
        None,
        "Australia/Sydney",
        tuple(Interval(day, start, end) for day in days),
        (),
        AT - timedelta(days=10),
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number),
    )


def test_one_question_fills_a_second_group() -> None:
    waiting = [
        *(student(number, TUE) for number in range(6)),
        *(student(number, WED) for number in range(6, 11)),
        student(11, THU, name="Priya Example"),
    ]
    said = explain(propose(waiting, [slot(TUE), slot(WED)], RULES))
    assert said.summary == (
        "6 of 12 students placed in 1 group; together they have waited 60 days."
        " No better proposal exists."
    )
    assert said.groups[0].startswith(
        "Tue 19:00 Sydney: 6 fit. 6 in a group from Tue 5 May 2026. There is room: one could ask "
    )
    assert said.near == (
        "Wed 19:00 Sydney: 5 fit. Ask Priya Example about Wednesday and a second group fills.",
    )
    assert said.unplaced[-1] == (
        "Priya Example has no place: no slot is within the times they gave."
    )


def test_students_whom_a_full_group_can_spare_count_towards_another() -> None:
    waiting = [
        *(student(number, TUE) for number in range(5)),
        *(student(number, TUE, WED) for number in range(5, 8)),
        *(student(number, WED) for number in range(8, 11)),
        student(11, WED, name="Sam Example", hours="19:30-22:00"),
    ]
    proposal = propose(waiting, [slot(TUE), slot(WED)], RULES)
    [closed] = proposal.unopened
    assert closed.on_hand == (8, 9, 10, 5, 6)
    [advice] = explain(proposal).near
    assert advice == (
        "Wed 19:00 Sydney: 6 fit. Ask Sam Example about Wednesday 19:00–19:30"
        " and a second group fills."
    )


def test_the_likeliest_are_asked_and_namesakes_are_told_apart() -> None:
    waiting = [
        *(student(number, WED) for number in range(4)),
        student(4, name="Kim Example"),
        student(5, THU, name="Kim Example"),
        student(6, WED, name="Sam Example", hours="19:00-20:00"),
    ]
    [advice] = explain(propose(waiting, [slot(WED)], RULES)).near
    assert advice == (
        "Wed 19:00 Sydney: 4 fit. Ask Sam Example about Wednesday 20:00–20:30"
        " and Kim Example (5) about Wednesday and a first group fills."
    )


def test_who_gave_no_place_is_asked_for_it() -> None:
    nowhere = replace(student(6, WED, name="Sam Example"), timezone=None)
    said = explain(propose([*(student(n, WED) for n in range(5)), nowhere], [slot(WED)], RULES))
    assert "Ask Sam Example where they live and when they are free and a first" in said.near[0]


def test_why_other_slots_stay_closed() -> None:
    waiting = [student(number, TUE) for number in range(9)]
    slots = [
        *(slot(TUE, "18:00", LEADER), slot(TUE, "19:00", LEADER)),
        *(slot(TUE, "20:00"), slot(SUN)),
    ]
    said = explain(propose(waiting, slots, RULES))
    assert said.closed == (
        "Tue 19:00 Sydney: 9 fit. A leader of it would be in another group then.",
        "Tue 20:00 Sydney: 9 fit. 3 students short of a group.",
        "Sun 19:00 Sydney: 0 fit. 6 students short of a group.",
    )


def test_when_nobody_can_be_placed_or_time_ran_out_it_says_so() -> None:
    waiting = [student(number, TUE, WED) for number in range(6)]
    nobody = explain(propose(waiting[:1], [slot(TUE)], RULES))
    assert nobody.summary == "None of 1 student can be placed. No better proposal exists."
    hurried = explain(propose(waiting, [slot(TUE), slot(WED)], RULES, seconds=0))
    assert hurried.summary.endswith("Best found in the time given.")


def placed(proposal: Proposal) -> int:
    return next(each.value for each in proposal.levels if each.level is Level.PLACED)


evenings = st.sets(st.sampled_from([TUE, WED, THU]))
hours = st.sampled_from(["18:00-22:00", "18:00-22:00", "19:30-22:00", "18:00-20:00"])


@settings(max_examples=60)
@given(st.lists(st.tuples(evenings, hours), max_size=12))
def test_if_all_who_are_asked_agree_more_students_are_placed(
    told: list[tuple[set[Day], str]],
) -> None:
    rules = replace(RULES, members_least=3, members_most=4)
    slots = [slot(TUE), slot(WED), slot(THU)]
    waiting = [student(n, *days, hours=span) for n, (days, span) in enumerate(told)]
    before = propose(waiting, slots, rules)
    for closed in before.unopened:
        times = {each.applicant_id: each.times for each in closed.ask}
        agreed = [
            replace(each, availability=each.availability + times.get(each.applicant_id, ()))
            for each in waiting
        ]
        if times:
            assert placed(propose(agreed, slots, rules)) >= placed(before) + len(times)
