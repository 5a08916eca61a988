"""Parses runs of tokens about times into phrases: which days, which hours, which are left out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import dropwhile
from typing import TYPE_CHECKING, Any

from lark import Lark, Transformer, v_args
from lark import Token as LarkToken
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from mailbot.reading.times.phrases import (
    Days,
    Except,
    Hours,
    Phrase,
    Spans,
    days_apart,
    from_to,
    narrowest,
    on_days,
    one_span,
    sharpest,
    taken_together,
)
from mailbot.reading.times.scan import ALL_DAYS, WHOLE, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailbot.reading.times.scan import Span


_DAILY = frozenset({"DAY", "DAYS", "GROUP"})
_SILENT = frozenset({"BETWEEN", "SEP", "FILLER", "SAME"})
HOURLY = frozenset({"PART", "CLOCK", "RANGE", "AFTER", "BEFORE", "ONWARDS", "LATEST", "BETWEEN"})


def parse(run: Sequence[Token]) -> tuple[Phrase, ...]:
    """Return the phrases of a run of tokens; nothing where the grammar does not know it."""
    cut = _end_of_exception(run)
    if cut:
        return (*parse(run[:cut]), *parse(run[cut:]))
    start = "day_first" if _starts_with_day(run) else "time_first"
    try:
        phrases: tuple[Phrase, ...] = _parser().parse(_for_lark(run), start=start)
    except UnexpectedInput:
        return ()
    unclear = any(start >= end for phrase in phrases for start, end in phrase.spans)
    return () if unclear else phrases


def parse_paired(tokens: Sequence[Token]) -> tuple[Phrase, ...]:
    """Return 'Monday and Tuesday, 6 and 7 [respectively]' with the first time for the first day."""
    days = [token for token in tokens if token.days]
    last = max(place for place, token in enumerate(tokens) if token.days) if days else 0
    times: list[list[Token]] = [[]]
    for token in tokens[last + 1 :]:
        if token.kind == "SEP" and times[-1]:
            times.append([])
        elif token.kind != "SEP":
            times[-1].append(token)
    if len(days) != len(times):
        return ()
    pairs = zip(days, times, strict=True)
    return tuple(phrase for day, time in pairs for phrase in parse((day, *time)))


def _end_of_exception(run: Sequence[Token]) -> int | None:
    """Return where 'except Wednesday, or Saturday mornings' goes on with what is not left out."""
    after_except = False
    for place, token in enumerate(run):
        after_except = after_except or token.kind == "EXCEPT"
        later = run[place + 1 :]
        timed = any(each.kind in HOURLY for each in later)
        if after_except and token.text == "or" and timed and any(each.days for each in later):
            return place
    return None


def _starts_with_day(run: Sequence[Token]) -> bool:
    first = next((token for token in run if token.kind not in _SILENT), None)
    return first is not None and first.kind in _DAILY


def _for_lark(run: Sequence[Token]) -> list[tuple[str, Token]]:
    """Return kinds and tokens, separators named after what follows them, odd ones dropped."""
    plain = [token for token in run if token.kind not in {"FILLER", "SAME", "EVENT"}]
    named: list[tuple[str, Token]] = []
    for place, token in enumerate(plain):
        if token.kind == "ONWARDS" and (not named or named[-1][0] != "CLOCK"):
            continue
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
    if (
        token.text == "then"
        or not named
        or not later
        or later[0].kind in {"EXCEPT", "RANGE", "ONWARDS"}
        or named[-1][0].endswith("SEP")
    ):
        return None
    if later[0].kind in _DAILY:
        # '6 to 9, Mondays' is one phrase, 'nights and weekends' are two
        plural = any(kind == "DAYS" for kind, _ in named) or token.text == "or"
        first = named[0][1] if named[0][0] == "PART" else None
        if named[0][0] not in _DAILY and _has_own_times(after, plural=plural, other=first):
            return "YSEP"
        return None if token.text == "," and named[-1][0] not in _DAILY else "DSEP"
    rest = dropwhile(lambda each: each.kind == "SEP", after)
    own_day = next((each.kind for each in rest if each.kind not in HOURLY), "") in _DAILY
    hours_of_days = named[-1][0] in _DAILY and named[0][0] in _DAILY
    parts = all(kind in {"PART", "TSEP"} for kind, _ in [*named, (later[0].kind, None)])
    shared = parts and any(each.kind == "DAYS" for each in after[:3])  # 'mornings and evenings on'
    return "XSEP" if own_day and not hours_of_days and not shared else "TSEP"


def _has_own_times(after: Sequence[Token], *, plural: bool, other: Token | None) -> bool:
    """Return True for days with hours of their own: 'after 6 on Mondays and Sunday mornings'.

    `other` is the part of the day that was named first, if one was.
    """
    days = {"RANGE"} | _DAILY
    start = next((n for n, each in enumerate(after) if each.kind != "SEP"), len(after))
    rest = list(dropwhile(lambda each: each.kind in days, after[start:]))
    if not rest or rest[0].kind not in HOURLY:
        return False
    differs = other is not None and rest[0].kind == "PART" and rest[0].span != other.span
    if rest[0].kind == "PART" and not differs and (not plural or not rest[0].text.endswith("s")):
        return False
    return next((each.kind for each in rest if each.kind not in HOURLY), "") not in _DAILY


class _Given(Lexer):
    """Hands lark the tokens that we have already."""

    def __init__(self, lexer_conf: object) -> None:
        """Take no notice of lark's settings."""

    def lex(self, given: Any) -> Iterator[LarkToken]:  # type: ignore[override]
        """Give each token under its kind."""
        for kind, token in given:
            named = LarkToken(kind, "")  # the text is a Token's, which lark would spell out
            named.value = token
            yield named


