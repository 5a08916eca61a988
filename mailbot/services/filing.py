"""After the commit: labels, drafts and copies in the mailbox, repeated until they are done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.errors import FolderMissing, MailboxUnavailable
from mailbot.model.folders import Filing
from mailbot.services import placing
from mailbot.store import chores, drafts, mails, outbox
from mailbot.store.chores import Chore, ChoreKind
from mailbot.store.drafts import Standing

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.folders import Mailbox
    from mailbot.services.office import Office

_PAUSE = timedelta(minutes=1)


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
        placing.take_away(office, mailbox, copy, now)
    for copy in wanted:
        placing.put_there(office, mailbox, copy, now)
    for chore in due:
        _do(office, mailbox, chore, now)


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
