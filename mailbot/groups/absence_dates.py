"""Words for a day, such as "next Tuesday" or "session 3", and which sessions they can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime

    from mailbot.model.sessions import Session, Timetable

_Meaning: TypeAlias = "Callable[[re.Match[str], Diary], frozenset[int]]"

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_NIGHT_ENDS = timedelta(hours=5)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words for a day.

    Attributes:
        words: As written, in small letters.
        sessions: The numbers of the sessions that they can mean; several where they are unclear.
    """

    words: str
    sessions: frozenset[int]


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

    def on(self, wanted: Callable[[date], bool]) -> frozenset[int]:
        """Return the sessions on days that are wanted."""
        return frozenset(session.number for day, session in self.days if wanted(day))


def diary(table: Timetable, zone: str, written: datetime) -> Diary:
    """Return the diary of somebody in `zone` who wrote at `written`, an aware instant."""
    place = ZoneInfo(zone)
    days = tuple((each.start.astimezone(place).date(), each) for each in table.held)
    return Diary(days, written.astimezone(place))


def mentions(text: str, book: Diary) -> list[Mention]:
    """Return the words for days in `text`, in order, each with the sessions they can mean.

    A weekday with a date beside it is one mention, of the date.
    """
    found: list[Mention] = []
    for match, meaning in _matches(text.lower()):
        before = next(iter(found[-1].sessions), None) if found else book.named
        with_past = Diary(book.days, book.now, book.past, before)
        found.append(Mention(match.group().strip(), meaning(match, with_past)))
    return found


def _matches(text: str) -> Iterator[tuple[re.Match[str], _Meaning]]:
    """Yield what the patterns find, the first pattern first where two find the same words."""
    taken = [False] * len(text)
    found: list[tuple[re.Match[str], _Meaning]] = []
    for pattern, meaning in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * len(match.group())
                found.append((match, meaning))
    yield from sorted(found, key=lambda each: each[0].start())


def _by_number(match: re.Match[str], book: Diary) -> frozenset[int]:
    word = match["number"]
    number = int(word) if word.isdecimal() else 0
    for words in (_ORDINALS, _CARDINALS):
        number = words.index(word) + 1 if word in words else number
    return frozenset(each.number for _, each in book.days if each.number == number)


def _by_date(match: re.Match[str], book: Diary) -> frozenset[int]:
    parts = match.groupdict()
    month = parts.get("month") or ""
    number = int(month) if month.isdecimal() else _index(_MONTHS, month)
    return book.on(
        lambda day: (
            day.day == int(match["date"])
            and (not number or day.month == number)
            and (not parts.get("day") or day.weekday() == _index(_DAYS, match["day"]) - 1)
        )
    )


def _by_weekday(match: re.Match[str], book: Diary) -> frozenset[int]:
    """Return the session on a weekday: the coming one, or both where "next" can be either.

    "Next Thursday" on a Monday is said for this week and for the one after; from another week on
    it is the coming one.
    """
    weekday, which = _index(_DAYS, match["day"]) - 1, (match["which"] or "").strip()
    coming = book.today + (weekday - book.today.weekday()) % 7 * _DAY
    if which == "last":
        return book.on((coming - _WEEK).__eq__)
    if book.past and which != "next":
        return book.on((coming if coming == book.today else coming - _WEEK).__eq__)
    if which == "next":
        coming += _WEEK if coming == book.today else timedelta()
        same_week = _week_of(coming) == _week_of(book.today)
        days = {coming, coming + _WEEK} if same_week else {coming}
        return book.on(days.__contains__)
    over = any(day == coming and each.end <= book.now for day, each in book.days)
    return book.on({coming, coming + _WEEK}.__contains__ if over else coming.__eq__)


def _in_that_week(match: re.Match[str], book: Diary) -> frozenset[int]:
    """Return the session on a weekday of this, next or last week."""
    weeks = {"this": 0, "next": 1, "last": -1}[match["week"]]
    day = _week_of(book.today) + weeks * _WEEK + (_index(_DAYS, match["day"]) - 1) * _DAY
    return book.on(day.__eq__)


def _a_week_on(match: re.Match[str], book: Diary) -> frozenset[int]:
    """Return the session on "Tuesday week", the one after the coming."""
    weekday = _index(_DAYS, match["day"]) - 1
    ahead = (weekday - book.today.weekday() - 1) % 7 + 1
    return book.on((book.today + ahead * _DAY + _WEEK).__eq__)


def _this_week(_: re.Match[str], book: Diary) -> frozenset[int]:
    """Return this week's session; where it is over and the words look ahead, also next week's."""
    monday = _week_of(book.today)
    this = [each for day, each in book.days if _week_of(day) == monday]
    if book.past or any(each.end > book.now for each in this):
        return frozenset(each.number for each in this)
    return book.on(lambda day: _week_of(day) in {monday, monday + _WEEK})


def _in_weeks(weeks: int) -> _Meaning:
    return lambda _, book: book.on(
        lambda day: _week_of(day) == _week_of(book.today) + weeks * _WEEK
    )


def _today(_: re.Match[str], book: Diary) -> frozenset[int]:
    """Return today's session; in the small hours also that of the night that is not over."""
    began = (book.now - _NIGHT_ENDS).date()
    return frozenset(
        session.number
        for day, session in book.days
        if day == book.today
        or (session.start.astimezone(book.now.tzinfo) - _NIGHT_ENDS).date() == began
    )


