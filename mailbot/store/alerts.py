"""What needed a person at once, and whether one has seen it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.casework import AlertKind
from mailbot.store.rows import insert
from mailbot.store.schema import alert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.outbox import Channel


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
    seen_by: str | None = None


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


def put_mail(connection: Connection, alert_id: int, outbox_id: int) -> None:
    """Say by which mail an alert was told first."""
    connection.execute(alert.update().where(alert.c.id == alert_id).values(outbox_id=outbox_id))


def raised(connection: Connection) -> list[RaisedAlert]:
    """Return all alerts, oldest first."""
    return [_raised(row) for row in connection.execute(alert.select().order_by(alert.c.id))]


def get(connection: Connection, alert_id: int) -> RaisedAlert | None:
    """Return the alert of this number, or None."""
    row = connection.execute(alert.select().where(alert.c.id == alert_id)).one_or_none()
    return None if row is None else _raised(row)


def unseen(connection: Connection, kinds: Sequence[AlertKind]) -> list[RaisedAlert]:
    """Return the alerts of these kinds that nobody has seen, oldest first."""
    query = alert.select().where(
        alert.c.kind.in_([kind.value for kind in kinds]), alert.c.seen_at.is_(None)
    )
    return [_raised(row) for row in connection.execute(query.order_by(alert.c.id))]


def see(connection: Connection, alert_id: int, by: str, channel: Channel, now: datetime) -> bool:
    """Note who has seen an alert; return False where somebody had before, whose word stands."""
    result = connection.execute(
        alert.update()
        .where(alert.c.id == alert_id, alert.c.seen_at.is_(None))
        .values(seen_at=now, seen_by=by, seen_channel=channel.value)
    )
    return result.rowcount == 1


def _raised(row: Any) -> RaisedAlert:
    return RaisedAlert(
        row.id,
        row.key,
        AlertKind(row.kind),
        row.mail_id,
        row.applicant_id,
        row.outbox_id,
        row.at,
        row.seen_at,
        row.seen_by,
    )
