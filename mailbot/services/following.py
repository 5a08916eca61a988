"""What follows for a group once the coordinator has let a mail about it go, or turned it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.services import confirming, offer_mail, overtaken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.outbox import Channel
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound


def approved(
    office: Office, connection: Connection, mail: Outbound, channel: Channel, now: datetime
) -> None:
    """Do what follows from an approval, in its transaction.

    Raises:
        RefusedError: What follows may not be; then the approval is none.
    """
    if mail.kind == "session/confirmation":
        confirming.approved(office, connection, mail, channel, now)
        overtaken.withdraw_all(office, connection, now)


def rejected(connection: Connection, mail: Outbound, now: datetime) -> None:
    """Do what follows from a draft that was turned down, in that transaction."""
    if mail.kind == "session/offer":
        offer_mail.turned_down(connection, mail, now)


def left(connection: Connection, mail: Outbound, now: datetime) -> None:
    """Do what follows from a mail that has left, by whichever way, in that transaction."""
    if mail.kind == "session/offer":
        offer_mail.left(connection, mail, now)
    if mail.kind == "session/confirmation":
        confirming.left(connection, mail, now)
