"""One switch: whether anything leaves to students and leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.outbox import Audience, State
from mailbot.store import keep, outbox, record
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office


def pause(office: Office, now: datetime) -> int:
    """Hold all mail to students and leaders; doing it again changes nothing.

    Returns:
        How many approved mails are held so.
    """
    with office.database.transaction() as connection:
        if keep.paused_at(connection) is None:
            keep.pause(connection, now)
            record.add(connection, Event(now, "paused", "nothing leaves to students and leaders"))
        return _approved(connection)


def is_paused(office: Office) -> bool:
    """Tell whether mail to students and leaders is held."""
    with office.database.transaction() as connection:
        return keep.paused_at(connection) is not None


def resume(office: Office, now: datetime) -> int:
    """Let approved mail go again; doing it again changes nothing.

    Returns:
        How many approved mails may leave now.
    """
    with office.database.transaction() as connection:
        if keep.paused_at(connection) is not None:
            keep.resume(connection)
            record.add(connection, Event(now, "resumed", "approved mail may leave again"))
        return _approved(connection)


def _approved(connection: Connection) -> int:
    return sum(
        mail.audience is not Audience.STAFF
        for mail in outbox.in_states(connection, (State.APPROVED,))
    )