@v_args(inline=True)
class _Meaning(Transformer[LarkToken, Any]):
    """Turns the tree into phrases, from the leaves up."""

    def one(self, token: LarkToken) -> Token:
        """A single day."""
        return _own(token)

    def day(self, *parts: Token | LarkToken) -> Days:
        """A day, a stretch of days, or a group of days."""
        found = [_own(part) for part in parts]
        ends = [token for token in found if token.days]
        if len(ends) == 2:
            return Days(from_to(ends[0].days[0], ends[1].days[0]))
        only = ends[0]
        apart = only.days if only.kind == "DAYS" else ()
        return Days(only.days, only.span, apart, only.others)

    def days(self, *parts: Days | LarkToken) -> Days:
        """Several days."""
        found = [part for part in parts if isinstance(part, Days)]
        span = next((each.span for each in found if each.span != WHOLE), WHOLE)
        if len(found) > 1 and not any(_joins(part) for part in parts):
            found = narrowest(found)
        numbers = tuple(dict.fromkeys(n for each in found for n in each.numbers))
        others = any(each.others for each in found)
        return Days(numbers, span, days_apart(found, span), others)

    def part(self, token: LarkToken) -> Hours:
        """Mornings and the like."""
        return Hours("part", own=_own(token))

    def stretch(self, *parts: LarkToken) -> Hours:
        """From one time to another."""
        first, last = [t.clock for t in map(_own, parts) if t.clock is not None]
        return Hours("stretch", (first, last))

    def after(self, *parts: LarkToken) -> Hours:
        """From a time on."""
        return _one_sided("after", parts)

    def before(self, *parts: LarkToken) -> Hours:
        """Up to a time."""
        return _one_sided("before", parts)

    def at(self, token: LarkToken) -> Hours:
        """A bare time, taken as a beginning."""
        return _one_sided("after", (token,))

    def times(self, *parts: Hours | LarkToken) -> Spans:
        """Hours, those that stand side by side read together: `7 to 9 in the morning`."""
        spans: list[Span] = []
        early: list[Span] = []
        group: list[Hours] = []
        for part in [*parts, None]:
            if isinstance(part, Hours):
                group.append(part)
            elif part is None or _own(part).text != ",":
                spans.extend(taken_together(group))
                early.extend(
                    one_span(hours, early=True, late=False) for hours in group if not hours.own
                )
                group = []
        vague = not any(isinstance(part, Hours) and part.own is None for part in parts)
        return Spans(tuple(dict.fromkeys(spans)), vague, tuple(early))

    def exception(self, *parts: Any) -> Except:
        """What is left out."""
        days = next((part for part in parts if isinstance(part, Days)), None)
        hours = next((part for part in parts if isinstance(part, Spans)), Spans())
        return Except(days.numbers if days else (), hours.spans, hours.vague)

    def day_phrase(self, *parts: Any) -> tuple[Phrase, ...]:
        """Days with their hours."""
        return _phrases(parts)

    def time_phrase(self, *parts: Any) -> tuple[Phrase, ...]:
        """Hours with their days."""
        return _phrases(parts)

    def day_first(self, *parts: Any) -> tuple[Phrase, ...]:
        """All phrases."""
        phrases = [p for part in parts if type(part) is tuple for p in part]
        if len(phrases) > 1 and phrases[0].days == () and phrases[0].vague and phrases[1].days:
            rest = tuple(day for day in ALL_DAYS if day not in phrases[1].days)
            phrases[0] = replace(phrases[0], days=rest)  # 'nights and weekends'
        for place in range(len(phrases) - 2, -1, -1):
            hours, days = phrases[place], phrases[place + 1].days
            if not hours.days and not hours.vague:
                phrases[place] = replace(hours, days=days)  # '9-12 or 2-5 on Saturdays'
        return tuple(phrases)

    time_first = day_first


