"""Mail of ours that a server returned: the address is marked, and alerts find another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.services.alerting import raise_alert
from mailbot.store import outbox, people

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import DeliveryReport
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound


def mark_address(
    connection: Connection, bounced: Outbound, report: DeliveryReport | None, now: datetime
) -> None:
    """Mark the address that `bounced` went to, for good only where the report says so of it."""
    failed = report.recipients if report else ()
    # Only the address that we wrote to is marked: a report could name anybody's.
    permanent = [one.permanent for one in failed if one.email == bounced.recipient]
    people.mark_bounced(
        connection,
        bounced.recipient,
        # A report that does not name the address as failed for good proves nothing.
        permanent=bool(permanent) and all(permanent),
        now=now,
    )


def say_alerts_return(
    office: Office, connection: Connection, outbox_id: int, mail_id: int, now: datetime
) -> None:
    """Tell the coordinator and the keeper, once a day, by whichever address did not return it.

    Args:
        office: The rooms.
        connection: The transaction that keeps the bounce.
        outbox_id: The alert that came back.
        mail_id: The bounce.
        now: The instant.
    """
    returned = outbox.get(connection, outbox_id)
    if returned is None:
        return
    settings = office.settings
    day = now.astimezone(settings.coordinator.zone).date().isoformat()
    for to in {settings.coordinator.email.lower(), settings.keeper.email.lower()}:
        if to and to != returned.recipient:
            raise_alert(
                office,
                connection,
                AlertKind.WORLD,
                f"alerts-return/{day}/{returned.recipient}/{to}",
                AlertContext(
                    reason=f"Alerts to {returned.recipient} come back undelivered.",
                    remedy="Read them with `mailbot alerts`, and mend `alerts_to` in "
                    "config/mailbot.toml.",
                ),
                now,
                mail_id=mail_id,
                to=to,
            )
