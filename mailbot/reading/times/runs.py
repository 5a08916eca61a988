"""Cuts a sentence into runs of words about times, each with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from mailbot.reading.times.grammar import HOURLY
from mailbot.reading.times.phrases import from_to
from mailbot.reading.times.polarity import Polarity, judge_lead, judge_postfix
from mailbot.reading.times.scan import ALL_DAYS, Token
from mailbot.reading.times.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TIMELY = frozenset(
    {
        "DAY",
        "DAYS",
        "GROUP",
        "PART",
        "CLOCK",
        "RANGE",
        "AFTER",
        "BEFORE",
        "ONWARDS",
        "LATEST",
        "SAME",
        "THEN",
        "BETWEEN",
        "EXCEPT",
        "SEP",
        "FILLER",
        "EVENT",
    }
)
_TELLING = frozenset({"DAY", "DAYS", "GROUP", "PART"})
_JOINING = frozenset({"SEP", "FILLER", "RANGE", "AFTER", "BEFORE", "BETWEEN", "EXCEPT"})


_AT_EASE = frozenset({"free", "available", "flexible", "open", "clear"})
_NONE = frozenset({"neither", "none"})
_THROUGH = re.compile(r"^(?:to|through|thru|until|till?|[-–—]+)$")
_LEADS_ON = re.compile(
    r"(?:^nor|(?<!\w)(?:moved|shifted|changed|switched|swapped)\s+(?:in)?to)(?:\s+(?:a|the))?$"
)
_DASH = re.compile(r"^[-–—]+$")
_MINUTES = re.compile(r"\d[.:]\d\d")
_HINT = re.compile(
    r"\d|day|ni(?:ght|te)|noon|morn|even|evn|arvo|lunch|week|wk|daily|mon|tue|wed|wen|thu|fri|sat|sun|"
    r"half|quarter|four|five|six|seven|eight|nine|ten\b|eleven|twelve|any\s*time|else|otherwise|the\s+rest|"
    r"those|these|after\s+(?:that|then)|\beves?\b|\b(?:mo|tu|we|th|fr|sa|su)\b|(?-i:\b[MTWFS][/,:&+])",
    re.IGNORECASE,
)
"""Words that nothing about times can do without."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words about times that stand together, with the words around them.

    Attributes:
        tokens: The words about times.
        before: The other words since the last run of the sentence.
        after: The other words up to the next run of the sentence.
        asked: True where the sentence is a question.
        first: True for the first run of a sentence.
        anew: True where it says the contrary of the run that it was cut from.
    """

    tokens: tuple[Token, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    asked: bool
    first: bool = False
    anew: bool = False

    @property
    def unsure(self) -> bool:
        """True where the day or the hour is not surely told: 'midweek', 'Tuesdays after work'."""
        kinds = {token.kind for token in self.tokens}
        day_open = any(token.kind == "DAY" and not token.days for token in self.tokens)
        return day_open or ("EVENT" in kinds and not kinds & {"PART", "CLOCK"})

    @property
    def text(self) -> str:
        """The words about times."""
        return " ".join(token.text for token in self.tokens)


def runs(clause: str) -> list[Run]:
    """Return the runs of words about times in a clause, each with a day or a part of a day."""
    if not _HINT.search(clause):
        return []
    found = _reworded(tokens(clause))
    asked = clause.rstrip().endswith("?")
    stretches = _stretches(found)
    result: list[Run] = []
    for place, (start, end) in enumerate(stretches):
        since = stretches[place - 1][1] if place else 0
        until = stretches[place + 1][0] if place + 1 < len(stretches) else len(found)
        before = tuple(token.text for token in found[since:start])
        told = result and judge_postfix(result[-1].after) is not None
        if told and not _LEADS_ON.search(" ".join(before)):
            before = before[_first_break(before) :]
        after = _before_bracket([token.text for token in found[end:until]])
        if until == len(found):
            after = (*after, ".")
        run = Run(tuple(found[start:end]), before, after, asked, place == 0)
        result.extend(_turned_apart(run, first=place == 0))
    return result


def _before_bracket(words: Sequence[str]) -> tuple[str, ...]:
    """Return words up to a bracket that is left open: '(not' is said of the day behind it."""
    opened = max((n for n, word in enumerate(words) if word == "("), default=None)
    return tuple(words if opened is None or ")" in words[opened:] else words[:opened])


def _turned_apart(run: Run, *, first: bool) -> list[Run]:
    """Return a run as two where it turns: 'not [Monday - Tuesday] is OK', 'not [Wed, Thu 7-9]'."""
    if not _has_days_apart(run.tokens) or _NONE & set(run.before[-3:]):
        return [run]
    lead, follow = judge_lead(run.before, weakly=False), judge_postfix(run.after)
    if lead is not None and follow is not None and lead is not follow:
        cuts = [place for place in _cuts(run.tokens) if _opens_day(run.tokens, place)]
        cut = cuts[-1] if cuts else None
    else:
        cut = _end_of_denied(run) if not first else None
        cut = cut or (_before_only(run.tokens) if lead is Polarity.CANNOT else None)
    if cut is None:
        return [run]
    return [
        replace(run, tokens=run.tokens[:cut], after=()),
        replace(run, tokens=run.tokens[cut + 1 :], before=(), first=False, anew=True),
    ]


def _has_days_apart(found: Sequence[Token]) -> bool:
    return any(_opens_day(found, place) for place in _cuts(found))


def _cuts(found: Sequence[Token]) -> Iterator[int]:
    """Give the places of commas, and of dashes that stand alone between days."""
    for place, token in enumerate(found):
        if token.text == "," or (token.kind == "RANGE" and _DASH.match(token.text)):
            yield place


def _opens_day(found: Sequence[Token], place: int) -> bool:
    behind = next((t for t in found[place + 1 :] if t.kind not in {"FILLER", "SEP"}), None)
    return behind is not None and bool(behind.days)


def _before_only(found: Sequence[Token]) -> int | None:
    """Return where '[I cannot do] weekdays, only weekends' turns."""
    cuts = [n for n in _cuts(found) if found[n + 1].text in {"only", "just"}]
    return cuts[0] if cuts else None


def _end_of_denied(run: Run) -> int | None:
    """Return where the one day that a `not` in a list rules out ends: '6-8, not Wed, Thu 7-9'."""
    cut = next(_cuts(run.tokens), None)
    if cut is None or run.before[-1:] != ("not",) or run.before[:-1] not in {(), (",",), ("and",)}:
        return None
    denied, rest = run.tokens[:cut], run.tokens[cut + 1 :]
    bare = not any(token.clock or token.kind == "PART" for token in denied)
    return cut if bare and any(token.clock for token in rest) else None


def _reworded(found: Sequence[Token]) -> list[Token]:
    """Return tokens with what is said in a roundabout way said as the grammar knows it."""
    plain = list(found)
    for place, token in enumerate(found):
        if token.text == "(":
            _open_bracket(plain, place)
        elif token.text == "otherwise" and _means_others(found[place + 1 :]):
            plain[place] = Token("GROUP", token.text, days=ALL_DAYS, others=True)
        elif token.kind == "PART" and _spans_days(found, place):
            plain[place] = replace(token, kind="FILLER")
            plain[place + 1] = replace(found[place + 1], kind="RANGE")
    if not any(token.kind == "EXCEPT" for token in plain):
        return plain
    return [each for place in range(len(plain)) for each in _all_but(plain, place)]


def _open_bracket(plain: list[Token], opened: int) -> None:
    """Make an exception of '(not Wed)' behind days that Wednesday is one of."""
    closed = next((n for n in range(opened, len(plain)) if plain[n].text == ")"), len(plain))
    inside = plain[opened + 1 : closed]
    if len(inside) < 2 or closed == len(plain) or not _leaves_out(inside[0]):
        return
    end = next((n for n, each in enumerate(inside) if n and each.kind not in _TIMELY), len(inside))
    left_out, reason = inside[1:end], inside[end:]
    if any(each.kind in _TIMELY - {"SEP", "FILLER"} for each in reason):
        return
    within = _days_of(left_out) <= _days_of(_stretch_before(plain, opened))
    timed = closed + 1 < len(plain) and plain[closed + 1].kind in HOURLY
    if not _days_of(left_out) or not (within or (timed and _stretch_before(plain, opened))):
        return
    plain[opened] = replace(plain[opened], kind="FILLER")
    plain[opened + 1] = replace(inside[0], kind="EXCEPT")
    plain[closed] = Token("SEP", ",")
    for place in range(opened + 1 + end, closed):
        plain[place] = replace(plain[place], kind="FILLER")


def _leaves_out(token: Token) -> bool:
    return token.kind == "EXCEPT" or token.text in {"not", "no", "never"}


def _stretch_before(found: Sequence[Token], end: int) -> Sequence[Token]:
    start = end
    while start and found[start - 1].kind in _TIMELY:
        start -= 1
    return found[start:end]


def _days_of(found: Sequence[Token]) -> set[int]:
    """Return the days that tokens name, those between two days too; all where hours stand alone."""
    days = {day for token in found for day in token.days}
    for place, token in enumerate(found[1:-1], 1):
        if token.kind == "RANGE" and found[place - 1].days and found[place + 1].days:
            days.update(from_to(found[place - 1].days[0], found[place + 1].days[0]))
    return days or set(ALL_DAYS if found and found[0].kind in HOURLY else ())


def _means_others(later: Sequence[Token]) -> bool:
    """Return True behind 'otherwise' where the days not named are free, or free at some hours."""
    clause = list(takewhile(lambda each: each.kind != "STOP" and each.text != ",", later))
    if any(each.days or each.kind == "PART" for each in clause):
        return False
    free = any(each.text in _AT_EASE for each in clause)
    return free or bool(clause and clause[0].kind in HOURLY)


def _spans_days(found: Sequence[Token], place: int) -> bool:
    """Return True at the first part of the day in 'Mon arvo through Wed arvo'."""
    near = found[place - 1 : place + 4] if place else ()
    if len(near) < 5:
        return False
    day, part, joint, last, again = near
    alike = part.span == again.span and again.kind == "PART"
    return alike and day.kind == last.kind == "DAY" and bool(_THROUGH.match(joint.text))


def _all_but(found: Sequence[Token], place: int) -> list[Token]:
    """Return 'anything but' as all days and an exception."""
    token = found[place]
    alone = not place or found[place - 1].kind not in _TIMELY
    behind = next((each for each in found[place + 1 :] if each.kind not in {"FILLER", "SEP"}), None)
    days = behind is not None and bool(behind.days or behind.kind == "PART")
    if days and token.kind == "EXCEPT" and alone and token.text.startswith(("any", "all")):
        return [Token("GROUP", token.text, days=ALL_DAYS), token]
    return [token]


def broken(words: Sequence[str]) -> bool:
    """Return True where some words hold a comma, `but` or the like."""
    return _first_break(words) < len(words) - (1 if words and words[-1] == "." else 0)


def _first_break(words: Sequence[str]) -> int:
    """Return where the words that belong to the run before them end."""
    breaks = (place for place, word in enumerate(words) if word in {",", ";", "but", "and", "so"})
    return next(breaks, len(words))


def _stretches(found: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where each run begins and ends, trimmed of words that only join."""
    result = []
    start = 0
    for place in range(len(found) + 1):
        timely = place < len(found) and found[place].kind in _TIMELY
        if timely and not _begins_anew(found, start, place):
            continue
        if start == place:
            start = place if timely else place + 1
            continue
        first, last = start, place
        while first < last and found[first].kind in {"SEP", "FILLER", "RANGE", "ONWARDS"}:
            first += 1
        while last > first and found[last - 1].kind in _JOINING:
            last -= 1
        if _tells(found[first:last]):
            result.append((first, last))
        start = place if timely else place + 1
    return result


