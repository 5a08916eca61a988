"""Times of day as people write them, and which half of the day a bare number means."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBERS = {
    name: number
    for number, name in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"), 1
    )
} | {"twelve": 12}
HALF_DAY = 720
_PAST = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}
_LATE, _TOO_LATE = 21 * 60, 22 * 60
"""Nobody offers to begin at ten at night; '10-11' is in the morning, and so is '9-11'."""

_EVENING = 18 * 60
"""A stretch from then on to a time in the morning is a night shift, over midnight."""

_SPELLED = re.compile(rf"^({'|'.join(NUMBERS)}|\d{{1,2}})(?:[\s-](thirty))?(?:\b|(?=-?ish))")
_FORM = re.compile(
    r"(?P<hours>\d{1,2}?)\s*[.:h]?\s*(?P<minutes>\d{2})?\s*(?P<half>[ap])?\.?\s?(?:m\b\.?)?"
    r"(?P<exact>\s*h(?:rs|ours)?)?(?:\s*o'?clock)?(?:\s*-?ish)?"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    Attributes:
        minutes: After midnight; for a bare number as in 'after 6', as if in the morning.
        sure: False where it may as well be twelve hours later.
    """

    minutes: int
    sure: bool

    def at(self, *, late: bool) -> int:
        """Return the minutes after midnight, an unsure one in the half of the day asked for."""
        if self.sure or not late or self.minutes >= HALF_DAY:
            return self.minutes
        return self.minutes + HALF_DAY


def read_clock(text: str) -> Clock | None:
    """Return the time that `text` names, or None where it names none (`45`, `1990`)."""
    text = text.strip()
    if re.fullmatch(r"(?:24|12)\s*(?:h|hrs|hours?)", text):
        return None
    if text.endswith(("noon", "midday", "mid-day")) or text.startswith("lunch"):
        return Clock(HALF_DAY, sure=True)
    if text.endswith("midnight"):
        return Clock(2 * HALF_DAY, sure=True)
    spoken = re.match(r"(half|quarter|five|ten|twenty)[\s-]+(?:(past|to)\s+)?(\w+)\s*([ap])?", text)
    if spoken and spoken.group(3) != "thirty":
        return _spoken(*spoken.groups())
    text = _SPELLED.sub(_digits, text)
    if re.fullmatch(r"\d{1,2}\s*h", text):
        text = text.rstrip("h ") + ":00 hrs"
    form = _FORM.fullmatch(text)
    return _numeric(form) if form else None


def _digits(match: re.Match[str]) -> str:
    number = NUMBERS.get(match.group(1), match.group(1))
    return f"{number}.30" if match.group(2) else str(number)


def _spoken(word: str, side: str | None, hour: str, half: str | None) -> Clock | None:
    number = NUMBERS.get(hour) or (int(hour) if hour.isdigit() else 0)
    if not 1 <= number <= 12:
        return None
    minutes = (number % 12) * 60 + _PAST[word] * (-1 if side == "to" else 1)
    return _halved(minutes % HALF_DAY, half)


def _numeric(form: re.Match[str]) -> Clock | None:
    hours, minutes = int(form["hours"]), int(form["minutes"] or 0)
    if hours > 24 or minutes > 59 or (hours == 0 and not form["minutes"]):
        return None
    if hours > 12 or hours == 0 or form["exact"] or form["hours"].startswith("0"):
        return Clock(hours * 60 + minutes, sure=True)
    if form["minutes"] and len(form.group().strip()) == 4 and form.group().strip()[0] == "1":
        return Clock(hours * 60 + minutes, sure=form.group().strip().isdigit())
    return _halved((hours % 12) * 60 + minutes, form["half"])


def _halved(minutes: int, half: str | None) -> Clock:
    if half:
        return Clock(minutes + (HALF_DAY if half == "p" else 0), sure=True)
    if minutes < 60:
        return Clock(minutes + HALF_DAY, sure=True)
    return Clock(minutes, sure=False)


def span_between(first: Clock, last: Clock, *, early: bool) -> tuple[int, int] | None:
    """Return the stretch from `first` to `last`, bare numbers set where they make sense.

    `early` says that a morning is spoken of. Evenings are likeliest otherwise: '6-9' is 18:00 to
    21:00, but '9-5' must begin in the morning.
    """
    if first.sure or last.sure:
        return _half_sure(first, last)
    start, end = first.at(late=not early), last.at(late=not early)
    if start < end and start < _TOO_LATE and not (start >= _LATE and end >= _TOO_LATE + 60):
        return start, end
    return _shortest([first.at(late=False)], [last.at(late=False), last.at(late=True)])


def _half_sure(first: Clock, last: Clock) -> tuple[int, int] | None:
    starts = [first.minutes] if first.sure else [first.at(late=True), first.at(late=False)]
    if first.sure and first.minutes == 2 * HALF_DAY:
        starts = [0]
    if not first.sure and starts[0] >= _TOO_LATE:
        starts = starts[1:]
    ends = [last.minutes] if last.sure else [last.at(late=False), last.at(late=True)]
    if last.sure and last.minutes == 0:
        ends = [2 * HALF_DAY]
    return _shortest(starts, ends)


def _shortest(starts: list[int], ends: list[int]) -> tuple[int, int] | None:
    spans = [(start, end) for start in starts for end in ends if start < end]
    if not spans and starts[0] >= _EVENING and ends[0] <= HALF_DAY:
        return starts[0], ends[0] + 2 * HALF_DAY
    return min(spans, key=lambda span: span[1] - span[0]) if spans else None
