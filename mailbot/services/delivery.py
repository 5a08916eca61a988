"""Mail out: claim, commit, send, commit. Exactly once, or `uncertain` and a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, MailboxRefused, SendDeferred, SendRejected, SendUncertain
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import State
from mailbot.services import holding, outcomes, preflight
from mailbot.services.alerting import alert_of_mail
from mailbot.services.judgement import Judged
from mailbot.services.retracting import retract
from mailbot.store import drafts, outbox, permissions, unsent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.folders import Mailbox, Mailer
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_ALTERED = "Its bytes are not those that were approved, so it was not sent."


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways out of the house, each opened at need.

    Attributes:
        mailer: Gives the SMTP connection.
        mailbox: Gives a mailbox connection that this thread owns.
    """

    mailer: Callable[[], Mailer]
    mailbox: Callable[[], Mailbox]


def deliver(
    office: Office, ways: Ways, now: datetime, *, staff_only: bool = False
) -> list[Outbound]:
    """Send every approved mail that is due and not held; return what left.

    Only one thread of one worker delivers, so what is in mid-send at the beginning was interrupted.

    Args:
        office: The rooms.
        ways: The ways out.
        now: The instant.
        staff_only: Let only alerts and the like leave.

    Raises:
        WorldProblem: A server or the database is in the way; nothing was lost, try again later.
    """
    # What is in the way of a reply is not to be in the way of an alert.
    left = _deliver_due(office, ways, now, staff_only=True)
    if staff_only:
        return left
    settle_interrupted(office, ways, now)
    return left + _deliver_due(office, ways, now, staff_only=False)


def _deliver_due(office: Office, ways: Ways, now: datetime, *, staff_only: bool) -> list[Outbound]:
    with office.database.transaction() as connection:
        paused = holding.paused(connection)
        early = permissions.early(connection, now)
        waiting = [
            each
            for each in unsent.due(connection, now, staff_only=paused or staff_only)
            if each not in early
        ]
    return [sent for each in waiting if (sent := _deliver_safely(office, ways, each, now))]


def settle_interrupted(office: Office, ways: Ways, now: datetime) -> None:
    """Settle what was left in mid-send: Sent shows it, or a person must decide.

    Raises:
        WorldProblem: A server or the database is in the way.
    """
    with office.database.transaction() as connection:
        interrupted = outbox.in_states(connection, (State.SENDING,))
    for mail in interrupted:
        if outcomes.may_go_into_inbox(office, mail):
            outcomes.put_into_inbox(office, ways.mailbox, mail, now)
        else:
            why = "Mailbot was interrupted while it was sending."
            outcomes.settle(office, ways.mailbox, mail, why, now)


def _deliver_safely(office: Office, ways: Ways, outbox_id: int, now: datetime) -> Outbound | None:
    try:
        return _deliver_one(office, ways, outbox_id, now)
    except MailbotError:
        raise
    except Exception as error:  # noqa: BLE001 - one mail's fault must not hold all the others
        why = f"Mailbot failed at it ({type(error).__name__})."
        outcomes.set_aside(office, outbox_id, why, now)
        return None


def _deliver_one(office: Office, ways: Ways, outbox_id: int, now: datetime) -> Outbound | None:
    with office.database.transaction() as connection:
        mail = _may_leave(office, connection, outbox_id, now)
        if mail is None:
            return None
        has_copy = drafts.get(connection, mail.id) is not None
        if not has_copy:
            _claim(connection, mail, now)
    if has_copy:
        return _deliver_copied(office, ways, mail, now)
    return _send(office, ways, mail, now)


def _deliver_copied(office: Office, ways: Ways, mail: Outbound, now: datetime) -> Outbound | None:
    """Send a mail once its copy is out of her Drafts folder."""
    if not _retracted(office, ways, mail, now):
        return None
    with office.database.transaction() as connection:
        # Meanwhile all may have been paused, or this mail called back or superseded.
        still = _may_leave(office, connection, mail.id, now)
        if still is None:
            return None
        _claim(connection, still, now)
    return _send(office, ways, still, now)


def _retracted(office: Office, ways: Ways, mail: Outbound, now: datetime) -> bool:
    try:
        return retract(office, ways.mailbox, mail, now)
    except MailboxRefused as error:
        outcomes.rest(office, mail, error, now)
        return False


def _may_leave(
    office: Office, connection: Connection, outbox_id: int, now: datetime
) -> Outbound | None:
    """Return the mail if it is approved just as it is, and nothing holds it."""
    mail = outbox.get(connection, outbox_id)
    if mail is None or mail.state is not State.APPROVED:
        return None
    if not holding.approved_as_it_is(connection, mail):
        outbox.move(
            connection, mail.id, (State.APPROVED,), State.DRAFT, now, reason=_ALTERED, stale=True
        )
        outcomes.event(connection, mail, "refused", _ALTERED, now)
        alert_of_mail(office, connection, AlertKind.FAILED, mail, _ALTERED, now)
        return None
    judged = preflight.judge(office, connection, mail, now)
    if judged.verdict is Judged.WITHDRAWN:
        outcomes.not_to_leave(connection, mail, judged.why, now)
        return None
    if judged.verdict is Judged.WAITS:
        return None
    hold = holding.reason_to_hold(office, connection, mail, now)
    if hold:
        holding.hold(office, connection, mail, hold, now)
        return None
    # The judge may have given it other words.
    return outbox.get(connection, mail.id)


def _claim(connection: Connection, mail: Outbound, now: datetime) -> None:
    attempt = mail.attempts + 1
    outbox.move(
        connection,
        mail.id,
        (State.APPROVED,),
        State.SENDING,
        now,
        claimed_at=now,
        attempts=attempt,
        hold=None,
    )
    outcomes.event(connection, mail, "sending", f"attempt {attempt}", now)


def _send(office: Office, ways: Ways, mail: Outbound, now: datetime) -> Outbound | None:
    try:
        ways.mailer().send(
            mail.raw, sender=office.settings.coordinator.email, recipient=mail.recipient
        )
    except MailbotError as error:
        if outcomes.may_go_into_inbox(office, mail):
            return outcomes.put_into_inbox(office, ways.mailbox, mail, now)
        _not_taken(office, ways, mail, error, now)
        return None
    outcomes.sent(office, mail, now)
    return mail


def _not_taken(
    office: Office, ways: Ways, mail: Outbound, error: MailbotError, now: datetime
) -> None:
    match error:
        case SendDeferred():
            outcomes.put_off(office, mail, str(error), now)
        case SendRejected():
            outcomes.failed(office, mail, str(error), now)
        case SendUncertain():
            outcomes.settle(office, ways.mailbox, mail, str(error), now)
        case _:
            # The world or a setting is in the way: nothing was handed over.
            outcomes.not_begun(office, mail, now)
            raise error