def _begins_anew(found: Sequence[Token], start: int, place: int) -> bool:
    """Return True at and behind `after that`, at `out by`, and at a day that was named before."""
    token = found[place]
    if place == start:
        return False
    if token.kind == "THEN" or found[place - 1].kind == "THEN":
        return True
    if token.role and any(each.clock for each in found[start:place]):
        return True
    return token.kind in {"DAY", "DAYS"} and any(
        each.days == token.days and each.kind in {"DAY", "DAYS"} for each in found[start:place]
    )


def _tells(run: Sequence[Token]) -> bool:
    """Return True for a run worth reading; one evening, or a bare number, is not a weekly time."""
    if any(token.days or token.kind == "DAY" for token in run):
        return True
    parts = [token for token in run if token.kind == "PART"]
    general = any(part.text.endswith("s") or part.text.startswith("all ") for part in parts)
    if general or len(parts) > 1:
        return True
    if any(token.kind == "THEN" or (token.kind == "SAME" and len(run) == 1) for token in run):
        return True
    clocks = [token.clock for token in run if token.clock is not None]
    ordered = any(token.kind in {"RANGE", "AFTER", "BEFORE", "ONWARDS"} for token in run)
    exact = any(token.clock and _MINUTES.search(token.text) for token in run)
    return exact or any(clock.sure for clock in clocks) or (ordered and bool(clocks))
