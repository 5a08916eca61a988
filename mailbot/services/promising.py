"""What the coordinator lets happen by letting drafts go, said to her at that moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.letters.times import listed
from mailbot.model.seats import BundleKind, GroupStatus, StandingKind
from mailbot.services.readiness import count
from mailbot.store import groups, standings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Group
    from mailbot.services.bundles import Shown
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def follows(office: Office, shown: Shown, now: datetime) -> list[str]:
    """Return what follows from approving a bundle, a sentence each; mostly nothing."""
    if not shown.open:
        return []
    match shown.bundle.kind:
        case BundleKind.CONFIRMATION:
            return _of_confirmation(office, shown.group.id, now)
        case BundleKind.OFFERS:
            return _of_offers(office, shown.group.id)
        case _:
            return []


def follows_mail(office: Office, mail: Outbound, now: datetime) -> list[str]:
    """Return what follows from approving one mail, a sentence each; mostly nothing."""
    if mail.kind != "session/confirmation" or mail.group_id is None:
        return []
    return _of_confirmation(office, mail.group_id, now)


def lengths(before: Iterable[timedelta]) -> str:
    """Return `2 days and 2 hours`, the longest first."""
    return listed(tuple(_length(each) for each in sorted(set(before), reverse=True)))


def _of_offers(office: Office, group_id: int) -> list[str]:
    with office.database.transaction() as connection:
        leave = standings.active(connection, StandingKind.OFFER_REMINDERS, group_id)
    if leave is None:
        return []
    return ["Who has not answered by half time gets one reminder, without asking you again."]


def _of_confirmation(office: Office, group_id: int, now: datetime) -> list[str]:
    with office.database.transaction() as connection:
        group = groups.get(connection, group_id)
        doubts = _doubts(connection, group) if group.status is GroupStatus.FORMING else []
        if standings.active(connection, StandingKind.SERIES, group_id):
            return doubts
        return [*doubts, *_of_series(office, connection, group, now)]


def _doubts(connection: Connection, group: Group) -> list[str]:
    """Return what speaks against confirming a group yet."""
    places = count(connection, group.id)
    few = f"So far {places.taken} have accepted; the group needs {group.members_least}."
    still = f"Open offers: {places.pending}; who still accepts gets a confirmation of their own."
    return [
        *([few] if places.taken < group.members_least else []),
        *([still] if places.pending else []),
    ]


def _of_series(office: Office, connection: Connection, group: Group, now: datetime) -> list[str]:
    coming = [each for each in groups.timetable(connection, group.id).held if each.start > now]
    before = office.settings.reminders.before
    if not coming:
        return []
    zone = office.settings.coordinator.zone
    first = max(coming[0].start - max(before), now).astimezone(zone)
    last = (coming[-1].start - min(before)).astimezone(zone)
    confirmed = (
        f"Group {group.id} is confirmed with it, and reminders go by themselves from then on: to "
        f"every member and leader, {lengths(before)} before each of the {len(coming)} sessions, "
        f"the first on {first:%a} {first.day} {first:%b %H:%M}, "
        f"the last on {last:%a} {last.day} {last:%b %H:%M}."
    )
    return [confirmed, "`mailbot reminders` shows each of them; `mailbot pause` holds them."]


def _length(length: timedelta) -> str:
    for unit, word in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if length % unit == timedelta() and length:
            count = length // unit
            return f"{count} {word}{'' if count == 1 else 's'}"
    return str(length)
