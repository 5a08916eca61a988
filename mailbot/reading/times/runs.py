"""Cuts a sentence into runs of words about times, each with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.reading.times.polarity import judge_postfix
from mailbot.reading.times.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.reading.times.scan import Token

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
    }
)
_TELLING = frozenset({"DAY", "DAYS", "GROUP", "PART"})
_JOINING = frozenset({"SEP", "FILLER", "RANGE", "AFTER", "BEFORE", "BETWEEN", "EXCEPT"})


_MINUTES = re.compile(r"\d[.:]\d\d")
_HINT = re.compile(
    r"\d|day|ni(?:ght|te)|noon|morn|even|evn|arvo|lunch|week|wk|daily|mon|tue|wed|wen|thu|fri|sat|sun|"
    r"half|quarter|four|five|six|seven|eight|nine|ten\b|eleven|twelve|any\s*time|else|the\s+rest|"
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
    """

    tokens: tuple[Token, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    asked: bool
    first: bool = False

    @property
    def text(self) -> str:
        """The words about times."""
        return " ".join(token.text for token in self.tokens)


def runs(clause: str) -> list[Run]:
    """Return the runs of words about times in a clause, each with a day or a part of a day."""
    if not _HINT.search(clause):
        return []
    found = tokens(clause)
    asked = clause.rstrip().endswith("?")
    stretches = _stretches(found)
    result: list[Run] = []
    for place, (start, end) in enumerate(stretches):
        since = stretches[place - 1][1] if place else 0
        until = stretches[place + 1][0] if place + 1 < len(stretches) else len(found)
        before = tuple(token.text for token in found[since:start])
        if result and judge_postfix(result[-1].after) is not None:
            before = before[_first_break(before) :]
        after = tuple(token.text for token in found[end:until])
        if until == len(found):
            after = (*after, ".")
        result.append(Run(tuple(found[start:end]), before, after, asked, place == 0))
    return result


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
    if any(token.days for token in run):
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
