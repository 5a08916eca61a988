"""Conversations, by References and In-Reply-To, never by subject alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.store.rows import insert
from mailbot.store.schema import conversation, thread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection


def find(connection: Connection, digests: Sequence[str]) -> int | None:
    """Return the thread of the last of these Message-ID digests that is known, or None."""
    known = {
        row.message_id_digest: row.thread_id
        for row in connection.execute(
            conversation.select().where(conversation.c.message_id_digest.in_(digests))
        )
    }
    return next((known[digest] for digest in reversed(digests) if digest in known), None)


def create(connection: Connection, now: datetime) -> int:
    """Begin a thread and return its id."""
    return insert(connection, thread, created_at=now)


def join(connection: Connection, thread_id: int, digest: str, *, ours: bool) -> None:
    """Put a Message-ID into a thread; the first thread that claims it keeps it."""
    known = connection.scalar(
        sa.select(conversation.c.thread_id).where(conversation.c.message_id_digest == digest)
    )
    if known is None:
        connection.execute(
            conversation.insert().values(message_id_digest=digest, thread_id=thread_id, ours=ours)
        )


def ours(connection: Connection, digests: Sequence[str]) -> bool:
    """Tell whether any of these Message-IDs is one that Mailbot or the coordinator sent."""
    query = sa.select(conversation.c.thread_id).where(
        conversation.c.message_id_digest.in_(digests), conversation.c.ours
    )
    return connection.execute(query.limit(1)).first() is not None


def mark_distress(connection: Connection, thread_id: int, now: datetime) -> None:
    """Remember that distress was read in this thread: nothing automatic goes out there."""
    connection.execute(
        thread.update()
        .where(thread.c.id == thread_id, thread.c.distress_at.is_(None))
        .values(distress_at=now)
    )


def distressed(connection: Connection, thread_id: int) -> bool:
    """Tell whether distress was read in this thread."""
    return (
        connection.scalar(sa.select(thread.c.distress_at).where(thread.c.id == thread_id))
        is not None
    )
