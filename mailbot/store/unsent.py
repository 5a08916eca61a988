"""Mails that have not left yet: drafts, and what is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.outbox import UNSENT, Audience, State, pause_after
from mailbot.store.outbox import load
from mailbot.store.schema_outbox import outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.store.outbox import Outbound

_UNSENT = outbox.c.state.in_([state.value for state in UNSENT])


def of_thread(connection: Connection, thread_id: int) -> list[Outbound]:
    """Return the drafts and approved mails of a thread, oldest first."""
    return load(connection, outbox.c.thread_id == thread_id, _UNSENT)


def of_applicant(connection: Connection, applicant_id: int) -> list[Outbound]:
    """Return the drafts and approved mails to one person, oldest first."""
    return load(connection, outbox.c.applicant_id == applicant_id, _UNSENT)


def based(connection: Connection) -> list[Outbound]:
    """Return the drafts and approved mails that were written on facts about a group."""
    return load(connection, outbox.c.basis.is_not(None), _UNSENT)


def due(connection: Connection, now: datetime, *, staff_only: bool) -> list[int]:
    """Return the ids of approved mails whose time has come, staff first, then oldest first.

    What is due further ahead than a pause explains was put off while the machine's clock ran
    ahead: its time has come, too.
    """
    query = (
        sa.select(outbox.c.id, outbox.c.due_at, outbox.c.attempts)
        .where(outbox.c.state == State.APPROVED.value)
        .order_by(outbox.c.audience != Audience.STAFF.value, outbox.c.due_at, outbox.c.id)
    )
    if staff_only:
        query = query.where(outbox.c.audience == Audience.STAFF.value)
    return [
        row.id
        for row in connection.execute(query)
        if not now < row.due_at <= now + pause_after(row.attempts)
    ]