@cache
def _parser() -> Any:
    grammar = files("mailbot.reading.times").joinpath("grammar.lark").read_text(encoding="utf-8")
    starts = ["day_first", "time_first"]
    return Lark(grammar, parser="lalr", lexer=_Given, start=starts, transformer=_Meaning())


def _own(token: LarkToken | Token) -> Token:
    return token if isinstance(token, Token) else token.value


def _joins(part: Days | LarkToken) -> bool:
    return isinstance(part, LarkToken) and _own(part).text not in {",", ", "}


def _one_sided(kind: str, parts: Iterable[LarkToken]) -> Hours:
    found = [_own(part) for part in parts]
    clock = next(token.clock for token in found if token.clock is not None)
    return Hours(kind, (clock,), word=found[0].text)


def _phrases(parts: Iterable[Any]) -> tuple[Phrase, ...]:
    days, hours = Days(()), Spans()
    without: Except | None = None
    for part in parts:
        if isinstance(part, Days):
            days = part
        elif isinstance(part, Except):
            without = part
        elif isinstance(part, Spans):
            hours = sharpest(hours, part)
        elif isinstance(part, LarkToken) and part.type == "PART" and not hours.spans:
            hours = Spans((_own(part).span,))
    if without and not hours.spans and len(without.days) > 1 and not without.vague:
        hours = Spans(without.spans, vague=False)  # 'every day except weekends after 7'
    spans = hours.spans or ((days.span,) if days.span != WHOLE else ())
    if days.span != WHOLE:
        spans = tuple(on_days(days.span, span) for span in spans)
    apart = days.apart if spans and hours.vague else ()
    together = tuple(number for number in days.numbers if number not in apart)
    main = Phrase(together, spans, _left_out(without, spans), days.others, hours.vague, hours.early)
    return (Phrase(apart), main) if apart else (main,)


def _left_out(
    without: Except | None, spans: tuple[Span, ...]
) -> tuple[tuple[tuple[int, ...], tuple[Span, ...]], ...]:
    return ((without.days, without.spans or spans),) if without else ()
