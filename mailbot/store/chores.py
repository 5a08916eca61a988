"""What must still be done in the mailbox after a commit, repeated until it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.store.schema import chore

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


class ChoreKind(StrEnum):
    """What is to be done."""

    LABEL = "label"
    COPY_TO_SENT = "copy_to_sent"


@dataclass(frozen=True, slots=True)
class Chore:
    """One thing to do in the mailbox."""

    id: int
    kind: ChoreKind
    mail_id: int | None
    outbox_id: int | None
    label: str | None
    attempts: int


def add(
    connection: Connection,
    kind: ChoreKind,
    now: datetime,
    *,
    mail_id: int | None = None,
    outbox_id: int | None = None,
    label: str | None = None,
) -> None:
    """Ask for a chore; the same one twice is one."""
    key = f"{kind.value}/{mail_id or ''}/{outbox_id or ''}/{label or ''}"
    if connection.execute(chore.select().where(chore.c.key == key)).first() is None:
        connection.execute(
            chore.insert().values(
                key=key,
                kind=kind.value,
                mail_id=mail_id,
                outbox_id=outbox_id,
                label=label,
                due_at=now,
            )
        )


def due(connection: Connection, now: datetime) -> list[Chore]:
    """Return the chores whose time has come, oldest first."""
    rows = connection.execute(
        chore.select().where(chore.c.done_at.is_(None), chore.c.due_at <= now).order_by(chore.c.id)
    )
    return [
        Chore(row.id, ChoreKind(row.kind), row.mail_id, row.outbox_id, row.label, row.attempts)
        for row in rows
    ]


def done(connection: Connection, chore_id: int, now: datetime, reason: str = "") -> None:
    """Say that a chore is done, or that it is pointless and why."""
    connection.execute(
        chore.update().where(chore.c.id == chore_id).values(done_at=now, reason=reason or None)
    )


def again(connection: Connection, failed: Chore, due_at: datetime, reason: str) -> None:
    """Put off a chore that failed."""
    connection.execute(
        chore.update()
        .where(chore.c.id == failed.id)
        .values(due_at=due_at, attempts=failed.attempts + 1, reason=reason)
    )


def copies_to_come(connection: Connection) -> frozenset[int]:
    """Return the sent mails whose copy has not been put into Sent yet."""
    query = sa.select(chore.c.outbox_id).where(
        chore.c.kind == ChoreKind.COPY_TO_SENT.value, chore.c.done_at.is_(None)
    )
    return frozenset(connection.scalars(query))
