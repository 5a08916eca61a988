"""Groups on record, and the places in them: offered, taken, given up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.sessions import Series


class GroupStatus(StrEnum):
    """How far a group has come."""

    FORMING = "forming"
    CONFIRMED = "confirmed"
    OVER = "over"
    CANCELLED = "cancelled"


ALIVE = frozenset({GroupStatus.FORMING, GroupStatus.CONFIRMED})
"""Of groups that still meet, or are to."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it stands on record.

    Attributes:
        id: Row id; the number in keys, commands and calendars.
        slot_id: Its slot in `config/slots.toml`, where the Zoom link stands.
        series: When it meets, before anything is moved.
        status: How far it has come.
        members_least: Students it needs.
        members_most: Students it holds.
        wanted: So many places are kept filled from the queue while it is forming; 0 before
            anything was offered.
        created_at: Aware.
        confirmed_at: Aware; None before.
        ended_at: When it was over or cancelled; None before.
    """

    id: int
    slot_id: str
    series: Series
    status: GroupStatus
    members_least: int
    members_most: int
    wanted: int
    created_at: datetime
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def label(self) -> str:
        """The group in a few words, such as `Tue 19:00 Sydney`."""
        city = self.series.timezone.rpartition("/")[2].replace("_", " ")
        return f"{self.series.day.value.capitalize()} {self.series.start} {city}"


class OfferState(StrEnum):
    """How it stands with a place held for an applicant."""

    DRAFTED = "drafted"
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"


PENDING = frozenset({OfferState.DRAFTED, OfferState.OPEN})
"""Of offers that hold a place which nobody has taken yet."""


class Round(StrEnum):
    """What brought an offer about."""

    COMMAND = "command"
    PLACE_FREE = "place_free"


@dataclass(frozen=True, slots=True)
class Offer:
    """A place held for an applicant until a deadline.

    Attributes:
        id: Row id.
        group_id: Where.
        applicant_id: For whom.
        state: How it stands.
        round: What brought it about.
        made_at: When it was drafted, aware.
        deadline: Until when the place is held, aware.
        opened_at: When the offer left; None before.
        ended_at: When it was answered, lapsed or taken back; None before.
        outbox_id: The mail that offers it; None before it is drafted.
    """

    id: int
    group_id: int
    applicant_id: int
    state: OfferState
    round: Round
    made_at: datetime
    deadline: datetime
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    outbox_id: int | None = None


class MemberEnd(StrEnum):
    """Why somebody is no member of a group any more."""

    LEFT = "left"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Membership:
    """A student's time in a group.

    Attributes:
        id: Row id.
        group_id: Which group.
        applicant_id: Who.
        joined_at: Since when, aware.
        ended_at: Until when; None while it lasts.
        end: Why it ended; None while it lasts.
    """

    id: int
    group_id: int
    applicant_id: int
    joined_at: datetime
    ended_at: datetime | None = None
    end: MemberEnd | None = None


@dataclass(frozen=True, slots=True)
class LeaderOnRecord:
    """A leader as known to the database; words about them follow `config/slots.toml`.

    Attributes:
        id: Row id.
        email: In lower case.
        name: As configured.
        timezone: Their IANA zone.
    """

    id: int
    email: str
    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Leading:
    """A leader's time with a group; `until` is None while it lasts."""

    leader: LeaderOnRecord
    since: datetime
    until: datetime | None = None


class StandingKind(StrEnum):
    """What may go without an approval of each single mail."""

    SERIES = "series"
    OFFER_REMINDERS = "offer_reminders"


@dataclass(frozen=True, slots=True)
class StandingApproval:
    """Leave given beforehand for the mails of one kind, of one group.

    Attributes:
        id: Row id, which each approval by it names.
        kind: What may go.
        group_id: Of which group.
        by: Who gave leave.
        channel: By which way.
        at: Since when, aware.
        ended_at: Until when; None while it stands.
    """

    id: int
    kind: StandingKind
    group_id: int
    by: str
    channel: str
    at: datetime
    ended_at: datetime | None = None


class BundleKind(StrEnum):
    """What drafts are about that are decided in one go."""

    OFFERS = "offers"
    CONFIRMATION = "confirmation"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SHIFTED = "shifted"
    CALLED_OFF = "called_off"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Drafts about one matter of one group, to be decided in one go.

    Attributes:
        id: Row id.
        kind: What they are about.
        group_id: Of which group.
        created_at: Aware.
    """

    id: int
    kind: BundleKind
    group_id: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Missing:
    """A leader's word that somebody was missing from a session.

    Attributes:
        session: The session's number.
        applicant_id: Who was missing.
        leader_id: Whose word it is.
        at: When it came, aware.
    """

    session: int
    applicant_id: int
    leader_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SessionReport:
    """A leader has said who was missing from a session; without one nobody knows.

    Attributes:
        session: The session's number.
        leader_id: Who said it.
        at: When, aware.
    """

    session: int
    leader_id: int
    at: datetime
