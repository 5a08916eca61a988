"""Words about times as tokens, and all other words as `WORD`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.reading.times.clocks import Clock, read_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = (0, 1, 2, 3, 4)
ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
MORNING, AFTERNOON, EVENING, WHOLE = (480, 720), (720, 1020), (1080, 1260), (0, 1440)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of the language.

    Attributes:
        kind: `DAY`, `DAYS`, `GROUP`, `PART`, `CLOCK`, `RANGE`, `AFTER`, `BEFORE`, `ONWARDS`,
            `BETWEEN`, `EXCEPT`, `SEP`, `FILLER`, `STOP` or `WORD`.
        text: As written, lower case.
        days: Of a day or group of days, counted from Monday as 0.
        span: Of a part of a day, minutes after midnight.
        clock: Of a time of day.
        others: True for the days that are not named elsewhere.
    """

    kind: str
    text: str
    days: tuple[int, ...] = ()
    span: tuple[int, int] = WHOLE
    clock: Clock | None = None
    others: bool = False


_DAY = (
    r"mondays?|mon|mo|tuesdays?|tuesdys?|tues?|tu|wednesdays?|wensdays?|wednesdys?|weds?|we(?=\s+(?:\d|-|no\b))|"
    r"thursdays?|thursdys?|thurs?|thur|thu|th(?=\s+\d)|fridays?|fri|fr(?=\s+(?:\d|-))|"
    r"saturdays?|sats?|sa(?=\s+(?:\d|-))|sundays?|sun|su(?=\s+(?:\d|-))"
)
_SCAN = re.compile(
    rf"""
    (?P<group>week-?nights?|week-?days?\b|wk-?days?|week-?ends?|wk-?ends?|week\s+nights?|week\s+days?
        |everything\s+else
        |(?:the\s+)?other\s+(?:days?|nights|evenings|weekday\s+nights|weeknights|weekdays)
        |(?:any|every|each|most)\s+(?:single\s+)?(?:days?|nights?|nites?|evenings?)(?:\s+of\s+the\s+week)?
        |all\s+(?:days|nights|evenings)
        |(?:any|all)\s+(?:the\s+)?(?:mornings?|afternoons?|arvos?)|seven\s+days|all\s+week|daily)\b
    |(?P<day>{_DAY})\b(?:'s\b)?\.?
    |(?P<whole>all\s+day(?:\s+long)?|the\s+whole\s+(?:day|of\s+it)|whole\s+day|(?:at\s+)?any\s*time(?:\s+at\s+all)?
        |any\s+hour|from\s+dawn\s+to\s+dusk|all\s+of\s+it|whenever)\b
    |(?P<part>mornings?|afternoons?|arvos?|evenings?|evnings?|evngs?|eves?\b|nights?|nites?|noons?(?=\s+hours)
        |lunch-?times?|lunch\s+hours?)\b
    |(?P<clock>(?:half|quarter)\s+(?:past|to)\s+(?:\d{{1,2}}|[a-z]+)(?:\s*[ap]\.?m\b\.?)?
        |half[\s-]+(?:\d{{1,2}}|[a-z]+)\b
        |noon|midday|midnight|mid-?day
        |\d{{1,2}}(?:[.:]\d{{2}})?\s?[ap](?=[^\w.]|$)
        |\d{{1,2}}\s*[.:h]\s*\d{{2}}\s*(?:[ap]\.?\s?m\b\.?|hrs\b|h\b|o'?clock)?
        |\d{{3,4}}\s*(?:[ap]\.?m\b\.?|hrs|hours|h|ish)?\b
        |\d{{1,2}}(?:\s*[ap]\.?\s?m\b\.?|\s*h\b|\s*hrs\b|\s*o'?clock)?(?:ish)?(?!\w|[.,]\d|\s*%)
        |(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:[\s-]thirty)?
        (?:\s*[ap]\.?m\b\.?|\s+o'?clock)?(?:ish)?\b)
    |(?P<except>except(?:ing)?(?:\s+for)?|bar(?:ring)?|apart\s+from|other\s+than|excluding|but\s+not
        |just\s+not|save|minus|less(?=\s+(?:{_DAY}))|aside\s+from|with\s+the\s+exception\s+of
        |but(?=\s+(?:{_DAY})))\b
    |(?P<between>between)\b
    |(?P<after>after|from|past|since|no\s+earlier\s+than|not\s+earlier\s+than|only\s+from
        |starting(?:\s+from)?|post)\b
    |(?P<before>before|b4|until|till?|'til|up\s+to|by|no\s+later\s+than)\b
    |(?P<onwards>onwards?|or\s+later|and\s+later|or\s+after|\+(?=\s*(?:[.,;)]|$))|and\s+after|upwards?
        |on(?=\s*(?:[.,;:!)]|$|-\s|\s(?:work|suit|are|is\b))))
    |(?P<range>to|through|thru|[-–—]+(?=\s*\w))
    |(?P<sep>and|or|&|/|,|\+|plus|also|as\s+well\s+as|then|n)(?!\w)
    |(?P<filler>on|at|in|the|of|a|an|any|every|each|all|about|around|say|like|roughly|either|both|my|most
        |hours|time|times|approx\.?|usually|generally|only|just|even|local|o'clock|regular)\b|(?P<mark>[:|]|(?<=\s)=(?=\s))
    |(?P<stop>[.?!;]+(?=\s|$)|\n|\(|\))
    |(?P<word>[^\W_]+(?:['’][^\W_]+)*|👍|👎|[x✗✘✓✔❌✅-]+)
    """,
    re.VERBOSE,
)
_LETTER_DAYS = {"M": 0, "T": 1, "Tu": 1, "W": 2, "Th": 3, "F": 4, "Sa": 5, "Su": 6}
_LETTER = r"(?:M|Tu|Th|T|W|F|Sa|Su)"
_LETTERS = re.compile(
    rf"(?<![\w/])(?!M/F\b|F/M\b){_LETTER}(?:(?:\s*[/,&+]\s*|\s+(?:and\s+)?){_LETTER})+(?![\w'’/.])"
)
_COLUMNS = re.compile(r"(?<=\d)(?:\s{2,}|\t)(?=\d{1,2}(?:[.:]?\d{2}|\s?[ap]m)\b)")
"""The gap between two times in a table."""

