"""The versions of each outbound mail's letter: exact bytes by digest, and which of them she saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.store.schema_outbox import letter, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.store.outbox import Outbound


def add(
    connection: Connection,
    outbox_id: int,
    digest: str,
    recipient: str,
    message_id: str,
    raw: bytes,
) -> None:
    """Keep the bytes of a mail under their digest."""
    connection.execute(
        letter.insert().values(
            outbox_id=outbox_id,
            digest=digest,
            recipient=recipient.lower(),
            message_id=message_id,
            raw=raw,
        )
    )


def keep(
    connection: Connection, current: Outbound, raw: bytes, digest: str, message_id: str
) -> None:
    """Keep other bytes of a mail beside its present ones; the same twice are one."""
    known = connection.scalar(
        sa.select(letter.c.digest).where(
            letter.c.outbox_id == current.id, letter.c.digest == digest
        )
    )
    if known is None:
        add(connection, current.id, digest, current.recipient, message_id, raw)


def get(connection: Connection, outbox_id: int, digest: str) -> bytes | None:
    """Return an earlier or the present letter of a mail by (the beginning of) its digest."""
    return connection.scalar(
        sa.select(letter.c.raw).where(
            letter.c.outbox_id == outbox_id, letter.c.digest.startswith(digest, autoescape=True)
        )
    )


def mark_shown(connection: Connection, outbox_id: int, digest: str, now: datetime) -> None:
    """Remember that these exact bytes were shown to the coordinator."""
    connection.execute(
        letter.update()
        .where(letter.c.outbox_id == outbox_id, letter.c.digest == digest)
        .values(shown_at=now)
    )


def last_shown(connection: Connection, outbox_id: int) -> str | None:
    """Return the digest that was shown last, or None."""
    return connection.scalar(
        sa.select(letter.c.digest)
        .where(letter.c.outbox_id == outbox_id, letter.c.shown_at.is_not(None))
        .order_by(letter.c.shown_at.desc())
        .limit(1)
    )


def missing(connection: Connection) -> list[int]:
    """Return the mails whose present letter is not there."""
    query = (
        sa.select(outbox.c.id)
        .join(
            letter,
            sa.and_(letter.c.outbox_id == outbox.c.id, letter.c.digest == outbox.c.digest),
            isouter=True,
        )
        .where(letter.c.outbox_id.is_(None))
    )
    return list(connection.scalars(query))
