"""Approvals by leave for a kind of reply, with that leave, as an audit asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.outbox import Channel
from mailbot.model.permissions import REPLY, MailKind, Permission
from mailbot.store import permissions
from mailbot.store.schema_outbox import approval, outbox
from mailbot.store.schema_permitted import permitted

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class ByPermission:
    """An approval of a reply by leave for its kind.

    Attributes:
        outbox_id: The reply.
        kind: Of which kind it is.
        at: When it was approved so.
        leave: By which leave; None where there is none.
        not_before: Until when it could be called back; None where nothing says so.
        claimed_at: When Mailbot began to send it by that leave; None where it did not, or where
            a person decided on it afterwards.
    """

    outbox_id: int
    kind: MailKind
    at: datetime
    leave: Permission | None
    not_before: datetime | None
    claimed_at: datetime | None


def by_permission(connection: Connection) -> list[ByPermission]:
    """Return every approval of a reply that no person gave, oldest first."""
    query = (
        sa.select(
            outbox.c.id,
            outbox.c.topics,
            outbox.c.asks,
            outbox.c.claimed_at,
            approval.c.at,
            permitted.c.permission_id,
            permitted.c.not_before,
            permitted.c.ended_at,
        )
        .join(approval, approval.c.outbox_id == outbox.c.id)
        .join(permitted, permitted.c.outbox_id == outbox.c.id, isouter=True)
        .where(outbox.c.kind == REPLY, approval.c.channel == Channel.STANDING.value)
        .order_by(approval.c.id)
    )
    given = {one.id: one for one in permissions.every(connection)}
    return [
        ByPermission(
            row.id,
            MailKind.of(row.topics, row.asks),
            row.at,
            given.get(row.permission_id),
            row.not_before,
            row.claimed_at if row.ended_at is None else None,
        )
        for row in connection.execute(query)
    ]
