"""Inbox, database and Sent held against each other: anything lost, twice, or unapproved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.mail.compose import digest
from mailbot.mail.parse import parse
from mailbot.model.outbox import Audience, State
from mailbot.services.likeness import likeness, same_conversation
from mailbot.store import chores, cursors, keep, mails, outbox
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from mailbot.model.folders import Mailbox
    from mailbot.model.mail import FetchedMail, Message
    from mailbot.services.office import Office
    from mailbot.store.cursors import Cursor
    from mailbot.store.outbox import Outbound

_TWIN = 0.9


class Fault(StrEnum):
    """What an audit may find."""

    LOST = "lost"
    UNSETTLED = "unsettled"
    TWICE = "twice"
    UNAPPROVED = "unapproved"
    UNKNOWN = "unknown"
    NOT_IN_SENT = "not_in_sent"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be.

    Attributes:
        fault: Which kind.
        what: In words, for the coordinator.
        folder: Where the mail stands; empty where it is in no folder.
        uid: Its UID there.
        outbox_id: The outbound mail concerned.
    """

    fault: Fault
    what: str
    folder: str = ""
    uid: int | None = None
    outbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of an audit.

    Attributes:
        looked_at: Mails looked at, by folder.
        outbound: Outbound mails looked at.
        findings: What is wrong; empty where all is well.
    """

    looked_at: dict[str, int]
    outbound: int
    findings: tuple[Finding, ...]


def audit(office: Office, mailbox: Mailbox) -> Audit:
    """Compare what came in, what is on record, and what went out. Changes nothing.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    folders = mailbox.folders()
    with office.database.transaction() as connection:
        known = {cursor.folder: cursor for cursor in cursors.all_folders(connection)}
        everything = outbox.in_states(connection, tuple(State))
    looked_at: dict[str, int] = {}
    findings: list[Finding] = []
    for folder in (folders.inbox, *folders.also):
        if folder in known:
            came = list(_since(mailbox, known[folder]))
            looked_at[folder] = len(came)
            findings += _lost(office, came, known[folder])
    sent = list(_since(mailbox, known[folders.sent])) if folders.sent in known else []
    looked_at[folders.sent] = len(sent)
    findings += _outcomes(office)
    findings += _approvals(office, everything)
    findings += _against_sent(office, mailbox, sent, everything)
    return Audit(looked_at, len(everything), tuple(findings))


def _since(mailbox: Mailbox, cursor: Cursor) -> Iterator[FetchedMail]:
    uids = mailbox.uids_since(cursor.folder, cursor.started_at.date())
    for fetched in mailbox.fetch(cursor.folder, uids):
        if fetched.internal_date >= cursor.started_at.replace(microsecond=0):
            yield fetched


def _lost(office: Office, came: list[FetchedMail], cursor: Cursor) -> Iterator[Finding]:
    with office.database.transaction() as connection:
        digester = keep.digester(connection)
        for fetched in came:
            passed = fetched.uidvalidity == cursor.uidvalidity and fetched.uid <= cursor.last_uid
            message = parse(fetched.raw)
            identity = digester.identity(message.message_id, message.content_digest)
            if passed and mails.known(connection, identity) is None:
                yield Finding(
                    Fault.LOST,
                    f"A mail in {fetched.folder} (UID {fetched.uid}) was passed by and is not "
                    "on record.",
                    fetched.folder,
                    fetched.uid,
                )


def _outcomes(office: Office) -> Iterator[Finding]:
    with office.database.transaction() as connection:
        for mail_id, seen in mails.with_fate(connection, {Fate.PUT_ASIDE, Fate.WAITING}):
            yield Finding(Fault.UNSETTLED, f"Mail {mail_id} could not be handled: {seen.reason}.")
        for mail_id in mails.drafted_but_gone(connection):
            yield Finding(Fault.LOST, f"Mail {mail_id} was to be answered, but has no draft.")


def _approvals(office: Office, everything: list[Outbound]) -> Iterator[Finding]:
    with office.database.transaction() as connection:
        for mail in everything:
            if mail.state is State.UNCERTAIN:
                yield Finding(
                    Fault.UNCERTAIN,
                    f"Nobody can say whether mail {mail.id} was taken: look into Sent, then "
                    f"approve it again or reject it.",
                    outbox_id=mail.id,
                )
            gone = mail.state in {State.SENDING, State.SENT, State.UNCERTAIN}
            if gone and not _approved(connection, mail):
                yield Finding(
                    Fault.UNAPPROVED,
                    f"Mail {mail.id} left without an approval of exactly these bytes.",
                    outbox_id=mail.id,
                )


def _approved(connection: Connection, mail: Outbound) -> bool:
    of_these = {one.digest for one in outbox.approvals(connection, mail.id)}
    return mail.digest in of_these and digest(mail.raw) == mail.digest


def _against_sent(
    office: Office, mailbox: Mailbox, sent: list[FetchedMail], everything: list[Outbound]
) -> Iterator[Finding]:
    with office.database.transaction() as connection:
        copies_to_come = chores.copies_to_come(connection)
    letters = [(fetched, parse(fetched.raw)) for fetched in sent]
    by_id = Counter(message.message_id for _, message in letters if message.message_id)
    ours = {mail.message_id: mail for mail in everything}
    yield from _copies(by_id, ours)
    yield from _not_approved_in_sent(letters, ours)
    for mail in everything:
        if mail.state is State.SENT and mail.audience is not Audience.STAFF:
            yield from _twins(mail, letters)
            if mail.id not in copies_to_come:
                yield from _missing(office, mailbox, mail, by_id)


def _copies(by_id: Counter[str], ours: dict[str, Outbound]) -> Iterator[Finding]:
    for message_id, copies in by_id.items():
        if copies > 1 and message_id in ours:
            yield Finding(
                Fault.TWICE,
                f"Mail {ours[message_id].id} stands in Sent {copies} times.",
                outbox_id=ours[message_id].id,
            )


def _not_approved_in_sent(
    letters: list[tuple[FetchedMail, Message]], ours: dict[str, Outbound]
) -> Iterator[Finding]:
    for fetched, message in letters:
        mail = ours.get(message.message_id or "")
        if mail and mail.state not in {State.SENT, State.SENDING, State.UNCERTAIN}:
            yield Finding(
                Fault.UNAPPROVED,
                f"Mail {mail.id} stands in Sent but is {mail.state.value} on record.",
                fetched.folder,
                fetched.uid,
                mail.id,
            )


def _twins(mail: Outbound, letters: list[tuple[FetchedMail, Message]]) -> Iterator[Finding]:
    for fetched, message in letters:
        if message.message_id == mail.message_id:
            continue
        recipients = {address.email for address in (*message.to, *message.cc)}
        if (
            mail.recipient in recipients
            and same_conversation(message, mail)
            and likeness(message, mail) >= _TWIN
        ):
            yield Finding(
                Fault.TWICE,
                f"Mail {mail.id} seems to have left twice: once by Mailbot, once by hand.",
                fetched.folder,
                fetched.uid,
                mail.id,
            )


def _missing(
    office: Office, mailbox: Mailbox, mail: Outbound, by_id: Counter[str]
) -> Iterator[Finding]:
    keeps = mailbox.keeps_sent or office.settings.delivery.copy_to_sent != "never"
    if keeps and mail.message_id not in by_id:
        yield Finding(
            Fault.NOT_IN_SENT,
            f"Mail {mail.id} is sent on record, but Sent does not show it.",
            outbox_id=mail.id,
        )
