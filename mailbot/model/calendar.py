"""What calendars are told of a group's sessions, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class Method(StrEnum):
    """What a calendar object asks of its reader (RFC 5546, section 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One VEVENT of an invitation.

    Attributes:
        start: Aware, on the wall of the calendar's zone, even where the clock skips that time.
        length: How long it lasts.
        weeks: How many weekly occurrences (RRULE); 1 for none but itself.
        without: Occurrences that are not held (EXDATE), as `start`.
        recurrence: Which occurrence of the series this one replaces (RECURRENCE-ID), as `start`.
    """

    start: datetime
    length: timedelta
    weeks: int = 1
    without: tuple[datetime, ...] = ()
    recurrence: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarObject:
    """An invitation, or what changes it, before it is written for one person.

    Attributes:
        method: Request or cancel.
        group_id: The group's number; its UID is made of it.
        sequence: The revision.
        timezone: The group's IANA zone.
        events: The series first, then sessions that were moved out of it; or one session alone.
    """

    method: Method
    group_id: int
    sequence: int
    timezone: str
    events: tuple[CalendarEvent, ...]


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a calendar entry says.

    Attributes:
        summary: Its title.
        description: Its text.
        location: Where: the Zoom link.
    """

    summary: str
    description: str = ""
    location: str = ""


class Answer(StrEnum):
    """What somebody's calendar answered."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """An answer by calendar (iTIP REPLY, RFC 5546, section 3.2.3, or COUNTER, 3.2.7).

    Attributes:
        uid: Of the event that is answered.
        attendee: Whose answer it is, as the calendar states it; hold it against the sender.
        answer: Accepted, declined, tentative, or another time proposed.
        recurrence: Which occurrence, as an instant in UTC; None for the whole series.
        sequence: The revision that was answered; 0 where not stated.
        onwards: It is for that occurrence and all that follow.
        comment: What the person wrote with it; read it like the text of a mail.
        unplaced: The occurrence as written, where it is none that can be understood.
    """

    uid: str
    attendee: str
    answer: Answer
    recurrence: datetime | None = None
    sequence: int = 0
    onwards: bool = False
    comment: str = ""
    unplaced: str = ""
