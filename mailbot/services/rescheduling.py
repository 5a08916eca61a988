"""Sessions moved, shifted and cancelled: on record at once, and everyone hears in drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.groups import sessions
from mailbot.model.outbox import UNSENT, State
from mailbot.model.seats import ALIVE, BundleKind, OfferState
from mailbot.model.sessions import SessionMail
from mailbot.services import confirming, former_days, new_dates, overtaken
from mailbot.services.announcing import announce, withdraw_overtaken
from mailbot.services.deadlines import deadline_of
from mailbot.services.meetings import group_of, roster
from mailbot.services.offer_letters import draft_anew, in_her_hands
from mailbot.store import group_letters, groups, offers, outbox, people, record
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Bundle, Group, Offer
    from mailbot.model.sessions import Timetable
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_AGAIN = "drafted anew with the new dates of the group"
_STALE = "The group's dates have changed since; please put the new ones into it, or turn it down."


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """A group whose dates were changed.

    Attributes:
        group: As it stands.
        before: Its sessions as they were.
        after: Its sessions as they are.
        bundle: The drafts that tell of it; None where nobody has anything to hear.
        offers: How many offers that had not left were drafted anew.
        remarks: What to know of the new dates, a sentence each.
    """

    group: Group
    before: Timetable
    after: Timetable
    bundle: Bundle | None
    offers: int
    remarks: tuple[str, ...]


def move(
    office: Office, group_id: int, number: int, to: date, start: str | None, now: datetime
) -> Rescheduled:
    """Move one session of a group to another date; a cancelled one takes place again then.

    Args:
        office: The rooms.
        group_id: Which group.
        number: Which session.
        to: Its new date in the group's zone.
        start: Its new `HH:MM` there; as in the series where None.
        now: The instant.

    Raises:
        NotFoundError: There is no such group.
        RefusedError: It is over or unknown, would begin in the past, meets another session of the
            group, or is there already.
    """
    return _change(
        office,
        group_id,
        BundleKind.MOVED,
        lambda table: sessions.move_session(table, number, to, start, now=now),
        now,
    )


def shift(
    office: Office, group_id: int, weeks: int, number: int | None, now: datetime
) -> Rescheduled:
    """Shift a group's sessions by whole weeks, from one of them on.

    Args:
        office: The rooms.
        group_id: Which group.
        weeks: How much later.
        number: The first session that is shifted; the next to come where None.
        now: The instant.

    Raises:
        NotFoundError: There is no such group.
        RefusedError: `weeks` is not at least 1, or one of the sessions has begun.
    """
    if weeks < 1:
        raise RefusedError("Sessions are shifted by one week or more.")
    return _change(
        office,
        group_id,
        BundleKind.SHIFTED,
        lambda table: sessions.shift_series(
            table, number or _next(table, now), now=now, weeks=weeks
        ),
        now,
    )


def cancel(office: Office, group_id: int, number: int, now: datetime) -> Rescheduled:
    """Cancel one session of a group.

    Raises:
        NotFoundError: There is no such group.
        RefusedError: It is over, cancelled already, unknown, or the only one.
    """
    return _change(
        office, group_id, BundleKind.CANCELLED, lambda table: _without(table, number, now), now
    )


def _change(
    office: Office,
    group_id: int,
    kind: BundleKind,
    change: Callable[[Timetable], Timetable],
    now: datetime,
) -> Rescheduled:
    with office.database.transaction() as connection:
        group = _alive(connection, group_id)
        before = groups.timetable(connection, group_id)
        after = change(before)
        if _times(after) == _times(before):
            raise RefusedError("Nothing would change: the sessions are on these dates already.")
        forgotten = former_days.forget(office, connection, before, after, now)
        groups.save_timetable(connection, after)
        why = f"{kind.value}, revision {after.sequence} of its dates"
        record.add(connection, Event(now, "rescheduled", why, group_id=group_id))
        withdraw_overtaken(connection, group_id, now)
        overtaken.withdraw_all(office, connection, now)
        known = roster(office, connection, group_id)
        redrafted = _redraft_offers(office, connection, known, now)
        bundle = announce(office, connection, known, kind, now)
        _confirm_anew(office, connection, known, now)
        remarks = (*new_dates.remarks(office, connection, known, before), *forgotten)
        return Rescheduled(group, before, after, bundle, redrafted, remarks)


def _alive(connection: Connection, group_id: int) -> Group:
    group = group_of(connection, group_id)
    if group.status not in ALIVE:
        raise RefusedError(f"Group {group_id} ({group.label}) is {group.status.value} already.")
    return group


def _times(table: Timetable) -> list[tuple[datetime, bool]]:
    return [(each.start, each.cancelled) for each in table.sessions]


def _next(table: Timetable, now: datetime) -> int:
    """Return the number of the first session still to come."""
    coming = [each.number for each in table.sessions if each.start > now and not each.cancelled]
    if not coming:
        raise RefusedError("No session is still to come, so none can be shifted.")
    return min(coming)


def _without(table: Timetable, number: int, now: datetime) -> Timetable:
    after = sessions.cancel_session(table, number, now=now)
    if not after.held:
        group_id = table.series.group_id
        raise RefusedError(
            f"Session {number} is the only one that group {group_id} has.",
            f"Call the whole group off: `mailbot groups cancel {group_id}`.",
        )
    return after


def _confirm_anew(office: Office, connection: Connection, known: Roster, now: datetime) -> None:
    """Draft the confirmations anew that were withdrawn with the former dates."""
    begun = group_letters.of_group(connection, known.group.id, (SessionMail.CONFIRMATION,))
    if begun and known.meeting.link:
        confirming.keep_right(office, connection, known, now)


def _redraft_offers(office: Office, connection: Connection, known: Roster, now: datetime) -> int:
    """Draft the offers anew that have not left, and return how many there were."""
    redrafted = 0
    for made in offers.of_group(connection, known.group.id):
        mail = outbox.get(connection, made.outbox_id) if made.outbox_id else None
        if made.state is OfferState.DRAFTED and mail and mail.state in UNSENT:
            _redraft(office, connection, made, mail, known.meeting.timetable, now)
            redrafted += 1
    return redrafted


def _redraft(
    office: Office,
    connection: Connection,
    made: Offer,
    mail: Outbound,
    table: Timetable,
    now: datetime,
) -> None:
    if in_her_hands(connection, mail):
        outbox.move(connection, mail.id, (State.APPROVED,), State.DRAFT, now)
        outbox.put(connection, mail.id, stale=True, reason=_STALE)
        return
    applicant = people.get(connection, made.applicant_id)
    later = deadline_of(applicant, table, office.settings.groups.offer_days, now)
    draft_anew(office, connection, made, mail, later or made.deadline, now, why=_AGAIN)
    outbox.put(connection, mail.id, sequence=table.sequence)
