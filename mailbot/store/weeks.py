"""What happened over the last weeks, counted for the weekly page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.outbox import State
from mailbot.model.reading import Route, Stage
from mailbot.store.mails import Fate
from mailbot.store.schema import event, mail, mail_text
from mailbot.store.schema_outbox import answers, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_HERS = (Route.COORDINATOR.value, Route.URGENT.value)


def answered(connection: Connection, since: datetime) -> list[datetime]:
    """Return when the mails came, since then, that a reply has answered."""
    query = (
        sa.select(mail.c.seen_at)
        .where(
            mail.c.seen_at >= since,
            sa.exists().where(
                answers.c.mail_id == mail.c.id,
                outbox.c.id == answers.c.outbox_id,
                outbox.c.state == State.SENT.value,
            ),
        )
        .order_by(mail.c.seen_at)
    )
    return list(connection.scalars(query))


def hers(connection: Connection, since: datetime) -> list[datetime]:
    """Return when the enquiries came, since then, that were read as for a person to answer."""
    query = (
        sa.select(mail.c.seen_at)
        .join(mail_text, mail_text.c.mail_id == mail.c.id)
        .where(mail.c.seen_at >= since, mail.c.route.in_(_HERS))
        .order_by(mail.c.seen_at)
    )
    return list(connection.scalars(query))


def left_alone(connection: Connection, since: datetime) -> int:
    """Count the mails since then that were not about the programme."""
    query = (
        sa.select(sa.func.count())
        .select_from(mail)
        .where(mail.c.seen_at >= since, mail.c.fate == Fate.LEFT_ALONE.value)
    )
    return connection.scalar(query) or 0


def queue_moves(connection: Connection, since: datetime) -> list[tuple[datetime, int]]:
    """Return when somebody came into the queue (1) or left it (-1) since then, oldest first.

    The record says `from new to queued, mail_join`; see `services.moving`.
    """
    queued = Stage.QUEUED.value
    query = (
        sa.select(event.c.at, event.c.why)
        .where(event.c.kind == "stage", event.c.at >= since, event.c.why.contains(queued))
        .order_by(event.c.id)
    )
    moves = []
    for at, why in connection.execute(query):
        came, left = f" to {queued}," in why, why.startswith(f"from {queued} ")
        moves.append((at, int(came) - int(left)))
    return moves
