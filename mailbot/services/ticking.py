"""What the clock brings about: every duty looks into the database for what is due now."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, WorldProblem, fault_of
from mailbot.model.seats import ALIVE
from mailbot.services import (
    closing,
    confirming,
    lapsing,
    leaving,
    refilling,
    reminding,
    renewing,
    shortness,
    trouble,
)
from mailbot.store import groups

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mailbot.services.office import Office

    Duty = Callable[[Office, int, datetime], None]

_log = logging.getLogger(__name__)

DUTIES: tuple[Duty, ...] = (
    renewing.look_after_drafts,
    lapsing.look_after_open,
    refilling.keep_filled,
    shortness.ask_if_short,
    confirming.look_after,
    reminding.remind,
    leaving.ask_to_fill,
    closing.close,
)
"""What is looked after for each group that still meets, in this order, each in its own
transaction. Each finds in the database what is due, and does nothing where it was done before."""


def tick(office: Office, now: datetime) -> None:
    """Do for every group what is due now; what is wrong with one holds up no other.

    Raises:
        WorldProblem: The database is in the way; nothing was lost, try again later.
    """
    with office.database.transaction() as connection:
        alive = [group.id for group in groups.those(connection, ALIVE)]
    for group_id in alive:
        for duty in DUTIES:
            _do(office, duty, group_id, now)


def _do(office: Office, duty: Duty, group_id: int, now: datetime) -> None:
    try:
        duty(office, group_id, now)
    except WorldProblem:
        raise
    except MailbotError as error:
        _tell(office, group_id, error, now)
    except Exception as error:  # noqa: BLE001 - one group's fault must not hold all the others
        why = f"Mailbot failed at group {group_id}: {fault_of(error)}."
        _tell(office, group_id, MailbotError(why, "Look at `mailbot groups show`."), now)


def _tell(office: Office, group_id: int, error: MailbotError, now: datetime) -> None:
    _log.warning("Group %d: %s", group_id, error)
    trouble.tell_of_group(office, group_id, error, now)
