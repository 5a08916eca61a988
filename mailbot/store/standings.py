"""Approvals given beforehand, drafts decided in one go, and reminders skipped for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.seats import Bundle, BundleKind, StandingApproval, StandingKind
from mailbot.store.rows import insert
from mailbot.store.schema_groups import bundle, skipped, standing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.outbox import Channel


def give(
    connection: Connection,
    kind: StandingKind,
    group_id: int,
    channel: Channel,
    now: datetime,
    *,
    by: str = "coordinator",
) -> StandingApproval:
    """Put leave given beforehand on record; where it stands already, that is returned."""
    known = active(connection, kind, group_id)
    if known is not None:
        return known
    insert(
        connection,
        standing,
        kind=kind.value,
        group_id=group_id,
        by=by,
        channel=channel.value,
        at=now,
    )
    given = active(connection, kind, group_id)
    assert given is not None  # noqa: S101 - it was put there just now
    return given


def active(connection: Connection, kind: StandingKind, group_id: int) -> StandingApproval | None:
    """Return the leave that stands for these mails of a group, or None."""
    row = connection.execute(
        standing.select().where(
            standing.c.kind == kind.value,
            standing.c.group_id == group_id,
            standing.c.ended_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else _standing(row)


def every(connection: Connection) -> list[StandingApproval]:
    """Return all that were ever given, oldest first."""
    rows = connection.execute(standing.select().order_by(standing.c.id))
    return [_standing(row) for row in rows]


def end(connection: Connection, standing_id: int, now: datetime) -> None:
    """Take leave back that was given beforehand."""
    connection.execute(
        standing.update()
        .where(standing.c.id == standing_id, standing.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def bundle_up(connection: Connection, kind: BundleKind, group_id: int, now: datetime) -> Bundle:
    """Begin a bundle of drafts; each draft names it when it is added."""
    bundle_id = insert(connection, bundle, kind=kind.value, group_id=group_id, created_at=now)
    return Bundle(bundle_id, kind, group_id, now)


def get_bundle(connection: Connection, bundle_id: int) -> Bundle | None:
    """Return the bundle of this id, or None."""
    row = connection.execute(bundle.select().where(bundle.c.id == bundle_id)).one_or_none()
    return None if row is None else _bundle(row)


def skip(connection: Connection, key: str, group_id: int, why: str, now: datetime) -> None:
    """Note that the reminder of this key never goes, and why."""
    connection.execute(skipped.insert().values(key=key, group_id=group_id, why=why, at=now))


def unskip(connection: Connection, key: str) -> None:
    """Let the reminder of this key go after all, as if it had never been skipped."""
    connection.execute(skipped.delete().where(skipped.c.key == key))


def skips(connection: Connection, group_id: int) -> dict[str, str]:
    """Return the keys of a group's reminders that never go, and why not."""
    query = sa.select(skipped.c.key, skipped.c.why).where(skipped.c.group_id == group_id)
    return {row.key: row.why for row in connection.execute(query)}


def _standing(row: Any) -> StandingApproval:
    return StandingApproval(
        id=row.id,
        kind=StandingKind(row.kind),
        group_id=row.group_id,
        by=row.by,
        channel=row.channel,
        at=row.at,
        ended_at=row.ended_at,
    )


def _bundle(row: Any) -> Bundle:
    return Bundle(row.id, BundleKind(row.kind), row.group_id, row.created_at)
