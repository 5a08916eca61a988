"""What of a weekly page can be stopped, and by which number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.outbox import State
from mailbot.store.schema_outbox import outbox
from mailbot.store.schema_weekly import stop_item

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Stop:
    """Mail that goes by itself, as a weekly page numbers it.

    Attributes:
        number: From 1.
        group_id: About which group it is.
        keys: Why each of these mails exists, or will.
    """

    number: int
    group_id: int
    keys: tuple[str, ...]


def add(connection: Connection, review_id: int, stop: Stop) -> None:
    """Put on record what a page offers to stop.

    Raises:
        IntegrityError: The page has this number already.
    """
    connection.execute(
        stop_item.insert().values(
            review_id=review_id,
            number=stop.number,
            group_id=stop.group_id,
            keys=list(stop.keys),
        )
    )


def of_page(connection: Connection, review_id: int) -> tuple[Stop, ...]:
    """Return what a page offers to stop, by number."""
    query = stop_item.select().where(stop_item.c.review_id == review_id)
    return tuple(_stop(row) for row in connection.execute(query.order_by(stop_item.c.number)))


def newest_page(connection: Connection) -> int | None:
    """Return the review that is the newest page with something to stop, or None."""
    newest: int | None = connection.scalar(sa.select(sa.func.max(stop_item.c.review_id)))
    return newest


def made(connection: Connection, stop: Stop) -> dict[str, tuple[int, State]]:
    """Return row and state of those mails of a stop that stand in the outbox, by key."""
    query = sa.select(outbox.c.key, outbox.c.id, outbox.c.state).where(outbox.c.key.in_(stop.keys))
    return {row.key: (row.id, State(row.state)) for row in connection.execute(query)}


def _stop(row: Any) -> Stop:
    return Stop(row.number, row.group_id, tuple(row.keys))
