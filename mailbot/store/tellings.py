"""Each time that an urgent alert was told: to whom, by which way, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.alerts import Way
from mailbot.model.outbox import State
from mailbot.store.rows import insert
from mailbot.store.schema_day import alert_told
from mailbot.store.schema_outbox import outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Telling:
    """One time that an alert was told, or an answer to it that did not count.

    Attributes:
        id: Its row.
        alert_id: The alert.
        way: To whom or by which way.
        number: Which time by this way, from 1.
        at: When it was due and noted.
        outbox_id: The mail; None for other ways.
        state: What became of the mail; None for other ways.
        done_at: When the mail left, or the other way was tried; None where that is still to come.
        problem: What went wrong; None where nothing did.
    """

    id: int
    alert_id: int
    way: Way
    number: int
    at: datetime
    outbox_id: int | None
    state: State | None
    done_at: datetime | None
    problem: str | None


def add(
    connection: Connection,
    alert_id: int,
    way: Way,
    number: int,
    now: datetime,
    *,
    outbox_id: int | None = None,
    problem: str | None = None,
) -> int:
    """Note that an alert is told once more by this way.

    Raises:
        IntegrityError: This time is noted already.
    """
    return insert(
        connection,
        alert_told,
        alert_id=alert_id,
        way=way.value,
        number=number,
        at=now,
        outbox_id=outbox_id,
        problem=problem,
    )


def of_alert(connection: Connection, alert_id: int) -> list[Telling]:
    """Return how an alert was told so far, in order."""
    return _load(connection, alert_told.c.alert_id == alert_id)


def by_mail(connection: Connection, outbox_id: int) -> Telling | None:
    """Return the telling that this mail of the outbox is, or None."""
    return next(iter(_load(connection, alert_told.c.outbox_id == outbox_id)), None)


def still_to_do(connection: Connection, way: Way) -> list[Telling]:
    """Return what is noted to be told by a way that is no mail, and was not tried yet."""
    return _load(connection, alert_told.c.way == way.value, alert_told.c.done_at.is_(None))


def done(
    connection: Connection, telling_id: int, now: datetime, *, problem: str | None = None
) -> None:
    """Note that a way was tried, and what went wrong with it."""
    connection.execute(
        alert_told.update()
        .where(alert_told.c.id == telling_id)
        .values(done_at=now, problem=problem)
    )


def _load(connection: Connection, *conditions: sa.ColumnElement[bool]) -> list[Telling]:
    rows = connection.execute(
        sa.select(alert_told, outbox.c.state, outbox.c.sent_at)
        .outerjoin(outbox, outbox.c.id == alert_told.c.outbox_id)
        .where(*conditions)
        .order_by(alert_told.c.id)
    )
    return [_telling(row) for row in rows]


def _telling(row: Any) -> Telling:
    return Telling(
        row.id,
        row.alert_id,
        Way(row.way),
        row.number,
        row.at,
        row.outbox_id,
        State(row.state) if row.state else None,
        row.sent_at or row.done_at,
        row.problem,
    )
