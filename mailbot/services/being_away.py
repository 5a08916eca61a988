"""When the coordinator is away, and who may decide in her place meanwhile."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from mailbot.casework.away_days import AwayDays
from mailbot.errors import RefusedError
from mailbot.letters.away import AwayMail, AwayNews
from mailbot.model.casework import Role
from mailbot.model.mail import Address
from mailbot.services.alerting import put_out, written
from mailbot.services.days import day_of
from mailbot.store import away, outbox, record
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from mailbot.model.outbox import Channel
    from mailbot.services.office import Office
    from mailbot.store.away import Away

_DAY = timedelta(days=1)
_FURTHEST = timedelta(days=2 * 366)


def may_decide(office: Office, connection: Connection, email: str, now: datetime) -> Role | None:
    """Return as whom somebody may approve drafts now; None where they may not.

    The coordinator always may, the deputy while she is away. Whether a mail is truly from that
    address is the caller's to prove.

    Args:
        office: The rooms.
        connection: An open connection.
        email: The sender's address.
        now: The instant.
    """
    settings, plain = office.settings, email.lower()
    if plain and plain in settings.own_addresses | {settings.coordinator.alert_address}:
        return Role.COORDINATOR
    deputy = plain and plain == settings.coordinator.deputy.lower()
    return Role.DEPUTY if deputy and is_away(connection, now) else None


def is_away(connection: Connection, now: datetime) -> bool:
    """Tell whether the coordinator is away now."""
    return away.current(connection, now) is not None


def deputy_address(office: Office) -> Address | None:
    """Return the deputy's address, or None."""
    deputy = office.settings.coordinator.deputy.lower()
    return Address(deputy) if deputy else None


def absences(office: Office, now: datetime) -> list[Away]:
    """Return the absence that goes on and those ahead, the earliest first."""
    with office.database.transaction() as connection:
        return away.to_come(connection, now)


def noted(office: Office, connection: Connection, now: datetime) -> list[AwayDays]:
    """Return the days of the absence that goes on, and of those ahead."""
    return [days_of(office, each) for each in away.to_come(connection, now)]


def set_away(
    office: Office,
    connection: Connection,
    days: AwayDays,
    now: datetime,
    *,
    by: str,
    channel: Channel,
    word: str = "",
) -> list[AwayDays]:
    """Note that the coordinator is away; what was noted before and overlaps gives way to it.

    She and her deputy are told by mail.

    Args:
        office: The rooms.
        connection: The transaction.
        days: From which day to which, in her zone, both included.
        now: The instant.
        by: Who says so.
        channel: By which way.
        word: What names the mail in which she says so; empty where it is none.

    Returns:
        What was noted before and gave way.

    Raises:
        RefusedError: These days are over, or end more than two years ahead.
    """
    _refuse_far(office, days, now)
    zone = office.settings.coordinator.zone
    begins = datetime.combine(days.first, time(), zone)
    ends = datetime.combine(days.last + _DAY, time(), zone)
    if ends <= now:
        raise RefusedError("These days are over.", "Name the last day with its year.")
    given_way = [
        each
        for each in away.to_come(connection, now)
        if each.begins_at < ends and begins < each.ends_at
    ]
    for other in given_way:
        away.end(connection, other.id, now)
    new = away.add(connection, begins, ends, now, by=by, channel=channel)
    why = f"the coordinator is away from {days.first} to {days.last}, by {by} through {channel}"
    record.add(connection, Event(now, "away", why))
    before = [each for other in given_way if (each := days_of(office, other)) != days]
    which = (AwayMail.NOTED, AwayMail.STANDS_IN)
    _tell(office, connection, f"{word}{new.id}", which, days, now, before)
    return before


def _refuse_far(office: Office, days: AwayDays, now: datetime) -> None:
    if days.last - day_of(now, office.settings.coordinator.zone) > _FURTHEST:
        raise RefusedError(
            f"These days end in {days.last:%B} {days.last.year}, more than two years ahead.",
            "Look at the year.",
        )


def end_away(
    office: Office,
    connection: Connection,
    now: datetime,
    *,
    by: str,
    channel: Channel,
    word: str = "",
) -> list[Away]:
    """Take back the absence that goes on, or else all that are ahead; tell her and her deputy.

    Args:
        office: The rooms.
        connection: The transaction.
        now: The instant.
        by: Who says so.
        channel: By which way.
        word: What names the mail in which she says so; empty where it is none.

    Returns:
        Those that were taken back; empty where there was none.
    """
    ahead = away.to_come(connection, now)
    going_on = [each for each in ahead if each.begins_at <= now] or ahead
    for each in going_on:
        away.end(connection, each.id, now)
        record.add(connection, Event(now, "back", f"by {by} through {channel}"))
        days = None if each.begins_at <= now else days_of(office, each)
        which = (AwayMail.BACK, AwayMail.STOOD_IN)
        _tell(office, connection, f"{word}{each.id}", which, days, now)
    return going_on


def is_heeded(connection: Connection, word: str) -> bool:
    """Tell whether the mail of this name was carried out: one to oneself comes in two folders."""
    return bool(outbox.keys_like(connection, f"away/{word}"))


def days_of(office: Office, absence: Away) -> AwayDays:
    """Return the first and the last day of an absence, where she is."""
    zone = office.settings.coordinator.zone
    # The last instant within it: a day may be 23 or 25 hours long.
    last = absence.ends_at - timedelta(microseconds=1)
    return AwayDays(day_of(absence.begins_at, zone), day_of(last, zone))


def _tell(
    office: Office,
    connection: Connection,
    why: str,
    which: tuple[AwayMail, AwayMail],
    days: AwayDays | None,
    now: datetime,
    before: Sequence[AwayDays] = (),
) -> None:
    to_her, to_deputy = which
    deputy = deputy_address(office)
    address = deputy.email if deputy else ""
    for what, to in ((to_her, coordinator_address(office)), (to_deputy, deputy)):
        if to is None:
            continue
        first, last = (days.first, days.last) if days else (None, None)
        news = AwayNews(what, first, last, address, tuple((a.first, a.last) for a in before))
        tell(office, connection, news, f"away/{why}/{what.value}", to, now)


def tell(
    office: Office,
    connection: Connection,
    news: AwayNews,
    key: str,
    to: Address,
    now: datetime,
) -> None:
    """Write to the coordinator or her deputy about her being away."""
    letter = written(office, lambda letters: letters.away(news))
    put_out(office, connection, letter, "staff/away", key, to, now)


def coordinator_address(office: Office) -> Address:
    """Return where the coordinator is told things."""
    coordinator = office.settings.coordinator
    return Address(coordinator.alert_address, coordinator.name)
