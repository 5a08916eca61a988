"""In which months of the year groups are held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mailbot.groups.sessions import WEEK


@dataclass(frozen=True, slots=True)
class Season:
    """The months in which groups meet, both counted in; it may go over the new year.

    Attributes:
        first: The month in which it begins, 1 to 12.
        last: The month at whose end it is over.
    """

    first: int
    last: int

    def holds(self, first: date, weeks: int) -> bool:
        """Tell whether all weekly sessions from the day `first` on are within it."""
        return all(self._has((first + week * WEEK).month) for week in range(weeks))

    def opens(self, day: date, weeks: int) -> date:
        """Return `day` where a series may begin then, else the first day of the next season."""
        if self.holds(day, weeks):
            return day
        return date(day.year + (day.month >= self.first), self.first, 1)

    def _has(self, month: int) -> bool:
        if self.first <= self.last:
            return self.first <= month <= self.last
        return month >= self.first or month <= self.last
