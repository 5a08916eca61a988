"""What left so far, for the ceilings, the breaker, and what need not be asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.outbox import State
from mailbot.store.schema_outbox import approval, letter, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def replies_to(connection: Connection, applicant_id: int, since: datetime) -> int:
    """Count the replies to a person that left, or wait to, since then."""
    standing = [State.DRAFT, State.APPROVED, State.SENDING, State.SENT, State.UNCERTAIN]
    return int(
        connection.scalar(
            sa.select(sa.func.count())
            .select_from(outbox)
            .where(
                outbox.c.applicant_id == applicant_id,
                outbox.c.kind == "reply",
                outbox.c.state.in_([state.value for state in standing]),
                outbox.c.created_at > since,
            )
        )
        or 0
    )


def replies_left(connection: Connection, recipient: str, since: datetime) -> int:
    """Count the replies that left to one address since then."""
    return int(
        connection.scalar(
            sa.select(sa.func.count())
            .select_from(outbox)
            .join(
                letter,
                sa.and_(letter.c.outbox_id == outbox.c.id, letter.c.digest == outbox.c.digest),
            )
            .where(
                letter.c.recipient == recipient,
                outbox.c.kind == "reply",
                outbox.c.state == State.SENT.value,
                outbox.c.sent_at > since,
            )
        )
        or 0
    )


def sent_times(connection: Connection, since: datetime) -> list[datetime]:
    """Return when replies left to students and leaders since then, oldest first."""
    return list(
        connection.scalars(
            sa.select(outbox.c.sent_at)
            .where(
                outbox.c.state == State.SENT.value,
                outbox.c.sent_at > since,
                outbox.c.kind == "reply",
            )
            .order_by(outbox.c.sent_at)
        )
    )


def asked_of(connection: Connection, applicant_id: int) -> frozenset[str]:
    """Return the facts that a mail which left has asked this person for."""
    rows = connection.scalars(
        sa.select(outbox.c.asks).where(
            outbox.c.applicant_id == applicant_id, outbox.c.state == State.SENT.value
        )
    )
    return frozenset(fact for asks in rows for fact in asks)


def by_standing(connection: Connection) -> dict[int, int]:
    """Return how many mails have left by each leave that was given for a group."""
    query = (
        sa.select(approval.c.standing_id, sa.func.count())
        .join(outbox, outbox.c.id == approval.c.outbox_id)
        .where(
            approval.c.standing_id.is_not(None),
            approval.c.digest == outbox.c.digest,
            outbox.c.state == State.SENT.value,
        )
        .group_by(approval.c.standing_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
