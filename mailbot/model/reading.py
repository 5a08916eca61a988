"""What one mail says: the words of the labelled enquiries, as enums and frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.model.mail import Evidence, Screening


class Stage(StrEnum):
    """Where a student stands."""

    NEW = "new"
    INFORMED = "informed"
    QUEUED = "queued"
    OFFERED = "offered"
    MEMBER = "member"
    PAST = "past"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


class Topic(StrEnum):
    """What a mail raises."""

    ABOUT = "about"
    SESSION_FORMAT = "session_format"
    DATES = "dates"
    COST = "cost"
    ELIGIBILITY = "eligibility"
    COMMITMENT = "commitment"
    CONFIDENTIALITY = "confidentiality"
    LEADERS = "leaders"
    CERTIFICATE = "certificate"
    ZOOM = "zoom"
    CONTINUING = "continuing"
    JOIN = "join"
    AVAILABILITY = "availability"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ABSENCE = "absence"
    CHANGE_GROUP = "change_group"
    STATUS = "status"
    FEEDBACK = "feedback"
    THANKS = "thanks"
    NOT_STUDENT = "not_student"
    ORGANISATION = "organisation"
    LEADER_MATTER = "leader_matter"
    COMPLAINT = "complaint"
    PRIVACY = "privacy"
    UNRELATED = "unrelated"


QUESTIONS = frozenset(
    {
        Topic.ABOUT,
        Topic.SESSION_FORMAT,
        Topic.DATES,
        Topic.COST,
        Topic.ELIGIBILITY,
        Topic.COMMITMENT,
        Topic.CONFIDENTIALITY,
        Topic.LEADERS,
        Topic.CERTIFICATE,
        Topic.ZOOM,
        Topic.CONTINUING,
    }
)
"""Questions that a template can answer."""

MOVES = frozenset(
    {
        Topic.JOIN,
        Topic.AVAILABILITY,
        Topic.ACCEPT,
        Topic.DECLINE,
        Topic.WITHDRAW,
        Topic.ABSENCE,
        Topic.CHANGE_GROUP,
        Topic.STATUS,
        Topic.FEEDBACK,
        Topic.THANKS,
    }
)
"""Moves that change, or ask after, where the writer stands."""

FOR_A_PERSON = frozenset(
    {
        Topic.NOT_STUDENT,
        Topic.ORGANISATION,
        Topic.LEADER_MATTER,
        Topic.COMPLAINT,
        Topic.PRIVACY,
    }
)
"""Topics that the coordinator answers herself."""


class Flag(StrEnum):
    """What a mail needs care for, whatever its topics."""

    DISTRESS = "distress"
    PATIENT_DETAILS = "patient_details"
    MACHINE = "machine"


class Route(StrEnum):
    """What should happen with a mail."""

    REPLY = "reply"
    COORDINATOR = "coordinator"
    URGENT = "urgent"
    NONE = "none"


class Day(StrEnum):
    """A weekday, as the labelled enquiries spell it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Saying(StrEnum):
    """How a mail puts its answer to the offer of a place."""

    UNSAID = "unsaid"
    BARE_YES = "bare yes"
    YES_AMONG_OTHER = "yes among other words"
    CONDITIONAL = "conditional"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of one weekday, in the writer's own local time.

    Attributes:
        day: The weekday.
        start: `HH:MM`; `00:00` for an open beginning.
        end: `HH:MM`; `24:00` for an open end.
    """

    day: Day
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class TopicFinding:
    """A topic that the new text raises, with a probability from 0 to 1 and the words for it."""

    topic: Topic
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class FlagFinding:
    """A flag, with a probability from 0 to 1 and the words for it."""

    flag: Flag
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the new text or the signature states about the writer; None or empty where unstated.

    Attributes:
        name: As the mail gives it.
        university: Its common full name.
        year: Year of study, 1 to 6.
        city: Where the writer lives, works or is on placement.
        timezone: IANA name.
        availability: When they can meet, in their own local time.
        unavailable: When they cannot.
        unplaced: Words about times that could not be placed, kept for the coordinator.
        evidence: The words for each fact, `why` naming the fact.
    """

    name: str | None = None
    university: str | None = None
    year: int | None = None
    city: str | None = None
    timezone: str | None = None
    availability: tuple[Interval, ...] = ()
    unavailable: tuple[Interval, ...] = ()
    unplaced: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson of the coordinator's that spoke on a mail.

    Attributes:
        lesson: Its number.
        source: What she did, such as `correct` or `rejected`.
        day: When, as `YYYY-MM-DD`.
        likeness: How alike her mail and this one are, from 0 to 1.
    """

    lesson: int
    source: str
    day: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All that Mailbot reads in one mail.

    Attributes:
        screening: Whether a machine wrote it.
        topics: What the new text raises, surest first.
        flags: What needs care.
        facts: What is stated about the writer.
        route: What should happen.
        confidence: How sure the route is, from 0 to 1.
        reasons: Why this route, in short words such as `possible_distress` or `unsure`.
        taught: The coordinator's lessons that spoke, oldest first.
        worrying: The words that may tell of distress, where that is the reason for its route.
    """

    screening: Screening
    topics: tuple[TopicFinding, ...]
    flags: tuple[FlagFinding, ...]
    facts: Facts
    route: Route
    confidence: float
    reasons: tuple[str, ...] = ()
    taught: tuple[Taught, ...] = ()
    worrying: tuple[Evidence, ...] = ()

    @property
    def topic_set(self) -> frozenset[Topic]:
        """The topics without their confidences."""
        return frozenset(finding.topic for finding in self.topics)

    @property
    def flag_set(self) -> frozenset[Flag]:
        """The flags without their confidences."""
        return frozenset(finding.flag for finding in self.flags)
