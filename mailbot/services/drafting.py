"""A letter becomes bytes and a row in the outbox; a newer mail makes the old draft superseded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.mail.compose import compose, digest, make_message_id
from mailbot.model.mail import Address
from mailbot.model.outbox import UNSENT, Audience, Envelope, State
from mailbot.services.basis import based
from mailbot.services.sorting import FOR_YOU
from mailbot.store import chores, drafts, keep, mails, outbox, outgoing, record, threads, unsent
from mailbot.store.chores import ChoreKind
from mailbot.store.drafts import Standing
from mailbot.store.mails import Fate
from mailbot.store.outgoing import NewMail
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import Message
    from mailbot.model.outbox import Letter
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a reply belongs to.

    Attributes:
        message: The mail that is answered.
        identity: Its identity, which makes the reply's key unique.
        thread_id: Its thread.
        applicant_id: Its writer.
        mail_ids: All the mails that this reply answers.
    """

    message: Message
    identity: str
    thread_id: int
    applicant_id: int
    mail_ids: tuple[int, ...]


def sender(office: Office) -> Address:
    """Return who writes all mail: the coordinator."""
    coordinator = office.settings.coordinator
    return Address(coordinator.email, coordinator.name)


def draft_reply(
    office: Office,
    connection: Connection,
    letter: Letter,
    to: ReplyTo,
    *,
    topics: tuple[str, ...],
    asks: tuple[str, ...],
    now: datetime,
    automatic: bool = False,
) -> int:
    """Put a reply into the outbox as a draft, wanted in the Drafts folder, and return its id.

    `automatic` marks, as RFC 3834 asks, one that goes by itself.
    """
    message_id = make_message_id(sender(office).domain)
    raw = _composed(office, letter, to.message, message_id, now, automatic=automatic)
    digester = keep.digester(connection)
    new = NewMail(
        key=f"reply/{to.identity}",
        kind="reply",
        audience=Audience.STUDENT,
        recipient=to.message.sender.email,
        message_id=message_id,
        message_id_digest=digester.message_id(message_id),
        raw=raw,
        digest=digest(raw),
        thread_id=to.thread_id,
        applicant_id=to.applicant_id,
        topics=topics,
        asks=asks,
        mail_ids=to.mail_ids,
    )
    outbox_id = outgoing.add(connection, based(connection, new, now), now)
    drafts.want(connection, outbox_id, new.digest)
    threads.join(connection, to.thread_id, new.message_id_digest, ours=True)
    return outbox_id


def _composed(
    office: Office,
    letter: Letter,
    message: Message,
    message_id: str,
    now: datetime,
    *,
    automatic: bool,
) -> bytes:
    envelope = Envelope(
        message_id=message_id,
        sender=sender(office),
        # Never Reply-To: with a forged From it would lead one student's matter to another.
        recipient=message.sender,
        in_reply_to=message.message_id,
        references=_references(message),
        auto_submitted=automatic,
    )
    return compose(letter, envelope, at=now)


def _references(message: Message) -> tuple[str, ...]:
    earlier = message.references or message.in_reply_to
    own = (message.message_id,) if message.message_id else ()
    return (*(one for one in earlier if one not in own), *own)


def supersede(
    connection: Connection,
    thread_id: int,
    recipients: AbstractSet[str],
    applicant_id: int | None,
    why: str,
    now: datetime,
) -> tuple[list[Outbound], list[Outbound]]:
    """Withdraw the unsent replies of a thread to this applicant or any of `recipients`.

    A draft that she has edited in her Drafts folder stays as it is and becomes stale.

    Args:
        connection: An open connection.
        thread_id: The thread.
        recipients: Addresses in lower case.
        applicant_id: Whose replies these are, whatever address they go to; None for nobody's.
        why: For the record.
        now: The instant.

    Returns:
        The replies that were withdrawn, and those that are stale now.
    """
    withdrawn: list[Outbound] = []
    stale: list[Outbound] = []
    for old in unsent.of_thread(connection, thread_id):
        same_person = applicant_id is not None and old.applicant_id == applicant_id
        if not same_person and old.recipient not in recipients:
            continue
        (withdrawn if withdraw(connection, old, why, now) else stale).append(old)
    return withdrawn, stale


def supersede_all(
    connection: Connection, thread_id: int, applicant_id: int | None, why: str, now: datetime
) -> list[Outbound]:
    """Withdraw every unsent reply of a thread, and every one to this applicant in any thread.

    Returns:
        The replies that were withdrawn.
    """
    found = unsent.of_thread(connection, thread_id)
    if applicant_id is not None:
        seen = {old.id for old in found}
        hers = unsent.of_applicant(connection, applicant_id)
        found += [old for old in hers if old.id not in seen]
    return [old for old in found if withdraw(connection, old, why, now)]


def withdraw(connection: Connection, old: Outbound, why: str, now: datetime) -> bool:
    """Withdraw an unsent reply; one that she has taken in hand in Drafts only becomes stale."""
    copy = drafts.get(connection, old.id)
    if copy and copy.standing in {Standing.EDITED, Standing.VANISHED}:
        outbox.put(connection, old.id, stale=True, reason=why)
        return False
    outbox.move(connection, old.id, tuple(UNSENT), State.SUPERSEDED, now, reason=why)
    drafts.release(connection, old.id)
    record.add(
        connection,
        Event(now, "superseded", why, applicant_id=old.applicant_id, outbox_id=old.id),
    )
    return True


def put_before(connection: Connection, mail_id: int, why: str, now: datetime) -> None:
    """Put a mail before the coordinator that was to be answered by a draft."""
    mails.set_fate(connection, mail_id, Fate.PUT_BEFORE, why)
    chores.add(connection, ChoreKind.LABEL, now, mail_id=mail_id, label=FOR_YOU)
    record.add(connection, Event(now, "outcome", why, mail_id))
