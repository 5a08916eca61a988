"""When the sessions of a slot are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.groups.sessions import WEEK, on_the_wall
from mailbot.groups.weekly import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from mailbot.model.groups import Rules, Slot


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot with the day of its first session.

    Attributes:
        slot: The slot.
        first: The day, in the slot's zone.
        starts: The instants at which its sessions begin, in UTC.
    """

    slot: Slot
    first: date
    starts: tuple[datetime, ...]


def first_date(slot: Slot, not_before: date) -> date:
    """Return the first of the slot's weekdays that its `earliest` and `not_before` both allow."""
    day = max(slot.earliest, not_before)
    return day + timedelta(days=(DAYS.index(slot.day) - day.weekday()) % 7)


def opening(slot: Slot, rules: Rules) -> Opening:
    """Return when a group in `slot` would begin and meet, if it began as soon as it may."""
    first = first_date(slot, rules.not_before)
    return Opening(slot, first, session_starts(slot, first, rules.weeks))


def session_starts(slot: Slot, first: date, weeks: int) -> tuple[datetime, ...]:
    """Return the instants, in UTC, at which weekly sessions from the day `first` on begin.

    The wall-clock time stays the same across daylight saving, as `sessions.on_the_wall` has it.
    """
    days = (first + week * WEEK for week in range(weeks))
    return tuple(on_the_wall(day, slot.start, slot.timezone)[0] for day in days)


def in_order(openings: Iterable[Opening]) -> list[Opening]:
    """Return those that begin first before the others."""
    return sorted(openings, key=lambda each: (each.starts, each.slot.id))


def clash(one: Opening, other: Opening, minutes: int) -> bool:
    """Tell whether a leader of both would have to be in two sessions of `minutes` at once."""
    leaders = {leader.email.lower() for leader in one.slot.leaders}
    if leaders.isdisjoint(leader.email.lower() for leader in other.slot.leaders):
        return False
    length = timedelta(minutes=minutes)
    return any(abs(a - b) < length for a in one.starts for b in other.starts)
