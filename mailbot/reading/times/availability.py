"""From the phrases of a mail to the hours in which its writer can and cannot meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.model.reading import Day, Interval
from mailbot.reading.times.grammar import Phrase, parse
from mailbot.reading.times.polarity import (
    CORRECTS,
    LIKEWISE,
    SOME_WEEKS,
    Polarity,
    judge,
    judge_lead,
    judge_postfix,
)
from mailbot.reading.times.runs import Run, broken, runs
from mailbot.reading.times.tokens import ALL_DAYS, WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DAYS = tuple(Day)
_BARE = (-1, -1)
"""Stands for a day that is named without hours."""

_HOURS = dict[int, set[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Times:
    """When a writer can and cannot meet, and the words that could not be placed."""

    availability: tuple[Interval, ...] = ()
    unavailable: tuple[Interval, ...] = ()
    unplaced: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase, whether it is for or against, and the sentence that it stands in.

    `instead` marks an exception to times that were ruled out: 'no weekdays, except Wednesday'.
    """

    phrase: Phrase
    polarity: Polarity
    sentence: int
    instead: bool = False


def read_times(sentences: Sequence[str]) -> Times:
    """Return what the sentences of a mail say about when its writer can meet."""
    said: list[Said] = []
    unplaced: list[str] = []
    for number, sentence in enumerate(sentences):
        if SOME_WEEKS.search(sentence.lower()):
            unplaced.append(sentence)
            continue
        *wrong, right = CORRECTS.split(sentence.lower())
        found, odd = _read_sentence(right if wrong else sentence, number, said[-1:])
        if wrong and found and not (_read_sentence(wrong[-1], number, ())[0]):
            said = [each for each in said if each.sentence != said[-1].sentence]
        said.extend(found)
        unplaced.extend(odd)
    return _times(_joined(said), sentences, unplaced)


def _read_sentence(
    sentence: str, number: int, earlier: Sequence[Said]
) -> tuple[list[Said], list[str]]:
    """Return what a sentence says about times, and the words for times that make no sense."""
    said: list[Said] = []
    unplaced: list[str] = []
    last: Polarity | None = None
    before: Polarity | None = None
    for run in runs(sentence):
        instead = run.tokens[0].kind == "EXCEPT" and before is not None
        told = before = _turned(before) if instead else _judged(run, last, before)
        if told is Polarity.NEITHER or told is None:
            continue
        phrases = parse(run.tokens[1:] if run.tokens[0].kind == "EXCEPT" else run.tokens)
        if not phrases:
            unplaced.append(run.text)
        if LIKEWISE.match(" ".join(run.after)):
            spans = next((each.spans for each in reversed(phrases) if each.spans), ())
            spans = spans or next((each.phrase.spans for each in [*said[-1:], *earlier]), ())
            phrases = tuple(replace(each, spans=each.spans or spans) for each in phrases)
        found = list(_shared(phrases, run, told))
        said.extend(Said(phrase, polarity, number, instead) for phrase, polarity in found)
        if judge_postfix(run.after) is None or not broken(run.after):
            last = told
        elif len({polarity for _, polarity in found}) > 1:
            last = found[0][1]
    return said, unplaced


def _shared(
    phrases: tuple[Phrase, ...], run: Run, polarity: Polarity
) -> Iterator[tuple[Phrase, Polarity]]:
    """Give each phrase its polarity; in 'Mon 7-9, Tue 7-9, Fri no' the `no` is Friday's alone."""
    own = len(phrases) > 1 and not phrases[-1].spans and bool(phrases[0].spans)
    if not own or judge_postfix(run.after) is not Polarity.CANNOT:
        yield from ((phrase, polarity) for phrase in phrases)
        return
    rest = judge(run.before, (), asked=run.asked, last=None)
    yield from ((phrase, rest) for phrase in phrases[:-1])
    yield phrases[-1], polarity


def _judged(run: Run, last: Polarity | None, before: Polarity | None) -> Polarity:
    """Return what a run is for: hours follow the days before, and a question offers hours."""
    dayless = not any(token.days for token in run.tokens)
    if dayless and before and not judge_lead(run.before) and not judge_postfix(run.after):
        return before
    exact = any(token.kind == "CLOCK" for token in run.tokens)
    told = judge(run.before, run.after, asked=run.asked, last=last, exact=exact)
    return Polarity.CAN if told is Polarity.NEITHER and run.asked and exact else told


