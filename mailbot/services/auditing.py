"""Inbox, database and Sent held against each other: anything lost, twice, or unapproved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.mail.compose import digest
from mailbot.model.outbox import Audience, State
from mailbot.services import holding
from mailbot.services.auditing_groups import of_groups
from mailbot.services.auditing_permissions import of_permissions
from mailbot.services.findings import Fault, Finding
from mailbot.services.likeness import likeness, same_conversation
from mailbot.services.looking import is_draft, is_older
from mailbot.services.sorting import FOR_YOU, URGENT
from mailbot.services.understanding import identity_of, understood
from mailbot.store import chores, consistency, cursors, keep, mails, outbox, versions
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mailbot.model.folders import Mailbox
    from mailbot.model.mail import Message
    from mailbot.services.office import Office
    from mailbot.store.cursors import Cursor
    from mailbot.store.outbox import Outbound

__all__ = ["Audit", "Fault", "Finding", "audit"]

_TWIN = 0.9


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


_PAST_APPROVAL = frozenset({State.APPROVED, State.SENDING, State.SENT, State.UNCERTAIN})
_NO_CURSOR = (
    "Mailbot has forgotten how far it had looked at {}: mail that comes in before its next look "
    "would be passed by. Look through the folder yourself."
)
_UNCERTAIN = (
    "Nobody can say whether mail {} was taken: look into Sent, then `mailbot drafts resend` it, "
    "or say with `mailbot drafts arrived` that it left."
)
_FAILED = "Mail {} was refused for good: `mailbot drafts resend` it, or `mailbot drafts reject` it."
_FOR_HER = {
    State.UNCERTAIN: (Fault.UNCERTAIN, _UNCERTAIN),
    State.FAILED: (Fault.UNSETTLED, _FAILED),
}


def audit(office: Office, mailbox: Mailbox) -> Audit:
    """Compare what came in, what is on record, and what went out. Changes nothing.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    folders = mailbox.folders()
    with office.database.transaction() as connection:
        known = {cursor.folder: cursor for cursor in cursors.all_folders(connection)}
        everything = outbox.in_states(connection, tuple(State))
        found_in = consistency.folders_of_mails(connection)
    looked_at: dict[str, int] = {}
    findings: list[Finding] = []
    for folder in (folders.inbox, *folders.also):
        if folder in known:
            came = list(_since(mailbox, known[folder]))
            looked_at[folder] = len(came)
            findings += _lost(office, came)
        elif folder in found_in:
            findings.append(Finding(Fault.LOST, _NO_CURSOR.format(folder), folder))
    sent = list(_since(mailbox, known[folders.sent])) if folders.sent in known else []
    looked_at[folders.sent] = len(sent)
    findings += _outcomes(office)
    findings += _contradictions(office)
    findings += _outbox(office, everything)
    findings += of_groups(office, everything)
    findings += of_permissions(office)
    findings += _against_sent(office, mailbox, sent, everything)
    return Audit(looked_at, len(everything), tuple(findings))


@dataclass(frozen=True, slots=True)
class _Standing:
    """A mail that stands in a folder; `passed` where Mailbot has looked at it."""

    folder: str
    uid: int
    passed: bool
    arrived: datetime
    message: Message


def _since(mailbox: Mailbox, cursor: Cursor) -> Iterator[_Standing]:
    """Yield what came since Mailbot began, without the bytes, for they may be many."""
    uids = mailbox.uids_since(cursor.folder, cursor.started_at.date())
    for fetched in mailbox.fetch(cursor.folder, uids):
        begun = fetched.internal_date >= cursor.started_at.replace(microsecond=0)
        if begun and not is_older(fetched, cursor) and not is_draft(fetched):
            yield _Standing(
                fetched.folder,
                fetched.uid,
                fetched.uidvalidity == cursor.uidvalidity and fetched.uid <= cursor.last_uid,
                fetched.internal_date,
                understood(fetched.raw),
            )


def _lost(office: Office, came: list[_Standing]) -> Iterator[Finding]:
    with office.database.transaction() as connection:
        digester = keep.digester(connection)
        known = mails.identities(connection)
    for mail in came:
        if mail.passed and identity_of(digester, mail.message, mail.arrived) not in known:
            yield Finding(
                Fault.LOST,
                f"A mail in {mail.folder} (UID {mail.uid}) was passed by and is not on record.",
                mail.folder,
                mail.uid,
            )


def _outcomes(office: Office) -> Iterator[Finding]:
    with office.database.transaction() as connection:
        unhandled = mails.with_fate(connection, {Fate.PUT_ASIDE, Fate.WAITING})
        gone = mails.drafted_but_gone(connection)
    for mail_id, seen in unhandled:
        yield Finding(Fault.UNSETTLED, f"Mail {mail_id} could not be handled: {seen.reason}.")
    for mail_id in gone:
        yield Finding(Fault.LOST, f"Mail {mail_id} was to be answered, but has no draft.")


