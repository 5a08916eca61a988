"""Parses runs of tokens about times into phrases: which days, which hours, which are left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lark import Lark, Transformer, v_args
from lark import Token as LarkToken
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from mailbot.reading.times.clocks import span_between
from mailbot.reading.times.tokens import ALL_DAYS, MORNING, WHOLE, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailbot.reading.times.clocks import Clock

Span = tuple[int, int]
_DAILY = frozenset({"DAY", "DAYS", "GROUP"})
_HOURLY = frozenset({"PART", "CLOCK", "RANGE", "AFTER", "BEFORE", "ONWARDS", "BETWEEN"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Days and hours that were named together.

    Attributes:
        days: Counted from Monday as 0; empty where none was named.
        spans: Hours in minutes after midnight; empty where none were named.
        without: Days that are left out, each with its hours.
        others: True for the days that are not named elsewhere.
        vague: True where no time of day was named, at most a part of the day.
    """

    days: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    without: tuple[tuple[tuple[int, ...], tuple[Span, ...]], ...] = ()
    others: bool = False
    vague: bool = True


@dataclass(frozen=True, slots=True)
class _Days:
    """Days in a row; `apart` are the plural ones before a last singular one."""

    numbers: tuple[int, ...]
    span: Span = WHOLE
    apart: tuple[int, ...] = ()
    others: bool = False


UNCLEAR: Span = (0, 0)
"""Hours that make no sense, so that the phrase is given up."""


def parse(run: Sequence[Token]) -> tuple[Phrase, ...]:
    """Return the phrases of a run of tokens; nothing where the grammar does not know it."""
    cut = _end_of_exception(run)
    if cut:
        return (*parse(run[:cut]), *parse(run[cut:]))
    start = "day_first" if _starts_with_day(run) else "time_first"
    try:
        tree = _parser().parse(_for_lark(run), start=start)
    except UnexpectedInput:
        return ()
    phrases: tuple[Phrase, ...] = _Meaning().transform(tree)
    unclear = any(start >= end for phrase in phrases for start, end in phrase.spans)
    return () if unclear else phrases


def _end_of_exception(run: Sequence[Token]) -> int | None:
    """Return where 'except Wednesday, or Saturday mornings' goes on with what is not left out."""
    after_except = False
    for place, token in enumerate(run):
        after_except = after_except or token.kind == "EXCEPT"
        later = run[place + 1 :]
        timed = any(each.kind in _HOURLY for each in later)
        if after_except and token.text == "or" and timed and any(each.days for each in later):
            return place
    return None


def _starts_with_day(run: Sequence[Token]) -> bool:
    first = next((token for token in run if token.kind not in {"BETWEEN", "SEP", "FILLER"}), None)
    return first is not None and first.kind in _DAILY


def _for_lark(run: Sequence[Token]) -> list[tuple[str, Token]]:
    """Return kinds and tokens, separators named after what follows them, odd ones dropped."""
    plain = [token for token in run if token.kind != "FILLER"]
    named: list[tuple[str, Token]] = []
    for place, token in enumerate(plain):
        if token.kind != "SEP":
            named.append((token.kind, token))
            continue
        kind = _separator(token, plain[place + 1 :], named)
        if kind:
            named.append((kind, token))
    return named


def _separator(
    token: Token, after: Sequence[Token], named: Sequence[tuple[str, Token]]
) -> str | None:
    """Return the name of a separator by what stands on both sides; None where it says nothing."""
    later = [each for each in after if each.kind != "SEP"]
    if not named or not later or later[0].kind == "EXCEPT" or named[-1][0].endswith("SEP"):
        return None
    if later[0].kind in _DAILY:
        # '6 to 9, Mondays' is one phrase, 'nights and weekends' are two
        return None if token.text == "," and named[-1][0] not in _DAILY else "DSEP"
    own_day = next((each.kind for each in after if each.kind not in _HOURLY), "") in _DAILY
    hours_of_days = named[-1][0] in _DAILY and named[0][0] in _DAILY
    return "XSEP" if own_day and not hours_of_days else "TSEP"


class _Given(Lexer):
    """Hands lark the tokens that we have already."""

    def __init__(self, lexer_conf: object) -> None:
        """Take no notice of lark's settings."""

    def lex(self, given: Any) -> Iterator[LarkToken]:  # type: ignore[override]
        """Give each token under its kind."""
        for kind, token in given:
            yield LarkToken(kind, token)


@cache
def _parser() -> Lark:
    grammar = files("mailbot.reading.times").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=_Given, start=["day_first", "time_first"])


