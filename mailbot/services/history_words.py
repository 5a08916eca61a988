"""What the record says of groups, in words: keys of mails, and which dates a change changed."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.store import groups

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.sessions import Session
    from mailbot.store.record import Event

_UNITS = {"d": "day", "h": "hour", "m": "minute"}
_REMINDER = re.compile(r"reminder/group:\d+/session:(\d+)(?:@[^/]*)?/\w+:\d+/(\d+)([dhm])")
_OFFER_REMINDER = re.compile(r"offer/\d+/reminder")
_OTHER_KEY = re.compile(r"\b([a-z_]+)/(?:group:\d+|session:\d+)[^\s,]*")
_REVISION = re.compile(r"revision (\d+)")
_RESCHEDULED = "rescheduled"


def in_words(event: Event) -> str:
    """Return why an event happened, with the keys of mails said as people would."""
    why = _REMINDER.sub(_reminder, event.why)
    why = _OFFER_REMINDER.sub("the reminder of the offer", why)
    return _OTHER_KEY.sub(lambda found: found[1].replace("_", " "), why)


def details(connection: Connection, event: Event) -> tuple[str, ...]:
    """Return what else there is to say of an event: of changed dates each session, was and is."""
    revision = _REVISION.search(event.why)
    if event.kind != _RESCHEDULED or event.group_id is None or revision is None:
        return ()
    sequence = int(revision[1])
    now = groups.timetable_told(connection, event.group_id, sequence)
    before = groups.timetable_told(connection, event.group_id, sequence - 1)
    was = {each.number: each for each in before.sessions}
    zone = ZoneInfo(now.series.timezone)
    changed = (_changed(was.get(each.number), each, zone) for each in now.sessions)
    return tuple(chain.from_iterable(changed))


def _reminder(found: re.Match[str]) -> str:
    number, length = found[1], int(found[2])
    unit = _UNITS[found[3]] + ("" if length == 1 else "s")
    return f"the reminder of session {number}, {length} {unit} before"


def _changed(was: Session | None, now: Session, zone: ZoneInfo) -> Iterator[str]:
    if was is None or (was.start, was.cancelled) == (now.start, now.cancelled):
        return
    if now.cancelled:
        yield f"session {now.number}, {_shown(was.start, zone)}: cancelled"
    else:
        yield f"session {now.number}: from {_shown(was.start, zone)} to {_shown(now.start, zone)}"


def _shown(start: datetime, zone: ZoneInfo) -> str:
    city = zone.key.rpartition("/")[2].replace("_", " ")
    wall = start.astimezone(zone)
    return f"{wall:%a} {wall.day} {wall:%b %Y %H:%M} {city}"
