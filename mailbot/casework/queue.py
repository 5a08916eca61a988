"""The queue: who stands where, what a move by the coordinator changes, and who is free when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailbot.model.queue import DayPart, Freedom, Glance, Place, Waiter
from mailbot.model.reading import Day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mailbot.model.reading import Facts, Interval

_MINUTES_A_DAY = 24 * 60
_PARTS = {
    DayPart.MORNING: (0, 12 * 60),
    DayPart.AFTERNOON: (12 * 60, 17 * 60),
    DayPart.EVENING: (17 * 60, _MINUTES_A_DAY),
}


def in_order(waiters: Iterable[Waiter]) -> list[Waiter]:
    """Return `waiters` as they stand: oldest first, but for those whom the coordinator moved."""
    return sorted(waiters, key=lambda waiter: (waiter.place, waiter.id))


def positions(waiters: Iterable[Waiter]) -> dict[int, int]:
    """Return the position, from 1, of each applicant who stands in the queue now, by id."""
    queued = (waiter for waiter in in_order(waiters) if waiter.queued)
    return {waiter.id: position for position, waiter in enumerate(queued, start=1)}


def moved(waiters: Iterable[Waiter], who: int, to: int) -> dict[int, Place]:
    """Return the places to keep so that `who` stands at position `to` and all others as before.

    Only `who` gets a new place, and such as were moved beside the same person before; nobody does
    where they stand there already.

    Args:
        waiters: All who have a place, whether they stand in the queue now or not.
        who: The id of one who does.
        to: From 1 to the number of those in the queue.

    Raises:
        ValueError: There is no such position.
    """
    everyone = in_order(waiters)
    others = [waiter for waiter in everyone if waiter.id != who]
    queued = [waiter for waiter in others if waiter.queued]
    if not 1 <= to <= len(queued) + 1:
        raise ValueError(f"there is no position {to} among {len(queued) + 1}")
    if positions(everyone)[who] == to:
        return {}
    if to == 1:
        return _before(queued[0].place, who, others)
    return _behind(queued[to - 2].place, who, others)


def _before(place: Place, who: int, others: Sequence[Waiter]) -> dict[int, Place]:
    if place.offset > 0:
        return _wedge(place, who, others)
    return _wedge(replace(place, offset=place.offset - 1), who, others)


def _behind(place: Place, who: int, others: Sequence[Waiter]) -> dict[int, Place]:
    if place.offset < 0:
        return _wedge(place, who, others)
    return _wedge(replace(place, offset=place.offset + 1), who, others)


def _wedge(place: Place, who: int, others: Sequence[Waiter]) -> dict[int, Place]:
    """Put `who` at `place`, and shift outwards who stands there and beyond, beside the same one."""
    outwards = 1 if place.offset > 0 else -1
    shifted = {
        waiter.id: replace(waiter.place, offset=waiter.place.offset + outwards)
        for waiter in others
        if (waiter.place.time, waiter.place.beside) == (place.time, place.beside)
        and (waiter.place.offset - place.offset) * outwards >= 0
    }
    return {**shifted, who: place}


def glance(facts: Facts, minutes: int) -> Glance:
    """Return in which parts of which days a session of `minutes` could begin for this student.

    `partly` is a part with free time in it, though too little to begin; `unknown` is what a student
    says nothing of who tells only when they cannot meet.
    """
    told = bool(facts.availability)
    days = [_Minutes(facts, day) for day in Day]
    return {
        part: tuple(day.freedom(start, end, minutes, told=told) for day in days)
        for part, (start, end) in _PARTS.items()
    }


class _Minutes:
    """The minutes of one weekday: which are free, which are ruled out."""

    def __init__(self, facts: Facts, day: Day) -> None:
        self._free = bytearray(_MINUTES_A_DAY)
        self._out = bytearray(_MINUTES_A_DAY)
        for interval in facts.availability:
            if interval.day is day:
                _mark(self._free, interval, 1)
        for interval in facts.unavailable:
            if interval.day is day:
                _mark(self._free, interval, 0)
                _mark(self._out, interval, 1)

    def freedom(self, start: int, end: int, minutes: int, *, told: bool) -> Freedom:
        if not told:
            return Freedom.TAKEN if all(self._out[start:end]) else Freedom.UNKNOWN
        begins = self._free.find(
            bytes([1]) * minutes, start, min(end + minutes - 1, len(self._free))
        )
        if begins >= 0:
            return Freedom.FREE
        return Freedom.PARTLY if any(self._free[start:end]) else Freedom.TAKEN


def _mark(minutes: bytearray, interval: Interval, value: int) -> None:
    start, end = _minute(interval.start), _minute(interval.end)
    minutes[start:end] = bytes([value]) * max(end - start, 0)


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return min(int(hours) * 60 + int(minutes), _MINUTES_A_DAY)
