"""What the coordinator sent from her own mail program: our drafts, and answers of her own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.errors import WorldProblem
from mailbot.letters.context import AlertContext
from mailbot.mail.compose import digest
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import BY_HAND, UNSENT, WITHDRAWN, Audience, Channel, State
from mailbot.reading.screening import screen
from mailbot.services import heeding
from mailbot.services.aftermath import gone_out, inform
from mailbot.services.alerting import raise_alert
from mailbot.services.drafting import withdraw
from mailbot.services.likeness import recognise, unchanged
from mailbot.services.understanding import understood
from mailbot.services.watching import Did, Noticed
from mailbot.store import cursors, keep, mails, outbox, people, record, threads, unsent
from mailbot.store.mails import Fate
from mailbot.store.outbox import Approval
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import FetchedMail, Message
    from mailbot.services.office import Office
    from mailbot.store.mails import Enquiry
    from mailbot.store.outbox import Outbound

_HER_OWN = frozenset({Did.OTHER, Did.OWN_ANSWER})

_CLOCKS_APART = timedelta(minutes=10)
"""How far the mail server's clock and this machine's may differ."""

__all__ = ["BY_HAND", "look_at_sent", "look_for_drafts_sent"]

_IN_PART = "the coordinator answered part of it by hand"
_SENT_MEANWHILE = "she sent the earlier draft of this conversation after all"


def look_at_sent(office: Office, fetched: FetchedMail, now: datetime) -> Noticed:
    """Understand one mail in Sent and move the cursor past it, in one transaction.

    Raises:
        WorldProblem: The database is in the way.
    """
    try:
        with office.database.transaction() as connection:
            noticed = _understand(connection, fetched, now)
            if noticed.did in _HER_OWN:
                heeding.heed_sent(office, connection, understood(fetched.raw), now)
            cursors.advance(connection, fetched.folder, fetched.uid)
            return noticed
    except WorldProblem:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one mail does must not stop the poll
        return _pass_over(office, fetched, error, now)


def look_for_drafts_sent(office: Office, fetched: FetchedMail, now: datetime) -> Noticed:
    """Understand one mail in Sent as far as it is one of our drafts; the cursor stays.

    To be done before new mail is taken in: a student may have answered already what she sent.

    Raises:
        WorldProblem: The database is in the way.
    """
    try:
        with office.database.transaction() as connection:
            return _sent_draft(connection, understood(fetched.raw), fetched, now)
    except WorldProblem:
        raise
    except Exception:  # noqa: BLE001 - it is looked at again, and told of then
        return Noticed(Did.OTHER)


def _pass_over(office: Office, fetched: FetchedMail, error: Exception, now: datetime) -> Noticed:
    why = f"a mail in Sent could not be understood: {type(error).__name__}"
    with office.database.transaction() as connection:
        cursors.advance(connection, fetched.folder, fetched.uid)
        record.add(connection, Event(now, "put_aside", why))
        raise_alert(
            office,
            connection,
            AlertKind.UNREADABLE,
            f"{fetched.folder}/{fetched.uidvalidity}/{fetched.uid}",
            AlertContext(folder=fetched.folder, reason=f"{why[0].upper()}{why[1:]}."),
            now,
        )
    return Noticed(Did.OTHER)


def _understand(connection: Connection, fetched: FetchedMail, now: datetime) -> Noticed:
    message = understood(fetched.raw)
    noticed = _sent_draft(connection, message, fetched, now)
    if noticed.did is not Did.OTHER:
        return noticed
    by_machine = screen(message).origin.machine
    digester = keep.digester(connection)
    own_id = digester.message_id(message.message_id) if message.message_id else ""
    digests = [digester.message_id(one) for one in (*message.references, *message.in_reply_to)]
    answer = _Answer(
        _all_addresses_of(connection, {one.email for one in (*message.to, *message.cc)}),
        frozenset(digests),
        min(fetched.internal_date, now),
    )
    senders = frozenset(digester.digest(email) for email in answer.recipients)
    if not by_machine:
        _answered(connection, mails.unhandled(connection, answer.named, senders), now)
    thread_id = threads.find(connection, digests)
    if thread_id is None:
        return noticed
    if own_id:
        threads.join(connection, thread_id, own_id, ours=True)
    if by_machine:
        # Her absence note, a receipt or an accepted invitation is nobody's answer.
        return noticed
    return _own_answer(connection, thread_id, answer, now)


def _sent_draft(
    connection: Connection, message: Message, fetched: FetchedMail, now: datetime
) -> Noticed:
    digester = keep.digester(connection)
    own_id = digester.message_id(message.message_id) if message.message_id else ""
    mail = outbox.by_message_id(connection, own_id)
    if mail is None:
        mail = recognise(
            message,
            _could_be(connection, message, fetched, now),
            by_machine=screen(message).origin.machine,
        )
    if mail is None:
        return Noticed(Did.OTHER)
    if own_id and mail.thread_id is not None:
        threads.join(connection, mail.thread_id, own_id, ours=True)
    return _known(connection, mail, message, fetched, now)


def _could_be(
    connection: Connection, message: Message, fetched: FetchedMail, now: datetime
) -> list[Outbound]:
    """Return the drafts that a mail in Sent may be: to its recipients, and older than it.

    Nor can it be the answer to what came after it.
    """
    recipients = {address.email for address in (*message.to, *message.cc)}
    states = (*sorted(UNSENT), *sorted(WITHDRAWN))
    return [
        mail
        for email in sorted(recipients)
        for mail in outbox.to(connection, email, states)
        if mail.audience is not Audience.STAFF
        and min(mail.created_at, now) - _CLOCKS_APART <= fetched.internal_date
        and all(
            enquiry.text.received_at <= fetched.internal_date
            for enquiry in mails.enquiries(connection, mail.mail_ids)
        )
    ]


def _known(
    connection: Connection,
    mail: Outbound,
    message: Message,
    fetched: FetchedMail,
    now: datetime,
) -> Noticed:
    if mail.state in {State.SENDING, State.UNCERTAIN}:
        outbox.move(connection, mail.id, (mail.state,), State.SENT, now, sent_at=now)
        gone_out(connection, mail, "Sent shows it", now)
        return Noticed(Did.OURS, mail.id)
    if mail.state not in UNSENT | WITHDRAWN:
        return Noticed(Did.OURS, mail.id)
    changed = not unchanged(message, mail)
    _approve_as_sent(connection, mail, message, fetched, changed, now)
    outbox.move(
        connection,
        mail.id,
        (mail.state,),
        State.SENT,
        now,
        sent_at=min(fetched.internal_date, now),
        stale=False,
        hold=None,
    )
    words = "she changed it first" if changed else "as it was drafted"
    gone_out(connection, mail, f"sent by the coordinator from her Drafts folder, {words}", now)
    if mail.state in WITHDRAWN and mail.thread_id is not None:
        for other in unsent.of_thread(connection, mail.thread_id):
            if other.recipient == mail.recipient:
                outbox.put(connection, other.id, stale=True, reason=_SENT_MEANWHILE)
    return Noticed(Did.SENT_DRAFT, mail.id, changed)


def _approve_as_sent(
    connection: Connection,
    mail: Outbound,
    message: Message,
    fetched: FetchedMail,
    changed: bool,
    now: datetime,
) -> None:
    """Record the bytes that she sent, and that sending them was her approval."""
    sent_digest = digest(fetched.raw)
    own_id = message.message_id
    outbox.revise(
        connection,
        mail,
        fetched.raw,
        sent_digest,
        now,
        (own_id, keep.digester(connection).message_id(own_id)) if own_id else None,
    )
    outbox.approve(
        connection,
        Approval(mail.id, sent_digest, Channel.DRAFTS_FOLDER, "coordinator", now, changed),
    )
    why = f"approved by the coordinator through {Channel.DRAFTS_FOLDER.value}"
    record.add(
        connection,
        Event(
            now,
            "approved",
            f"{why}, digest {sent_digest[:12]}",
            applicant_id=mail.applicant_id,
            outbox_id=mail.id,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """A mail that she wrote by hand.

    Attributes:
        recipients: To and Cc in lower case, and whichever other addresses these people have.
        named: Digests of the Message-IDs that it answers.
        at: When it came into Sent.
    """

    recipients: frozenset[str]
    named: frozenset[str]
    at: datetime

    def answers(self, enquiry: Enquiry) -> bool:
        """Tell whether it answers this mail of its thread: it names it, or came after it."""
        return enquiry.seen.message_id_digest in self.named or enquiry.text.received_at <= self.at


def _all_addresses_of(connection: Connection, emails: AbstractSet[str]) -> frozenset[str]:
    known = [people.by_email(connection, email) for email in sorted(emails)]
    return frozenset(emails).union(*(person.emails for person in known if person))


def _own_answer(connection: Connection, thread_id: int, answer: _Answer, now: datetime) -> Noticed:
    done = {
        one.id
        for one in mails.put_before(connection, thread_id, answer.recipients)
        if answer.answers(one)
    }
    withdrawn = None
    for draft in unsent.of_thread(connection, thread_id):
        if draft.recipient not in answer.recipients:
            continue
        left = {
            one.id for one in mails.enquiries(connection, draft.mail_ids) if not answer.answers(one)
        }
        answered = set(draft.mail_ids) - left
        if left:
            if answered:
                outbox.put(connection, draft.id, stale=True, reason=_IN_PART)
            continue
        done |= answered
        if withdraw(connection, draft, BY_HAND, now):
            withdrawn = withdrawn or draft.id
            inform(connection, draft, now)
    _answered(connection, sorted(done), now)
    return Noticed(Did.OWN_ANSWER, withdrawn)


def _answered(connection: Connection, mail_ids: Sequence[int], now: datetime) -> None:
    for mail_id in mail_ids:
        mails.set_fate(connection, mail_id, Fate.HANDLED, BY_HAND)
        record.add(connection, Event(now, "answered", BY_HAND, mail_id))
