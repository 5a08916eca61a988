"""`[review]`: when what waits is mailed to the coordinator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, PlainValidator

from mailbot.settings_types import Length, Section, length

AT_ONCE: Final = "at once"
NEVER: Final = "never"
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of each day in the coordinator's zone; it may go over midnight."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Tell whether a wall-clock time lies in it: the start does, the end does not."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def time_of_day(value: object) -> time:
    """Return a time of day from words such as `07:30`.

    Raises:
        ValueError: It is none.
    """
    if isinstance(value, time):
        return value
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('a time of day such as "07:30"')
    return time(int(found[1]), int(found[2]))


def _gather(value: object) -> str | tuple[time, ...] | timedelta:
    if isinstance(value, list | tuple) and value:
        return tuple(sorted({time_of_day(each) for each in value}))
    if isinstance(value, timedelta) or value in (AT_ONCE, NEVER):
        return value
    try:
        return length(value)
    except ValueError:
        raise ValueError(
            f'"{AT_ONCE}", "{NEVER}", a length of time such as "4h", or times of day '
            'such as ["07:30", "17:30"]'
        ) from None


def _quiet(value: object) -> object:
    if value == "" or value is None or isinstance(value, Span):
        return value or None
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not dash:
        raise ValueError('a stretch of the day such as "21:00-07:00", or "" for none')
    return Span(time_of_day(start.strip()), time_of_day(end.strip()))


Gather = Annotated[
    Literal["at once", "never"] | tuple[time, ...] | timedelta, PlainValidator(_gather)
]
Quiet = Annotated[Span | None, BeforeValidator(_quiet)]


class ReviewSettings(Section):
    """`[review]`: when what waits is mailed to the coordinator, and how long she may answer.

    Attributes:
        gather: `at once`, every so long (`4h`), at given times of the day in her zone, or `never`.
        quiet: When nothing is mailed to her that is not urgent; None for no such hours.
        expires: How long the answers to a review mail count.
        urgent: What is about a session that begins within this time is mailed at once.
    """

    gather: Gather = (time(7, 30), time(12, 30), time(17, 30))
    quiet: Quiet = Span(time(21), time(7))
    expires: Length = timedelta(days=7)
    urgent: Length = timedelta(hours=24)
