"""After the commit: labels, drafts and copies in the mailbox, repeated until they are done."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from mailbot.errors import MailboxRefused, MailboxUnavailable, WorldProblem, fault_of
from mailbot.model.folders import Filing
from mailbot.services import placing, trouble
from mailbot.store import chores, drafts, mails, outbox
from mailbot.store.chores import Chore, ChoreKind
from mailbot.store.drafts import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.folders import Mailbox
    from mailbot.services.office import Office
    from mailbot.store.drafts import DraftCopy

_PAUSE = timedelta(minutes=1)
_MOST_DOUBLINGS = 10

_DEEDS = {
    ChoreKind.DRAFT: "bring your Drafts folder up to date",
    ChoreKind.LABEL: "label mail",
    ChoreKind.COPY_TO_SENT: "put a copy into Sent",
}
_REMEDY = (
    "Is the mailbox full? Mailbot tries again by itself; meanwhile `mailbot drafts list` shows "
    "what waits for you."
)


def file_all(office: Office, mailbox: Mailbox, now: datetime) -> None:
    """Do everything that waits to be done in the mailbox.

    What the server refuses is put off by itself, with growing pauses, and told when that lasts.

    Raises:
        WorldProblem: The mailbox or the database is in the way; all is tried again later.
    """
    with office.database.transaction() as connection:
        copies = drafts.having(connection, (Standing.UNWANTED,))
        copies += drafts.having(connection, (Standing.WANTED,))
        refused = chores.refused_drafts(connection)
        due = chores.due(connection, now)
        for outbox_id in refused.keys() - {copy.outbox_id for copy in copies}:
            chores.done(connection, refused[outbox_id].id, now, "it is settled otherwise")
    todo: list[tuple[int, Callable[[], None]]] = []
    for copy in copies:
        before = refused.get(copy.outbox_id)
        if before is None or before.is_due(now):
            attempts = before.attempts if before else 0
            todo.append((attempts, partial(_file_copy, office, mailbox, copy, before, now)))
    todo += [(chore.attempts, partial(_do, office, mailbox, chore, now)) for chore in due]
    # What failed before comes last, for it may end the connection again.
    for _, deed in sorted(todo, key=itemgetter(0)):
        deed()


def _file_copy(
    office: Office, mailbox: Mailbox, copy: DraftCopy, before: Chore | None, now: datetime
) -> None:
    deed = placing.take_away if copy.standing is Standing.UNWANTED else placing.put_there
    with _isolated(office, lambda on: chores.refused_draft(on, copy.outbox_id, now), now):
        deed(office, mailbox, copy, now)
        if before is not None:
            with office.database.transaction() as connection:
                chores.done(connection, before.id, now)


def _do(office: Office, mailbox: Mailbox, chore: Chore, now: datetime) -> None:
    with _isolated(office, lambda _: chore, now):
        done = _label(office, mailbox, chore) if chore.mail_id else _copy(office, mailbox, chore)
        with office.database.transaction() as connection:
            chores.done(connection, chore.id, now, done)


@contextmanager
def _isolated(
    office: Office, chore_of: Callable[[Connection], Chore], now: datetime
) -> Iterator[None]:
    """Put off what fails, and let the others go on unless the connection is gone."""
    try:
        yield
    except MailboxRefused as error:
        _put_off(office, chore_of, error.what, now)
    except MailboxUnavailable as error:
        _put_off(office, chore_of, error.what, now)
        raise
    except WorldProblem:
        raise
    except Exception as error:  # noqa: BLE001 - one item's fault must not hold all the others
        _put_off(office, chore_of, f"Mailbot has a fault: {fault_of(error)}.", now)


def _put_off(
    office: Office, chore_of: Callable[[Connection], Chore], why: str, now: datetime
) -> None:
    with office.database.transaction() as connection:
        chore = chore_of(connection)
        chores.again(connection, chore, now + _pause_after(chore.attempts), why)
    lasted = sum((_pause_after(earlier) for earlier in range(chore.attempts)), timedelta())
    problem = MailboxRefused(f"Mailbot could not {_DEEDS[chore.kind]} for a while. {why}", _REMEDY)
    trouble.tell_if_it_lasts(office, problem, lasted, now)


def _pause_after(attempts: int) -> timedelta:
    doubled: timedelta = _PAUSE * 2 ** min(attempts, _MOST_DOUBLINGS)
    return min(doubled, chores.LONGEST_PAUSE)


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
