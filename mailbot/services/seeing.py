"""Saying by command that alerts have been seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError, RefusedError
from mailbot.model.alerts import URGENT
from mailbot.model.casework import Role
from mailbot.model.outbox import Channel
from mailbot.services import alarming
from mailbot.store import alerts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office


def mark_seen(office: Office, numbers: Sequence[int], now: datetime) -> dict[int, bool]:
    """Note that alerts have been seen; all of them, or none where one is not there.

    Args:
        office: The rooms.
        numbers: The alerts; where there are none, the only urgent one that nobody has seen.
        now: The instant.

    Returns:
        By alert, whether nobody had seen it before.

    Raises:
        NotFoundError: There is no alert of such a number.
        RefusedError: None is named, and several urgent ones are open.
    """
    with office.database.transaction() as connection:
        wanted = numbers or _the_only_one(connection)
        for number in wanted:
            if alerts.get(connection, number) is None:
                raise NotFoundError(f"There is no alert {number}.", "See `mailbot alerts`.")
        by = Role.COORDINATOR.value
        return {
            number: alarming.see(connection, number, by, Channel.COMMAND, now) for number in wanted
        }


def _the_only_one(connection: Connection) -> list[int]:
    open_now = [each.id for each in alerts.unseen(connection, URGENT)]
    if len(open_now) > 1:
        listed = ", ".join(str(number) for number in open_now)
        raise RefusedError(
            f"Several urgent alerts are open: {listed}.",
            f"Name those that you have seen, as in `mailbot alerts seen {open_now[0]}`.",
        )
    return open_now
