"""Links, dates, times and sums in a letter: what a reader acts upon, and what can be compared."""

from __future__ import annotations

import re

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + "|sept"
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{1,500}", re.IGNORECASE)
_DAY_MONTH = re.compile(
    rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>{_MONTH})\b", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b", re.IGNORECASE
)
_NUMBERS = re.compile(
    r"(?<![\d/])(?P<day>[0-3]?\d)/(?P<month>1[0-2]|0?[1-9])(?:/\d{2,4})?(?![\d/])"
)
_TIME = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b|"
    r"\b(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)\b",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"(?:\$|\b(?:AUD|NZD)\s?)\s?(?P<sum>(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d\d)?)", re.IGNORECASE
)
_NUMBER_OF = {month[:3]: number for number, month in enumerate(_MONTHS, start=1)}
_LONGEST = 20_000
_LONGEST_SHOWN = 80


def lacking(draft: str, answer: str) -> tuple[str, ...]:
    """Return the links, dates, times and sums of `answer` that `draft` does not have.

    Each as it is written there, once, in order; `7pm` and `19:00` are the same, and so are
    `3 March`, `Mar 3rd` and `3/3`. A year is passed over.
    """
    there = {meaning for _, meaning, _ in _facts(draft)}
    missing: dict[str, str] = {}
    for _, meaning, written in sorted(_facts(answer)):
        if meaning not in there:
            missing.setdefault(meaning, written[:_LONGEST_SHOWN])
    return tuple(missing.values())


def _facts(text: str) -> list[tuple[int, str, str]]:
    """Return where each fact stands, what it means, and how it is written."""
    looked_at = text[:_LONGEST]
    links = list(_LINK.finditer(looked_at))
    # What stands within a link is no date or time of its own.
    rest = _LINK.sub(lambda link: " " * len(link[0]), looked_at)
    return [
        *((one.start(), _link(one[0]), one[0].rstrip(".,;:!?")) for one in links),
        *(
            (one.start(), _date(one), one[0])
            for pattern in (_DAY_MONTH, _MONTH_DAY, _NUMBERS)
            for one in pattern.finditer(rest)
        ),
        *((one.start(), _time(one), one[0]) for one in _TIME.finditer(rest)),
        *(
            (one.start(), f"sum {one['sum'].replace(',', '')}", one[0])
            for one in _SUM.finditer(rest)
        ),
    ]


def _link(link: str) -> str:
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", link.lower())
    return f"link {bare.rstrip('.,;:!?/')}"


def _date(found: re.Match[str]) -> str:
    month = found["month"].lower()
    number = int(month) if month.isdigit() else _NUMBER_OF[month[:3]]
    return f"date {int(found['day'])}/{number}"


def _time(found: re.Match[str]) -> str:
    if found["half"] is None:
        return f"time {int(found['hour24'])}:{found['minute24']}"
    hour = int(found["hour"]) % 12 + (12 if found["half"].lower() == "p" else 0)
    return f"time {hour}:{found['minute'] or '00'}"
