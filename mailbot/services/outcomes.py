"""What became of a claimed mail: sent, put off, failed, uncertain, or nothing of these yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.errors import WorldProblem
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import Audience, State, pause_after
from mailbot.services import trouble
from mailbot.services.aftermath import gone_out
from mailbot.services.alerting import alert_of_mail
from mailbot.store import chores, drafts, outbox, record
from mailbot.store.chores import ChoreKind
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.errors import MailbotError
    from mailbot.model.folders import Mailbox
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_PATIENCE = timedelta(days=1)


def sent(office: Office, mail: Outbound, now: datetime, why: str = "taken by the server") -> None:
    """Record that a claimed mail left; a copy is to go to Sent."""
    with office.database.transaction() as connection:
        if outbox.move(
            connection, mail.id, (State.SENDING,), State.SENT, now, sent_at=now, reason=None
        ):
            gone_out(connection, mail, why, now)
            if mail.audience is not Audience.STAFF:
                chores.add(connection, ChoreKind.COPY_TO_SENT, now, outbox_id=mail.id)


def not_begun(office: Office, mail: Outbound, now: datetime) -> None:
    """Give a claim back: nothing of the mail was handed over."""
    with office.database.transaction() as connection:
        if outbox.move(
            connection, mail.id, (State.SENDING,), State.APPROVED, now, attempts=mail.attempts
        ):
            event(connection, mail, "not_sent", "nothing could be handed over", now)


def not_to_leave(connection: Connection, mail: Outbound, why: str, now: datetime) -> None:
    """Withdraw an approved mail that is not right any more at the moment it would leave."""
    if outbox.move(connection, mail.id, (State.APPROVED,), State.EXPIRED, now, reason=why):
        drafts.release(connection, mail.id)
        event(connection, mail, "not_sent", why, now)


def rest(office: Office, mail: Outbound, error: MailbotError, now: datetime) -> None:
    """Let an approved mail rest whose copy the server does not let go; told when that lasts."""
    with office.database.transaction() as connection:
        outbox.put(
            connection,
            mail.id,
            due_at=now + pause_after(mail.attempts),
            attempts=mail.attempts + 1,
        )
    trouble.tell_if_it_lasts(office, error, _rested(mail), now)


def put_off(office: Office, mail: Outbound, why: str, now: datetime) -> None:
    """Try a mail again later that was refused for now; after a day it has failed."""
    if _rested(mail) > _PATIENCE:
        failed(office, mail, f"Refused for a day: {why}", now)
        return
    with office.database.transaction() as connection:
        if outbox.move(
            connection,
            mail.id,
            (State.SENDING,),
            State.APPROVED,
            now,
            due_at=now + pause_after(mail.attempts),
            reason=why,
        ):
            event(connection, mail, "deferred", "refused for now, tried again later", now)


def _rested(mail: Outbound) -> timedelta:
    return sum((pause_after(earlier) for earlier in range(mail.attempts)), timedelta())


def failed(office: Office, mail: Outbound, why: str, now: datetime) -> None:
    """Put a mail before the coordinator that was refused for good."""
    with office.database.transaction() as connection:
        if outbox.move(connection, mail.id, (State.SENDING,), State.FAILED, now, reason=why):
            event(connection, mail, "failed", "refused for good", now)
            alert_of_mail(office, connection, AlertKind.FAILED, mail, why, now)


def settle(
    office: Office, mailbox: Callable[[], Mailbox], mail: Outbound, why: str, now: datetime
) -> None:
    """Settle what may or may not have left: Sent shows it, or a person must decide.

    Raises:
        WorldProblem: Sent cannot be looked into now; the mail stays claimed.
    """
    opened = mailbox()
    if opened.find(opened.folders().sent, mail.message_id):
        sent(office, mail, now, "found in Sent after an interruption")
        return
    with office.database.transaction() as connection:
        if outbox.move(connection, mail.id, (State.SENDING,), State.UNCERTAIN, now, reason=why):
            event(connection, mail, "uncertain", "nobody can say whether it was taken", now)
            alert_of_mail(office, connection, AlertKind.UNCERTAIN, mail, why, now)


def set_aside(office: Office, outbox_id: int, why: str, now: datetime) -> None:
    """Put a mail before the coordinator that cannot be sent for a fault of Mailbot's own."""
    with office.database.transaction() as connection:
        mail = outbox.get(connection, outbox_id)
        if mail is None:
            return
        if outbox.move(
            connection, mail.id, (State.APPROVED,), State.DRAFT, now, reason=why, stale=True
        ):
            kind = AlertKind.FAILED
        elif outbox.move(connection, mail.id, (State.SENDING,), State.UNCERTAIN, now, reason=why):
            kind = AlertKind.UNCERTAIN
        else:
            return
        event(connection, mail, kind.value, why, now)
        alert_of_mail(office, connection, kind, mail, why, now)


def may_go_into_inbox(office: Office, mail: Outbound) -> bool:
    """The coordinator's own alerts may: the inbox is where she would get them anyway."""
    hers = {office.settings.coordinator.alert_address, office.settings.coordinator.email.lower()}
    return mail.audience is Audience.STAFF and mail.recipient in hers


def put_into_inbox(
    office: Office, mailbox: Callable[[], Mailbox], mail: Outbound, now: datetime
) -> Outbound:
    """Let a claimed alert stand in the inbox, since SMTP did not take it, or nobody knows.

    Raises:
        WorldProblem: Both ways are shut; it leaves by whichever opens first.
    """
    try:
        opened = mailbox()
        inbox = opened.folders().inbox
        if not opened.find(inbox, mail.message_id):
            opened.append(inbox, mail.raw, at=now)
    except WorldProblem:
        not_begun(office, mail, now)
        raise
    with office.database.transaction() as connection:
        if outbox.move(connection, mail.id, (State.SENDING,), State.SENT, now, sent_at=now):
            gone_out(connection, mail, "put into the inbox, since SMTP did not take it", now)
    return mail


def event(connection: Connection, mail: Outbound, kind: str, why: str, now: datetime) -> None:
    """Put what happened to a mail on the record."""
    record.add(
        connection,
        Event(
            now,
            kind,
            why,
            applicant_id=mail.applicant_id,
            outbox_id=mail.id,
            group_id=mail.group_id,
        ),
    )
