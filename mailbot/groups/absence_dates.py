"""Words for a day, such as "next Tuesday" or "session 3", and which sessions they can mean."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from mailbot.groups.absence_diary import (
    CARDINALS,
    DAY,
    DAYS,
    MONTH,
    MONTHS,
    NO_DATE,
    ORDINALS,
    WEEK,
    WEEKDAY,
    Mention,
    index,
    number_of,
    week_of,
)
from mailbot.groups.absence_runs import RUNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailbot.groups.absence_diary import Diary

_Meaning: TypeAlias = "Callable[[re.Match[str], Diary], Mention]"
_Day: TypeAlias = "Callable[[re.Match[str], Diary], frozenset[int]]"

_NIGHT_ENDS = timedelta(hours=5)


def mentions(text: str, book: Diary) -> list[Mention]:
    """Return the words for days in `text`, in order, each with the sessions they can mean.

    A weekday with a date beside it is one mention, of the date.
    """
    found: list[Mention] = []
    for match, meaning in _matches(text.lower()):
        before = max(found[-1].sessions, default=book.named) if found else book.named
        found.append(meaning(match, replace(book, named=before)))
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
    number = number_of(match["number"])
    return frozenset(each.number for _, each in book.days if each.number == number)


def _by_date(match: re.Match[str], book: Diary) -> frozenset[int]:
    parts = match.groupdict()
    month = parts.get("month") or ""
    number = int(month) if month.isdecimal() else index(MONTHS, month)
    return book.on(
        lambda day: (
            day.day == int(match["date"])
            and (not number or day.month == number)
            and (not parts.get("day") or day.weekday() == index(DAYS, match["day"]) - 1)
        )
    )


def _by_weekday(match: re.Match[str], book: Diary) -> frozenset[int]:
    """Return the session on a weekday: the coming one, or both where "next" can be either.

    "Next Thursday" on a Monday is said for this week and for the one after; from another week on
    it is the coming one.
    """
    weekday, which = index(DAYS, match["day"]) - 1, (match["which"] or "").strip()
    coming = book.today + (weekday - book.today.weekday()) % 7 * DAY
    if which == "last":
        return book.on((coming - WEEK).__eq__)
    if book.past and which != "next":
        return book.on((coming if coming == book.today else coming - WEEK).__eq__)
    if which == "next" and _BESIDES.search(match.string[: match.start()]):
        return book.on((coming + WEEK).__eq__)
    if which == "next":
        coming += WEEK if coming == book.today else timedelta()
        same_week = week_of(coming) == week_of(book.today)
        days = {coming, coming + WEEK} if same_week else {coming}
        return book.on(days.__contains__)
    over = any(day == coming and each.end <= book.now for day, each in book.days)
    return book.on({coming, coming + WEEK}.__contains__ if over else coming.__eq__)


def _in_that_week(match: re.Match[str], book: Diary) -> frozenset[int]:
    """Return the session on a weekday of this, next or last week."""
    weeks = {"this": 0, "next": 1, "last": -1}[match["week"]]
    day = week_of(book.today) + weeks * WEEK + (index(DAYS, match["day"]) - 1) * DAY
    return book.on(day.__eq__)


def _a_week_on(match: re.Match[str], book: Diary) -> frozenset[int]:
    """Return the session on "Tuesday week", the one after the coming."""
    weekday = index(DAYS, match["day"]) - 1
    ahead = (weekday - book.today.weekday() - 1) % 7 + 1
    return book.on((book.today + ahead * DAY + WEEK).__eq__)


def _this_week(_: re.Match[str], book: Diary) -> frozenset[int]:
    """Return this week's session; where it is over and the words look ahead, also next week's."""
    monday = week_of(book.today)
    this = [each for day, each in book.days if week_of(day) == monday]
    if book.past or any(each.end > book.now for each in this):
        return frozenset(each.number for each in this)
    return book.on(lambda day: week_of(day) in {monday, monday + WEEK})


def _in_weeks(weeks: int) -> _Day:
    return lambda _, book: book.on(lambda day: week_of(day) == week_of(book.today) + weeks * WEEK)


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
    return book.on({began + DAY, book.today + DAY}.__contains__)


def _yesterday(_: re.Match[str], book: Diary) -> frozenset[int]:
    return book.on((book.today - DAY).__eq__)


def _next_one(_: re.Match[str], book: Diary) -> frozenset[int]:
    """Return the next session; while one is on, that may be meant as well."""
    return frozenset((*book.running, *book.coming[:1]))


def _next_but_one(_: re.Match[str], book: Diary) -> frozenset[int]:
    return frozenset(book.coming[1:2]) if not book.running else frozenset(book.coming[:2])


def _weekday_after_next(match: re.Match[str], book: Diary) -> frozenset[int]:
    """Return what is a week after "next Tuesday", which itself may mean either of two."""
    weekday = index(DAYS, match["day"]) - 1
    coming = book.today + ((weekday - book.today.weekday() - 1) % 7 + 1) * DAY
    days = {coming + WEEK}
    if week_of(coming) == week_of(book.today):
        days.add(coming + 2 * WEEK)
    return book.on(days.__contains__)


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
    over = frozenset(book.over[-1:])
    return over | (frozenset() if book.past else _final_one(match, book))


def _one(day: _Day) -> _Meaning:
    """Return what words mean of which several sessions would be doubtful."""
    return lambda match, book: Mention(match.group().strip(), day(match, book))


_BESIDES = re.compile(
    r"\b(?:this|coming|tomorrow|today|tonight)\b.{0,25}\b(?:and|or|nor)\b.{0,12}$"
)
_MONTH = rf"(?P<month>{MONTH})"
_SHORT_WEEKDAY = (
    r"(?:(?:^|(?<=on )|(?<=this )|(?<=next )|(?<=last )|(?<=for )|(?<=out )|(?<=, )|(?<=make )"
    r"|(?<=do )|(?<=come )|(?<=miss ))(?=\w)|(?=\b(?:tues|weds|thurs)\b))"
    r"(?P<day>mon|tues?|weds?|thurs?|fri|sat|sun)\b"
)
_DATE = r"(?P<date>[0-3]?\d)(?:st|nd|rd|th)?"
_SESSION = r"(?:session|week|wk|meeting)"
_ORDINAL = rf"(?P<number>{'|'.join(ORDINALS)}|[1-8](?=st|nd|rd|th))(?:st|nd|rd|th)?"
_CARDINAL = rf"(?P<number>\d{{1,2}}|{'|'.join(CARDINALS)})\b"
_ONE = r"(?:session|one|time|meeting)"

_DAYS: tuple[tuple[re.Pattern[str], _Meaning], ...] = tuple(
    (re.compile(pattern), _one(meaning))
    for pattern, meaning in (
        (r"\b\d{4}-(?P<month>\d\d)-(?P<date>\d\d)\b", _by_date),
        (rf"(?:\b{WEEKDAY},? (?:the )?)?\b{_DATE}(?: of| in)? {_MONTH}", _by_date),
        (rf"(?:\b{WEEKDAY},? (?:the )?)?\b{_MONTH} (?:the )?{_DATE}\b{NO_DATE}", _by_date),
        (r"\b(?P<date>\d{1,2})/(?P<month>\d{1,2})(?:/\d{2,4})?\b", _by_date),
        (rf"\b{_SESSION} (?:number |no\.? ?|#)?{_CARDINAL}", _by_number),
        (rf"\b{_ORDINAL} (?:{_SESSION}|one|evening|night)\b", _by_number),
        (rf"\bthe (?P<number>{'|'.join(ORDINALS)})(?=$|[.,;:!?)]| and\b| or\b)", _by_number),
        (rf"(?:\b{WEEKDAY},? )?\bthe {_DATE}\b{NO_DATE}", _by_date),
        (rf"\b(?P<date>[0-3]?\d)(?:st|nd|rd|th)\b{NO_DATE}", _by_date),
        (rf"\b{WEEKDAY}(?: of| in)? (?P<week>this|next|last) week\b", _in_that_week),
        (rf"\b(?P<week>this|next|last) week,?(?: on)? {WEEKDAY}", _in_that_week),
        (rf"\b(?:the )?{WEEKDAY} after next\b", _weekday_after_next),
        (rf"\b{WEEKDAY} week\b", _a_week_on),
        (
            r"\b(?:the )?day after tomorrow\b",
            lambda _, book: book.on((book.today + 2 * DAY).__eq__),
        ),
        (r"\b(?:tomorrow|tmrw|tmr|tomoz)\b", _tomorrow),
        (r"\b(?:yesterday|last night|last evening)\b", _yesterday),
        (r"\b(?:today|tonight|tonite|this (?:evening|morning|afternoon))\b", _today),
        (r"\b(?:the )?week after next\b", _in_weeks(2)),
        (rf"\b{_ONE} after (?:the )?next(?: one)?\b|\bnext (?:{_ONE} )?but one\b", _next_but_one),
        (
            (
                r"\bthe (?:week|one|session) after\b(?: that\b| it\b)?|\bthe following \w+"
                r"|(?:(?<=and )|(?<=\bor )|(?<=nor ))(?:the )?next(?=$|[.,;:!?)])"
            ),
            _one_after,
        ),
        (r"\bnext (?:week|wk)\b", _in_weeks(1)),
        (r"\blast week\b", _in_weeks(-1)),
        (r"\bthis (?:week|wk)\b", _this_week),
        (rf"\b(?:next|coming|upcoming|forthcoming) {_ONE}\b", _next_one),
        (rf"\bfinal (?:{_ONE}|week)\b", _final_one),
        (rf"\blast {_ONE}\b", _last_one),
        (rf"(?P<which>\b(?:this|next|last|coming) )?\b{WEEKDAY}", _by_weekday),
        (rf"(?P<which>\b(?:this|next|last|coming) )?{_SHORT_WEEKDAY}", _by_weekday),
    )
)

_PATTERNS = (*RUNS, *_DAYS)
