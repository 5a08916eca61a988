"""What is written to the coordinator about her being away, and to her deputy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mailbot.letters.clean import one_line

if TYPE_CHECKING:
    from datetime import date


class AwayMail(StrEnum):
    """Which mail it is; the last two of a mail of hers that changed nothing."""

    NOTED = "noted"
    BACK = "back"
    STANDS_IN = "stands_in"
    STOOD_IN = "stood_in"
    UNPROVED = "unproved"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class AwayNews:
    """What such a mail tells.

    Attributes:
        what: Which mail it is.
        first: The first day; None where the mail names none. Where she is back, the mail names
            only days that were still ahead.
        last: The last day, included.
        deputy: The deputy's address; empty where there is none.
        before: The days that were noted before and give way, from the first to the last.
    """

    what: AwayMail
    first: date | None = None
    last: date | None = None
    deputy: str = ""
    before: tuple[tuple[date, date], ...] = ()


def away_context(news: AwayNews) -> dict[str, Any]:
    """Return what the templates of `staff/away` may speak of."""
    return {
        "what": news.what.value,
        "days": away_days(news.first, news.last) if news.first and news.last else "",
        "several": news.first != news.last,
        "before": [away_days(*each) for each in news.before],
        "deputy": one_line(news.deputy),
    }


def away_days(first: date, last: date) -> str:
    """Return days in words, such as `from Sunday 3 May to Sunday 10 May 2026`."""
    if first == last:
        return f"on {_day(last)} {last.year}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"from {_day(first)}{year} to {_day(last)} {last.year}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
