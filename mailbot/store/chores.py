"""What must still be done in the mailbox after a commit, repeated until it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
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
    DRAFT = "draft"
    """Only for a draft's copy that was refused: how it should be with copies, `draft_copy` says."""


LONGEST_PAUSE = timedelta(hours=1)
"""How long a chore that failed may be put off."""


@dataclass(frozen=True, slots=True)
class Chore:
    """One thing to do in the mailbox."""

    id: int
    kind: ChoreKind
    mail_id: int | None
    outbox_id: int | None
    label: str | None
    attempts: int
    due_at: datetime

    def is_due(self, now: datetime) -> bool:
        """Tell whether its time has come; what no pause explains, a clock put right does."""
        return not now < self.due_at <= now + LONGEST_PAUSE


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
    key = _key(kind, mail_id, outbox_id, label)
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
    waiting = _load(connection, chore.c.done_at.is_(None), chore.c.kind != ChoreKind.DRAFT.value)
    return [one for one in waiting if one.is_due(now)]


def refused_drafts(connection: Connection) -> dict[int, Chore]:
    """Return the drafts whose copy the server refused, by their number in the outbox."""
    waiting = _load(connection, chore.c.done_at.is_(None), chore.c.kind == ChoreKind.DRAFT.value)
    return {one.outbox_id: one for one in waiting if one.outbox_id}


def refused_draft(connection: Connection, outbox_id: int, now: datetime) -> Chore:
    """Return the chore of a draft's copy that was refused, begun anew where one had been done."""
    key = _key(ChoreKind.DRAFT, None, outbox_id, None)
    add(connection, ChoreKind.DRAFT, now, outbox_id=outbox_id)
    connection.execute(
        chore.update()
        .where(chore.c.key == key, chore.c.done_at.is_not(None))
        .values(done_at=None, attempts=0)
    )
    return _load(connection, chore.c.key == key)[0]


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


def _key(kind: ChoreKind, mail_id: int | None, outbox_id: int | None, label: str | None) -> str:
    return f"{kind.value}/{mail_id or ''}/{outbox_id or ''}/{label or ''}"


def _load(connection: Connection, *conditions: sa.ColumnElement[bool]) -> list[Chore]:
    rows = connection.execute(chore.select().where(*conditions).order_by(chore.c.id))
    return [
        Chore(
            row.id,
            ChoreKind(row.kind),
            row.mail_id,
            row.outbox_id,
            row.label,
            row.attempts,
            row.due_at,
        )
        for row in rows
    ]
