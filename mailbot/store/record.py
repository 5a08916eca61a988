"""The append-only record: what happened, to which ids, and why. It holds no personal words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.store.schema import event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the record."""

    at: datetime
    kind: str
    why: str
    mail_id: int | None = None
    applicant_id: int | None = None
    outbox_id: int | None = None
    rule: str | None = None
    group_id: int | None = None


def add(connection: Connection, new: Event) -> None:
    """Append `new`; nothing on the record is ever changed."""
    connection.execute(
        event.insert().values(
            at=new.at,
            kind=new.kind,
            why=new.why,
            mail_id=new.mail_id,
            applicant_id=new.applicant_id,
            outbox_id=new.outbox_id,
            rule=new.rule,
            group_id=new.group_id,
        )
    )


def newest(connection: Connection) -> int:
    """Return the number of the newest line; 0 where there is none."""
    return connection.scalar(sa.select(sa.func.max(event.c.id))) or 0


def events(
    connection: Connection,
    *,
    applicant_id: int | None = None,
    outbox_id: int | None = None,
    group_id: int | None = None,
    limit: int | None = None,
) -> list[Event]:
    """Return the record, oldest first; of one applicant, outbound mail or group where given.

    Args:
        connection: An open connection.
        applicant_id: Only what concerns this applicant.
        outbox_id: Only what concerns this outbound mail.
        group_id: Only what concerns this group.
        limit: At most so many, the newest.
    """
    query = sa.select(
        event.c.at,
        event.c.kind,
        event.c.why,
        event.c.mail_id,
        event.c.applicant_id,
        event.c.outbox_id,
        event.c.rule,
        event.c.group_id,
    ).order_by(event.c.id.desc())
    if applicant_id is not None:
        query = query.where(event.c.applicant_id == applicant_id)
    if outbox_id is not None:
        query = query.where(event.c.outbox_id == outbox_id)
    if group_id is not None:
        query = query.where(event.c.group_id == group_id)
    if limit is not None:
        query = query.limit(limit)
    return [Event(*row) for row in reversed(connection.execute(query).all())]
