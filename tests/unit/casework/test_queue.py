"""Positions are 1 to n, a move changes only what it must, and a glance shows when one is free."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework.queue import glance, in_order, moved, positions
from mailbot.model.queue import DayPart, Freedom, Place, Waiter
from mailbot.model.reading import Day, Facts, Interval

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FREE, PARTLY, TAKEN, UNKNOWN = Freedom.FREE, Freedom.PARTLY, Freedom.TAKEN, Freedom.UNKNOWN


def waiter(number: int, day: int, *, queued: bool = True) -> Waiter:
    return Waiter(number, Place(MONDAY + timedelta(days=day), number), queued)


@st.composite
def queues(draw: st.DrawFn) -> list[Waiter]:
    """A queue in which several may wait since the same day, and some have an offer."""
    count = draw(st.integers(1, 7))
    return [
        waiter(number, draw(st.integers(0, 2)), queued=draw(st.integers(0, 4)) > 0 or number == 1)
        for number in range(1, count + 1)
    ]


moves = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=25)


def with_move(waiters: list[Waiter], who: int, to: int) -> list[Waiter]:
    places = moved(waiters, who, to)
    return [Waiter(each.id, places.get(each.id, each.place), each.queued) for each in waiters]


def order(waiters: list[Waiter]) -> list[int]:
    return [each.id for each in in_order(waiters)]


@given(queues())
def test_positions_are_1_to_n_oldest_first(waiters: list[Waiter]) -> None:
    found = positions(waiters)
    assert sorted(found.values()) == list(range(1, len(found) + 1))
    assert set(found) == {each.id for each in waiters if each.queued}
    by_position = sorted(found, key=lambda number: found[number])
    times = {each.id: each.place.time for each in waiters}
    assert [times[number] for number in by_position] == sorted(times[one] for one in found)


@given(queues(), moves)
def test_a_move_brings_one_to_their_position_and_leaves_all_others_in_order(
    waiters: list[Waiter], wanted: list[tuple[int, int]]
) -> None:
    for pick, at in wanted:
        standing = sorted(positions(waiters).items(), key=lambda each: each[1])
        who, to = standing[pick % len(standing)][0], at % len(standing) + 1
        after = with_move(waiters, who, to)
        assert positions(after)[who] == to
        assert [one for one in order(after) if one != who] == [
            one for one in order(waiters) if one != who
        ]
        assert len({each.place for each in after}) == len(after)
        waiters = after


@given(queues(), st.data())
def test_a_move_to_where_one_stands_keeps_nothing(
    waiters: list[Waiter], data: st.DataObject
) -> None:
    who, at = data.draw(st.sampled_from(sorted(positions(waiters).items())))
    assert moved(waiters, who, at) == {}


@given(queues(), moves, st.integers(0, 3))
def test_who_comes_later_stands_behind_whatever_was_moved(
    waiters: list[Waiter], wanted: list[tuple[int, int]], day: int
) -> None:
    for pick, at in wanted:
        standing = sorted(positions(waiters))
        waiters = with_move(waiters, standing[pick % len(standing)], at % len(standing) + 1)
    newcomer = waiter(99, 3 + day)
    after = positions([*waiters, newcomer])
    assert after[99] == len(after)


@given(queues(), moves)
def test_who_leaves_changes_nobodys_order(
    waiters: list[Waiter], wanted: list[tuple[int, int]]
) -> None:
    for pick, at in wanted:
        standing = sorted(positions(waiters))
        waiters = with_move(waiters, standing[pick % len(standing)], at % len(standing) + 1)
    for gone in waiters:
        left = [each for each in waiters if each is not gone]
        assert order(left) == [one for one in order(waiters) if one != gone.id]


def test_a_place_is_kept_when_the_one_beside_leaves_and_when_older_ones_come() -> None:
    waiters = with_move([waiter(1, 0), waiter(2, 2), waiter(3, 4)], 3, 1)
    assert order(waiters) == [3, 1, 2]
    assert order([each for each in waiters if each.id != 1]) == [3, 2]
    assert order([*waiters, waiter(4, 1)]) == [3, 1, 4, 2]


@pytest.mark.parametrize("to", [0, 4, -1])
def test_there_is_no_position_outside_the_queue(to: int) -> None:
    with pytest.raises(ValueError, match="no position"):
        moved([waiter(1, 0), waiter(2, 1), waiter(3, 2)], 2, to)


def free(*intervals: tuple[Day, str, str]) -> Facts:
    return Facts(availability=tuple(Interval(*each) for each in intervals))


GLANCES = [
    ((Day.TUE, "18:00", "21:00"), (TAKEN, TAKEN, FREE)),
    ((Day.TUE, "00:00", "24:00"), (FREE, FREE, FREE)),
    ((Day.TUE, "10:30", "12:00"), (FREE, TAKEN, TAKEN)),
    ((Day.TUE, "11:00", "12:30"), (FREE, PARTLY, TAKEN)),
    ((Day.TUE, "11:00", "12:15"), (PARTLY, PARTLY, TAKEN)),
    ((Day.TUE, "15:45", "17:15"), (TAKEN, FREE, PARTLY)),
    ((Day.TUE, "22:00", "24:00"), (TAKEN, TAKEN, FREE)),
    ((Day.TUE, "23:00", "24:00"), (TAKEN, TAKEN, PARTLY)),
]


@pytest.mark.parametrize(("interval", "shown"), GLANCES)
def test_a_part_is_free_where_a_session_could_begin(
    interval: tuple[Day, str, str], shown: tuple[Freedom, ...]
) -> None:
    seen = glance(free(interval), 90)
    assert tuple(seen[part][1] for part in DayPart) == shown
    assert {seen[part][0] for part in DayPart} == {TAKEN}


def test_times_that_touch_are_one_and_what_is_ruled_out_is_not_free() -> None:
    touching = free((Day.MON, "11:00", "12:00"), (Day.MON, "12:00", "12:30"))
    assert glance(touching, 90)[DayPart.MORNING][0] is FREE
    ruled_out = Facts(
        availability=(Interval(Day.MON, "00:00", "24:00"),),
        unavailable=(Interval(Day.MON, "12:00", "24:00"),),
    )
    assert [glance(ruled_out, 90)[part][0] for part in DayPart] == [FREE, TAKEN, TAKEN]


def test_who_tells_only_when_they_cannot_has_said_nothing_of_the_rest() -> None:
    seen = glance(Facts(unavailable=(Interval(Day.FRI, "00:00", "24:00"),)), 90)
    assert seen[DayPart.EVENING][4] is TAKEN
    assert seen[DayPart.EVENING][0] is UNKNOWN
    assert {each for part in glance(Facts(), 90).values() for each in part} == {UNKNOWN}
