"""A group's sessions, who comes to them, and the mail that they bring about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

    from mailbot.model.reading import Day


@dataclass(frozen=True, slots=True)
class Series:
    """When a group meets, before anything is moved.

    Attributes:
        group_id: The group's number on record.
        day: The weekday of the first date.
        start: `HH:MM` on the wall in `timezone`.
        timezone: The group's IANA zone.
        first_date: The date of the first session, in `timezone`.
        weeks: How many sessions, a week apart.
        minutes: How long each lasts.
    """

    group_id: int
    day: Day
    start: str
    timezone: str
    first_date: date
    weeks: int = 6
    minutes: int = 90


class WallTime(StrEnum):
    """How a wall-clock time lies to the clock changes of its zone."""

    PLAIN = "plain"
    SKIPPED = "skipped"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Session:
    """One of a group's meetings.

    Attributes:
        number: 1 for the first.
        regular: When it is by the series: the instant by which calendars know it (RECURRENCE-ID).
        start: When it is held, aware UTC.
        end: When it ends, aware UTC.
        cancelled: It is not held.
        changed: When it was last moved, shifted or cancelled; None where it never was.
        wall: Whether the clock skips its time, or shows it twice.
    """

    number: int
    regular: datetime
    start: datetime
    end: datetime
    cancelled: bool = False
    changed: datetime | None = None
    wall: WallTime = WallTime.PLAIN


@dataclass(frozen=True, slots=True)
class Timetable:
    """A group's sessions as they stand.

    Attributes:
        series: What they were made of.
        sessions: In the order of their numbers.
        sequence: Grows with every change (RFC 5545, section 3.8.7.4).
    """

    series: Series
    sessions: tuple[Session, ...]
    sequence: int = 0

    @property
    def held(self) -> tuple[Session, ...]:
        """The sessions that are not cancelled, earliest first."""
        return tuple(
            sorted((each for each in self.sessions if not each.cancelled), key=lambda s: s.start)
        )


@dataclass(frozen=True, slots=True)
class HolidayNote:
    """A public holiday on the day of a session, where somebody of the group lives.

    Attributes:
        session: The session's number.
        date: The session's date in that place.
        name: The holiday's.
        places: Whose holiday it is, such as `Victoria`.
    """

    session: int
    date: date
    name: str
    places: tuple[str, ...]


class Part(StrEnum):
    """As what a person comes to a group; the word that stands in the keys of mail to them."""

    MEMBER = "applicant"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Attendee:
    """A member or a leader of a group, as far as reminders need to know them.

    Attributes:
        part: Member or leader.
        id: Their number on record, unique among their kind.
        name: As on record.
        timezone: Their own IANA zone; empty where unknown, and the group's is taken.
        joined: Since when they belong to the group, aware UTC.
        left: When they withdrew or were removed; None while they belong to it.
        held: Mail to them waits for the coordinator's word, after distress.
        known_as: What tells them from a namesake in the group; empty where nobody has their name.
    """

    part: Part
    id: int
    name: str
    timezone: str
    joined: datetime
    left: datetime | None = None
    held: bool = False
    known_as: str = ""

    @property
    def listed(self) -> str:
        """The name by which leaders and the coordinator are told of them."""
        return f"{self.name} ({self.known_as})" if self.known_as else self.name


class AbsenceKind(StrEnum):
    """What somebody announced."""

    ABSENT = "absent"
    LATE = "late"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class Absence:
    """An announced absence from one session.

    Attributes:
        session: The session's number.
        part: Member or leader.
        person_id: Their number on record.
        kind: Absent, late, or leaving early.
        minutes: How late they come, or how much earlier they leave; None where not said.
    """

    session: int
    part: Part
    person_id: int
    kind: AbsenceKind = AbsenceKind.ABSENT
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A confirmed group with all that its reminders depend on.

    Attributes:
        timetable: Its sessions.
        attendees: Members and leaders, also those who left.
        absences: What was announced.
        link: The Zoom link; empty while it is missing.
    """

    timetable: Timetable
    attendees: tuple[Attendee, ...]
    absences: tuple[Absence, ...] = ()
    link: str = ""


class Verdict(StrEnum):
    """What happens to a reminder whose moment has come."""

    SEND = "send"
    WAIT = "wait"
    SKIP = "skip"


class Why(StrEnum):
    """Why a reminder is not sent."""

    NONE = ""
    CANCELLED = "the session was cancelled"
    OVER = "the session has begun or is over"
    WITHDRAWN = "they no longer belong to the group"
    JOINED_LATER = "they joined after its moment"
    CHANGED_LATER = "the session was changed after its moment, and they were told then"
    ABSENT = "they have said that they cannot come"
    POINTLESS = "the next reminder comes too soon after it"
    HELD = "mail to them waits for the coordinator's word"
    NO_LINK = "the group has no link yet"


@dataclass(frozen=True, slots=True)
class ClockShift:
    """A reader's clock and the group's moved against each other since the last session.

    Attributes:
        later: How much later the reader's clock shows this session than the last; negative for
            earlier.
    """

    later: timedelta


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """One reminder, and what happens to it.

    Attributes:
        key: Why it exists; unique, and the same whenever it is worked out.
        group_id: The group's number.
        session: The session.
        attendee: Who gets it.
        offset: How long before the session.
        moment: When its time is, aware UTC.
        verdict: Send, wait (it may still go later), or skip (it never goes).
        why: Why not, where it is not sent.
        shift: Where the reader's clock shifts against the group's with this session.
        absent: To leaders: names of those who said that they cannot come.
        partly: To leaders: names of those who come late or leave early, with what they said.
    """

    key: str
    group_id: int
    session: Session
    attendee: Attendee
    offset: timedelta
    moment: datetime
    verdict: Verdict
    why: Why = Why.NONE
    shift: ClockShift | None = None
    absent: tuple[str, ...] = ()
    partly: tuple[tuple[str, Absence], ...] = ()


class SessionMail(StrEnum):
    """What a mail about sessions is for; the folder of its template below `templates/session/`."""

    OFFER = "offer"
    OFFER_REMINDER = "offer_reminder"
    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    LEADER_REMINDER = "leader_reminder"
    LEADER_NEWS = "leader_news"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SHIFTED = "shifted"
    CALLED_OFF = "called_off"
    ABSENCE_NOTED = "absence_noted"
    ABSENCE_UNCLEAR = "absence_unclear"
    CLOSING = "closing"
    LEFT = "left"