@v_args(inline=True)
class _Meaning(Transformer[LarkToken, Any]):
    """Turns the tree into phrases, from the leaves up."""

    def one(self, token: LarkToken) -> Token:
        """A single day."""
        return _own(token)

    def day(self, *parts: Token | LarkToken) -> _Days:
        """A day, a stretch of days, or a group of days."""
        found = [_own(part) for part in parts]
        ends = [token for token in found if token.days]
        if len(ends) == 2:
            return _Days(_from_to(ends[0].days[0], ends[1].days[0]))
        only = ends[0]
        apart = only.days if only.kind == "DAYS" else ()
        return _Days(only.days, only.span, apart, only.others)

    def days(self, *parts: _Days | LarkToken) -> _Days:
        """Several days."""
        found = [part for part in parts if isinstance(part, _Days)]
        span = next((each.span for each in found if each.span != WHOLE), WHOLE)
        second = parts[1] if len(parts) > 1 else None
        if span != WHOLE and isinstance(second, _Days) and found[0].numbers == ALL_DAYS:
            found = found[1:]  # 'any evening Monday to Wednesday'
        numbers = tuple(dict.fromkeys(n for each in found for n in each.numbers))
        singular = len(found[-1].numbers) == 1 and not found[-1].apart
        apart = tuple(n for each in found[:-1] for n in each.apart) if singular else ()
        return _Days(numbers, span, apart, any(each.others for each in found))

    def part(self, token: LarkToken) -> _Hours:
        """Mornings and the like."""
        return _Hours("part", own=_own(token))

    def stretch(self, *parts: LarkToken) -> _Hours:
        """From one time to another."""
        first, last = [t.clock for t in map(_own, parts) if t.clock is not None]
        return _Hours("stretch", (first, last))

    def after(self, *parts: LarkToken) -> _Hours:
        """From a time on."""
        return _one_sided("after", parts)

    def before(self, *parts: LarkToken) -> _Hours:
        """Up to a time."""
        return _one_sided("before", parts)

    def at(self, token: LarkToken) -> _Hours:
        """A bare time, taken as a beginning."""
        return _one_sided("after", (token,))

    def times(self, *parts: _Hours | LarkToken) -> _Spans:
        """Hours, those that stand side by side read together: `7 to 9 in the morning`."""
        spans: list[Span] = []
        group: list[_Hours] = []
        for part in [*parts, None]:
            if isinstance(part, _Hours):
                group.append(part)
            else:
                spans.extend(_together(group))
                group = []
        vague = not any(isinstance(part, _Hours) and part.own is None for part in parts)
        return _Spans(tuple(dict.fromkeys(spans)), vague)

    def exception(self, *parts: Any) -> _Except:
        """What is left out."""
        days = next((part for part in parts if isinstance(part, _Days)), None)
        hours = next((part for part in parts if isinstance(part, _Spans)), _Spans())
        return _Except(days.numbers if days else (), hours.spans)

    def day_phrase(self, *parts: Any) -> tuple[Phrase, ...]:
        """Days with their hours."""
        return _phrases(parts)

    def time_phrase(self, *parts: Any) -> tuple[Phrase, ...]:
        """Hours with their days."""
        return _phrases(parts)

    def day_first(self, *parts: Any) -> tuple[Phrase, ...]:
        """All phrases."""
        return tuple(p for part in parts if type(part) is tuple for p in part)

    time_first = day_first


@dataclass(frozen=True, slots=True)
class _Hours:
    kind: str
    clocks: tuple[Clock, ...] = ()
    own: Token | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Spans:
    spans: tuple[Span, ...] = ()
    vague: bool = True


@dataclass(frozen=True, slots=True)
class _Except:
    days: tuple[int, ...]
    spans: tuple[Span, ...]


def _own(token: LarkToken | Token) -> Token:
    return token if isinstance(token, Token) else token.value


def _from_to(first: int, last: int) -> tuple[int, ...]:
    count = (last - first) % 7 + 1
    return tuple((first + step) % 7 for step in range(count))


def _one_sided(kind: str, parts: Iterable[LarkToken]) -> _Hours:
    found = [_own(part) for part in parts]
    clock = next(token.clock for token in found if token.clock is not None)
    return _Hours(kind, (clock,), word=found[0].text)


def _together(group: list[_Hours]) -> list[Span]:
    parts = [hours.own.span for hours in group if hours.own is not None]
    clocked = [hours for hours in group if hours.own is None]
    if not clocked:
        return parts
    early = MORNING in parts
    return [_span(hours, early=early, late=bool(parts) and not early) for hours in clocked]


def _span(hours: _Hours, *, early: bool, late: bool) -> Span:
    if hours.kind == "stretch":
        return span_between(*hours.clocks, early=early) or UNCLEAR
    clock = hours.clocks[0]
    hour = clock.minutes // 60
    if hours.kind == "after":
        morning = early or (not late and hour >= (9 if hours.word == "from" else 10))
        return clock.at(late=not morning), WHOLE[1]
    morning = early or (not late and hours.word == "before" and hour >= 8)
    return 0, clock.at(late=not morning)


def _phrases(parts: Iterable[Any]) -> tuple[Phrase, ...]:
    days, hours = _Days(()), _Spans()
    without: _Except | None = None
    for part in parts:
        if isinstance(part, _Days):
            days = part
        elif isinstance(part, _Except):
            without = part
        elif isinstance(part, _Spans):
            hours = part
    spans = hours.spans or ((days.span,) if days.span != WHOLE else ())
    apart = days.apart if spans and hours.vague else ()
    together = tuple(number for number in days.numbers if number not in apart)
    main = Phrase(together, spans, _left_out(without, spans), days.others, hours.vague)
    return (Phrase(apart), main) if apart else (main,)


def _left_out(
    without: _Except | None, spans: tuple[Span, ...]
) -> tuple[tuple[tuple[int, ...], tuple[Span, ...]], ...]:
    return ((without.days, without.spans or spans),) if without else ()
