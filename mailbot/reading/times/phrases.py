"""Days and hours, and how those that stand together are taken together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.reading.times.clocks import HALF_DAY, span_between
from mailbot.reading.times.scan import AFTERNOON, EVENING, MORNING, WHOLE, Token

if TYPE_CHECKING:
    from mailbot.reading.times.clocks import Clock
    from mailbot.reading.times.scan import Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """Days and hours that were named together.

    Attributes:
        days: Counted from Monday as 0; empty where none was named.
        spans: Hours in minutes after midnight; empty where none were named.
        without: Days that are left out, each with its hours.
        others: True for the days that are not named elsewhere.
        vague: True where no time of day was named, at most a part of the day.
        early: The hours if the morning is meant, where bare numbers leave that open.
    """

    days: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    without: tuple[tuple[tuple[int, ...], tuple[Span, ...]], ...] = ()
    others: bool = False
    vague: bool = True
    early: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row; `apart` are the plural ones before a last singular one."""

    numbers: tuple[int, ...]
    span: Span = WHOLE
    apart: tuple[int, ...] = ()
    others: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """A time of day or a part of the day, `kind` saying how the times bound it."""

    kind: str
    clocks: tuple[Clock, ...] = ()
    own: Token | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Spans:
    """Hours that were named side by side; `vague` and `early` as of a phrase."""

    spans: tuple[Span, ...] = ()
    vague: bool = True
    early: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Except:
    """Days and hours that are left out; `vague` as of a phrase."""

    days: tuple[int, ...]
    spans: tuple[Span, ...]
    vague: bool = True


UNCLEAR: Span = (0, 0)
"""Hours that make no sense, so that the phrase is given up."""


def narrowest(found: list[Days]) -> list[Days]:
    """Return 'any evening Monday to Wednesday' as those days, and 'Mon-Fri, every night' too."""
    for each in found:
        rest = [other for other in found if other is not each]
        named = {number for other in rest for number in other.numbers}
        wide = len(each.numbers) > 4 and named < set(each.numbers) and named != {5, 6}
        if wide and (each is found[0] or len(rest) == 1 < len(rest[0].numbers)):
            return rest
    return found


def days_apart(found: list[Days], span: Span) -> tuple[int, ...]:
    """Return the days that stand by themselves: in 'weekends or weekday mornings' the weekend."""
    if len(found) == 1:
        return ()
    last = found[-1]
    if span != WHOLE:
        return tuple(n for each in found if each.span == WHOLE for n in each.numbers)
    if len(last.numbers) > 1:
        return tuple(n for each in found[:-1] if each.numbers == (5, 6) for n in each.numbers)
    return () if last.apart else tuple(n for each in found[:-1] for n in each.apart)


def from_to(first: int, last: int) -> tuple[int, ...]:
    count = (last - first) % 7 + 1
    return tuple((first + step) % 7 for step in range(count))


def taken_together(group: list[Hours]) -> list[Span]:
    parts = [hours.own.span for hours in group if hours.own is not None]
    clocked = [hours for hours in group if hours.own is None]
    if not clocked:
        return parts
    early = MORNING in parts
    spans = [one_span(hours, early=early, late=bool(parts) and not early) for hours in clocked]
    leads = group[0].own is not None and len(group) > 1
    return [within(parts[0], span) for span in spans] if leads else spans


def within(part: Span, span: Span) -> Span:
    """Return 'mornings before 11' as from 8 to 11, and 'afternoons after 3' as from 3 to 5."""
    if span[0] == 0 and part[0] < span[1] and (span[1] <= part[1] or part == EVENING):
        return part[0], span[1]
    if span[1] == WHOLE[1] and part in {MORNING, AFTERNOON} and part[0] <= span[0] < part[1]:
        return span[0], part[1]
    return span


def on_days(part: Span, span: Span) -> Span:
    """Return hours of days whose part is named: 'any night before 9' is until 21:00."""
    if part == EVENING and span[0] == 0 and span[1] < HALF_DAY:
        span = (0, span[1] + HALF_DAY)
    return within(part, span)


def one_span(hours: Hours, *, early: bool, late: bool) -> Span:
    if hours.kind == "stretch":
        return span_between(*hours.clocks, early=early) or UNCLEAR
    clock = hours.clocks[0]
    hour = clock.minutes // 60
    if hours.kind == "after":
        morning = early or (not late and hour >= (9 if hours.word == "from" else 10))
        return clock.at(late=not morning), WHOLE[1]
    morning = early or (not late and hours.word == "before" and hour >= 8)
    return 0, clock.at(late=not morning)


def sharpest(first: Spans, second: Spans) -> Spans:
    """Return 'mornings on Monday, 9 to 11' as the hours, 'evenings on Monday, 9-11' as both."""
    if not first.spans or (first.vague and not second.vague):
        early = first.spans == (MORNING,) and bool(second.early)
        return Spans(second.early if early else second.spans, second.vague, second.early)
    return Spans(first.spans + second.spans, vague=False, early=first.early + second.early)
