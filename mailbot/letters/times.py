"""Weekly times in words that people use: `Tuesday and Thursday, 6.30–9 pm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.reading import Day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, timedelta

    from mailbot.model.reading import Interval

_DAYS = {
    Day.MON: "Monday",
    Day.TUE: "Tuesday",
    Day.WED: "Wednesday",
    Day.THU: "Thursday",
    Day.FRI: "Friday",
    Day.SAT: "Saturday",
    Day.SUN: "Sunday",
}
_ORDER = list(_DAYS)
_DAY_START = "00:00"
_DAY_END = "24:00"
_SHORTEST_RUN = 3
_NOON = 12
_HOURS_TOLD = 48


def weekly_times(intervals: Iterable[Interval]) -> str:
    """Return `intervals` in words, days with the same hours put together.

    Times are the writer's own wall-clock times, as the interval gives them. Nothing in, nothing
    out.
    """
    by_day: dict[Day, list[tuple[str, str]]] = {}
    for interval in sorted(set(intervals), key=lambda each: (_ORDER.index(each.day), each)):
        by_day.setdefault(interval.day, []).append((interval.start, interval.end))
    by_hours: dict[str, list[Day]] = {}
    for day, spans in by_day.items():
        hours = " and ".join(_span(start, end) for start, end in spans)
        by_hours.setdefault(hours, []).append(day)
    return "; ".join(_with_days(days, hours) for hours, days in by_hours.items())


def day_words(day: date) -> str:
    """Return a date in words, such as `3 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def long_since(passed: timedelta) -> str:
    """Return how long something lasts so far, such as `3 days`, in whole hours below two days."""
    hours = int(passed.total_seconds()) // 3600
    if hours < 1:
        return "less than an hour"
    count, unit = (hours, "hour") if hours < _HOURS_TOLD else (passed.days, "day")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def listed(words: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _with_days(days: list[Day], hours: str) -> str:
    named = _days(days)
    return f"{named}, {hours}" if hours else named


def _days(days: list[Day]) -> str:
    if len(days) == len(_ORDER):
        return "any day"
    first, last = _ORDER.index(days[0]), _ORDER.index(days[-1])
    if len(days) >= _SHORTEST_RUN and last - first == len(days) - 1:
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return listed([_DAYS[day] for day in days])


def _span(start: str, end: str) -> str:
    if start == _DAY_START:
        return "" if end == _DAY_END else f"before {clock(end)}"
    if end == _DAY_END:
        return f"after {clock(start)}"
    return clock_span(start, end)


def clock_span(start: str, end: str) -> str:
    """Return a stretch of the day, both `HH:MM`, as `6.30–9 pm`."""
    same_half = _half(start) == _half(end) and "noon" not in clock(start) + clock(end)
    return f"{_figures(start) if same_half else clock(start)}–{clock(end)}"


def clock(time: str) -> str:
    """Return `HH:MM` as `6.30 pm`."""
    return "12 noon" if time == "12:00" else f"{_figures(time)} {_half(time)}"


def _figures(time: str) -> str:
    hour, minute = (int(part) for part in time.split(":"))
    shown = hour % _NOON or _NOON
    return f"{shown}.{minute:02}" if minute else str(shown)


def _half(time: str) -> str:
    return "am" if int(time.split(":", maxsplit=1)[0]) % (2 * _NOON) < _NOON else "pm"