def _tomorrow(_: re.Match[str], book: Diary) -> frozenset[int]:
    """Return tomorrow's session; in the small hours also that of the day that has begun."""
    began = (book.now - _NIGHT_ENDS).date()
    return book.on({began + _DAY, book.today + _DAY}.__contains__)


def _yesterday(_: re.Match[str], book: Diary) -> frozenset[int]:
    return book.on((book.today - _DAY).__eq__)


def _next_one(_: re.Match[str], book: Diary) -> frozenset[int]:
    coming = [each.number for _, each in book.days if each.end > book.now]
    return frozenset(coming[:1])


def _one_after(_: re.Match[str], book: Diary) -> frozenset[int]:
    numbers = [each.number for _, each in book.days]
    if book.named not in numbers:
        return frozenset()
    after = numbers.index(book.named) + 1
    return frozenset(numbers[after : after + 1])


def _final_one(_: re.Match[str], book: Diary) -> frozenset[int]:
    return frozenset(each.number for _, each in book.days[-1:])


def _last_one(match: re.Match[str], book: Diary) -> frozenset[int]:
    """Return the sessions that "the last one" can be: the one just over, and the final one."""
    over = [each.number for _, each in book.days if each.end <= book.now]
    return frozenset(over[-1:]) | (frozenset() if book.past else _final_one(match, book))


def _index(words: Iterable[str], word: str) -> int:
    """Return the place, from 1, of the word that `word` begins with; 0 where there is none."""
    return next((place for place, each in enumerate(words, 1) if word.startswith(each)), 0)


def _week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - day.weekday() * _DAY


_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_WEEKDAY = r"(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
_SHORT_WEEKDAY = (
    r"(?:^|(?<=on )|(?<=this )|(?<=next )|(?<=last )|(?<=for )|(?<=out )|(?<=, ))"
    r"(?P<day>mon|tues?|weds?|thurs?|fri|sat|sun)\b"
)
_DATE = r"(?P<date>[0-3]?\d)(?:st|nd|rd|th)?"
_NO_DATE = r"(?![.:\d]| ?(?:o'clock|am\b|pm\b|min|year|time|session|week|one\b|meeting|of us))"
_SESSION = r"(?:session|week|wk|meeting)"
_ORDINAL = rf"(?P<number>{'|'.join(_ORDINALS)}|[1-8](?=st|nd|rd|th))(?:st|nd|rd|th)?"
_CARDINAL = rf"(?P<number>\d{{1,2}}|{'|'.join(_CARDINALS)})\b"
_ONE = r"(?:session|one|time|meeting)"

_PATTERNS: tuple[tuple[re.Pattern[str], _Meaning], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"\b\d{4}-(?P<month>\d\d)-(?P<date>\d\d)\b", _by_date),
        (rf"(?:\b{_WEEKDAY},? (?:the )?)?\b{_DATE}(?: of)? {_MONTH}", _by_date),
        (rf"(?:\b{_WEEKDAY},? (?:the )?)?\b{_MONTH} (?:the )?{_DATE}\b{_NO_DATE}", _by_date),
        (r"\b(?P<date>\d{1,2})/(?P<month>\d{1,2})(?:/\d{2,4})?\b", _by_date),
        (rf"\b{_SESSION} (?:number |no\.? ?|#)?{_CARDINAL}", _by_number),
        (rf"\b{_ORDINAL} (?:{_SESSION}|one|evening|night)\b", _by_number),
        (rf"\bthe (?P<number>{'|'.join(_ORDINALS)})(?=$|[.,;:!?)])", _by_number),
        (rf"(?:\b{_WEEKDAY},? )?\bthe {_DATE}\b{_NO_DATE}", _by_date),
        (rf"\b(?P<date>[0-3]?\d)(?:st|nd|rd|th)\b{_NO_DATE}", _by_date),
        (rf"\b{_WEEKDAY}(?: of| in)? (?P<week>this|next|last) week\b", _in_that_week),
        (rf"\b(?P<week>this|next|last) week,?(?: on)? {_WEEKDAY}", _in_that_week),
        (rf"\b{_WEEKDAY} week\b", _a_week_on),
        (
            r"\b(?:the )?day after tomorrow\b",
            lambda _, book: book.on((book.today + 2 * _DAY).__eq__),
        ),
        (r"\b(?:tomorrow|tmrw|tmr|tomoz)\b", _tomorrow),
        (r"\b(?:yesterday|last night|last evening)\b", _yesterday),
        (r"\b(?:today|tonight|tonite|this (?:evening|morning|afternoon))\b", _today),
        (r"\b(?:the )?week after next\b", _in_weeks(2)),
        (r"\bthe (?:week|one|session) after\b(?: that\b)?|\bthe following \w+", _one_after),
        (r"\bnext (?:week|wk)\b", _in_weeks(1)),
        (r"\blast week\b", _in_weeks(-1)),
        (r"\bthis (?:week|wk)\b", _this_week),
        (rf"\b(?:next|coming|upcoming|forthcoming) {_ONE}\b", _next_one),
        (rf"\bfinal (?:{_ONE}|week)\b", _final_one),
        (rf"\blast {_ONE}\b", _last_one),
        (rf"(?P<which>\b(?:this|next|last|coming) )?\b{_WEEKDAY}", _by_weekday),
        (rf"(?P<which>\b(?:this|next|last|coming) )?{_SHORT_WEEKDAY}", _by_weekday),
    )
)
