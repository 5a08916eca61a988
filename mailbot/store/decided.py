"""What became of replies, kind by kind: let go as drafted, changed, turned down, by her hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.outbox import Channel, State
from mailbot.model.permissions import REPLY, Decided, Deed, MailKind
from mailbot.store.drafts import Standing
from mailbot.store.schema import event
from mailbot.store.schema_outbox import approval, draft_copy, outbox
from mailbot.store.schema_permitted import permitted

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_BY_ITSELF = (Channel.STANDING.value, Channel.CONFIGURATION.value)
_LEAVING = frozenset({State.SENDING, State.SENT, State.UNCERTAIN})


def replies(
    connection: Connection, by_hand: str, since: datetime | None = None
) -> dict[MailKind, list[Decided]]:
    """Return what became of replies that a person decided on, or that went by themselves.

    A reply that gave way to a newer one, or that nobody has decided on yet, says nothing.

    Args:
        connection: An open connection.
        by_hand: The reason of a draft that was withdrawn because she answered by hand.
        since: Only what changed since then; None for all.

    Returns:
        For each kind what became of its replies, the one that was decided on last first.
    """
    approved, edited = _approved(connection, since), _edited(connection, since)
    found: dict[MailKind, list[Decided]] = {}
    for row in connection.execute(_replies(since)):
        at = approved[row.id].at if row.id in approved else row.changed_at
        changed = row.id in edited or (row.id in approved and approved[row.id].changed)
        deed = _deed(row, by_hand, changed=changed, hers=row.id in approved)
        if deed is not None:
            kind = MailKind.of(row.topics, row.asks)
            found.setdefault(kind, []).append(Decided(row.id, deed, at))
    for deeds in found.values():
        deeds.sort(key=lambda one: one.at, reverse=True)
    return found


def newest_approval(connection: Connection) -> int:
    """Return the number of the newest approval; 0 where there is none."""
    return connection.scalar(sa.select(sa.func.max(approval.c.id))) or 0


def _replies(since: datetime | None) -> sa.Select[Any]:
    query = (
        sa.select(
            outbox.c.id,
            outbox.c.topics,
            outbox.c.asks,
            outbox.c.state,
            outbox.c.reason,
            outbox.c.changed_at,
            draft_copy.c.standing,
            permitted.c.permission_id,
        )
        .join(draft_copy, draft_copy.c.outbox_id == outbox.c.id, isouter=True)
        .join(permitted, permitted.c.outbox_id == outbox.c.id, isouter=True)
        .where(outbox.c.kind == REPLY)
        .order_by(outbox.c.id.desc())
    )
    if since is None:
        return query
    in_hand = draft_copy.c.standing == Standing.EDITED.value
    return query.where(sa.or_(outbox.c.changed_at >= since, in_hand))


def _approved(connection: Connection, since: datetime | None) -> dict[int, Any]:
    """Return of each mail that a person let go when that was, and whether they changed it."""
    query = (
        sa.select(
            approval.c.outbox_id,
            sa.func.max(approval.c.at).label("at"),
            sa.func.max(sa.cast(approval.c.changed, sa.Integer)).label("changed"),
        )
        .where(approval.c.channel.not_in(_BY_ITSELF), approval.c.outbox_id.in_(_changed(since)))
        .group_by(approval.c.outbox_id)
    )
    return {row.outbox_id: row for row in connection.execute(query)}


def _edited(connection: Connection, since: datetime | None) -> frozenset[int]:
    query = sa.select(event.c.outbox_id).where(
        event.c.kind == "edited", event.c.outbox_id.in_(_changed(since))
    )
    return frozenset(connection.scalars(query))


def _changed(since: datetime | None) -> sa.Select[Any]:
    query = sa.select(outbox.c.id).where(outbox.c.kind == REPLY)
    return query if since is None else query.where(outbox.c.changed_at >= since)


def _deed(row: Any, by_hand: str, *, changed: bool, hers: bool) -> Deed | None:
    state = State(row.state)
    if state is State.REJECTED:
        return Deed.REJECTED
    if state is State.SUPERSEDED:
        return Deed.BY_HAND if row.reason == by_hand else None
    if state is State.EXPIRED:
        return None
    if changed or row.standing == Standing.EDITED.value:
        return Deed.CHANGED
    if hers:
        return Deed.UNCHANGED
    return Deed.BY_ITSELF if row.permission_id and state in _LEAVING else None
