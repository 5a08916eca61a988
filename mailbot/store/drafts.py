"""The copies of drafts in the coordinator's Drafts folder."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.folders import Place
from mailbot.store.schema_outbox import draft_copy, letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection


class Standing(StrEnum):
    """How it is with the copy in Drafts.

    `wanted` is to be put there, `standing` is there as Mailbot wrote it, `edited` is hers now,
    `unwanted` is to be taken away if still unchanged, `retracting` is just being taken away, for
    the mail is about to leave, `vanished` is gone without a trace so far, `gone` is settled.
    """

    WANTED = "wanted"
    STANDING = "standing"
    EDITED = "edited"
    UNWANTED = "unwanted"
    RETRACTING = "retracting"
    VANISHED = "vanished"
    GONE = "gone"


MAILBOTS = frozenset({Standing.WANTED, Standing.STANDING, Standing.RETRACTING})
"""How it is with a copy that stands there, or may, just as Mailbot wrote it."""


@dataclass(frozen=True, slots=True)
class DraftCopy:
    """One copy in Drafts, and the exact bytes that were put there."""

    outbox_id: int
    standing: Standing
    digest: str
    place: Place | None
    vanished_at: datetime | None
    raw: bytes
    message_id: str
    recipient: str


def want(connection: Connection, outbox_id: int, digest: str) -> None:
    """Ask that the present version of a draft stand in Drafts.

    Where another version stands there already, it is remembered, to be taken away first.
    """
    if get(connection, outbox_id):
        put(connection, outbox_id, Standing.WANTED)
        return
    connection.execute(
        draft_copy.insert().values(
            outbox_id=outbox_id, standing=Standing.WANTED.value, digest=digest
        )
    )


def put(connection: Connection, outbox_id: int, standing: Standing, **values: Any) -> None:
    """Say how it is with the copy now."""
    connection.execute(
        draft_copy.update()
        .where(draft_copy.c.outbox_id == outbox_id)
        .values(standing=standing.value, **values)
    )


def stands(
    connection: Connection, outbox_id: int, standing: Standing, place: Place, *, digest: str
) -> None:
    """Say that the version with this digest stands at `place`."""
    put(
        connection,
        outbox_id,
        standing,
        folder=place.folder,
        uidvalidity=place.uidvalidity,
        uid=place.uid,
        digest=digest,
        vanished_at=None,
    )


def intend(connection: Connection, outbox_id: int, digest: str) -> None:
    """Say that the version with this digest is about to be put there, and no other stands."""
    put(
        connection,
        outbox_id,
        Standing.WANTED,
        digest=digest,
        folder=None,
        uidvalidity=None,
        uid=None,
    )


def forget_place(connection: Connection, outbox_id: int) -> None:
    """Say that the copy was taken away, and that the present version is still wanted there."""
    put(connection, outbox_id, Standing.WANTED, folder=None, uidvalidity=None, uid=None)


def release(connection: Connection, outbox_id: int) -> None:
    """Ask that the copy be taken away; one that was never put there simply isn't."""
    connection.execute(
        draft_copy.update()
        .where(
            draft_copy.c.outbox_id == outbox_id,
            draft_copy.c.standing.in_([one.value for one in MAILBOTS]),
        )
        .values(standing=Standing.UNWANTED.value)
    )


def get(connection: Connection, outbox_id: int) -> DraftCopy | None:
    """Return the copy of an outbound mail, or None."""
    found = _load(connection, draft_copy.c.outbox_id == outbox_id)
    return found[0] if found else None


def having(connection: Connection, standings: Sequence[Standing]) -> list[DraftCopy]:
    """Return the copies with one of these standings, oldest mail first."""
    return _load(connection, draft_copy.c.standing.in_([one.value for one in standings]))


def _load(connection: Connection, condition: sa.ColumnElement[bool]) -> list[DraftCopy]:
    rows = connection.execute(
        sa.select(draft_copy, letter.c.raw, letter.c.message_id, letter.c.recipient)
        .join(
            letter,
            sa.and_(
                letter.c.outbox_id == draft_copy.c.outbox_id,
                letter.c.digest == draft_copy.c.digest,
            ),
        )
        .where(condition)
        .order_by(draft_copy.c.outbox_id)
    )
    return [
        DraftCopy(
            outbox_id=row.outbox_id,
            standing=Standing(row.standing),
            digest=row.digest,
            place=Place(row.folder, row.uidvalidity, row.uid) if row.folder else None,
            vanished_at=row.vanished_at,
            raw=row.raw,
            message_id=row.message_id,
            recipient=row.recipient,
        )
        for row in rows
    ]
