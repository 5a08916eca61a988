"""Which reminders are due and what happens to each, said alike when shown and when sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.model.sessions import (
    AbsenceKind,
    ClockShift,
    Part,
    ReminderDue,
    Verdict,
    Why,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from mailbot.model.sessions import Absence, Attendee, Meeting, Session

OFFSETS = (timedelta(days=2), timedelta(hours=2))
"""How long before a session reminders go, where the settings say nothing else."""

_SOON = timedelta(hours=3)
_WAITING = frozenset({Why.HELD, Why.NO_LINK})


def due(
    meeting: Meeting,
    *,
    now: datetime,
    settled: Collection[str] = (),
    offsets: Sequence[timedelta] = OFFSETS,
) -> list[ReminderDue]:
    """Return the reminders whose moment has come and that are not settled yet, earliest first.

    Args:
        meeting: A confirmed group.
        now: An aware instant.
        settled: Keys of reminders that were sent, are on their way, or were skipped for good.
        offsets: How long before a session reminders go.

    Those with verdict `send` are to be sent now, those with `skip` to be recorded as settled; those
    with `wait` are asked for again.
    """
    return plan(meeting, now=now, until=now, settled=settled, offsets=offsets)


def plan(
    meeting: Meeting,
    *,
    now: datetime,
    until: datetime,
    settled: Collection[str] = (),
    offsets: Sequence[timedelta] = OFFSETS,
) -> list[ReminderDue]:
    """Return what `due` will say up to `until`, if nothing changes and the machine stays on.

    A reminder whose moment is past is judged now, any other at its moment.
    """
    ordered = sorted(set(offsets), reverse=True)
    judged = [
        _judged(meeting, reminder, following, max(now, reminder.moment))
        for reminder, following in _each(meeting, ordered, until)
        if reminder.key not in settled
    ]
    return sorted(judged, key=lambda each: (each.moment, each.key))


def judged(
    meeting: Meeting,
    key: str,
    *,
    now: datetime,
    offsets: Sequence[timedelta] = OFFSETS,
) -> ReminderDue | None:
    """Return what `plan` says of one reminder; None where the group has none of this key.

    That is so once its session was moved, or nobody is reminded so long before any more.
    """
    ordered = sorted(set(offsets), reverse=True)
    for reminder, following in _each(meeting, ordered):
        if reminder.key == key:
            return _judged(meeting, reminder, following, max(now, reminder.moment))
    return None


def announced(meeting: Meeting, session: Session, reader: Attendee) -> list[tuple[str, Absence]]:
    """Return what others who still are in the group announced for a session, with their names."""
    return [
        (each.listed, absence)
        for absence in _absences(meeting, session)
        for each in meeting.attendees
        if (each.part, each.id) == (absence.part, absence.person_id) != (reader.part, reader.id)
        and each.left is None
    ]


def keys_due(
    group_id: int,
    sessions: Iterable[Session],
    attendees: Sequence[Attendee],
    *,
    now: datetime,
    offsets: Sequence[timedelta] = OFFSETS,
) -> Iterator[str]:
    """Yield the keys of all reminders whose moment has come, of those who belonged to it then."""
    for session, offset in product(sessions, offsets):
        moment = session.start - offset
        if moment <= now:
            for each in attendees:
                if each.joined <= moment:
                    yield reminder_key(group_id, session, each, offset)


def reminder_key(group_id: int, session: Session, attendee: Attendee, offset: timedelta) -> str:
    """Return why a reminder exists, such as `reminder/group:4/session:3/applicant:7/2d`.

    A session that was changed names its start as well, so that its new time has reminders of its
    own whatever went out for the old one.
    """
    held = f"@{session.start:%Y%m%dT%H%MZ}" if session.changed else ""
    who = f"{attendee.part.value}:{attendee.id}"
    return f"reminder/group:{group_id}/session:{session.number}{held}/{who}/{_length(offset)}"


def clock_shift(
    session: Session, before: Session | None, zone: str, group_zone: str
) -> ClockShift | None:
    """Return how the clocks of two zones moved against each other between two sessions."""
    if before is None:
        return None
    own, group = ZoneInfo(zone), ZoneInfo(group_zone)
    later = _between(session.start, own, group) - _between(before.start, own, group)
    return ClockShift(later) if later else None


def _each(
    meeting: Meeting, offsets: Sequence[timedelta], until: datetime | None = None
) -> Iterator[tuple[ReminderDue, datetime | None]]:
    """Yield the reminders with a moment up to `until`, and the moment of the one that follows."""
    group_id = meeting.timetable.series.group_id
    following = dict(pairwise(offsets))
    for session, offset in product(meeting.timetable.sessions, offsets):
        moment = session.start - offset
        if until is not None and moment > until:
            continue
        after = session.start - following[offset] if offset in following else None
        for attendee in meeting.attendees:
            key = reminder_key(group_id, session, attendee, offset)
            yield (
                ReminderDue(key, group_id, session, attendee, offset, moment, Verdict.SEND),
                after,
            )


def _judged(
    meeting: Meeting, reminder: ReminderDue, following: datetime | None, at: datetime
) -> ReminderDue:
    why = _why_not(meeting, reminder, following, at)
    if why is not Why.NONE:
        verdict = Verdict.WAIT if why in _WAITING else Verdict.SKIP
        return replace(reminder, verdict=verdict, why=why)
    return _with_words(meeting, reminder)


def _why_not(
    meeting: Meeting, reminder: ReminderDue, following: datetime | None, at: datetime
) -> Why:
    """Return the first reason against sending a reminder at `at`, surest first."""
    session, attendee = reminder.session, reminder.attendee
    reasons = (
        (Why.CANCELLED, session.cancelled),
        (Why.OVER, at >= session.start),
        (Why.WITHDRAWN, attendee.left is not None and attendee.left <= at),
        (Why.JOINED_LATER, attendee.joined > reminder.moment),
        (Why.CHANGED_LATER, session.changed is not None and session.changed > reminder.moment),
        (Why.ABSENT, _is_absent(meeting, reminder)),
        (Why.POINTLESS, _pointless(reminder.moment, following, at)),
        (Why.HELD, attendee.held),
        (Why.NO_LINK, not meeting.link),
    )
    return next((why for why, holds in reasons if holds), Why.NONE)


def _pointless(moment: datetime, following: datetime | None, at: datetime) -> bool:
    """Tell whether a late reminder comes so shortly before the next that the next is enough.

    Less than three hours before it, or half of the time between the two where that is less.
    """
    if following is None:
        return False
    return following - at < min(_SOON, (following - moment) / 2)


def _is_absent(meeting: Meeting, reminder: ReminderDue) -> bool:
    return any(
        absence.part is reminder.attendee.part
        and absence.person_id == reminder.attendee.id
        and absence.kind is AbsenceKind.ABSENT
        for absence in _absences(meeting, reminder.session)
    )


def _with_words(meeting: Meeting, reminder: ReminderDue) -> ReminderDue:
    """Add what the mail tells besides the session: a shift of clocks, and to leaders who misses."""
    group_zone = meeting.timetable.series.timezone
    zone = reminder.attendee.timezone or group_zone
    before = _session_before(meeting, reminder.session)
    shift = clock_shift(reminder.session, before, zone, group_zone)
    if reminder.attendee.part is not Part.LEADER:
        return replace(reminder, shift=shift)
    told = announced(meeting, reminder.session, reminder.attendee)
    return replace(
        reminder,
        shift=shift,
        absent=tuple(name for name, each in told if each.kind is AbsenceKind.ABSENT),
        partly=tuple(pair for pair in told if pair[1].kind is not AbsenceKind.ABSENT),
    )


def _absences(meeting: Meeting, session: Session) -> Iterator[Absence]:
    return (each for each in meeting.absences if each.session == session.number)


def _session_before(meeting: Meeting, session: Session) -> Session | None:
    earlier = [each for each in meeting.timetable.held if each.start < session.start]
    return earlier[-1] if earlier else None


def _between(instant: datetime, own: ZoneInfo, group: ZoneInfo) -> timedelta:
    """Return how far the reader's clock is ahead of the group's."""
    local, theirs = instant.astimezone(own).utcoffset(), instant.astimezone(group).utcoffset()
    return (local or timedelta()) - (theirs or timedelta())


def _length(offset: timedelta) -> str:
    """Return `2d`, `2h` or `90m`."""
    minutes = round(offset / timedelta(minutes=1))
    for unit, length in (("d", 24 * 60), ("h", 60)):
        if minutes % length == 0:
            return f"{minutes // length}{unit}"
    return f"{minutes}m"
