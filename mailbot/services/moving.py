"""An applicant from one stage to another: only along the table, and always on the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.casework.stages import move_by
from mailbot.services.occupying import occupy
from mailbot.services.vacating import vacate
from mailbot.store import people, record
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.casework.stages import Move
    from mailbot.model.casework import Cause


def move(
    connection: Connection,
    applicant_id: int,
    cause: Cause,
    now: datetime,
    *,
    mail_id: int | None = None,
    outbox_id: int | None = None,
    rule: str | None = None,
) -> Move | None:
    """Move an applicant as the table says, and put it on the record.

    Nothing is raised where the table has no such move, for that would take the record of the
    refusal away with the transaction: the caller raises after it, if somebody waits for an answer.

    Args:
        connection: The transaction that the cause belongs to.
        applicant_id: Whom.
        cause: The mail, command or moment.
        now: The instant.
        mail_id: The mail that causes it.
        outbox_id: The mail of ours that causes it.
        rule: The rule that fired, for a mail.

    Returns:
        The line of the table; None where the move was refused.
    """
    stage = people.get(connection, applicant_id).stage
    allowed = move_by(cause, stage)
    if allowed is None:
        kind, why = "refused_move", f"{cause.value} moves nobody from {stage.value}"
    elif allowed.counted and not occupy(connection, applicant_id, now):
        allowed = None
        kind, why = "refused_move", f"{cause.value} without a place that is held for them"
    else:
        kind, why = "stage", f"from {stage.value} to {allowed.to.value}, {cause.value}"
        people.set_stage(connection, applicant_id, allowed.to, now, waiting=allowed.waiting)
        vacate(connection, applicant_id, allowed, now)
    record.add(connection, Event(now, kind, why, mail_id, applicant_id, outbox_id, rule))
    return allowed
