"""Whether a student is free in every session of a slot, and if not, what is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailbot.groups.weekly import intervals_of, later_by_days, minutes_of, minutes_taken
from mailbot.model.groups import Ask, Question

if TYPE_CHECKING:
    from mailbot.groups.slots import Opening
    from mailbot.model.groups import Candidate

_ONE_HOUR = 60


@dataclass(frozen=True)
class Hours:
    """A candidate's week, in their own zone.

    Attributes:
        candidate: Whose.
        zone: None where the time zone is not known.
        known: They have said when they can meet.
        free: The minutes of the week in which they can.
        ruled_out: The minutes in which they cannot.
    """

    candidate: Candidate
    zone: ZoneInfo | None
    known: bool
    free: int
    ruled_out: int


def hours_of(candidate: Candidate) -> Hours:
    """Return the week of `candidate`."""
    ruled_out = minutes_of(candidate.unavailable)
    return Hours(
        candidate,
        _zone(candidate.timezone),
        bool(candidate.availability),
        minutes_of(candidate.availability) & ~ruled_out,
        ruled_out,
    )


@dataclass(frozen=True)
class Sessions:
    """The sessions of an opening, as they fall in the week of any zone."""

    opening: Opening
    minutes: int

    @cached_property
    def _taken(self) -> dict[str, int]:
        return {}

    def taken_in(self, zone: ZoneInfo) -> int:
        """Return the minutes of the week in `zone` that any of the sessions takes."""
        if zone.key not in self._taken:
            minutes = 0
            for start in self.opening.starts:
                minutes |= minutes_taken(start, self.minutes, zone)
            self._taken[zone.key] = minutes
        return self._taken[zone.key]

    def fit(self, hours: Hours) -> bool:
        """Tell whether someone is free in all sessions; if too little is known, they are not."""
        if hours.zone is None or not hours.known:
            return False
        return not self.taken_in(hours.zone) & ~hours.free

    def question(self, hours: Hours) -> Question | None:
        """Return what to ask someone who does not fit; None where they fit or have ruled it out."""
        if hours.zone is None:
            return _question(hours, Ask.UNKNOWN, 0)
        taken = self.taken_in(hours.zone)
        lacking = taken & ~hours.free
        if not lacking or taken & hours.ruled_out:
            return None
        if not hours.known:
            return _question(hours, Ask.UNKNOWN, lacking)
        if lacking.bit_count() <= _ONE_HOUR:
            return _question(hours, Ask.HOUR, lacking)
        if any(not later_by_days(taken, days) & ~hours.free for days in range(1, 7)):
            return _question(hours, Ask.DAY, lacking)
        return None


def fits(candidate: Candidate, opening: Opening, minutes: int) -> bool:
    """Tell whether `candidate` is free in every session of `opening`, each of `minutes`.

    Availability is kept in the student's own wall-clock time, week by week; what they have ruled
    out is out. Who has not said when they can meet, or whose zone is not known, fits nowhere.
    """
    return Sessions(opening, minutes).fit(hours_of(candidate))


def _question(hours: Hours, why: Ask, lacking: int) -> Question:
    candidate = hours.candidate
    return Question(candidate.applicant_id, candidate.name, why, intervals_of(lacking))


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
