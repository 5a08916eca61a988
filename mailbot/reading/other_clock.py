"""Hours told by another clock than the one the writer lives by: '7-9pm AEDT' from Perth."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.model.reading import Day, Interval
from mailbot.reading.times import Times, read_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailbot.reading.places import Places

_HOUR_BEFORE = re.compile(r"(?:\d|[ap]\.?m\.?|noon|midnight)[\s,(]*$", re.IGNORECASE)
_OWN_HOUR = re.compile(
    r"(?:\d|[ap]\.?m\.?|noon|midnight)[\s,(]*(?:(?:for|by)\s+(?:me|us)\b|"
    r"(?:over\s+|right\s+)?here\b|(?:in\s+)?(?:my|our|local)\s+(?:time|clock|end)\b|where\s+i\s+am\b)",
    re.IGNORECASE,
)
"""An hour by the writer's own clock."""

_YOUR_CLOCK = re.compile(
    r"(?:\d|[ap]\.?m\.?|noon|midnight|mornings?|evenings?|nights?|afternoons?)[\s,(]*(?:in\s+|by\s+)?"
    r"(?:your|ur)\s+(?:time(?!s)|clock)\b",
    re.IGNORECASE,
)
"""Ours, which could be any: the groups meet by several."""

_HOUR = re.compile(
    r"\d|noon|midnight|mornings?|evenings?|nights?|afternoons?|arvos?", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\s*[,;]\s*(?:and\s+)?|\s+and\s+(?=(?:also\s+|on\s+)?(?:mon|tue|wed|thu|fri|sat|sun))",
    re.IGNORECASE,
)
_SUMMER_TIME = re.compile(r"daylight|ds?t$")
_STANDARD_TIME = re.compile(r"standard|^[a-z]{1,3}st$")
_SEASONS = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))
_DAYS = tuple(Day)
_DAY = 24 * 60
_WEEK = 7 * _DAY


@dataclass(frozen=True, slots=True)
class _Told:
    """The zone by whose clock a sentence tells its hours, and the word for it in lower case."""

    zone: str
    word: str


def read_hours(sentences: Sequence[str], home: str | None, places: Places) -> Times:
    """Return what sentences say about when their writer can meet, by the clock of `home`.

    Hours told by another zone's clock are moved to that of `home` where both always stand equally
    far apart; else they are kept as words, for what is meant depends on the season.

    Args:
        sentences: The sentences of a mail.
        home: The writer's own zone (IANA); None where it is not known.
        places: Knows towns and zones.
    """
    sentences = [clause for each in sentences for clause in _clauses(each, places)]
    ahead = {
        number: minutes
        for number, sentence in enumerate(sentences)
        if (minutes := _minutes_ahead(sentence, home, places)) != 0
    }
    if not ahead:
        return read_times(sentences)
    own = read_times([each for number, each in enumerate(sentences) if number not in ahead])
    others = [_moved(read_times([sentences[number]]), far) for number, far in ahead.items()]
    return _together([own, *others])


def _clauses(sentence: str, places: Places) -> list[str]:
    """Return the parts of a sentence that tell hours by different clocks, else the sentence."""
    if len({zone for _, zone, _ in places.clocks(sentence)}) < 2:
        return [sentence]
    parts = _BETWEEN.split(sentence)
    return parts if all(_HOUR.search(part) for part in parts) else [sentence]


def _minutes_ahead(sentence: str, home: str | None, places: Places) -> int | None:
    """Return how far ahead of home's clock the hours of a sentence are told; None if unsure."""
    if _YOUR_CLOCK.search(sentence):
        return None
    told = _told_by(sentence, places)
    if told and home and told.zone != home and _OWN_HOUR.search(sentence):
        # The hours stand there twice, by two clocks: 'Tuesday 7pm Sydney time, so 9pm for me'.
        return None
    return _ahead(told, home) if home else 0


def _told_by(sentence: str, places: Places) -> _Told | None:
    """Return by which zone's clock a sentence tells its hours; None where it names none."""
    for start, zone, word in places.clocks(sentence):
        if _HOUR_BEFORE.search(sentence[:start]):
            return _Told(zone, word)
    return None


def _ahead(told: _Told | None, home: str) -> int | None:
    """Return how many minutes the clock of a zone is ahead of home's; None where that varies.

    `AEST` is Brisbane's own clock all the year, though Sydney's only in winter.
    """
    if told is None:
        return 0
    there, here = ZoneInfo(told.zone), ZoneInfo(home)
    summers = [at for at in _SEASONS if at.astimezone(there).dst()]
    seasons = summers if summers and _SUMMER_TIME.search(told.word) else _SEASONS
    apart = {_offset(at, there) - _offset(at, here) for at in seasons}
    if 0 in apart and _STANDARD_TIME.search(told.word):
        return 0
    return apart.pop() if len(apart) == 1 else None


def _offset(at: datetime, zone: ZoneInfo) -> int:
    offset = at.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) // 60 if offset else 0


def _moved(times: Times, ahead: int | None) -> Times:
    if ahead is None:
        return Times(unplaced=times.evidence or times.unplaced)
    return replace(
        times,
        availability=_earlier(times.availability, ahead),
        unavailable=_earlier(times.unavailable, ahead),
    )


def _earlier(intervals: Sequence[Interval], minutes: int) -> tuple[Interval, ...]:
    return tuple(piece for each in intervals for piece in _pieces(*_span(each, minutes)))


def _span(told: Interval, minutes: int) -> tuple[int, int]:
    """Return a stretch as minutes of the week, moved earlier; open ends stay those of a day."""
    day = _DAYS.index(told.day) * _DAY
    start, end = (day + _minutes(clock) for clock in (told.start, told.end))
    opens, closes = told.start == "00:00", told.end == "24:00"
    if opens and closes:
        return start, end
    if opens:
        return (end - minutes - 1) // _DAY * _DAY, end - minutes
    if closes:
        return start - minutes, ((start - minutes) // _DAY + 1) * _DAY
    return start - minutes, end - minutes


def _pieces(start: int, end: int) -> Iterator[Interval]:
    while start < end:
        midnight = (start // _DAY + 1) * _DAY
        until = min(end, midnight)
        day = start % _WEEK // _DAY
        first = start - start // _DAY * _DAY
        yield Interval(_DAYS[day], _clock(first), _clock(first + until - start))
        start = until


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _together(parts: Sequence[Times]) -> Times:
    def ordered(name: str) -> tuple[Interval, ...]:
        found = {each for part in parts for each in getattr(part, name)}
        return tuple(sorted(found, key=lambda each: (_DAYS.index(each.day), each.start)))

    return Times(
        ordered("availability"),
        ordered("unavailable"),
        tuple(words for part in parts for words in part.unplaced),
        tuple(words for part in parts for words in part.evidence),
    )