def _turned(polarity: Polarity | None) -> Polarity | None:
    turned = {Polarity.CAN: Polarity.CANNOT, Polarity.CANNOT: Polarity.CAN}
    return turned.get(polarity, polarity) if polarity else None


def _joined(said: list[Said]) -> list[Said]:
    """Return the phrases with hours that stand alone given to the days beside them."""
    joined: list[Said] = []
    for each in said:
        hours, before = each.phrase, joined[-1] if joined else None
        if before is not None and _lacks_days(before, each):
            spans = hours.spans or before.phrase.spans
            vague = before.phrase.vague and hours.vague
            joined[-1] = replace(each, phrase=replace(hours, spans=spans, vague=vague))
        elif hours.days or not hours.spans or before is None:
            joined.append(each)
        elif _takes_hours(before, each):
            joined.extend(_with_hours(joined, each))
        elif before.sentence == each.sentence and before.phrase.days:
            joined.append(replace(each, phrase=replace(hours, days=before.phrase.days)))
        else:
            joined.append(each)
    return joined


def _lacks_days(before: Said, days: Said) -> bool:
    """Return True for hours that wait for the days after them: 'before 7 is out on weekdays'."""
    same = before.sentence == days.sentence and before.polarity is days.polarity
    waits = bool(before.phrase.spans) and not before.phrase.days
    free = not days.phrase.spans or before.phrase.vague
    return same and waits and bool(days.phrase.days) and free


def _takes_hours(before: Said, hours: Said) -> bool:
    near = hours.sentence - before.sentence <= (0 if hours.phrase.vague else 1)
    return near and before.polarity is hours.polarity and bool(before.phrase.days)


def _with_hours(joined: list[Said], hours: Said) -> list[Said]:
    """Take the last phrases that have days only off `joined`, and return them with hours."""
    taken: list[Said] = []
    while joined and _still_open(joined[-1]) and _takes_hours(joined[-1], hours):
        taken.insert(0, joined.pop())
    if not taken:
        return [hours]
    spans = hours.phrase.spans
    return [replace(each, phrase=replace(each.phrase, spans=spans, vague=False)) for each in taken]


def _still_open(said: Said) -> bool:
    """Return True where hours are not stated yet, or only as parts of the day."""
    return said.phrase.vague


def _times(said: list[Said], sentences: Sequence[str], unplaced: list[str]) -> Times:
    can: _HOURS = {}
    cannot: _HOURS = {}
    for each in said:
        if not each.phrase.days and not each.phrase.vague:
            unplaced.append(sentences[each.sentence])
            continue
        for day in each.phrase.days if each.instead else ():
            cannot.pop(day, None)
        into = can if each.polarity is Polarity.CAN else cannot
        phrase = each.phrase
        if phrase.others:
            taken = can if into is cannot else cannot
            phrase = replace(phrase, days=tuple(d for d in phrase.days if d not in taken))
        _add(phrase, into, cannot)
    return Times(
        _intervals(_without(can, cannot)),
        _intervals(cannot),
        tuple(dict.fromkeys(unplaced)),
        tuple(dict.fromkeys(sentences[each.sentence] for each in said)),
    )


def _add(phrase: Phrase, into: _HOURS, cannot: _HOURS) -> None:
    days = phrase.days or ALL_DAYS
    for day in days:
        into.setdefault(day, set()).update(phrase.spans or (_BARE,))
    for left_out, spans in phrase.without:
        for day in left_out or days:
            cannot.setdefault(day, set()).update(spans or (WHOLE,))


def _without(can: _HOURS, cannot: _HOURS) -> _HOURS:
    """Return what is left of `can` where a later word rules hours out."""
    left: _HOURS = {}
    for day, spans in can.items():
        kept = _settled(spans)
        for start, end in _settled(cannot[day]) if day in cannot else ():
            kept = {piece for span in kept for piece in _cut(span, start, end)}
        if kept:
            left[day] = kept
    return left


def _cut(span: tuple[int, int], start: int, end: int) -> list[tuple[int, int]]:
    if end <= span[0] or start >= span[1]:
        return [span]
    return [(a, b) for a, b in ((span[0], start), (end, span[1])) if a < b]


def _intervals(hours: _HOURS) -> tuple[Interval, ...]:
    return tuple(
        Interval(_DAYS[day], _clock(start), _clock(end))
        for day in sorted(hours)
        for start, end in _merged(_settled(hours[day]))
    )


def _settled(spans: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the hours of a day; a day merely named is the whole day unless hours are named too."""
    exact = spans - {_BARE}
    return exact or {WHOLE}


def _merged(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
