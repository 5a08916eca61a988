"""What the coordinator's weekly page tells, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from mailbot.model.casework import AlertKind
    from mailbot.model.sessions import Absence, Session, SessionMail
    from mailbot.model.weekly import Chart, Standstill, WrongKind


@dataclass(frozen=True, slots=True)
class Urgent:
    """An urgent alert that nobody has said they have seen.

    Attributes:
        number: By which it can be marked as seen.
        name: Whose mail it is about; empty where that could not be read.
        since: When it was raised, aware.
    """

    number: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ForApproval:
    """A draft, or drafts that are decided in one go, that waits for approval.

    Attributes:
        name: Whom or what it is about.
        since: Since when, aware.
        drafts: How many drafts it is.
    """

    name: str
    since: datetime
    drafts: int = 1


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A mail that has had no answer for days.

    Attributes:
        name: Whose; empty where it could not be read.
        since: When it came, aware.
        why: What it waits for.
        distress: Somebody may be at risk.
    """

    name: str
    since: datetime
    why: Standstill
    distress: bool = False


@dataclass(frozen=True, slots=True)
class Fits:
    """Who of the queue fits somewhere.

    Attributes:
        label: The slot or the group in a few words.
        names: Who fits, in the order in which places would be offered.
        first: The first day of a group that could be opened; None for one that is on record.
    """

    label: str
    names: tuple[str, ...]
    first: date | None = None


@dataclass(frozen=True, slots=True)
class QueueNews:
    """The queue, and who fits where.

    Attributes:
        count: How many wait.
        since: Since when the one who waits longest does, aware; None where nobody waits.
        room: Groups with a free place, and who would take it.
        groups: Groups that could be opened, and who would sit in them.
        short: Slots that stay closed, and who of those without a place fits there.
        ask: A sentence for each slot that could be opened if one or two students were asked.
        unplaced: A sentence for each student who fits nowhere.
        held: Who is left out until she says a word.
        trouble: Why there is no proposal; empty where there is one or nobody waits.
    """

    count: int
    since: datetime | None = None
    room: tuple[Fits, ...] = ()
    groups: tuple[Fits, ...] = ()
    short: tuple[Fits, ...] = ()
    ask: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ComingSession:
    """A session of this week.

    Attributes:
        label: The group in a few words.
        zone: The group's IANA zone.
        weeks: How many sessions the group has.
        session: Which, and when.
        announced: Who announced what: names, and the absence.
    """

    label: str
    zone: str
    weeks: int
    session: Session
    announced: tuple[tuple[str, Absence], ...] = ()


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session of last week.

    Attributes:
        label: The group in a few words.
        number: Which session.
        missing: Names of those who were missing by a leader's word.
        reported: A leader has said who was missing; otherwise nobody knows.
    """

    label: str
    number: int
    missing: tuple[str, ...]
    reported: bool


@dataclass(frozen=True, slots=True)
class Going:
    """Mail that goes by itself this week, at one moment and about one thing.

    Attributes:
        number: By which she stops it.
        kind: What it is.
        label: The group in a few words.
        session: Which session; 0 for an offer.
        at: When, aware.
        members: To how many students.
        leaders: To how many leaders.
        name: Whose, where it goes to one student alone.
        waits: How many of them wait, and why, each once.
    """

    number: int
    kind: SessionMail
    label: str
    session: int
    at: datetime
    members: int
    leaders: int
    name: str = ""
    waits: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that went wrong, or stands still.

    Attributes:
        kind: What.
        count: How many, where that means something.
        names: Whom mails are to or from.
        words: In words, where there are any.
        since: Since when, aware; None where that is not known.
        alert: Of an alert that nobody has seen, its kind.
    """

    kind: WrongKind
    count: int = 1
    names: tuple[str, ...] = ()
    words: str = ""
    since: datetime | None = None
    alert: AlertKind | None = None


@dataclass(frozen=True, slots=True)
class WeeklyNews:
    """A weekly page before it is written.

    Attributes:
        day: On which it is due.
        now: The instant.
        zone: In which times are told.
        name: The reader's; may be empty.
        urgent: Urgent alerts that nobody has seen, the oldest first.
        waiting: What waits for approval, the longest first.
        unanswered: What has had no answer for days, distress first.
        days: For how many days at least.
        wrong: What went wrong.
        coming: This week's sessions, the earliest first.
        past: Last week's sessions, the earliest first.
        sessions_trouble: Why sessions could not be looked up; empty where they were.
        ahead: What goes by itself, the earliest first.
        ahead_trouble: Why that could not be worked out; empty where it was.
        until: To when it was looked ahead, aware.
        queue: Who waits.
        left_alone: How many mails were left alone last week.
        charts: What is drawn.
        address: Where her answers go.
        token: What they must bear; empty where the reader can stop nothing.
    """

    day: date
    now: datetime
    zone: ZoneInfo
    name: str
    urgent: tuple[Urgent, ...]
    waiting: tuple[ForApproval, ...]
    unanswered: tuple[Unanswered, ...]
    days: int
    wrong: tuple[Wrong, ...]
    coming: tuple[ComingSession, ...]
    past: tuple[PastSession, ...]
    ahead: tuple[Going, ...]
    ahead_trouble: str
    until: datetime
    queue: QueueNews
    left_alone: int
    sessions_trouble: str = ""
    charts: tuple[Chart, ...] = ()
    address: str = ""
    token: str = ""
