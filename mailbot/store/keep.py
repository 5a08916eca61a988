"""Single values that outlive a run: the salt of the digests, the pause."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.store.schema import keep

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SALT = "salt"
_PAUSED = "paused_at"


@dataclass(frozen=True, slots=True)
class Digester:
    """Digests that tell nobody without the salt what was digested (HMAC-SHA256, RFC 2104)."""

    salt: bytes

    def digest(self, text: str) -> str:
        """Return 64 hexadecimal digits for `text`."""
        return hmac.new(
            self.salt, text.encode("utf-8", "surrogatepass"), hashlib.sha256
        ).hexdigest()

    def message_id(self, message_id: str) -> str:
        """Return the digest of a Message-ID, white space around and inside ignored."""
        return self.digest("message-id\0" + "".join(message_id.split()))

    def identity(self, message_id: str | None, content_digest: str) -> str:
        """Return what makes a mail the same mail wherever it turns up again."""
        return self.digest(f"mail\0{''.join((message_id or '').split())}\0{content_digest}")


def get(connection: Connection, name: str) -> str | None:
    """Return the value kept under `name`, or None."""
    return connection.scalar(sa.select(keep.c.value).where(keep.c.name == name))


def put(connection: Connection, name: str, value: str) -> None:
    """Keep `value` under `name`, in place of what was there."""
    drop(connection, name)
    connection.execute(keep.insert().values(name=name, value=value))


def drop(connection: Connection, name: str) -> None:
    """Forget what is kept under `name`."""
    connection.execute(keep.delete().where(keep.c.name == name))


def digester(connection: Connection) -> Digester:
    """Return the digester of this installation; its salt is made at first use."""
    salt = get(connection, _SALT)
    if salt is None:
        salt = secrets.token_hex(32)
        put(connection, _SALT, salt)
    return Digester(bytes.fromhex(salt))


def paused_at(connection: Connection) -> datetime | None:
    """Return since when nothing leaves to students and leaders; None where it does."""
    value = get(connection, _PAUSED)
    return datetime.fromisoformat(value) if value else None


def pause(connection: Connection, now: datetime) -> None:
    """Hold all mail to students and leaders from now on."""
    put(connection, _PAUSED, now.isoformat())


def resume(connection: Connection) -> None:
    """Let mail to students and leaders go again."""
    drop(connection, _PAUSED)
