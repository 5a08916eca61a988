"""Leave for kinds of replies to go by themselves, and the mail that goes by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.outbox import State
from mailbot.model.permissions import REPLY, MailKind, Permission, Permitted
from mailbot.store.rows import insert
from mailbot.store.schema_day import permission
from mailbot.store.schema_outbox import outbox
from mailbot.store.schema_permitted import permitted

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.outbox import Channel


def give(
    connection: Connection,
    kind: MailKind,
    least: float,
    channel: Channel,
    now: datetime,
    *,
    by: str = "coordinator",
) -> Permission:
    """Put leave for a kind of reply on record; what stood for that kind before ends."""
    before = of_kind(connection, kind)
    if before is not None:
        end(connection, before.id, "it was given anew", now)
    number = insert(
        connection,
        permission,
        kind=REPLY,
        topics=list(kind.topics),
        topics_key=kind.key,
        least=least,
        by=by,
        channel=channel.value,
        at=now,
    )
    return Permission(number, kind, least, by, channel.value, now)


def end(connection: Connection, permission_id: int, why: str, now: datetime) -> None:
    """End a permission; one that has ended stays as it is."""
    connection.execute(
        permission.update()
        .where(permission.c.id == permission_id, permission.c.ended_at.is_(None))
        .values(ended_at=now, why_ended=why)
    )


def get(connection: Connection, permission_id: int) -> Permission | None:
    """Return the permission of this number, or None."""
    row = connection.execute(
        permission.select().where(permission.c.id == permission_id)
    ).one_or_none()
    return None if row is None else _permission(row)


def of_kind(connection: Connection, kind: MailKind) -> Permission | None:
    """Return the permission that stands for a kind, or None."""
    return next((one for one in active(connection) if one.kind == kind), None)


def active(connection: Connection) -> list[Permission]:
    """Return the permissions that stand, oldest first."""
    return [one for one in every(connection) if one.ended_at is None]


def every(connection: Connection) -> list[Permission]:
    """Return all that were ever given, oldest first."""
    rows = connection.execute(permission.select().order_by(permission.c.id))
    return [_permission(row) for row in rows]


def permit(connection: Connection, outbox_id: int, permission_id: int, until: datetime) -> None:
    """Note that a mail goes by itself, and not before it could be called back up to `until`."""
    connection.execute(
        permitted.insert().values(
            outbox_id=outbox_id, permission_id=permission_id, not_before=until
        )
    )


def goes(connection: Connection, outbox_id: int) -> Permitted | None:
    """Return by which permission a mail is to go that has not left; None where by none."""
    return next((one for one in waiting(connection) if one.outbox_id == outbox_id), None)


def early(connection: Connection, now: datetime) -> frozenset[int]:
    """Return the mails that go by themselves and can still be called back.

    Their time is no matter of how long ago they were made: a clock that was set back lengthens it.
    """
    return frozenset(one.outbox_id for one in waiting(connection) if now < one.not_before)


def waiting(connection: Connection) -> list[Permitted]:
    """Return the mails that are to go by themselves and have not left, oldest first."""
    rows = connection.execute(
        sa.select(permitted)
        .join(outbox, outbox.c.id == permitted.c.outbox_id)
        .where(permitted.c.ended_at.is_(None), outbox.c.state == State.APPROVED.value)
        .order_by(permitted.c.outbox_id)
    )
    return [_permitted(row) for row in rows]


def put_off(connection: Connection, outbox_id: int, until: datetime) -> None:
    """Let a mail be called back up to `until`."""
    connection.execute(
        permitted.update().where(permitted.c.outbox_id == outbox_id).values(not_before=until)
    )


def give_back(connection: Connection, outbox_id: int, now: datetime) -> None:
    """Note that a mail goes by itself no more: a person decides on it."""
    connection.execute(
        permitted.update()
        .where(permitted.c.outbox_id == outbox_id, permitted.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def went(connection: Connection) -> dict[int, int]:
    """Return how many mails have left by each permission."""
    query = (
        sa.select(permitted.c.permission_id, sa.func.count())
        .join(outbox, outbox.c.id == permitted.c.outbox_id)
        .where(permitted.c.ended_at.is_(None), outbox.c.state == State.SENT.value)
        .group_by(permitted.c.permission_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _permission(row: Any) -> Permission:
    return Permission(
        id=row.id,
        kind=MailKind.from_key(row.topics_key),
        least=row.least,
        by=row.by,
        channel=row.channel,
        at=row.at,
        ended_at=row.ended_at,
        why_ended=row.why_ended,
    )


def _permitted(row: Any) -> Permitted:
    return Permitted(row.outbox_id, row.permission_id, row.not_before, row.ended_at)
