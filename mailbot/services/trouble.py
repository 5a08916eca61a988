"""When the world stays in the way: the coordinator and the keeper hear of it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, WorldProblem
from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.services.alerting import raise_alert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office

_log = logging.getLogger(__name__)

_LASTS = timedelta(minutes=15)


def tell_if_it_lasts(office: Office, error: MailbotError, lasted: timedelta, now: datetime) -> None:
    """Tell the coordinator and the keeper, once a day and kind, of what has lasted 15 minutes.

    The alerts wait in the outbox and leave by whichever way opens first.
    """
    if lasted < _LASTS:
        return
    day = now.astimezone(office.settings.coordinator.zone).date().isoformat()
    try:
        with office.database.transaction() as connection:
            for who, to in (("", ""), ("/keeper", office.settings.keeper.email)):
                if who and not to:
                    continue
                raise_alert(
                    office,
                    connection,
                    AlertKind.WORLD,
                    f"{type(error).__name__}/{day}{who}",
                    AlertContext(reason=error.what, remedy=error.remedy),
                    now,
                    to=to,
                )
    except WorldProblem as worse:
        _log.error("The trouble cannot even be noted down: %s", type(worse).__name__)


def tell_of_group(office: Office, group_id: int, error: MailbotError, now: datetime) -> None:
    """Tell the coordinator, once a day and fault, of what is wrong with one group.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    with office.database.transaction() as connection:
        tell_of_group_in(office, connection, group_id, error, now)


def tell_of_group_in(
    office: Office, connection: Connection, group_id: int, error: MailbotError, now: datetime
) -> None:
    """Do what `tell_of_group` does within a transaction that has more to do."""
    day = now.astimezone(office.settings.coordinator.zone).date().isoformat()
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{group_id}/fault/{type(error).__name__}/{day}",
        AlertContext(
            matter=f"group {group_id}: something is wrong",
            reason=error.what,
            remedy=error.remedy,
        ),
        now,
    )
