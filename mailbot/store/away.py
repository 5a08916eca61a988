"""When the coordinator is away, as on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.outbox import Channel
from mailbot.store.rows import insert
from mailbot.store.schema_day import away

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Away:
    """One absence: from `begins_at` until just before `ends_at`."""

    id: int
    begins_at: datetime
    ends_at: datetime
    by: str
    channel: Channel
    at: datetime


def add(
    connection: Connection,
    begins_at: datetime,
    ends_at: datetime,
    now: datetime,
    *,
    by: str,
    channel: Channel,
) -> Away:
    """Put an absence on record."""
    away_id = insert(
        connection,
        away,
        begins_at=begins_at,
        ends_at=ends_at,
        by=by,
        channel=channel.value,
        at=now,
    )
    return Away(away_id, begins_at, ends_at, by, channel, now)


def to_come(connection: Connection, now: datetime) -> list[Away]:
    """Return the absence that goes on now and those ahead, the earliest first."""
    rows = connection.execute(
        away.select()
        .where(away.c.ends_at > now, away.c.ended_at.is_(None))
        .order_by(away.c.begins_at, away.c.id)
    )
    return [
        Away(row.id, row.begins_at, row.ends_at, row.by, Channel(row.channel), row.at)
        for row in rows
    ]


def current(connection: Connection, now: datetime) -> Away | None:
    """Return the absence that goes on at `now`, or None."""
    return next((each for each in to_come(connection, now) if each.begins_at <= now), None)


def end(connection: Connection, away_id: int, now: datetime) -> None:
    """Take an absence back, or end it before its time."""
    connection.execute(
        away.update().where(away.c.id == away_id, away.c.ended_at.is_(None)).values(ended_at=now)
    )
