"""How far each folder has been looked at: UIDVALIDITY and the last UID (RFC 3501, 2.3.1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.store.schema import cursor

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where Mailbot stands in a folder.

    Attributes:
        folder: The folder's name.
        uidvalidity: The UIDVALIDITY for which `last_uid` holds.
        last_uid: Every mail up to this UID is handled.
        started_at: Mail that arrived before is none of Mailbot's business.
        old_to: The highest UID when Mailbot began here, or began anew: up to it, mail from before
            `started_at` may stand among the rest. What comes after is new, whatever its date.
        renewed: The server numbered the folder anew at least once.
    """

    folder: str
    uidvalidity: int
    last_uid: int
    started_at: datetime
    old_to: int = 0
    renewed: bool = False


def get(connection: Connection, folder: str) -> Cursor | None:
    """Return the cursor of `folder`; None where it was never looked at."""
    row = connection.execute(cursor.select().where(cursor.c.folder == folder)).one_or_none()
    return Cursor(*row) if row else None


def start(connection: Connection, new: Cursor) -> None:
    """Begin a folder, or begin it anew after its UIDVALIDITY changed."""
    connection.execute(cursor.delete().where(cursor.c.folder == new.folder))
    connection.execute(
        cursor.insert().values(
            folder=new.folder,
            uidvalidity=new.uidvalidity,
            last_uid=new.last_uid,
            started_at=new.started_at,
            old_to=new.old_to,
            renewed=new.renewed,
        )
    )


def advance(connection: Connection, folder: str, uid: int) -> None:
    """Say that everything in `folder` up to `uid` is handled; never goes back."""
    connection.execute(
        cursor.update()
        .where(cursor.c.folder == folder, cursor.c.last_uid < uid)
        .values(last_uid=uid)
    )


def all_folders(connection: Connection) -> list[Cursor]:
    """Return the cursors of every folder looked at so far."""
    return [Cursor(*row) for row in connection.execute(cursor.select().order_by(cursor.c.folder))]
