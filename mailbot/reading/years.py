"""The year of study that a mail states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.reading.cues import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "forth": 4,
    "fifth": 5,
    "sixth": 6,
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_ORDINAL = r"(?P<ordinal>first|second|third|fou?rth|fifth|sixth)"
_DEGREE = r"(?:md|bmed|mbbs|mbchb|mb\s?chb|bmbs|bm\s?bs|ms3?|alm|elm|jmp|mbbch|phase|mchd|bmed/md)"
_SCHOOL = r"(?:jcu|uq|utas|anu|unsw|monash|otago|uwa|curtin|bond|griffith|deakin|flinders)"
_NOT_TRAINING = r"(?!\s+(?:of\s+(?:training|my\s+phd|practice)|registrar|resident|in\s+practice))"
_NOT_A_YEAR = r"(?!\s+(?:year|yr|week|group|session|place|half|one))"
_NOT_A_YEAR_YET = (
    r"(?!\s+(?:week|group|session|place|half|one|of\s+(?:my|the)\s+(?:\w+\s+)?years\s+in))"
)
_NOW_IN = (
    r"\b(?:i['’]?m|i\s+am|am|now|i['’]ll\s+be)\s+"
    r"(?:(?:now|currently|back|just|only)\s+){0,2}in(?:to)?\s+(?:the\s+|my\s+)?"
)
_FORMS = (
    rf"{_NOW_IN}{_ORDINAL}\b{_NOT_A_YEAR_YET}",
    rf"{_ORDINAL}[\s-]+(?:and\s+final\s+)?(?:years|year|yrs|yr)\b{_NOT_TRAINING}",
    r"\b(?P<digit>[1-6])\s?(?:st|nd|rd|th)[\s-]*(?:years?|yrs?)\b",
    r"\b(?:year|yr|yr\.|y)\s?[:=–-]?\s?(?P<digit>[1-6])[a-ds]?\b",
    r"\b(?P<digit>[1-6])\.\s+year\b",
    rf"{_ORDINAL}\s+grade\b",
    rf"\bTI\s+(?:year\s+)?\({_ORDINAL}\)",
    r"\b(?:year|yr)\s+(?P<number>one|two|three|four|five|six)\b",
    rf"\b{_DEGREE}[\s-]*(?:year\s+|yr\s+)?(?P<digit>[1-6])\b",
    rf"\b(?:{_DEGREE}|medicine|med)\s+(?P<roman>iii|ii|iv|vi|v|i)\b",
    rf"\b{_SCHOOL}\s?(?P<digit>[1-6])\b",
    rf"\b{_ORDINAL}\s+(?:in|of)\s+(?:medicine|the\s+(?:md|mbbs))",
    rf"\bin\s+(?:the\s+|my\s+)?{_ORDINAL}\b{_NOT_A_YEAR}",
    r"\bmed\s?(?P<digit>[1-6])\b",
    r"\b(?P<roman>iii|ii|iv|vi|v|i)\s+(?:mbbs|mbchb|md)\b",
    r"\b(?P<digit>[1-6])\s?(?:st|nd|rd|th)\s+(?:med|medicine|mbbs|mbchb|md)\b",
    r"\((?P<digit>[1-6])\s?(?:st|nd|rd|th)\b",
    r"\b(?:final|last)\s+year\s+of\s+(?:the|a|my)\s+(?P<number>four|five|six)[\s-]year",
    r"\b(?P<digit>[1-6])\s?(?:st|nd|rd|th)\s+grade\b",
    r"(?<![\w-])(?P<digit>[1-6])\s+year\b(?!\s+(?:degree|course|program|md|mbbs|old))",
    r"\btau\s+(?P<digit>[1-6])\b",
    r"\bin\s+my\s+(?P<digit>[1-6])(?:st|nd|rd|th)\b",
    r"[,(]\s*(?P<digit>[1-6])\s?(?:st|nd|rd|th)\s*\)",
    rf",\s*{_ORDINAL}\s*\)",
    rf"\b{_SCHOOL}[,\s]+(?P<digit>[1-6])[a-d]\b",
    rf"\b{_ORDINAL}\s+of\s+(?:the\s+|my\s+)?(?:two|three|four|five|six|seven)(?:\s+years)?\b",
    rf"\b(?:currently|now|am)\s+(?:in\s+|on\s+)?the\s+{_ORDINAL}\b{_NOT_A_YEAR}",
    r"\b(?:class|course|grade)\s+(?P<digit>[1-6])\b(?!\s*(?:am|pm|[-–:.]\s*\d))",
    r"\b(?P<digit>[1-6])\s?(?:st|nd|rd|th)\s+course\b",
    rf"\b(?:final|last)\s+year,?\s+which\s+is\s+(?:the\s+|my\s+)?{_ORDINAL}\b",
)
_HINT = re.compile(
    r"[1-6]|first|second|third|fourth|forth|fifth|sixth|year|yr|\bmed|\bM[DBS]", re.IGNORECASE
)
"""What every form has in it, so that other lines are passed over quickly."""

_PATTERNS = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)
_NOT_THE_WRITERS = re.compile(
    any_of("studies", "not_the_writers", "not_now") + r"\s+(?:[^\s,;.]+\s+){0,3}$", re.IGNORECASE
)
_THEN = re.compile(
    r"(?:^|[,;.:]\s+|\b(?:was|were|had|told|taught|since|back|saw|\w+ed)\s+(?:\S+\s+){0,2})in\s+my\s+$",
    re.IGNORECASE,
)
"""'In my second year I was told' is past, 'I am in my second year' is not."""

_IS_NOW = re.compile(r"^(?:kia\s+ora\W+)?(?:i\s+am|i['’]m|we\s+are|studying)\s", re.IGNORECASE)
_US = re.compile(
    r"\b(?:we|us|i|me)\s+are\s+(?:both\s+|all\s+|two\s+)?(?:in\s+)?(?:the\s+|our\s+)?$|\bare\s+both\b",
    re.IGNORECASE,
)
"""'We are both in the fifth year' tells of the writer, 'are first years welcome' does not."""

_PAST = re.compile(
    r"\b(?:finished|completed|passed|did|failed|survived|repeated)\s+(?:\S+\s+){0,2}$",
    re.IGNORECASE,
)
"""A year that is over: another that the mail names is the one they are in."""


_BEHIND = re.compile(rf"^\s*{any_of('studies', 'not_a_statement')}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of study, 1 to 6, and the words that stated it."""

    number: int
    words: str


