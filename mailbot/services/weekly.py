"""The coordinator's page of the week: due once a week, made of what the database says then."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, WorldProblem
from mailbot.letters.charts import draw
from mailbot.letters.names import first_name
from mailbot.letters.weekly_news import WeeklyNews
from mailbot.model.casework import Role
from mailbot.model.reading import Day
from mailbot.services import gathering, week_mails
from mailbot.services.alerting import put_out, written
from mailbot.services.being_away import deputy_address
from mailbot.services.readers import Reader, readers
from mailbot.services.week_ahead import week_ahead
from mailbot.services.week_charts import charts_of_the_week
from mailbot.services.week_groups import sessions_of_the_week
from mailbot.services.week_queue import queue_of_the_week
from mailbot.services.wellbeing import wellbeing
from mailbot.store import cursors, outbox, record, reviews, stops, weeks
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from mailbot.letters.weekly_news import ComingSession, PastSession
    from mailbot.model.outbox import Letter
    from mailbot.services.office import Office
    from mailbot.services.week_ahead import WeekAhead
    from mailbot.settings_weekly import WeeklySettings

_WEEK = timedelta(days=7)
_TOKEN_BYTES = 20


def send_if_due(office: Office, now: datetime) -> None:
    """Mail the page of this week, once, as soon as its moment is past and she wants no quiet.

    A moment from before Mailbot was here brings no page.

    Raises:
        WorldProblem: The database is in the way; nothing was lost, try again later.
    """
    settings, zone = office.settings.weekly, office.settings.coordinator.zone
    if not settings.on or gathering.quiet(office.settings.review, zone, now):
        return
    day, moment = latest_moment(settings, zone, now)
    with office.database.transaction() as connection:
        missing = _missing(office, connection, day, moment, now)
    if missing and not _looks_first(office, now):
        _mail(office, missing, day, now)


def latest_moment(settings: WeeklySettings, zone: ZoneInfo, now: datetime) -> tuple[date, datetime]:
    """Return the day, in her zone, and the instant of the newest page that is due at `now`."""
    today = now.astimezone(zone).date()
    back = (today.weekday() - tuple(Day).index(settings.day)) % 7
    days = (today - timedelta(days=back), today - timedelta(days=back + 7))
    moments = ((day, _instant(day, settings, zone)) for day in days)
    return next(each for each in moments if each[1] <= now)


def gathered(office: Office, day: date, now: datetime) -> tuple[WeeklyNews, WeekAhead]:
    """Return all that a page tells, but for whom it is, and what of it can be stopped.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    settings = office.settings
    zone = settings.coordinator.zone
    until = _instant(day + _WEEK, settings.weekly, zone)
    mails = week_mails.mails_of_the_week(office, now)
    ahead = week_ahead(office, now, until)
    coming, past, trouble = _sessions(office, now, until)
    with office.database.transaction() as connection:
        left_alone = weeks.left_alone(connection, now - _WEEK)
    news = WeeklyNews(
        day=day,
        now=now,
        zone=zone,
        name="",
        urgent=mails.urgent,
        waiting=mails.waiting,
        unanswered=mails.unanswered,
        days=week_mails.DAYS,
        wrong=mails.wrong,
        coming=coming,
        past=past,
        ahead=ahead.going,
        sessions_trouble=trouble,
        ahead_trouble=ahead.trouble,
        until=until,
        queue=queue_of_the_week(office, now),
        left_alone=left_alone,
        charts=charts_of_the_week(office, now),
    )
    return news, ahead


def _sessions(
    office: Office, now: datetime, until: datetime
) -> tuple[tuple[ComingSession, ...], tuple[PastSession, ...], str]:
    try:
        return (*sessions_of_the_week(office, now, until), "")
    except WorldProblem:
        raise
    except MailbotError as error:
        return (), (), f"{error.what} {error.remedy}".strip()


def _missing(
    office: Office, connection: Connection, day: date, moment: datetime, now: datetime
) -> list[Reader]:
    """Return who has no page of this day yet; nobody where Mailbot was not here at its moment."""
    began = min((each.started_at for each in cursors.all_folders(connection)), default=now)
    if began > moment:
        return []
    return [
        reader
        for reader in _readers(office, connection, now)
        if not outbox.exists(connection, _key(day, reader))
    ]


def _looks_first(office: Office, now: datetime) -> bool:
    """Tell whether the mailbox is still to be looked at, as after days in which Mailbot was off.

    Where something is in the way of that, the page does not wait, but tells of it.
    """
    fares = wellbeing(office, now)
    return fares.overdue and not fares.trouble


def _readers(office: Office, connection: Connection, now: datetime) -> tuple[Reader, ...]:
    """Return who gets the page, as `[weekly] deputy` says."""
    those = readers(office, connection, now)
    deputy = deputy_address(office)
    match office.settings.weekly.deputy:
        case "never":
            return those[:1]
        case "always" if deputy is not None:
            return (those[0], Reader(Role.DEPUTY, deputy))
        case _:
            return those


def _mail(office: Office, those: list[Reader], day: date, now: datetime) -> None:
    """Mail the page to each reader, with a token of their own; all in one transaction."""
    news, ahead = gathered(office, day, now)
    with office.database.transaction() as connection:
        decide = readers(office, connection, now)
    tokens = [secrets.token_hex(_TOKEN_BYTES) if each in decide else "" for each in those]
    letters = [_written(office, news, *each) for each in zip(those, tokens, strict=True)]
    with office.database.transaction() as connection:
        for reader, token, letter in zip(those, tokens, letters, strict=True):
            key = _key(day, reader)
            if outbox.exists(connection, key):
                continue
            outbox_id = put_out(
                office, connection, letter, "review/weekly", key, reader.address, now
            )
            if token:
                _let_answer(office, connection, outbox_id, token, reader, news, ahead)
            why = f"page of {day.isoformat()} for the {reader.role.value}"
            record.add(connection, Event(now, "weekly", why, outbox_id=outbox_id))


def _let_answer(
    office: Office,
    connection: Connection,
    outbox_id: int,
    token: str,
    reader: Reader,
    news: WeeklyNews,
    ahead: WeekAhead,
) -> None:
    """Remember under which token the page can be answered, and what can be stopped by that."""
    expires = news.until + office.settings.review.expires
    page = reviews.add(
        connection, outbox_id, token, reader.role, (), now=news.now, expires_at=expires
    )
    for stop in ahead.stops:
        stops.add(connection, page, stop)


def _written(office: Office, news: WeeklyNews, reader: Reader, token: str) -> Letter:
    theirs = replace(
        news,
        name=first_name(reader.address.name),
        address=office.settings.coordinator.email,
        token=token,
    )
    return written(office, lambda letters: letters.weekly(theirs, draw))


def _instant(day: date, settings: WeeklySettings, zone: ZoneInfo) -> datetime:
    """Return when the page of a day is due; an hour that the clock skips counts from before."""
    return datetime.combine(day, settings.at, zone).astimezone(UTC)


def _key(day: date, reader: Reader) -> str:
    return f"weekly/{day.isoformat()}/{reader.role.value}"
