"""Mail out: claim, commit, send, commit. Exactly once, or `uncertain` and a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.errors import (
    LoginRefused,
    MailbotError,
    MailerUnavailable,
    SendDeferred,
    SendRejected,
    SendUncertain,
)
from mailbot.letters.context import AlertContext
from mailbot.mail.compose import read_back
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import Audience, State
from mailbot.services import holding
from mailbot.services.aftermath import gone_out
from mailbot.services.alerting import raise_alert
from mailbot.services.retracting import retract
from mailbot.store import chores, outbox, record
from mailbot.store.chores import ChoreKind
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.folders import Mailbox, Mailer
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_LONGEST_PAUSE = timedelta(hours=4)
_PATIENCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways out of the house, each opened at need.

    Attributes:
        mailer: Gives the SMTP connection.
        mailbox: Gives a mailbox connection that this thread owns.
    """

    mailer: Callable[[], Mailer]
    mailbox: Callable[[], Mailbox]


def deliver(office: Office, ways: Ways, now: datetime) -> list[Outbound]:
    """Send every approved mail that is due and not held; return what left.

    Raises:
        WorldProblem: A server or the database is in the way; nothing was lost, try again later.
    """
    with office.database.transaction() as connection:
        paused = holding.paused(connection)
        waiting = outbox.due(connection, now, staff_only=paused)
    return [sent for each in waiting if (sent := _deliver_safely(office, ways, each, now))]


def settle_interrupted(office: Office, ways: Ways, now: datetime) -> None:
    """Settle what was left in mid-send: Sent shows it, or a person must decide.

    To be called when no other thread or worker delivers.

    Raises:
        WorldProblem: A server or the database is in the way.
    """
    with office.database.transaction() as connection:
        interrupted = outbox.in_states(connection, (State.SENDING,))
    for mail in interrupted:
        if _may_go_into_inbox(office, mail):
            _put_into_inbox(office, ways, mail, now)
        else:
            _settle(office, ways, mail, "Mailbot was interrupted while it was sending.", now)


def _deliver_safely(office: Office, ways: Ways, outbox_id: int, now: datetime) -> Outbound | None:
    try:
        return _deliver_one(office, ways, outbox_id, now)
    except MailbotError:
        raise
    except Exception as error:  # noqa: BLE001 - one mail's fault must not hold all the others
        _set_aside(office, outbox_id, f"Mailbot failed at it ({type(error).__name__}).", now)
        return None


def _set_aside(office: Office, outbox_id: int, why: str, now: datetime) -> None:
    """Put a mail before the coordinator that cannot be sent for a fault of Mailbot's own."""
    with office.database.transaction() as connection:
        mail = outbox.get(connection, outbox_id)
        if mail is None:
            return
        if outbox.move(
            connection, mail.id, (State.APPROVED,), State.DRAFT, now, reason=why, stale=True
        ):
            kind = AlertKind.FAILED
        else:
            outbox.move(connection, mail.id, (State.SENDING,), State.UNCERTAIN, now, reason=why)
            kind = AlertKind.UNCERTAIN
        _event(connection, mail, kind.value, why, now)
        _alert(office, connection, kind, mail, why, now)


def _deliver_one(office: Office, ways: Ways, outbox_id: int, now: datetime) -> Outbound | None:
    with office.database.transaction() as connection:
        mail = outbox.get(connection, outbox_id)
        if mail is None or mail.state is not State.APPROVED:
            return None
        hold = holding.reason_to_hold(office, connection, mail, now)
        if hold:
            holding.hold(office, connection, mail, hold, now)
            return None
    if not retract(office, ways.mailbox, mail, now):
        return None
    with office.database.transaction() as connection:
        claimed = outbox.move(
            connection,
            mail.id,
            (State.APPROVED,),
            State.SENDING,
            now,
            claimed_at=now,
            attempts=mail.attempts + 1,
            hold=None,
        )
    return _send(office, ways, mail, now) if claimed else None


def _send(office: Office, ways: Ways, mail: Outbound, now: datetime) -> Outbound | None:
    try:
        ways.mailer().send(
            mail.raw, sender=office.settings.coordinator.email, recipient=mail.recipient
        )
    except (SendDeferred, SendRejected, SendUncertain, MailerUnavailable, LoginRefused) as error:
        if _may_go_into_inbox(office, mail):
            return _put_into_inbox(office, ways, mail, now)
        _not_taken(office, ways, mail, error, now)
        return None
    _sent(office, mail, now)
    return mail


