"""Words about times as tokens, and all other words as `WORD`, each for itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.reading.times.clocks import read_clock
from mailbot.reading.times.forms import SCAN

if TYPE_CHECKING:
    from mailbot.reading.times.clocks import Clock

Span = tuple[int, int]
"""A stretch of a day, minutes after midnight."""

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = (0, 1, 2, 3, 4)
ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
MORNING, AFTERNOON, EVENING, LUNCH = (480, 720), (720, 1020), (1080, 1260), (720, 840)
PARTS = frozenset({MORNING, AFTERNOON, EVENING, LUNCH})
"""The hours that parts of the day stand for."""

WHOLE = (0, 1440)
_PART_OF = {"mo": MORNING, "af": AFTERNOON, "ar": AFTERNOON, "lu": LUNCH}

_NUMBERED_ITEM = re.compile(r"(?:(?<=\s)|^)\(?[1-9]\)\s+")
_COLUMNS = re.compile(r"(?<=\d)(?:\s{2,}|\t)(?=\d{1,2}(?:[.:]?\d{2}|\s?[ap]m)\b)")
"""The gap between two times in a table."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of the language.

    Attributes:
        kind: The name of its form in `forms.py`, in capitals; `DAYS` for a day in the plural.
        text: As written, lower case.
        days: Of a day or group of days, counted from Monday as 0; empty where a word like
            'midweek' does not surely tell the day.
        span: Of a part of a day.
        clock: Of a time of day.
        others: True for the days that are not named elsewhere.
        role: `limit` for a time to be done by ('out by 9'), `must` where the writer has to,
            `release` for one to be free from ('home by 6'); else empty.
    """

    kind: str
    text: str
    days: tuple[int, ...] = ()
    span: Span = WHOLE
    clock: Clock | None = None
    others: bool = False
    role: str = ""


def scan(text: str) -> list[Token]:
    """Return the tokens of `text` in order, none seen yet in the light of its neighbours."""
    spelled = _COLUMNS.sub("-", _NUMBERED_ITEM.sub("; ", text))
    return [_token(match) for match in SCAN.finditer(spelled.lower())]


def _token(match: re.Match[str]) -> Token:
    kind, text = str(match.lastgroup), match.group().strip()
    if kind == "word":
        return Token("WORD", text)
    if kind == "mark":
        return Token("FILLER", text)
    if kind == "day":
        return _day(text)
    if kind == "unsure":
        return Token("DAY", text)
    if kind == "group":
        return _group(text)
    if kind == "part":
        return Token("PART", text, span=_PART_OF.get(text.split()[-1][:2], EVENING))
    if kind == "whole":
        return Token("PART", text, span=WHOLE)
    if kind == "clock":
        clock = read_clock(text)
        return Token("CLOCK", text, clock=clock) if clock else Token("WORD", text)
    return Token(kind.upper(), text)


def _day(text: str) -> Token:
    name = text.rstrip(".").removesuffix("'s")
    start = "wed" if name.startswith("wen") else name[:3]
    number = next(n for n, day in enumerate(DAY_NAMES) if day.startswith(start))
    return Token("DAYS" if name.endswith("days") else "DAY", text, days=(number,))


def _group(text: str) -> Token:
    span = WHOLE
    for word in re.findall(r"[a-z]+", text):
        if word.startswith(("night", "nite", "evening", "weeknight")):
            span = EVENING
        elif word.startswith(("morning", "afternoon", "arvo")):
            span = _PART_OF[word[:2]]
    if text.startswith("school"):
        return Token("GROUP", text, days=(6, 0, 1, 2, 3), span=span)
    if "end" in text or "wknd" in text:
        return Token("GROUP", text, days=(5, 6))
    week = any(word in text.split("of", maxsplit=1)[0] for word in ("week", "wk", "work", "busi"))
    others = any(word in text for word in ("other", "else", "rest", "remaining"))
    return Token("GROUP", text, days=WEEKDAYS if week else ALL_DAYS, span=span, others=others)
