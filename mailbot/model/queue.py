"""Places in the queue, and availability at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where somebody stands in the queue; places compare as their holders stand.

    Attributes:
        time: Since when they wait, or, once moved, since when the one waits beside whom they are.
        beside: The id of that one; their own where they were never moved.
        offset: How far before (negative) or behind that one; 0 where they were never moved.
    """

    time: datetime
    beside: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody with a place.

    Attributes:
        id: Of the applicant.
        place: Where they stand.
        queued: They stand in the queue now; False where an offer is open to them, say.
    """

    id: int
    place: Place
    queued: bool = True


class DayPart(StrEnum):
    """A part of the day, in the order of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Freedom(StrEnum):
    """Whether a session could begin in a part of a day."""

    FREE = "free"
    PARTLY = "partly"
    TAKEN = "taken"
    UNKNOWN = "unknown"


Glance = dict[DayPart, tuple[Freedom, ...]]
"""For each part of the day, Monday to Sunday, in the student's own local time."""
