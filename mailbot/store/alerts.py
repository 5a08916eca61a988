"""What needed a person at once, and whether one has seen it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.casework import AlertKind
from mailbot.store.rows import insert
from mailbot.store.schema import alert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    """One alert as it is on record."""

    id: int
    key: str
    kind: AlertKind
    mail_id: int | None
    applicant_id: int | None
    outbox_id: int | None
    at: datetime
    seen_at: datetime | None


def exists(connection: Connection, key: str) -> bool:
    """Tell whether this alert was raised before."""
    return connection.scalar(sa.select(alert.c.id).where(alert.c.key == key)) is not None


def add(
    connection: Connection,
    key: str,
    kind: AlertKind,
    now: datetime,
    *,
    mail_id: int | None = None,
    applicant_id: int | None = None,
    outbox_id: int | None = None,
) -> int:
    """Put an alert on record and return its id.

    Raises:
        IntegrityError: An alert with this key is there already.
    """
    return insert(
        connection,
        alert,
        key=key,
        kind=kind.value,
        at=now,
        mail_id=mail_id,
        applicant_id=applicant_id,
        outbox_id=outbox_id,
    )


def raised(connection: Connection) -> list[RaisedAlert]:
    """Return all alerts, oldest first."""
    return [
        RaisedAlert(
            row.id,
            row.key,
            AlertKind(row.kind),
            row.mail_id,
            row.applicant_id,
            row.outbox_id,
            row.at,
            row.seen_at,
        )
        for row in connection.execute(alert.select().order_by(alert.c.id))
    ]
