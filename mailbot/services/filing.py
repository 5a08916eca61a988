"""After the commit: labels, drafts and copies in the mailbox, repeated until they are done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.errors import FolderMissing, MailboxUnavailable
from mailbot.model.folders import Filing, Place
from mailbot.model.outbox import State
from mailbot.store import chores, drafts, mails, outbox
from mailbot.store.chores import Chore, ChoreKind
from mailbot.store.drafts import Standing

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.folders import Mailbox
    from mailbot.services.office import Office
    from mailbot.store.drafts import DraftCopy

_PAUSE = timedelta(minutes=1)
_DRAFT_FLAGS = ("\\Draft", "\\Seen")


def file_all(office: Office, mailbox: Mailbox, now: datetime) -> None:
    """Do everything that waits to be done in the mailbox.

    Raises:
        WorldProblem: The mailbox or the database is in the way; all is tried again later.
    """
    with office.database.transaction() as connection:
        wanted = drafts.having(connection, (Standing.WANTED,))
        unwanted = drafts.having(connection, (Standing.UNWANTED,))
        due = chores.due(connection, now)
    for copy in unwanted:
        _take_away(office, mailbox, copy)
    for copy in wanted:
        _put_there(office, mailbox, copy, now)
    for chore in due:
        _do(office, mailbox, chore, now)


def _put_there(office: Office, mailbox: Mailbox, copy: DraftCopy, now: datetime) -> None:
    if copy.place and not _replaced(office, mailbox, copy):
        return
    with office.database.transaction() as connection:
        mail = outbox.get(connection, copy.outbox_id)
    if mail is None or mail.state is not State.DRAFT:
        return
    folder = mailbox.folders().drafts
    place = _standing_there(mailbox, folder, copy.message_id) or mailbox.append(
        folder, mail.raw, flags=_DRAFT_FLAGS, at=now
    )
    with office.database.transaction() as connection:
        after = outbox.get(connection, copy.outbox_id)
        still = after is not None and after.state is State.DRAFT and after.digest == mail.digest
        drafts.stands(
            connection,
            copy.outbox_id,
            Standing.STANDING if still else Standing.UNWANTED,
            place,
            digest=mail.digest,
        )


def _standing_there(mailbox: Mailbox, folder: str, message_id: str) -> Place | None:
    """Find a draft that was put there just before a crash."""
    found = mailbox.find(folder, message_id)
    return Place(folder, mailbox.state(folder).uidvalidity, found[-1]) if found else None


def _replaced(office: Office, mailbox: Mailbox, copy: DraftCopy) -> bool:
    assert copy.place is not None  # noqa: S101 - the caller asked
    removed = mailbox.remove_draft(copy.place, copy.raw)
    with office.database.transaction() as connection:
        if removed:
            drafts.forget_place(connection, copy.outbox_id)
        else:
            drafts.put(connection, copy.outbox_id, Standing.EDITED)
    return removed


def _take_away(office: Office, mailbox: Mailbox, copy: DraftCopy) -> None:
    removed = copy.place is None or mailbox.remove_draft(copy.place, copy.raw)
    with office.database.transaction() as connection:
        drafts.put(connection, copy.outbox_id, Standing.GONE)
        if not removed:
            # She changed it or took it away herself: hers, and never overwritten.
            outbox.put(connection, copy.outbox_id, stale=True)


def _do(office: Office, mailbox: Mailbox, chore: Chore, now: datetime) -> None:
    try:
        done = _label(office, mailbox, chore) if chore.mail_id else _copy(office, mailbox, chore)
    except (FolderMissing, MailboxUnavailable) as error:
        with office.database.transaction() as connection:
            pause = _PAUSE * 2 ** min(chore.attempts, 8)
            chores.again(connection, chore, now + pause, str(error))
        raise
    with office.database.transaction() as connection:
        chores.done(connection, chore.id, now, done)


def _label(office: Office, mailbox: Mailbox, chore: Chore) -> str:
    filing = office.settings.mailbox.filing
    if filing is Filing.LEAVE or chore.mail_id is None or chore.label is None:
        return "filing is off"
    with office.database.transaction() as connection:
        places = mails.places(connection, chore.mail_id)
    if not places:
        return "it stands nowhere"
    inbox = mailbox.folders().inbox
    mailbox.file(min(places, key=lambda place: place.folder != inbox), chore.label, filing)
    return ""


def _copy(office: Office, mailbox: Mailbox, chore: Chore) -> str:
    choice = office.settings.delivery.copy_to_sent
    if choice == "never" or (choice == "auto" and mailbox.keeps_sent):
        return "the server keeps its own copy"
    if chore.kind is not ChoreKind.COPY_TO_SENT or chore.outbox_id is None:
        return "nothing to copy"
    with office.database.transaction() as connection:
        mail = outbox.get(connection, chore.outbox_id)
    if mail is None:
        return "the mail was erased"
    sent = mailbox.folders().sent
    if not mailbox.find(sent, mail.message_id):
        mailbox.append(sent, mail.raw, flags=("\\Seen",), at=mail.sent_at)
    return ""