_SHIFTS = frozenset({"on", "start", "starting", "of", "off", "after", "all"})
"""'I am on nights' tells of shifts."""

_PARTS = {"mo": MORNING, "af": AFTERNOON, "ar": AFTERNOON, "lu": (720, 840)}


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text`, in order."""
    spelled = _COLUMNS.sub("-", _LETTERS.sub(_spelled, text))
    found = [_token(match) for match in _SCAN.finditer(spelled.lower())]
    return [_in_place(found, place) for place in range(len(found))]


def _spelled(letters: re.Match[str]) -> str:
    """Return 'M/W/F' or 'Tu Th' as days."""
    return ", ".join(DAY_NAMES[_LETTER_DAYS[each]] for each in re.findall(_LETTER, letters.group()))


def _token(match: re.Match[str]) -> Token:
    kind, text = str(match.lastgroup), match.group()
    if kind == "mark":
        return Token("FILLER", text)
    if kind == "day":
        return _day(text)
    if kind == "group":
        return _group(text)
    if kind == "part":
        return Token("PART", text, span=_PARTS.get(text[:2], EVENING))
    if kind == "whole":
        return Token("PART", text, span=WHOLE)
    if kind == "clock":
        clock = read_clock(text)
        return Token("CLOCK", text, clock=clock) if clock else Token("WORD", text)
    return Token(kind.upper(), text)


def _day(text: str) -> Token:
    name = text.rstrip(".").removesuffix("'s")
    start = "wed" if name.startswith("wen") else name[:3]
    number = next(n for n, day in enumerate(DAY_NAMES) if day.startswith(start))
    return Token("DAYS" if name.endswith("days") else "DAY", text, days=(number,))


def _group(text: str) -> Token:
    span = WHOLE
    for word in re.findall(r"[a-z]+", text):
        if word.startswith(("night", "nite", "evening", "weeknight")):
            span = EVENING
        elif word.startswith(("morning", "afternoon", "arvo")):
            span = _PARTS[word[:2]]
    if "end" in text:
        return Token("GROUP", text, days=(5, 6))
    week = "week" in text.split("of", maxsplit=1)[0] or text.startswith("wk")
    if "other" in text or "else" in text:
        return Token("GROUP", text, days=WEEKDAYS if week else ALL_DAYS, span=span, others=True)
    return Token("GROUP", text, days=WEEKDAYS if week else ALL_DAYS, span=span)


def _in_place(found: list[Token], place: int) -> Token:
    """Return a token as its neighbours make it: `until` after a time is a range, and so on."""
    token = found[place]
    if token.kind in {"CLOCK", "DAY", "DAYS"} and _is_no_time(found, place):
        return replace(token, kind="WORD", days=())
    before = _neighbour(found, place, -1)
    after = _neighbour(found, place, 1)
    timed = {"CLOCK"}
    daily = {"DAY", "DAYS"}
    if token.text == "nights" and place and found[place - 1].text in _SHIFTS:
        return replace(token, kind="WORD")
    if token.text in {"am", "pm"} and place and found[place - 1].days:
        return Token("PART", token.text, span=MORNING if token.text == "am" else (720, 1440))
    if token.kind == "BEFORE" and before in timed and after in timed:
        return replace(token, kind="RANGE")
    if token.kind == "BEFORE" and before in daily and after in daily:
        return replace(token, kind="RANGE")
    if token.kind == "RANGE" and not (
        (before in timed and after in timed) or (before in daily and after in daily)
    ):
        return replace(token, kind="WORD" if token.text.isalpha() else "FILLER")
    if token.kind == "BETWEEN" and after not in timed:
        return replace(token, kind="FILLER")
    if token.kind in {"AFTER", "BEFORE"} and after in daily | {"GROUP", "PART"}:
        return replace(token, kind="FILLER" if token.text == "from" else "WORD")
    if token.kind == "SEP" and token.text == "and" and _follows_between(found, place):
        return replace(token, kind="RANGE")
    return token


_MONTHS = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|"
    r"ober|ember)?$"
)
_COUNTED = re.compile(
    r"(?:weeks?|sessions?|hours?|hrs|minutes?|mins?|of|years?|yrs?|days?|km|people|students?|st|nd|rd|"
    r"th|months?|things?|questions?|times|more|kids|children|sundays?|others?|per|x|%|who|"
    r"friends?|patients?|groups?|leaders?|evenings|nights|fold|am i|shifts)$"
)
_NUMBERED = re.compile(
    r"(?:year|yr|week|session|group|level|ward|bed|room|md|mbbs|mbchb|part|phase|stage|number|no|unit|"
    r"pgy|cohort|block|page|chapter|term|sem|semester|case|the|that|this|which|next|other|alm|bmed|in)$"
)
_ONE_OFF = re.compile(r"(?:this|next|last|coming|tomorrow|tonight|yesterday|past)$")


def _is_no_time(found: list[Token], place: int) -> bool:
    """Return True for a number that counts or dates something, and a day of one date only."""
    before = found[place - 1].text if place else ""
    after = found[place + 1].text if place + 1 < len(found) else ""
    if found[place].kind in {"DAY", "DAYS"}:
        second = found[place + 2].text if place + 2 < len(found) else ""
        dated = bool(re.match(r"\d", after)) and bool(_MONTHS.match(second))
        return dated or bool(_ONE_OFF.match(before)) or bool(re.match(r"\d+(?:st|nd|rd|th)", after))
    if _MONTHS.match(before) or _MONTHS.match(after) or _COUNTED.match(after):
        return True
    if found[place].text[0].isalpha() and found[place].text.isalpha():
        return not _stands_as_clock(found, place)
    return bool(_NUMBERED.match(before))


def _stands_as_clock(found: list[Token], place: int) -> bool:
    """Return True where a spelled number has a word for times beside it, so is one."""
    if found[place].text in {"noon", "midday", "midnight"}:
        return True
    if place and found[place - 1].text == "and" and _follows_between(found, place - 1):
        return True
    before, after = _neighbour(found, place, -1), _neighbour(found, place, 1)
    return before in {"AFTER", "BEFORE", "BETWEEN", "RANGE"} or after in {"ONWARDS", "RANGE"}


def _neighbour(found: list[Token], place: int, step: int) -> str:
    place += step
    while 0 <= place < len(found) and found[place].kind in {"FILLER", "SEP"}:
        place += step
    return found[place].kind if 0 <= place < len(found) else ""


def _follows_between(found: list[Token], place: int) -> bool:
    before: Iterator[Token] = (t for t in reversed(found[:place]) if t.kind != "FILLER")
    first, second = next(before, None), next(before, None)
    return (
        first is not None
        and second is not None
        and second.kind == "BETWEEN"
        and first.kind in {"CLOCK", "DAY", "DAYS"}
    )