def stated_year(told: Sequence[str], closing: Sequence[str]) -> Year | None:
    """Return the writer's year of study; what the signature says comes first."""
    over = None
    for lines in (closing, told):
        for year, is_over in _years(lines):
            if not is_over:
                return year
            over = over or year
    return over


def _years(lines: Sequence[str]) -> Iterator[tuple[Year, bool]]:
    """Yield years of study, the likeliest forms first, and whether each is told as over."""
    likely = [line for line in lines if _HINT.search(line)]
    for pattern in _PATTERNS:
        for line in likely:
            for match in pattern.finditer(line):
                lead = line[: match.start()]
                if _is_the_writers(lead, line[match.end() :]):
                    yield Year(_number(match), line), bool(_PAST.search(lead))


def _is_the_writers(lead: str, rest: str) -> bool:
    if _BEHIND.match(rest):
        return False
    if _THEN.search(lead) and not _IS_NOW.match(lead) and not rest.lower().startswith(" now"):
        return False
    return bool(_US.search(lead)) or not _NOT_THE_WRITERS.search(lead)


def _number(match: re.Match[str]) -> int:
    words = {name: value.lower() for name, value in match.groupdict().items() if value}
    if "ordinal" in words:
        return _ORDINALS[words["ordinal"]]
    if "roman" in words:
        return _ROMAN[words["roman"]]
    return _NUMBERS[words["number"]] if "number" in words else int(words["digit"])
