"""Slots at which a group could meet, who could sit in one, and a proposal of groups."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from mailbot.model.reading import Day, Interval


@dataclass(frozen=True, slots=True)
class Leader:
    """One who leads groups; `timezone` is an IANA name."""

    name: str
    email: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekday and wall-clock time at which a group could meet.

    Attributes:
        id: Its name in `config/slots.toml`.
        day: The weekday, in the slot's own zone.
        start: `HH:MM` there.
        timezone: IANA name of the slot's zone.
        leaders: Who would lead.
        earliest: No group begins there before this day.
    """

    id: str
    day: Day
    start: str
    timezone: str
    leaders: tuple[Leader, ...]
    earliest: date

    @property
    def label(self) -> str:
        """The slot in a few words, such as `Tue 19:00 Sydney`."""
        city = self.timezone.rpartition("/")[2].replace("_", " ")
        return f"{self.day.value.capitalize()} {self.start} {city}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An applicant of the queue, as far as a place in a group depends on it.

    Attributes:
        applicant_id: The applicant's number.
        name: As students are shown to the coordinator.
        university: Its common full name; None where unknown.
        year: Year of study; None where unknown.
        timezone: IANA name; None where unknown.
        availability: When they can meet, in their own local time; empty where unknown.
        unavailable: When they cannot, whatever `availability` says.
        waiting_since: Aware; since when they are in the queue.
        wrote_first: Aware; when their first mail came.
    """

    applicant_id: int
    name: str
    university: str | None
    year: int | None
    timezone: str | None
    availability: tuple[Interval, ...]
    unavailable: tuple[Interval, ...]
    waiting_since: datetime
    wrote_first: datetime


@dataclass(frozen=True, slots=True)
class Apart:
    """Two applicants who must not meet in a group."""

    a: int
    b: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for every group that is proposed.

    Attributes:
        weeks: Weekly sessions of a group.
        minutes: Length of a session.
        members_least: Students a group needs.
        members_most: Students a group holds.
        at: Aware, in the coordinator's zone, whose calendar counts the days waited.
        not_before: No group begins before this day, whatever the slots allow.
    """

    weeks: int
    minutes: int
    members_least: int
    members_most: int
    at: datetime
    not_before: date


class Level(StrEnum):
    """What a proposal is chosen by, the first before all others."""

    PLACED = "placed"
    DAYS_WAITED = "days_waited"
    GROUPS = "groups"
    ALIKE = "alike"
    WROTE_FIRST = "wrote_first"


@dataclass(frozen=True, slots=True)
class LevelResult:
    """How well a proposal does at one level.

    Attributes:
        level: Which.
        value: Students placed; days they waited, summed; groups; pairs of the same university and
            year; the places of those placed in the order of first mails, summed, counted from 0.
        proved: No proposal that is as good at the levels before does better here.
    """

    level: Level
    value: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A student in a proposed group; `days_waited` up to the day of the proposal."""

    applicant_id: int
    name: str
    days_waited: int


class Ask(StrEnum):
    """Why a student might fit a slot after all."""

    HOUR = "hour"
    DAY = "day"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """A student whom one could ask about a slot.

    Attributes:
        applicant_id: Whom to ask.
        name: Their name.
        why: All but an hour fits; the hours fit on another day; or too little is known.
        times: What they have not said to be free, in their own local time; empty where their
            time zone is not known.
    """

    applicant_id: int
    name: str
    why: Ask
    times: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    """A slot to open.

    Attributes:
        slot: Where.
        first: Day of the first session, in the slot's zone.
        members: Who would sit in it, those who wrote first before the others.
        fitting: How many of all candidates fit this slot.
        could_join: Students without a place whom one could ask, where there is room.
    """

    slot: Slot
    first: date
    members: tuple[Member, ...]
    fitting: int
    could_join: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class UnopenedSlot:
    """A slot that the proposal leaves closed.

    Attributes:
        slot: Which.
        first: Day on which its first session would be.
        fitting: How many of all candidates fit it.
        on_hand: Applicants who could sit there: those without a place who fit, and those whom a
            proposed group can spare.
        short: How many more it takes for a group, by what is on hand.
        questions: Students without a place whom one could ask, the likeliest first.
        ask: As many of them as it is short of; empty where it is short of more than two, or where
            that would open no group.
        clashes_with: Ids of opened slots that share a leader with it at the same hours.
    """

    slot: Slot
    first: date
    fitting: int
    on_hand: tuple[int, ...]
    short: int
    questions: tuple[Question, ...]
    ask: tuple[Question, ...]
    clashes_with: tuple[str, ...] = ()


class Reason(StrEnum):
    """Why a student has no place in a proposal."""

    TIMEZONE_UNKNOWN = "timezone_unknown"
    AVAILABILITY_UNKNOWN = "availability_unknown"
    FITS_NO_SLOT = "fits_no_slot"
    NO_GROUP_THERE = "no_group_there"
    GROUPS_FULL = "groups_full"
    KEPT_APART = "kept_apart"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A student without a place, and why; `slots` are the ids of the slots that they fit."""

    applicant_id: int
    name: str
    days_waited: int
    reason: Reason
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which slots to open, and who goes where.

    Attributes:
        groups: Those that start first before the others.
        unplaced: Who has no place, in the order in which they wrote first.
        unopened: The slots left closed.
        levels: How good it is, in the order of `Level`.
    """

    groups: tuple[ProposedGroup, ...]
    unplaced: tuple[Unplaced, ...]
    unopened: tuple[UnopenedSlot, ...]
    levels: tuple[LevelResult, ...]

    @property
    def exact(self) -> bool:
        """It is proved that there is none better; else it is the best found in the time given."""
        return all(result.proved for result in self.levels)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A proposal in sentences.

    Attributes:
        summary: How many are placed, and whether it is proved to be the best.
        groups: One for each group, with whom one could ask where there is room.
        near: One for each slot that fills if one or two students are asked.
        closed: One for each other slot that stays closed.
        unplaced: One for each student without a place.
    """

    summary: str
    groups: tuple[str, ...]
    near: tuple[str, ...]
    closed: tuple[str, ...]
    unplaced: tuple[str, ...]
