"""What holds approved mail to students and leaders back. Mail to staff is never held."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.mail.compose import digest
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import Audience
from mailbot.services.alerting import raise_alert
from mailbot.store import keep, outbox, people, record, sendings
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MEMORY = timedelta(days=28)


class Hold(StrEnum):
    """Why an approved mail stays."""

    PAUSED = "paused"
    ONLY_TO = "only_to"
    BOUNCED = "bounced"
    CEILING = "ceiling"
    BREAKER = "breaker"


def approved_as_it_is(connection: Connection, mail: Outbound) -> bool:
    """Tell whether exactly the bytes of `mail` have been approved."""
    approved = {one.digest for one in outbox.approvals(connection, mail.id)}
    return digest(mail.raw) == mail.digest and mail.digest in approved


def paused(connection: Connection) -> bool:
    """Tell whether nothing leaves to students and leaders."""
    return keep.paused_at(connection) is not None


def reason_to_hold(
    office: Office, connection: Connection, mail: Outbound, now: datetime
) -> Hold | None:
    """Return why `mail` may not leave now, or None."""
    if mail.audience is Audience.STAFF:
        return None
    hold = reason_to_hold_from(office, connection, mail.recipient)
    if hold or mail.kind != "reply":
        return hold
    if _enough_for_a_day(office, connection, mail, now):
        return Hold.CEILING
    if _sent_in_the_last_hour(connection, now) >= ceiling(office, connection, now):
        return Hold.BREAKER
    return None


def reason_to_hold_from(office: Office, connection: Connection, recipient: str) -> Hold | None:
    """Return why nothing may leave to a student's or leader's address now, or None."""
    if paused(connection):
        return Hold.PAUSED
    if not office.settings.delivery.allows(recipient):
        return Hold.ONLY_TO
    if people.bounced_for_good(connection, recipient):
        return Hold.BOUNCED
    return None


def hold(office: Office, connection: Connection, mail: Outbound, why: Hold, now: datetime) -> None:
    """Mark a mail as held; it is looked at again as time goes on."""
    if mail.hold != why.value:
        outbox.put(connection, mail.id, hold=why.value)
        record.add(
            connection,
            Event(now, "held", why.value, applicant_id=mail.applicant_id, outbox_id=mail.id),
        )
    if why is Hold.BREAKER:
        raise_alert(
            office,
            connection,
            AlertKind.BREAKER,
            now.astimezone(office.settings.coordinator.zone).date().isoformat(),
            AlertContext(
                reason="More replies were about to leave within an hour than is usual.",
                count=ceiling(office, connection, now),
            ),
            now,
        )


def ceiling(office: Office, connection: Connection, now: datetime) -> int:
    """Return how many replies may leave in an hour: the setting, or three times the usual.

    The usual is the mean over those hours of the last 28 days in which anything left.
    """
    earlier = [at for at in sendings.sent_times(connection, now - _MEMORY) if at <= now - _HOUR]
    hours = Counter(at.replace(minute=0, second=0, microsecond=0) for at in earlier)
    usual = len(earlier) / len(hours) if hours else 0
    return max(office.settings.limits.replies_an_hour, round(3 * usual))


def _enough_for_a_day(
    office: Office, connection: Connection, mail: Outbound, now: datetime
) -> bool:
    left = sendings.replies_left(connection, mail.recipient, now - _DAY)
    return left >= office.settings.limits.replies_a_day


def _sent_in_the_last_hour(connection: Connection, now: datetime) -> int:
    return len(sendings.sent_times(connection, now - _HOUR))
