"""A student's sessions by the days of their own place, and how words for days mean some of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from mailbot.model.sessions import Session, Timetable

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
WEEKDAY = r"(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
NO_DATE = r"(?![.:\d]| ?(?:o'clock|am\b|pm\b|min|year|time|session|week|one\b|meeting|of us))"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words for a day, or for several.

    Attributes:
        words: As written, in small letters.
        sessions: The numbers of the sessions that they can mean; several where they are unclear.
        each: They mean every one of these sessions.
    """

    words: str
    sessions: frozenset[int]
    each: bool = False

    @property
    def clear(self) -> bool:
        """They mean sessions, and it is clear which."""
        return bool(self.sessions) and (self.each or len(self.sessions) == 1)


@dataclass(frozen=True, slots=True)
class Diary:
    """A student's sessions by the days of their own place, at the moment they wrote.

    Attributes:
        days: Day and session, earliest first; cancelled ones are left out.
        now: When the mail was written, on the wall of their place.
        past: The words are about what is over.
        named: Which session was named before, for words such as "the one after".
    """

    days: tuple[tuple[date, Session], ...]
    now: datetime
    past: bool = False
    named: int | None = None

    @property
    def today(self) -> date:
        """The day on which the mail was written."""
        return self.now.date()

    @property
    def coming(self) -> tuple[int, ...]:
        """The sessions that are still to begin, earliest first."""
        return tuple(each.number for _, each in self.days if each.start > self.now)

    @property
    def running(self) -> tuple[int, ...]:
        """The session that is on."""
        return tuple(each.number for _, each in self.days if each.start <= self.now < each.end)

    @property
    def over(self) -> tuple[int, ...]:
        """The sessions that are over, earliest first."""
        return tuple(each.number for _, each in self.days if each.end <= self.now)

    def on(self, wanted: Callable[[date], bool]) -> frozenset[int]:
        """Return the sessions on days that are wanted."""
        return frozenset(session.number for day, session in self.days if wanted(day))


def diary(table: Timetable, zone: str, written: datetime) -> Diary:
    """Return the diary of somebody in `zone` who wrote at `written`, an aware instant."""
    place = ZoneInfo(zone)
    days = tuple((each.start.astimezone(place).date(), each) for each in table.held)
    return Diary(days, written.astimezone(place))


def index(words: Iterable[str], word: str) -> int:
    """Return the place, from 1, of the word that `word` begins with; 0 where there is none."""
    return next((place for place, each in enumerate(words, 1) if word.startswith(each)), 0)


def number_of(word: str) -> int:
    """Return the number that a word such as `3`, `3rd`, `third` or `three` stands for, or 0."""
    digits = word.rstrip("stndrh")
    if digits.isdecimal():
        return int(digits)
    return max(names.index(word) + 1 if word in names else 0 for names in (ORDINALS, CARDINALS))


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - day.weekday() * DAY
