"""What follows once a mail has left, by whichever way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.casework.stages import move_by
from mailbot.model.casework import Cause
from mailbot.services import following
from mailbot.services.moving import move
from mailbot.store import drafts, people, record
from mailbot.store.drafts import Standing
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.store.outbox import Outbound


def _forget_copy(connection: Connection, outbox_id: int) -> None:
    """Have Mailbot's own copy taken out of Drafts, so that it cannot be sent from there again."""
    copy = drafts.get(connection, outbox_id)
    if copy is None:
        return
    if copy.standing in drafts.MAILBOTS:
        drafts.put(connection, outbox_id, Standing.UNWANTED)
    else:
        drafts.put(connection, outbox_id, Standing.GONE)


def gone_out(connection: Connection, mail: Outbound, why: str, now: datetime) -> None:
    """Record that `mail` left, move its student on, and forget its copy in Drafts."""
    record.add(
        connection,
        Event(now, "sent", why, applicant_id=mail.applicant_id, outbox_id=mail.id),
    )
    _forget_copy(connection, mail.id)
    following.left(connection, mail, now)
    inform(connection, mail, now)


def inform(connection: Connection, mail: Outbound, now: datetime) -> None:
    """Move a student who was new on, once `mail`, or her own answer in its place, has left."""
    if mail.applicant_id is None:
        return
    if move_by(Cause.REPLY_LEFT, people.get(connection, mail.applicant_id).stage):
        move(connection, mail.applicant_id, Cause.REPLY_LEFT, now, outbox_id=mail.id)
