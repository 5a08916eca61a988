"""When an urgent alert that nobody has seen is told once more, and whether somebody has seen it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

_MOST_DOUBLINGS = 20
_LONGEST = 12
_SEEN = re.compile(r"\b(?:seen|saw)\b")
_DOUBT = re.compile(r"\b(?:not|never|no|nothing|haven't|hasn't|didn't|who|if|when|later|yet)\b|\?")


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


def says_seen(text: str) -> bool:
    """Tell whether an answer to an alert says plainly that it has been seen.

    Args:
        text: What was written in it, without what is quoted; its first line counts.
    """
    lines = (line.strip() for line in text.replace("’", "'").splitlines())
    first = next(filter(None, lines), "").lower()
    short = len(first.split()) <= _LONGEST
    return bool(short and _SEEN.search(first) and not _DOUBT.search(first))