def _contradictions(office: Office) -> Iterator[Finding]:
    with office.database.transaction() as connection:
        wordless = consistency.without_words(connection)
        ruled_otherwise = consistency.ruled_otherwise(connection)
        settled = consistency.settled_by_nobody(connection, (FOR_YOU, URGENT))
        withdrawn = consistency.withdrawn_by_nobody(connection)
    for mail_id in wordless:
        yield Finding(Fault.LOST, f"The words of mail {mail_id} that came in are gone.")
    for mail_id in ruled_otherwise:
        what = f"Mail {mail_id} is not kept under the rule that decided on it."
        yield Finding(Fault.ALTERED, what)
    for mail_id in settled:
        what = f"Mail {mail_id} waited for you and counts as handled, but nobody answered it."
        yield Finding(Fault.LOST, what)
    for outbox_id in withdrawn:
        what = f"Draft {outbox_id} is withdrawn, but the record does not say why."
        yield Finding(Fault.LOST, what, outbox_id=outbox_id)


def _outbox(office: Office, everything: list[Outbound]) -> Iterator[Finding]:
    with office.database.transaction() as connection:
        approved = {mail.id for mail in everything if holding.approved_as_it_is(connection, mail)}
        altered = {mail.id for mail in everything if digest(mail.raw) != mail.digest}
        headless = versions.missing(connection)
    for outbox_id in headless:
        yield Finding(Fault.LOST, f"The words of mail {outbox_id} are gone.", outbox_id=outbox_id)
    for mail in everything:
        if mail.id in altered:
            yield Finding(
                Fault.ALTERED,
                f"The bytes of mail {mail.id} were altered on record.",
                outbox_id=mail.id,
            )
        elif mail.state in _PAST_APPROVAL and mail.id not in approved:
            yield Finding(
                Fault.UNAPPROVED,
                f"Mail {mail.id} is {mail.state.value} without an approval of exactly these bytes.",
                outbox_id=mail.id,
            )
        if mail.state in _FOR_HER:
            yield Finding(
                _FOR_HER[mail.state][0], _FOR_HER[mail.state][1].format(mail.id), outbox_id=mail.id
            )


def _against_sent(
    office: Office, mailbox: Mailbox, sent: list[_Standing], everything: list[Outbound]
) -> Iterator[Finding]:
    with office.database.transaction() as connection:
        copies_to_come = chores.copies_to_come(connection)
    by_id = Counter(mail.message.message_id for mail in sent if mail.message.message_id)
    ours = {mail.message_id: mail for mail in everything}
    by_hand = [mail for mail in sent if mail.message.message_id not in ours]
    yield from _copies(by_id, ours)
    yield from _not_approved_in_sent(sent, ours)
    for mail in everything:
        if mail.state is State.SENT and mail.audience is not Audience.STAFF:
            yield from _twins(mail, by_hand)
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


def _not_approved_in_sent(sent: list[_Standing], ours: dict[str, Outbound]) -> Iterator[Finding]:
    for standing in sent:
        mail = ours.get(standing.message.message_id or "")
        if (
            standing.passed
            and mail
            and mail.state not in {State.SENT, State.SENDING, State.UNCERTAIN}
        ):
            yield Finding(
                Fault.UNAPPROVED,
                f"Mail {mail.id} stands in Sent but is {mail.state.value} on record.",
                standing.folder,
                standing.uid,
                mail.id,
            )


def _twins(mail: Outbound, by_hand: list[_Standing]) -> Iterator[Finding]:
    for standing in by_hand:
        message = standing.message
        recipients = {address.email for address in (*message.to, *message.cc)}
        if (
            mail.recipient in recipients
            and same_conversation(message, mail)
            and likeness(message, mail) >= _TWIN
        ):
            yield Finding(
                Fault.TWICE,
                f"Mail {mail.id} seems to have left twice: once by Mailbot, once by hand.",
                standing.folder,
                standing.uid,
                mail.id,
            )


def _missing(
    office: Office, mailbox: Mailbox, mail: Outbound, by_id: Counter[str]
) -> Iterator[Finding]:
    keeps = mailbox.keeps_sent or office.settings.delivery.copy_to_sent != "never"
    if not keeps or mail.message_id in by_id:
        return
    if not mailbox.find(mailbox.folders().sent, mail.message_id):
        yield Finding(
            Fault.NOT_IN_SENT,
            f"Mail {mail.id} is sent on record, but Sent does not show it.",
            outbox_id=mail.id,
        )