def _not_taken(
    office: Office, ways: Ways, mail: Outbound, error: MailbotError, now: datetime
) -> None:
    match error:
        case SendDeferred():
            _put_off(office, mail, str(error), now)
        case SendRejected():
            _fail(office, mail, str(error), now)
        case SendUncertain():
            _settle(office, ways, mail, str(error), now)
        case _:
            _unclaim(office, mail, now)
            raise error


def _sent(office: Office, mail: Outbound, now: datetime, why: str = "taken by the server") -> None:
    with office.database.transaction() as connection:
        if outbox.move(
            connection, mail.id, (State.SENDING,), State.SENT, now, sent_at=now, reason=None
        ):
            gone_out(connection, mail, why, now)
            if mail.audience is not Audience.STAFF:
                chores.add(connection, ChoreKind.COPY_TO_SENT, now, outbox_id=mail.id)


def _unclaim(office: Office, mail: Outbound, now: datetime) -> None:
    with office.database.transaction() as connection:
        outbox.move(
            connection,
            mail.id,
            (State.SENDING,),
            State.APPROVED,
            now,
            attempts=mail.attempts,
        )


def _put_off(office: Office, mail: Outbound, why: str, now: datetime) -> None:
    if sum((_pause_after(earlier) for earlier in range(mail.attempts)), timedelta()) > _PATIENCE:
        _fail(office, mail, f"Refused for a day: {why}", now)
        return
    with office.database.transaction() as connection:
        outbox.move(
            connection,
            mail.id,
            (State.SENDING,),
            State.APPROVED,
            now,
            due_at=now + _pause_after(mail.attempts),
            reason=why,
        )
        _event(connection, mail, "deferred", "refused for now, tried again later", now)


def _pause_after(attempts: int) -> timedelta:
    return min(timedelta(minutes=2**attempts), _LONGEST_PAUSE)


def _fail(office: Office, mail: Outbound, why: str, now: datetime) -> None:
    with office.database.transaction() as connection:
        outbox.move(connection, mail.id, (State.SENDING,), State.FAILED, now, reason=why)
        _event(connection, mail, "failed", "refused for good", now)
        _alert(office, connection, AlertKind.FAILED, mail, why, now)


def _settle(office: Office, ways: Ways, mail: Outbound, why: str, now: datetime) -> None:
    mailbox = ways.mailbox()
    if mailbox.find(mailbox.folders().sent, mail.message_id):
        _sent(office, mail, now, "found in Sent after an interruption")
        return
    with office.database.transaction() as connection:
        outbox.move(connection, mail.id, (State.SENDING,), State.UNCERTAIN, now, reason=why)
        _event(connection, mail, "uncertain", "nobody can say whether it was taken", now)
        _alert(office, connection, AlertKind.UNCERTAIN, mail, why, now)


def _may_go_into_inbox(office: Office, mail: Outbound) -> bool:
    """The coordinator's own alerts may: the inbox is where she would get them anyway."""
    hers = {office.settings.coordinator.alert_address, office.settings.coordinator.email.lower()}
    return mail.audience is Audience.STAFF and mail.recipient in hers


def _put_into_inbox(office: Office, ways: Ways, mail: Outbound, now: datetime) -> Outbound:
    _unclaim(office, mail, now)
    mailbox = ways.mailbox()
    inbox = mailbox.folders().inbox
    if not mailbox.find(inbox, mail.message_id):
        mailbox.append(inbox, mail.raw, at=now)
    with office.database.transaction() as connection:
        if outbox.move(connection, mail.id, (State.APPROVED,), State.SENT, now, sent_at=now):
            gone_out(connection, mail, "put into the inbox, since SMTP did not take it", now)
    return mail


def _alert(
    office: Office,
    connection: Connection,
    kind: AlertKind,
    mail: Outbound,
    why: str,
    now: datetime,
) -> None:
    raise_alert(
        office,
        connection,
        kind,
        f"{mail.id}/{mail.attempts}",
        AlertContext(
            person=mail.recipient,
            subject=read_back(mail.raw).subject,
            reason=why,
            reference=str(mail.id),
        ),
        now,
        applicant_id=mail.applicant_id,
    )


def _event(connection: Connection, mail: Outbound, kind: str, why: str, now: datetime) -> None:
    record.add(connection, Event(now, kind, why, applicant_id=mail.applicant_id, outbox_id=mail.id))
