"""Words for several days at once, such as "the next two sessions" or "the 24th and the 31st"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from mailbot.groups.absence_diary import (
    CARDINALS,
    MONTH,
    MONTHS,
    NO_DATE,
    ORDINALS,
    WEEK,
    WEEKDAY,
    Mention,
    index,
    number_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mailbot.groups.absence_diary import Diary

_Meaning: TypeAlias = "Callable[[re.Match[str], Diary], Mention]"
_MonthDay: TypeAlias = tuple[int, int]

_FEW = 3
_AHEAD = re.compile(r"\b(?:can ?not|can't|won't|will|i'll|not going|unable|not be|not able)\b")
_OR = re.compile(r"\bor\b")
_NONE_OF = re.compile(r"\b(?:not|n't|can't|won't|cannot|unable|neither|nor|dont|cant|wont)\b")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(rf"\b(?:\d{{1,2}}|{'|'.join((*ORDINALS, *CARDINALS))}|last|final)")


def or_is_each(text: str) -> bool:
    """Tell whether "the 3rd or the 4th" are both meant: where it is said of neither."""
    return bool(_NONE_OF.search(text)) or not _OR.search(text)


def _mention(match: re.Match[str], sessions: Iterable[int], *, each: bool = True) -> Mention:
    return Mention(match.group().strip(), frozenset(sessions), each)


def _numbers(match: re.Match[str], book: Diary) -> Mention:
    """Return sessions by their numbers, one by one."""
    held = [each.number for _, each in book.days]
    named = [
        held[-1] if word in {"last", "final"} and held else number_of(word)
        for word in _NUMBER.findall(match.group())
    ]
    return _mention(match, set(named) & set(held), each=_each(match))


def _from_to(match: re.Match[str], book: Diary) -> Mention:
    first, last = number_of(match["first"]), number_of(match["to"])
    found = (each.number for _, each in book.days if first <= each.number <= last)
    return _mention(match, found)


def _dates(match: re.Match[str], book: Diary) -> Mention:
    """Return the sessions on dates that share one month, or that name none."""
    month = index(MONTHS, match.groupdict().get("month") or "-")
    days = {int(each) for each in _DIGITS.findall(match.group())}
    found = book.on(lambda day: day.day in days and month in {0, day.month})
    return _mention(match, found, each=_each(match) and len(found) <= len(days))


def _each(match: re.Match[str]) -> bool:
    """Tell whether a list means all that it names."""
    return not _OR.search(match.group()) or bool(_NONE_OF.search(match.string))


def _some(match: re.Match[str], book: Diary) -> Mention:
    """Return the next, first or last few sessions; "last" looks back or ahead as the rest does."""
    count, which = match["count"], match["which"]
    few = count.startswith("few")
    many = _FEW if few else 2 if count.startswith("couple") else number_of(count)
    held = tuple(each.number for _, each in book.days)
    if which == "first":
        return _mention(match, held[:many], each=not few)
    if which in {"last", "final", "past"}:
        return _last(match, book, many, few=few)
    coming = (*book.running, *book.coming)
    sure = not few and not book.running
    return _mention(match, coming[: many + (1 if book.running else 0)], each=sure)


def _last(match: re.Match[str], book: Diary, many: int, *, few: bool) -> Mention:
    final = tuple(each.number for _, each in book.days)[-many:]
    if book.past or match["which"] == "past":
        return _mention(match, book.over[-many:], each=not few)
    ahead = match["which"] == "final" or not book.over or _AHEAD.search(match.string)
    if ahead:
        return _mention(match, final, each=not few)
    return _mention(match, {*final, *book.over[-many:]}, each=False)


def _in_month(match: re.Match[str], book: Diary) -> Mention:
    """Return the sessions of a month that are still to come; "both" must be two."""
    parts = match.groupdict()
    month = index(MONTHS, parts["month"] or parts.get("month2") or "-")
    ahead = {each.number for _, each in book.days if book.past or each.end > book.now}
    found = book.on(lambda day: day.month == month) & ahead
    said = match.group()
    two = "both" in said or "either" in said or "two" in said
    return _mention(match, found, each=len(found) == 2 or not two)


def _perhaps_month(match: re.Match[str], book: Diary) -> Mention:
    found = _in_month(match, book)
    return _mention(match, found.sessions, each=False)


def _both(match: re.Match[str], book: Diary) -> Mention:
    """Return the two sessions that are left, where two are left."""
    return _mention(match, book.coming, each=len(book.coming) == 2)


def _remaining(match: re.Match[str], book: Diary) -> Mention:
    return _mention(match, book.coming)


def _between(match: re.Match[str], book: Diary) -> Mention:
    """Return the sessions from one date to another; whether "until" takes in its day is asked."""
    last = _month_day(match, "2")
    if match.groupdict().get("from1"):
        first = _month_day(match, "1", last[0])
    else:
        first = (book.today.month, book.today.day)
    if not last[0]:
        first, last = (book.today.month, first[1]), (book.today.month, last[1])
        if last < (book.today.month, book.today.day):
            first, last = (first[0] % 12 + 1, first[1]), (last[0] % 12 + 1, last[1])
    found = book.on(lambda day: _within(first, (day.month, day.day), last))
    edge = book.on(lambda day: (day.month, day.day) == last)
    doubtful = bool(edge) and bool(re.search(r"\b(?:until|till?)\b", match.group()))
    return _mention(match, found, each=not doubtful)


def _month_day(match: re.Match[str], which: str, fallback: int = 0) -> _MonthDay:
    parts = match.groupdict()
    number = next(int(parts[f"{key}{which}"]) for key in "def" if parts.get(f"{key}{which}"))
    word = next((parts[f"{key}{which}"] for key in "mno" if parts.get(f"{key}{which}")), "")
    month = int(word) if word.isdecimal() else index(MONTHS, word or "-")
    return (month or fallback, number)


def _within(first: _MonthDay, day: _MonthDay, last: _MonthDay) -> bool:
    return first <= day <= last if first <= last else day >= first or day <= last


def _weeks(match: re.Match[str], book: Diary) -> Mention:
    """Return the sessions of this week and the next ones, such as of "the next two weeks"."""
    many = 2 if match["count"].startswith("couple") else number_of(match["count"])
    end = book.today + many * WEEK
    found = (each.number for day, each in book.days if each.start > book.now and day < end)
    return _mention(match, found, each=not book.running)


def _date(which: str) -> str:
    """Return the pattern of one date, its groups marked by `which`."""
    day = r"[0-3]?\d"
    return (
        rf"(?:(?:{WEEKDAY.replace('(?P<day>', '(?:')},? )?(?:the )?"
        rf"(?:(?P<d{which}>{day})/(?P<m{which}>\d{{1,2}})"
        rf"|(?P<e{which}>{day})(?:st|nd|rd|th)?(?:(?: of)? (?P<n{which}>{MONTH}))?"
        rf"|(?P<o{which}>{MONTH}) (?:the )?(?P<f{which}>{day})(?:st|nd|rd|th)?)\b)"
    )


_IS_DATE = rf"(?=[^.;]{{0,40}}?(?:{MONTH}|\d/\d|\d(?:st|nd|rd|th)))"
_LAST_DATE = rf"(?=[^.;]{{0,12}}?(?:{MONTH}|\d/\d|\d(?:st|nd|rd|th)))"
_AND = r"(?:,? (?:and|or|nor|plus|&) | ?[,&+] ?)(?:also )?(?:on )?(?:the )?"
_NOUN = r"(?:session|week|wk|meeting|number)s?"
_THING = (
    r"(?:(?:session|one|week|meeting|evening|night|time)s?|(?:mon|tues|wednes|thurs|fri)days)\b"
)
_CARD = rf"(?:\d{{1,2}}|{'|'.join(CARDINALS)})\b"
_ORD = rf"(?:(?:{'|'.join(ORDINALS)}|[1-8](?:st|nd|rd|th))|last|final)\b"
_COUNT = rf"(?P<count>couple(?: of)?|few|[2-6]\b|{'|'.join(CARDINALS[1:6])})"
_TH = r"(?:st|nd|rd|th)"
_BARE = rf"[0-3]?\d{_TH}?\b"

_WHICH = r"(?P<which>next|coming|following|upcoming|last|past|final|first)"
_TO = r" ?(?:-|–|to|until|till?|through) "
_STOPS = r"(?=$|[.,;:!?)])| (?=and|or|as|because|due|since|i\b)"
_PLURAL = r"(?:sessions?|ones?|meetings?|dates)"
_OF = r"(?:both|either|all|any|the two|every|each)(?: of)?(?: the)?(?: of)?"

RUNS: tuple[tuple[re.Pattern[str], _Meaning], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (
            rf"\b(?P<from1>from|between) {_IS_DATE}{_date('1')}(?:{_TO}| and ){_date('2')}",
            _between,
        ),
        (rf"(?P<from1>\b(?=\w)){_IS_DATE}{_date('1')}{_TO}{_date('2')}{NO_DATE}", _between),
        (
            rf"\b(?:until|till?|through) (?:the end of )?{_LAST_DATE}{_date('2')}{NO_DATE}",
            _between,
        ),
        (
            rf"\b{_NOUN} (?P<first>{_CARD})(?: ?[-–] ?| (?:to|until|till|through) )(?P<to>{_CARD})",
            _from_to,
        ),
        (rf"\b{_NOUN} (?:no\.? ?|#)?{_CARD}(?:{_AND}(?:{_NOUN} )?{_CARD}{NO_DATE})+", _numbers),
        (rf"\b{_ORD}(?: {_THING})?(?:{_AND}{_ORD})+ {_THING}", _numbers),
        (rf"\b{_BARE}(?:{_AND}{_BARE})+(?: of| in)? (?P<month>{MONTH})", _dates),
        (rf"\b(?P<month>{MONTH}) (?:the )?{_BARE}(?:{_AND}{_BARE}{NO_DATE})+", _dates),
        (rf"\bthe {_BARE}(?:{_AND}{_BARE}{NO_DATE})+", _dates),
        (rf"\b(?:next|coming|following) {_COUNT} (?:weeks|wks)\b", _weeks),
        (rf"\b{_WHICH}[ -]{_COUNT}(?: {_THING}|{_STOPS})", _some),
        (rf"\b{_COUNT} {_WHICH} {_THING}", _some),
        (
            rf"\b{_OF} {_PLURAL} in (?P<month>{MONTH})|\b{_OF} (?P<month2>{MONTH}) {_PLURAL}",
            _in_month,
        ),
        (
            (
                rf"\bthe (?:sessions|ones|meetings) in (?P<month>{MONTH})"
                rf"|\b(?:all|whole)(?: of)? (?P<month2>{MONTH})(?! \d)"
            ),
            _in_month,
        ),
        (rf"\bin (?P<month>{MONTH})(?! \d)", _perhaps_month),
        (r"\bboth (?:of (?:the|them)|sessions|remaining|ones|dates)\b(?: sessions)?", _both),
        (r"\b(?:the|all) (?:remaining|rest of the) (?:sessions|weeks|meetings|ones)\b", _remaining),
    )
)
