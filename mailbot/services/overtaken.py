"""Replies and acknowledgements that tell what has ceased to be true: withdrawn, and never sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.casework import AlertKind
from mailbot.model.outbox import State
from mailbot.services.alerting import alert_of_mail
from mailbot.services.basis import basis_of
from mailbot.services.drafting import put_before, withdraw
from mailbot.store import unsent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

WHY = "how they stand, or their group, has changed since it was drafted"
"""Why a mail is withdrawn, for the record and for the coordinator."""

_EDITED = "The group, or how they stand with it, has changed while you were editing the draft."
_APPROVED = (
    "You had approved this answer, but the group, or how they stand with it, changed before it "
    "left. It was withdrawn; please answer the mail yourself."
)


def look_after(office: Office, now: datetime) -> None:
    """Withdraw every reply and acknowledgement that tells of a group what is true no more."""
    with office.database.transaction() as connection:
        withdraw_all(office, connection, now)


def withdraw_all(office: Office, connection: Connection, now: datetime) -> None:
    """Do what `look_after` does within a transaction that has changed something."""
    for mail in unsent.based(connection):
        no_longer_true(office, connection, mail, now)


def no_longer_true(office: Office, connection: Connection, mail: Outbound, now: datetime) -> bool:
    """Withdraw an unsent mail that tells of a group what is true no more; tell whether it did.

    What it answers is put before the coordinator. What she has written herself stays, and she
    hears once that it may not fit any more.
    """
    if mail.basis is None or mail.stale or basis_of(connection, mail, now) == mail.basis:
        return False
    if not withdraw(connection, mail, WHY, now):
        alert_of_mail(office, connection, AlertKind.STALE_DRAFT, mail, _EDITED, now)
        return False
    for mail_id in mail.mail_ids:
        put_before(connection, mail_id, f"its draft was withdrawn: {WHY}", now)
    if mail.state is State.APPROVED:
        alert_of_mail(office, connection, AlertKind.STALE_DRAFT, mail, _APPROVED, now)
    return True
