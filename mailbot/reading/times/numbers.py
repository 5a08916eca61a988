"""Which numbers and days are no times: those that count or date something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.reading.times.scan import Token

_MONTHS = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|"
    r"ober|ember)?$"
)
_TO = frozenset({"to", "-", "–", "until", "till", "and", "or"})
_BOUNDS = frozenset({"after", "from", "before", "till", "until", "past"})
_COUNTED = re.compile(
    r"(?:weeks?|sessions?|hours?|hrs|minutes?|mins?|of|years?|yrs?|days?|km|people|students?|st|nd|"
    r"rd|th|months?|things?|questions?|times|more|kids|children|sundays?|others?|per|x|%|who|"
    r"friends?|patients?|groups?|leaders?|evenings|nights|fold|am i|shifts)$"
)
_NUMBERED = re.compile(
    r"(?:options?|choices?|preferences?|prefs?|priorit(?:y|ies)|pick|plan|rank|years|weeks|aged|age|ages|year|yr|week|session|group|level|ward|bed|room|md|mbbs|mbchb|part|phase|stage|number|no|"
    r"unit|pgy|cohort|block|page|chapter|term|sem|semester|case|the|that|this|which|next|other|alm|"
    r"bmed|in)$"
)
_ONE_AFTER_ANOTHER = frozenset({"-", "–", "—", "to", "and", "or", "&", ","})
_AM = frozenset({"i'm", "im", "am", "he's", "she's", "they're", "turning", "turned"})
"""Words before an age; hours would have another time behind them."""

_YEAR = re.compile(r"20(?:1[1-46-9]|2[1-46-9])$")
_IDENTIFIED = re.compile(r"(?:number|no|id|code|postcode|zip|zid|pin|phone|mobile|ph|tel)$")
_TIMED = frozenset(
    {"AFTER", "BEFORE", "BETWEEN", "RANGE", "ENDING", "ONWARDS", "LATEST", "CLOCK", "PART"}
)
_DAILY = frozenset({"DAY", "DAYS", "GROUP"})
_BORN = frozenset({"born", "married"})
_OF_DAY = frozenset({"night", "evening", "morning", "afternoon", "day"})
_REACH = 12
"""Nobody puts more commas and little words between a time and what belongs to it."""

_ONE_OFF = re.compile(r"(?:this|next|last|coming|tomorrow|tonight|yesterday|past)$")
_SITTERS = frozenset({"i", "we", "he", "she", "they", "who", "just", "have", "had"})
_SEATS = frozenset({"there", "down", "with", "by", "beside", "next", "through", "in", "at", "sri"})
"""What shows `sat` to be from sitting."""

_MARKED = re.compile(r"[ap]\.?\s?m|:|\d\s*[aph]\b")
"""What a time has that a bare number lacks."""


def is_no_time(found: Sequence[Token], place: int) -> bool:
    """Return True for a clock that counts or dates something, and for a day of one date only."""
    before, after = text_at(found, place - 1), text_at(found, place + 1)
    if after == "starts" or (after in _TO and _MONTHS.match(text_at(found, place + 3))):
        return True
    if found[place].text in {"sat", "sun"} and _shines_or_sits(found[place].text, before, after):
        return True
    text = found[place].text
    if found[place].kind in _DAILY:
        born = {text_at(found, place - step) for step in (1, 2, 3)} & _BORN
        return bool(born) or _is_dated(before, after, text_at(found, place + 2))
    if _MONTHS.match(before) or _MONTHS.match(after):
        return True
    of_day = after == "of" and text.isdigit() and text_at(found, place + 3) in _OF_DAY
    if not _MARKED.search(text) and _COUNTED.match(after) and not of_day:
        return True
    if place == 0 and text.isdigit() and len(found) > 1 and found[1].kind == "DAYS":
        return True
    if text.isdigit() and _is_bare_count(found, place):
        return True
    if text.isalpha():
        return not _stands_as_clock(found, place)
    if before == "the" and text_at(found, place - 2) in _BOUNDS:
        return False
    return _is_numbered(found, place)


def _is_numbered(found: Sequence[Token], place: int) -> bool:
    """Return True for the numbers of 'option 1', 'weeks 1-4' and 'kids aged 6 to 9'."""
    if text_at(found, place - 1) == "between" or follows_between(found, place - 1):
        place -= 1 if text_at(found, place - 1) == "between" else 3
    for _ in range(_REACH):
        if text_at(found, place - 1) in _ONE_AFTER_ANOTHER and text_at(found, place - 2).isdigit():
            place -= 2
    return bool(_NUMBERED.match(text_at(found, place - 1)))


def _is_bare_count(found: Sequence[Token], place: int) -> bool:
    """Return True for digits alone that no word about times stands beside: 'I'm 22', 'in 2025'."""
    text, before = found[place].text, text_at(found, place - 1)
    kinds = {neighbour(found, place, -1), neighbour(found, place, 1)}
    if before in _AM and "RANGE" not in kinds:
        return True
    if _YEAR.match(text) and "RANGE" not in kinds and not kinds & {"BETWEEN", "CLOCK"}:
        return True
    named = before in {":", "is", "#"} and _IDENTIFIED.match(text_at(found, place - 2))
    stands_alone = not kinds & (_TIMED | _DAILY) and before not in {"at", "@"}
    return bool(named or _IDENTIFIED.match(before) or stands_alone)


def _shines_or_sits(text: str, before: str, after: str) -> bool:
    if text == "sun":
        return before == "the"
    return before in _SITTERS or after in _SEATS


def _is_dated(before: str, after: str, second: str) -> bool:
    dated = re.match(r"\d+(?:st|nd|rd|th)", after) or (
        re.match(r"\d", after) and _MONTHS.match(second)
    )
    return bool(dated or _ONE_OFF.match(before))


def _stands_as_clock(found: Sequence[Token], place: int) -> bool:
    """Return True where a spelled number has a word for times beside it, so is one."""
    if found[place].text in {"noon", "midday", "midnight"}:
        return True
    if text_at(found, place - 1) == "and" and follows_between(found, place - 1):
        return True
    before, after = neighbour(found, place, -1), neighbour(found, place, 1)
    return before in {"ENDING", "AFTER", "BEFORE", "BETWEEN", "RANGE"} or after in {
        "BEFORE",
        "ONWARDS",
        "RANGE",
    }


def text_at(found: Sequence[Token], place: int) -> str:
    """Return the text of the token at `place`; nothing beyond the ends."""
    return found[place].text if 0 <= place < len(found) else ""


def neighbour(found: Sequence[Token], place: int, step: int) -> str:
    """Return the kind of the next token that says something, `step` being -1 or 1."""
    end = max(place + _REACH * step, -1) if step < 0 else min(place + _REACH, len(found))
    for near in range(place + step, end, step):
        if found[near].kind not in {"FILLER", "SEP", "SAME"}:
            return found[near].kind
    return ""


def follows_between(found: Sequence[Token], place: int) -> bool:
    """Return True for the `and` of 'between 9 and 12', and of a second pair 'or 2 and 5'."""
    before = (token for token in reversed(found[:place]) if token.kind != "FILLER")
    first, second = next(before, None), next(before, None)
    if first is None or second is None or first.kind not in {"CLOCK", "DAY", "DAYS"}:
        return False
    again = second.kind == "SEP" and any(token.kind == "BETWEEN" for token in found[:place])
    return second.kind == "BETWEEN" or again
