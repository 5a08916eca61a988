"""Days as the coordinator writes them: "3 to 10 May", "until Friday", "28/12 - 5/1", "next week".

They are read as in Australia and New Zealand, day before month; one without a year is the next that
fits. What can be meant in two ways is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_WEEK = 7
_LONGEST = timedelta(days=366)
_CENTURY = 2000
_SHORT = len("26")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_NAMED = re.compile(
    r"(?:\b(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?\b,?\s*)?"
    r"(?:(?P<iso>\b\d{4}-\d\d?-\d\d?\b)"
    r"|\b(?P<date>\d\d?)[/.](?P<number>\d\d?)(?:[/.](?P<short>\d{4}|\d\d))?\b"
    rf"|\b(?:the )?(?P<before>\d\d?)(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (?P<year>\d{{4}}))?"
    rf"|\b{_MONTH.replace('<month>', '<leading>')} (?P<after>\d\d?)(?:st|nd|rd|th)?\b"
    r"(?:,? (?P<its_year>\d{4}))?"
    r"|\b(?:the )?(?P<bare>\d\d?)(?:st|nd|rd|th)?\b(?=\s*(?:to|until|till|and|-|–)\b|\s*[-–]\s*\d)"
    r"|\b(?P<plain>today|tomorrow|next week)\b)?"
)
_TO = r"\s*(?:to|until|till|through(?: to)?|up to|and|-|–)\s*"
_SPAN = re.compile(rf"\s*(?:from |between )?#{_TO}#(?P<tail>.*)")
_UNTIL = re.compile(r"\s*(?:until|till|through|up to)(?: and including)? #(?P<tail>.*)")
_ONE = re.compile(r"\s*(?:on |for |all )?#(?P<tail>.*)")
_TAIL = re.compile(
    r"(?:\s+inclusive)?\s*(?:(?:[,;:(–-]|and)\s*back\b.*|(?:[,;:(–-]|and|so|but|with|at|in)[^#]*)?"
)


@dataclass(frozen=True, slots=True)
class AwayDays:
    """From the first to the last day, both of them included."""

    first: date
    last: date


def days_between(first: str, last: str, today: date) -> AwayDays | None:
    """Return the days from `first` to `last` as she writes them; None where they are not plain.

    Args:
        first: The first day; or, without `last`, the only one, or words for all of them.
        last: The last day; may be empty.
        today: The day on which she says so, where she is.
    """
    return read_days((f"{first} to {last}" if last else first).lower(), today)


def mentions(words: str) -> list[re.Match[str]]:
    """Return the days that are named in words, in lower case."""
    return [found for found in _NAMED.finditer(words) if found.group().strip()]


def read_days(words: str, today: date) -> AwayDays | None:
    """Return the days that words, in lower case, say and that are plain; None otherwise."""
    named = mentions(words)
    frame = _framed(words, named)
    for pattern, count in ((_SPAN, 2), (_UNTIL, 1), (_ONE, 1)):
        found = pattern.fullmatch(frame)
        if found and _TAIL.fullmatch(found["tail"]):
            days = _meant(pattern, named[:count], today)
            return days if days and _sound(days, named[:count]) else None
    return None


def _sound(days: AwayDays, named: list[re.Match[str]]) -> bool:
    """Tell whether days can be meant: without their years, half a year at most."""
    full = all(each["iso"] or _year(each) for each in named)
    return timedelta() <= days.last - days.first <= (_LONGEST if full else _LONGEST / 2)


def _framed(words: str, named: list[re.Match[str]]) -> str:
    """Return the words with a # in place of each day."""
    for found in reversed(named):
        end = len(found.group().rstrip()) + found.start()
        words = f"{words[: found.start()]}#{words[end:]}"
    return words


def _meant(pattern: re.Pattern[str], named: list[re.Match[str]], today: date) -> AwayDays | None:
    if named[0]["plain"] == "next week":
        monday = today + (_WEEK - today.weekday()) * _DAY
        return AwayDays(monday, monday + 6 * _DAY) if pattern is _ONE else None
    if named[-1]["bare"] or "next week" in {each["plain"] for each in named}:
        return None
    last = _day(named[-1], today, ahead=True)
    if last is None:
        return None
    if pattern is not _SPAN:
        return AwayDays(today if pattern is _UNTIL else last, last)
    first = _day(named[0], last, ahead=False, month=last.month, today=today)
    return AwayDays(first, last) if first else None


def _day(
    found: re.Match[str],
    near: date,
    *,
    ahead: bool,
    month: int | None = None,
    today: date | None = None,
) -> date | None:
    """Return the day that is meant: without a year the first from `near` on, or the last until it.

    Args:
        found: As it is named.
        near: Today, or the day that ends the span.
        ahead: It is sought from `near` on, else until it.
        month: The month of a bare number.
        today: Where it is not `near`.
    """
    if found["plain"]:
        return (today or near) + (_DAY if found["plain"] == "tomorrow" else timedelta())
    weekday = _WEEKDAYS.index(found["weekday"]) if found["weekday"] else None
    if not (found["iso"] or _number(found)):
        return _of_week(weekday, near if ahead else today or near)
    day = _dated(found, near, month, ahead=ahead)
    return None if day is None or weekday not in {None, day.weekday()} else day


def _of_week(weekday: int | None, today: date) -> date | None:
    """Return the coming weekday; on that weekday itself it could be today or a week on."""
    if weekday is None or weekday == today.weekday():
        return None
    return today + (weekday - today.weekday()) % _WEEK * _DAY


def _dated(found: re.Match[str], near: date, month: int | None, *, ahead: bool) -> date | None:
    try:
        if found["iso"]:
            return date(*(int(part) for part in found["iso"].split("-")))
        number = int(_number(found))
        month = _month(found) or month or near.month
        if year := _year(found):
            return date(int(year) + (_CENTURY if len(year) == _SHORT else 0), month, number)
        day = date(near.year, month, number)
        if ahead and day < near:
            return date(near.year + 1, month, number)
        return date(near.year - 1, month, number) if not ahead and day > near else day
    except ValueError:
        return None


def _number(found: re.Match[str]) -> str:
    return found["date"] or found["before"] or found["after"] or found["bare"] or ""


def _year(found: re.Match[str]) -> str:
    return found["year"] or found["its_year"] or found["short"] or ""


def _month(found: re.Match[str]) -> int | None:
    if found["number"]:
        return int(found["number"])
    name = found["month"] or found["leading"]
    return _MONTHS.index(name[:3]) + 1 if name else None
