"""What ends with a group, however it ends: its unsent mail, its places, leave for its mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.casework.stages import move_by
from mailbot.model.casework import Cause
from mailbot.model.outbox import UNSENT
from mailbot.model.seats import StandingKind
from mailbot.services.drafting import withdraw
from mailbot.services.moving import move
from mailbot.services.vacating import give_up
from mailbot.store import outbox, people, seats, standings

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def withdraw_mail(connection: Connection, group_id: int, why: str, now: datetime) -> None:
    """Withdraw a group's mail that has not left; answers to what people wrote stay."""
    for mail in outbox.of_group(connection, group_id, tuple(UNSENT)):
        if not mail.mail_ids:
            withdraw(connection, mail, why, now)


def send_back(connection: Connection, group_id: int, now: datetime) -> int:
    """Send all who hold a place in a group back to the queue; return how many they are."""
    holders = seats.holders(connection, group_id)
    for applicant_id in holders:
        # Whose offer has not left stands in the queue still, and moves nowhere.
        if move_by(Cause.GROUPS_CANCEL, people.get(connection, applicant_id).stage):
            move(connection, applicant_id, Cause.GROUPS_CANCEL, now)
        else:
            give_up(connection, applicant_id, Cause.GROUPS_CANCEL, now)
    return len(holders)


def end_leave(connection: Connection, group_id: int, now: datetime) -> None:
    """Take back all leave that was given beforehand for a group's mail."""
    for kind in StandingKind:
        given = standings.active(connection, kind, group_id)
        if given is not None:
            standings.end(connection, given.id, now)
