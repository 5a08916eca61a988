"""Which reminders a group's members and leaders are due: one answer, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.groups.reminders import keys_due, plan
from mailbot.model.seats import GroupStatus, StandingKind
from mailbot.model.sessions import Attendee, Meeting, Part, Why
from mailbot.services.meetings import roster
from mailbot.store import reminders, standings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import StandingApproval
    from mailbot.model.sessions import ReminderDue
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office

NO_LEAVE = "the group does not meet any more, or leave for its reminders was taken back"
NOT_PLANNED = "the session was moved or cancelled since, or nobody is reminded then any more"
NOT_YET = "its moment has not come yet"

_TOO_LATE = frozenset({Why.OVER, Why.POINTLESS})


@dataclass(frozen=True, slots=True)
class Running:
    """A confirmed group, and the leave that was given for its reminders.

    Attributes:
        roster: The group and everyone in it.
        standing: The standing approval by which its reminders go.
        meeting: The group as reminders know it: nobody belongs to it before it was confirmed.
        settled: Keys of reminders that were made, or skipped for good.
    """

    roster: Roster
    standing: StandingApproval
    meeting: Meeting
    settled: frozenset[str]

    @property
    def group_id(self) -> int:
        """The group's number."""
        return self.roster.group.id

    @property
    def led_by(self) -> tuple[Attendee, ...]:
        """Who leads it now."""
        return tuple(
            each
            for each in self.meeting.attendees
            if each.part is Part.LEADER and each.left is None
        )


@dataclass(frozen=True, slots=True)
class Glance:
    """What a first glance at a group shows.

    Attributes:
        due: `foreseen` would name something by now.
        news: The moment of the last reminder of a session is past, and it has not begun.
    """

    due: bool
    news: bool


def running(office: Office, connection: Connection, group_id: int) -> Running | None:
    """Return a group whose reminders go by themselves, or None where none do.

    Raises:
        NotFoundError: There is no such group.
        SettingsError: `config/slots.toml`, where its link stands, is wrong.
    """
    standing = standings.active(connection, StandingKind.SERIES, group_id)
    if standing is None:
        return None
    known = roster(office, connection, group_id)
    if known.group.status is not GroupStatus.CONFIRMED:
        return None
    attendees = _since(standing, known.meeting.attendees)
    return Running(
        known,
        standing,
        replace(known.meeting, attendees=attendees),
        reminders.settled(connection, group_id),
    )


def foreseen(
    office: Office, group: Running, *, now: datetime, until: datetime
) -> list[ReminderDue]:
    """Return what becomes of the reminders up to `until` that are not settled, earliest first.

    Those of people who left, or who joined after the moment, are no matter of theirs and left out.
    With `until` the same as `now` it is what is due.
    """
    return _theirs(office, group.meeting, group.settled, now, until)


def glance(office: Office, connection: Connection, group_id: int, now: datetime) -> Glance:
    """Tell at little cost, for it is asked each second, whether a group has to be looked at."""
    offsets = office.settings.reminders.before
    sessions, confirmed = reminders.sessions_begun(connection, group_id, now + max(offsets))
    if confirmed is None:
        return Glance(due=False, news=False)
    attendees = [
        Attendee(part, number, "", "", max(since, confirmed))
        for part, number, since in reminders.present(connection, group_id)
    ]
    known = reminders.settled(connection, group_id)
    keys = keys_due(group_id, sessions, attendees, now=now, offsets=offsets)
    last = now + min(offsets)
    return Glance(
        due=any(key not in known for key in keys),
        news=any(now < each.start <= last and not each.cancelled for each in sessions),
    )


def why_not(reminder: ReminderDue, meeting: Meeting) -> str:
    """Return why a reminder is not sent; of one that waited too long, for what as well."""
    waited = [
        why.value
        for why, holds in (
            (Why.HELD, reminder.attendee.held),
            (Why.NO_LINK, not meeting.link),
        )
        if holds and reminder.why in _TOO_LATE
    ]
    return "; ".join((reminder.why.value, *waited))


def _theirs(
    office: Office,
    meeting: Meeting,
    settled: frozenset[str],
    now: datetime,
    until: datetime,
) -> list[ReminderDue]:
    present = tuple(each for each in meeting.attendees if each.left is None)
    planned = plan(
        replace(meeting, attendees=present),
        now=now,
        until=until,
        settled=settled,
        offsets=office.settings.reminders.before,
    )
    return [each for each in planned if each.attendee.joined <= each.moment]


def _since(standing: StandingApproval, attendees: Iterable[Attendee]) -> tuple[Attendee, ...]:
    return tuple(replace(each, joined=max(each.joined, standing.at)) for each in attendees)
