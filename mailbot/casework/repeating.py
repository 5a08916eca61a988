"""When an urgent alert that nobody has seen is told once more, and whether somebody has seen it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

_MOST_DOUBLINGS = 20
_THANKS = r"(?:many thanks|thanks|thank you|thx|ta|cheers)"
_SEEN = re.compile(
    rf"(?:{_THANKS}[,.!]* )?"
    r"(?:seen|(?:i have|i've) seen it|(?:i )?saw it|got it)"
    rf"(?:[,.!]* {_THANKS})?"
)
_POLITE = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))(?: (?:mailbot|there|all))?"
    rf"|{_THANKS}|(?:(?:with )?(?:kind|best|warm) )?(?:regards|wishes)|best|warmly"
)
_DEVICE = re.compile(r"sent (?:from|with|via) .{1,40}|get outlook for .{1,20}")
_REACHED = re.compile(
    r"(?:(?:t|m|p|ph|tel|phone|telephone|mob|mobile|cell)\b[.:]? ?)?[+(]?\d[\d ()./-]{5,20}"
    r"|(?:e|email)?:? ?[\w.+-]+@[\w.-]+|(?:https?://|www\.)[\w./-]+"
)
_POST = re.compile(r"[A-Z][\w&/-]*(?:,? (?:[A-Z][\w&/-]*|of|and|for|the|&)){0,6}")
_AT_EDGES = " .,!;-–—“”\"'*_"


def pause_after(told: int, first: timedelta, longest: timedelta) -> timedelta:
    """Return how long to wait once an alert was told so many times, from 1; each is twice the last.

    Args:
        told: How often it was told.
        first: The pause after the first time.
        longest: No pause is longer.
    """
    doubled: int = 2 ** min(told - 1, _MOST_DOUBLINGS)
    return min(first * doubled, longest)


def is_due(last: datetime, pause: timedelta, now: datetime) -> bool:
    """Tell whether a pause that began at `last` is over.

    Where the machine's clock was set back meanwhile it counts as over: once too often is better
    than hours too late.
    """
    return now >= last + pause or last > now


def says_seen(text: str, names: Collection[str] = ()) -> bool:
    """Tell whether an answer to an alert says that it has been seen, and says nothing else.

    That is a plain word of the writer's own, such as "seen", "thanks, seen", "I've seen it" or "got
    it". A greeting, thanks, the name, and below it what a signature says may stand around it; any
    other words could mean the opposite, or somebody else.

    Args:
        text: What was written in it, without what is quoted.
        names: How the writer may sign.
    """
    known = _words_of(names)
    said = signed = False
    for written in text.replace("’", "'").splitlines():
        line = " ".join(written.split()).strip(_AT_EDGES)
        plain = line.lower()
        if not plain:
            continue
        if _SEEN.fullmatch(plain):
            said = True
        elif _is_name(plain, known):
            signed = True
        elif not (_is_around(plain, known) or (said and signed and _POST.fullmatch(line))):
            return False
    return said


def _words_of(names: Collection[str]) -> frozenset[str]:
    """Return the words and initials of names."""
    words = {word for name in names for word in re.findall(r"[^\W\d_]+", name.lower())}
    return frozenset(words | {word[0] for word in words})


def _is_name(plain: str, known: Collection[str]) -> bool:
    return all(word.strip(_AT_EDGES) in known for word in plain.split())


def _is_around(plain: str, known: Collection[str]) -> bool:
    """Tell whether a line greets, thanks, closes, or says how to reach somebody."""
    if _DEVICE.fullmatch(plain) or _REACHED.fullmatch(plain):
        return True
    others = (word for word in plain.split() if word.strip(_AT_EDGES) not in known)
    return _POLITE.fullmatch(" ".join(others).strip(_AT_EDGES)) is not None
