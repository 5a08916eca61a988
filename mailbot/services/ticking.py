"""What the clock brings about: every duty looks into the database for what is due now."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, WorldProblem, fault_of
from mailbot.model.seats import ALIVE
from mailbot.services import (
    alarming,
    closing,
    confirming,
    lapsing,
    leaving,
    overtaken,
    refilling,
    reminding,
    renewing,
    reviewing,
    shortness,
    tending,
    trouble,
    weekly,
)
from mailbot.store import groups, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mailbot.services.office import Office

    Duty = Callable[[Office, int, datetime], None]
    HouseDuty = Callable[[Office, datetime], None]

_log = logging.getLogger(__name__)

_AT_LEAST = timedelta(minutes=1)

EACH_TICK: tuple[Duty, ...] = (reminding.remind,)
"""Duties that look at little cost, and that must not be late."""

DUTIES: tuple[Duty, ...] = (
    renewing.look_after_drafts,
    lapsing.look_after_open,
    refilling.keep_filled,
    shortness.ask_if_short,
    confirming.look_after,
    leaving.ask_to_fill,
    closing.close,
    closing.close_unfilled,
)
"""What else is looked after for each group that still meets, in this order.

Each duty has its own transaction, finds in the database what is due, and does nothing where it was
done before.
"""

HOUSE_DUTIES: tuple[HouseDuty, ...] = (
    alarming.repeat,
    overtaken.look_after,
    tending.look_after,
    reviewing.ask_for_word,
    weekly.send_if_due,
)
"""What is looked after besides groups, as closely as these; each duty in its own transaction."""


@dataclass(slots=True)
class Ticker:
    """Does what is due at each tick, and looks closely only where that may find something.

    The costlier duties are done when anything new stands on the record, and once a minute.
    """

    _seen: int = field(default=-1, init=False)
    _at: datetime | None = field(default=None, init=False)

    def tick(self, office: Office, now: datetime) -> None:
        """Do for every group what is due now; what is wrong with one holds up no other.

        Raises:
            WorldProblem: The database is in the way; nothing was lost, try again later.
        """
        with office.database.transaction() as connection:
            newest = record.newest(connection)
            alive = [group.id for group in groups.those(connection, ALIVE)]
        rested = self._at is not None and timedelta() <= now - self._at < _AT_LEAST
        close = not rested or newest != self._seen
        _do_all(office, alive, EACH_TICK, now)
        if close:
            _do_all(office, alive, DUTIES, now)
            _do_in_the_house(office, now)
            # Not what the duties have put there themselves: that may be news for another duty.
            self._seen, self._at = newest, now


def tick(office: Office, now: datetime) -> None:
    """Do for every group all that is due now.

    Raises:
        WorldProblem: The database is in the way; nothing was lost, try again later.
    """
    Ticker().tick(office, now)


def _do_all(office: Office, alive: list[int], duties: tuple[Duty, ...], now: datetime) -> None:
    for group_id in alive:
        for duty in duties:
            _do(office, duty, group_id, now)


def _do_in_the_house(office: Office, now: datetime) -> None:
    for duty in HOUSE_DUTIES:
        try:
            duty(office, now)
        except WorldProblem:
            raise
        except Exception as error:  # noqa: BLE001 - one duty's fault must not hold the others
            _log.warning("A duty failed: %s", fault_of(error))
            why = f"Mailbot failed at what it looks after each minute: {fault_of(error)}."
            problem = MailbotError(why, "Please tell those who look after Mailbot.")
            trouble.tell_if_it_lasts(office, problem, timedelta.max, now)


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
