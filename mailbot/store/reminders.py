"""What of a group's reminders is settled, and what its leaders were told of late absences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.outbox import State
from mailbot.model.sessions import Absence, AbsenceKind, Part
from mailbot.store.schema import absence, outbox, session, skipped

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_ON_THE_WAY = frozenset({State.DRAFT, State.APPROVED, State.SENDING})


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody was sent about one session.

    Attributes:
        on_the_way: A mail about it has not left yet.
        last: When the last one that left was claimed, and so written; None where none left.
    """

    on_the_way: bool
    last: datetime | None


def settled(connection: Connection, group_id: int) -> frozenset[str]:
    """Return the keys of a group's reminders that were made or skipped for good."""
    made = sa.select(outbox.c.key).where(
        outbox.c.group_id == group_id, outbox.c.key.startswith(f"reminder/group:{group_id}/")
    )
    never = sa.select(skipped.c.key).where(skipped.c.group_id == group_id)
    return frozenset(connection.scalars(made.union_all(never)))


def begins(connection: Connection, group_id: int, after: datetime, until: datetime) -> bool:
    """Tell whether a session that is on begins after one moment and not after the other."""
    query = sa.select(session.c.number).where(
        session.c.group_id == group_id,
        session.c.cancelled.is_(False),
        session.c.starts_at > after,
        session.c.starts_at <= until,
    )
    return connection.scalar(query.limit(1)) is not None


def heard(connection: Connection, group_id: int, prefix: str, *, but: int | None = None) -> Heard:
    """Return what somebody was sent whose keys begin with `prefix`, but for one mail."""
    query = sa.select(outbox.c.id, outbox.c.state, outbox.c.claimed_at).where(
        outbox.c.group_id == group_id, outbox.c.key.startswith(prefix, autoescape=True)
    )
    rows = [row for row in connection.execute(query) if row.id != but]
    left = [row.claimed_at for row in rows if row.state == State.SENT.value and row.claimed_at]
    return Heard(any(State(row.state) in _ON_THE_WAY for row in rows), max(left, default=None))


def announced(
    connection: Connection, group_id: int, number: int, since: datetime | None
) -> tuple[Absence, ...]:
    """Return what was announced for a session after a moment, or ever, in that order."""
    query = absence.select().where(absence.c.group_id == group_id, absence.c.number == number)
    if since is not None:
        query = query.where(absence.c.announced_at > since)
    rows = connection.execute(query.order_by(absence.c.announced_at, absence.c.person_id))
    return tuple(
        Absence(row.number, Part(row.part), row.person_id, AbsenceKind(row.kind), row.minutes)
        for row in rows
    )
