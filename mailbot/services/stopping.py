"""Stopping mail that goes by itself, as a weekly page numbers it, and letting it go on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError, RefusedError
from mailbot.model.outbox import State
from mailbot.services import approval
from mailbot.services.offer_moments import reminder_key
from mailbot.store import groups, offers, outbox, record, standings, stops
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.stops import Stop

_SESSION = re.compile(r"/session:(\d+)")
_STOPPABLE = (State.DRAFT, State.APPROVED, State.FAILED, State.UNCERTAIN)
_STOPPED = "stopped by"
"""How every reason begins for which a mail was stopped here, and for nothing else."""


def stop_by_number(office: Office, number: int, now: datetime) -> str:
    """Stop what the newest weekly page has under a number, and return what it is.

    Raises:
        NotFoundError: There is no such number, or nothing of it is left to stop.
        RefusedError: A mail is leaving just now.
    """
    with office.database.transaction() as connection:
        stop = _of_newest_page(connection, number)
        name = name_of(connection, stop)
        if not open_keys(connection, stop):
            raise NotFoundError(f"Nothing is left to stop of {number}, {name}.")
        stop_in(connection, stop, "the coordinator, by command", now)
    return name


def resume_by_number(office: Office, number: int, now: datetime) -> tuple[str, int]:
    """Let go on what was stopped of the newest weekly page under a number.

    Returns:
        What it is, and how many mails of it stay turned down, for they had been written already.

    Raises:
        NotFoundError: There is no such number.
        RefusedError: It cannot go on, or was not stopped.
    """
    with office.database.transaction() as connection:
        stop = _of_newest_page(connection, number)
        name = name_of(connection, stop)
        why = why_not_resumed(connection, stop, now)
        if why:
            raise RefusedError(f"{number}, {name}: {why}.")
        lost = resume_in(connection, stop, "the coordinator, by command", now)
    return name, lost


def stop_in(connection: Connection, stop: Stop, by: str, now: datetime) -> None:
    """See that none of these mails goes: what is made is turned down, the rest never made.

    Args:
        connection: The transaction.
        stop: What is stopped.
        by: Who does, and by which way.
        now: The instant.

    Raises:
        RefusedError: One is leaving just now.
    """
    made, why = stops.made(connection, stop), f"{_STOPPED} {by}"
    for key in open_keys(connection, stop):
        if key in made:
            outbox_id, _ = made[key]
            approval.reject_in(connection, outbox_id, why, now)
        else:
            standings.skip(connection, key, stop.group_id, why, now)
        event = Event(now, "skipped", f"{key}: {why}", group_id=stop.group_id)
        record.add(connection, event)


def resume_in(connection: Connection, stop: Stop, by: str, now: datetime) -> int:
    """Let go what `stop_in` kept from being made; whether it still is due is asked when it leaves.

    Returns:
        How many mails were made when they were stopped, and stay turned down.
    """
    for key in stopped_keys(connection, stop):
        standings.unskip(connection, key)
        why = f"{key}: goes on, by {by}"
        record.add(connection, Event(now, "resumed", why, group_id=stop.group_id))
    return _turned_down(connection, stop)


def why_not_resumed(connection: Connection, stop: Stop, now: datetime) -> str:
    """Return what keeps something from going on, as a clause; empty where nothing does."""
    if not stopped_keys(connection, stop):
        if _turned_down(connection, stop):
            return "it had been written when you stopped it, and was turned down for good"
        if not open_keys(connection, stop):
            return "it has gone out"
        return "it was not stopped, and goes by itself"
    return "its moment is past" if _is_past(connection, stop, now) else ""


def open_keys(connection: Connection, stop: Stop) -> tuple[str, ...]:
    """Return the keys of a stop's mails that may still go."""
    skipped, made = standings.skips(connection, stop.group_id), stops.made(connection, stop)
    gone = {key for key, (_, state) in made.items() if state not in _STOPPABLE}
    return tuple(key for key in stop.keys if key not in skipped and key not in gone)


def stopped_keys(connection: Connection, stop: Stop) -> tuple[str, ...]:
    """Return the keys of a stop's mails that do not go because they were stopped."""
    skipped = standings.skips(connection, stop.group_id)
    return tuple(key for key in stop.keys if skipped.get(key, "").startswith(_STOPPED))


def is_stopped(connection: Connection, stop: Stop) -> bool:
    """Tell whether something of this was stopped, and nothing of it may still go."""
    stopped = stopped_keys(connection, stop) or _turned_down(connection, stop)
    return bool(stopped) and not open_keys(connection, stop)


def name_of(connection: Connection, stop: Stop) -> str:
    """Return what is stopped in a few words, such as `reminder of session 3, Tue 19:00 Sydney`."""
    label, number = groups.get(connection, stop.group_id).label, _session(stop)
    return f"reminder of session {number}, {label}" if number else f"reminder of an offer, {label}"


def _of_newest_page(connection: Connection, number: int) -> Stop:
    page = stops.newest_page(connection)
    offered = stops.of_page(connection, page) if page is not None else ()
    stop = next((each for each in offered if each.number == number), None)
    if stop is None:
        raise NotFoundError(f"The newest weekly page has no number {number} to stop.")
    return stop


def _turned_down(connection: Connection, stop: Stop) -> int:
    made = (outbox.get(connection, row) for row, _ in stops.made(connection, stop).values())
    return sum(
        mail is not None
        and mail.state is State.REJECTED
        and (mail.reason or "").startswith(_STOPPED)
        for mail in made
    )


def _is_past(connection: Connection, stop: Stop, now: datetime) -> bool:
    """Tell whether the session has begun, or the offer has ended, that this reminds of."""
    number = _session(stop)
    if number:
        sessions = groups.timetable(connection, stop.group_id).sessions
        return any(each.number == number and each.start <= now for each in sessions)
    made = offers.of_group(connection, stop.group_id)
    return all(each.deadline <= now for each in made if reminder_key(each) in stop.keys)


def _session(stop: Stop) -> int:
    found = _SESSION.search(stop.keys[0])
    return int(found[1]) if found else 0
