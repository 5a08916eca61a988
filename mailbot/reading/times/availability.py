"""When the writer of a mail can and cannot meet, as hours of the days of a week."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.model.reading import Day, Interval
from mailbot.reading.times.joining import join
from mailbot.reading.times.polarity import Polarity
from mailbot.reading.times.scan import ALL_DAYS, PARTS, WHOLE
from mailbot.reading.times.spelling import spelled
from mailbot.reading.times.statements import Said, read_statements
from mailbot.reading.times.tables import rejoined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.reading.times.phrases import Phrase
    from mailbot.reading.times.scan import Span

_DAYS = tuple(Day)
_BARE: Span = (-1, -1)
"""Stands for a day that is named without hours."""

_LONGEST = 600
_PIECE = re.compile(rf".{{1,{_LONGEST}}}(?:\s+|$)|.{{{_LONGEST}}}", re.DOTALL)
"""A sentence longer than any that people write; rules look to and fro in it."""

_EVER = re.compile(r"\b(?:nothing|never|any|anything|ever|every|always|all)\b")
_Hours = dict[int, set["Span"]]


@dataclass(frozen=True, slots=True)
class Times:
    """When a writer can and cannot meet, and the words that could not be placed."""

    availability: tuple[Interval, ...] = ()
    unavailable: tuple[Interval, ...] = ()
    unplaced: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def read_times(sentences: Sequence[str]) -> Times:
    """Return what the sentences of a mail say about when its writer can meet."""
    lines = [piece for line in rejoined(sentences) for piece in _pieces(line)]
    said, unplaced = read_statements([spelled(line) for line in lines])
    return _times(join(said), lines, unplaced)


def _pieces(line: str) -> list[str]:
    """Return a line in pieces that are read in no time, however much a stranger put in it."""
    return [line] if len(line) <= _LONGEST else _PIECE.findall(line)


def _times(said: list[Said], sentences: Sequence[str], unplaced: list[str]) -> Times:
    can: _Hours = {}
    cannot: _Hours = {}
    for each in said:
        if (
            not each.phrase.days
            and not each.phrase.vague
            and not _of_any_day(each, said, sentences)
        ):
            unplaced.append(sentences[each.sentence])
            continue
        for day in each.phrase.days if each.instead else ():
            cannot.pop(day, None)
        into = can if each.polarity is Polarity.CAN else cannot
        _add(_less_others(each.phrase, can if into is cannot else cannot), into, cannot)
    can, cannot = _over_midnight(can), _over_midnight(cannot)
    return Times(
        _intervals(_without(can, cannot)),
        _intervals(cannot),
        tuple(dict.fromkeys(unplaced)),
        tuple(dict.fromkeys(sentences[each.sentence] for each in said)),
    )


def _of_any_day(hours: Said, said: Sequence[Said], sentences: Sequence[str]) -> bool:
    """Return True for hours that hold for every day: 'nothing before ten', or no day is named."""
    named = [each for each in said if each.phrase.days]
    if hours.polarity is Polarity.CANNOT:
        return not named or bool(_EVER.search(sentences[hours.sentence].lower()))
    return all(each.polarity is Polarity.CANNOT for each in named)


def _less_others(phrase: Phrase, taken: _Hours) -> Phrase:
    """Return 'the other days' without the days that are named."""
    if not phrase.others:
        return phrase
    return replace(phrase, days=tuple(day for day in phrase.days if day not in taken))


def _add(phrase: Phrase, into: _Hours, cannot: _Hours) -> None:
    if phrase.others and not phrase.days:
        return
    days = phrase.days or ALL_DAYS
    for day in days:
        into.setdefault(day, set()).update(_named(phrase, into, cannot, day))
    for left_out, spans in phrase.without:
        for day in left_out or days:
            cannot.setdefault(day, set()).update(spans or phrase.spans or (WHOLE,))


def _named(phrase: Phrase, into: _Hours, cannot: _Hours, day: int) -> tuple[Span, ...]:
    """Return the hours of a phrase; 'Friday 10 to 6, so weekends are out' is all weekend."""
    if phrase.spans:
        return phrase.spans
    exact = into is cannot and into.get(day, set()) - {_BARE, *PARTS}
    return (WHOLE,) if exact else (_BARE,)


def _over_midnight(hours: _Hours) -> _Hours:
    """Return shifts that end on the next day as two stretches."""
    split: _Hours = {}
    for day, spans in hours.items():
        for start, end in spans:
            split.setdefault(day, set()).add((start, min(end, WHOLE[1])))
            if end > WHOLE[1]:
                split.setdefault((day + 1) % 7, set()).add((0, end - WHOLE[1]))
    return split


def _without(can: _Hours, cannot: _Hours) -> _Hours:
    """Return what is left of `can` where a later word rules hours out."""
    left: _Hours = {}
    for day, spans in can.items():
        kept = _settled(spans)
        for start, end in _settled(cannot[day]) if day in cannot else ():
            kept = {piece for span in kept for piece in _cut(span, start, end)}
        if kept:
            left[day] = kept
    return left


def _cut(span: Span, start: int, end: int) -> list[Span]:
    if end <= span[0] or start >= span[1]:
        return [span]
    return [(a, b) for a, b in ((span[0], start), (end, span[1])) if a < b]


def _intervals(hours: _Hours) -> tuple[Interval, ...]:
    return tuple(
        Interval(_DAYS[day], _clock(start), _clock(end))
        for day in sorted(hours)
        for start, end in _merged(_settled(hours[day]))
    )


def _settled(spans: set[Span]) -> set[Span]:
    """Return the hours of a day: exact ones stand for the part of the day that they lie in.

    A day merely named is the whole day unless hours are named too.
    """
    named = spans - {_BARE}
    exact = named - set(PARTS)
    kept = {s for s in named if s in exact or not any(_meet(s, other) for other in exact)}
    return kept or {WHOLE}


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _merged(spans: set[Span]) -> list[Span]:
    """Return stretches that overlap as one; parts of the day that only touch stay apart."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
