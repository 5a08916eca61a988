"""What the coordinator does in her own mail program: drafts sent, edited, deleted; own answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.mail.compose import digest
from mailbot.mail.parse import parse
from mailbot.model.folders import Place
from mailbot.model.outbox import Channel, State
from mailbot.services.aftermath import gone_out
from mailbot.services.drafting import supersede
from mailbot.services.likeness import recognise, same_text
from mailbot.store import cursors, drafts, keep, mails, outbox, record, threads
from mailbot.store.drafts import Standing
from mailbot.store.mails import Fate
from mailbot.store.outbox import Approval
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.folders import Mailbox
    from mailbot.model.mail import FetchedMail, Message
    from mailbot.services.office import Office
    from mailbot.store.drafts import DraftCopy
    from mailbot.store.outbox import Outbound

_WATCHED = (Standing.STANDING, Standing.EDITED, Standing.VANISHED)


class Did(StrEnum):
    """What a mail in Sent turned out to be."""

    OURS = "ours"
    SENT_DRAFT = "sent_draft"
    OWN_ANSWER = "own_answer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing she did: which mail of the outbox it concerns, and whether she changed it."""

    did: Did
    outbox_id: int | None = None
    changed: bool = False


def look_at_sent(office: Office, fetched: FetchedMail, now: datetime) -> Noticed:
    """Understand one mail in Sent and move the cursor past it, in one transaction.

    Raises:
        WorldProblem: The database is in the way.
    """
    message = parse(fetched.raw)
    with office.database.transaction() as connection:
        noticed = _understand(connection, message, fetched, now)
        cursors.advance(connection, fetched.folder, fetched.uid)
        return noticed


def _understand(
    connection: Connection, message: Message, fetched: FetchedMail, now: datetime
) -> Noticed:
    digester = keep.digester(connection)
    own_id = digester.message_id(message.message_id) if message.message_id else ""
    mail = outbox.by_message_id(connection, own_id)
    if mail is None:
        mail = recognise(message, _unsent_to(connection, message))
    if mail is not None:
        if own_id and mail.thread_id is not None:
            threads.join(connection, mail.thread_id, own_id, ours=True)
        return _known(connection, mail, message, fetched, now)
    digests = [digester.message_id(one) for one in (*message.references, *message.in_reply_to)]
    thread_id = threads.find(connection, digests)
    if thread_id is None:
        return Noticed(Did.OTHER)
    if own_id:
        threads.join(connection, thread_id, own_id, ours=True)
    return _own_answer(connection, thread_id, message, now)


def _unsent_to(connection: Connection, message: Message) -> list[Outbound]:
    recipients = {address.email for address in (*message.to, *message.cc)}
    return [mail for email in sorted(recipients) for mail in outbox.drafts_to(connection, email)]


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
    if mail.state not in {State.DRAFT, State.APPROVED}:
        return Noticed(Did.OURS, mail.id)
    changed = not same_text(message, mail)
    sent_digest = digest(fetched.raw)
    outbox.revise(connection, mail, fetched.raw, sent_digest, now, message.message_id)
    outbox.approve(
        connection,
        Approval(mail.id, sent_digest, Channel.DRAFTS_FOLDER, "coordinator", now, changed),
    )
    outbox.move(
        connection,
        mail.id,
        (State.DRAFT, State.APPROVED),
        State.SENT,
        now,
        sent_at=message.date or fetched.internal_date,
        stale=False,
    )
    words = "she changed it first" if changed else "as it was drafted"
    gone_out(connection, mail, f"sent by the coordinator from her Drafts folder, {words}", now)
    return Noticed(Did.SENT_DRAFT, mail.id, changed)


def _own_answer(connection: Connection, thread_id: int, message: Message, now: datetime) -> Noticed:
    recipients = {address.email for address in (*message.to, *message.cc)}
    why = "the coordinator answered by hand"
    answered = {
        mail_id
        for mail in outbox.unsent_of_thread(connection, thread_id)
        if mail.recipient in recipients
        for mail_id in mail.mail_ids
    }
    withdrawn, _ = supersede(connection, thread_id, recipients, why, now)
    for mail_id in {*answered, *mails.put_before(connection, thread_id, recipients)}:
        mails.set_fate(connection, mail_id, Fate.HANDLED, why)
        record.add(connection, Event(now, "answered", why, mail_id))
    return Noticed(Did.OWN_ANSWER, withdrawn[0].id if withdrawn else None)


def look_at_drafts(office: Office, mailbox: Mailbox, now: datetime) -> list[Noticed]:
    """See what became of the drafts that stand in her Drafts folder.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    with office.database.transaction() as connection:
        copies = drafts.having(connection, _WATCHED)
    if not copies:
        return []
    folder = mailbox.folders().drafts
    uidvalidity = mailbox.state(folder).uidvalidity
    present = frozenset(mailbox.uids_after(folder, 0))
    noticed = []
    for copy in copies:
        stands = (
            copy.place is not None
            and copy.place.uidvalidity == uidvalidity
            and copy.place.uid in present
        )
        if stands and copy.standing is not Standing.VANISHED:
            continue
        found = _find_again(office, mailbox, copy, folder, present)
        if found is not None:
            noticed.append(_stands_elsewhere(office, copy, found, uidvalidity))
        else:
            noticed.extend(_gone(office, copy, now))
    return noticed


def _find_again(
    office: Office, mailbox: Mailbox, copy: DraftCopy, folder: str, present: frozenset[int]
) -> FetchedMail | None:
    """Find her saved version of a draft: most programs store a new mail and drop the old one."""
    uids = [uid for uid in mailbox.find(folder, copy.message_id) if uid in present]
    if uids:
        return next(iter(mailbox.fetch(folder, uids[-1:])), None)
    known = copy.place.uid if copy.place and copy.place.uid else 0
    with office.database.transaction() as connection:
        mail = outbox.get(connection, copy.outbox_id)
    newer = sorted(uid for uid in present if uid > known)
    if mail is None or not newer:
        return None
    return next(
        (
            fetched
            for fetched in mailbox.fetch(folder, newer)
            if recognise(parse(fetched.raw), [mail])
        ),
        None,
    )


def _stands_elsewhere(
    office: Office, copy: DraftCopy, found: FetchedMail, uidvalidity: int
) -> Noticed:
    place = Place(found.folder, uidvalidity, found.uid)
    with office.database.transaction() as connection:
        mail = outbox.get(connection, copy.outbox_id)
        unchanged = mail is not None and same_text(parse(found.raw), mail)
        standing = Standing.STANDING if unchanged else Standing.EDITED
        drafts.stands(connection, copy.outbox_id, standing, place, digest=copy.digest)
    return Noticed(Did.OTHER, copy.outbox_id, changed=not unchanged)


def _gone(office: Office, copy: DraftCopy, now: datetime) -> list[Noticed]:
    patience = timedelta(minutes=office.settings.drafts.vanished_minutes)
    with office.database.transaction() as connection:
        if copy.standing is not Standing.VANISHED:
            drafts.put(connection, copy.outbox_id, Standing.VANISHED, vanished_at=now)
            return []
        if copy.vanished_at is not None and now - copy.vanished_at < patience:
            return []
        drafts.put(connection, copy.outbox_id, Standing.GONE)
        why = "she deleted it from her Drafts folder"
        if outbox.move(connection, copy.outbox_id, (State.DRAFT,), State.REJECTED, now, reason=why):
            record.add(connection, Event(now, "rejected", why, outbox_id=copy.outbox_id))
        return [Noticed(Did.OTHER, copy.outbox_id)]
