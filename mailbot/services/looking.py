"""Mail in: what is new in each folder, handled mail by mail, so that a stop loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind, Where
from mailbot.services import intake, proving, sending_by_hand, watching
from mailbot.services.alerting import raise_alert
from mailbot.services.understanding import understood
from mailbot.services.watching import Did
from mailbot.store import cursors, mails
from mailbot.store.cursors import Cursor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mailbot.model.folders import FolderState, Mailbox
    from mailbot.model.mail import FetchedMail
    from mailbot.services.intake import Taken
    from mailbot.services.office import Office
    from mailbot.services.watching import Noticed
    from mailbot.store.mails import Fate

_DAY = timedelta(days=1)
_DRAFT = "\\Draft"


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the mailbox brought.

    Attributes:
        taken: The mails that came in.
        noticed: What the coordinator did in her mail program.
    """

    taken: tuple[Taken, ...]
    noticed: tuple[Noticed, ...]


def look(
    office: Office,
    mailbox: Mailbox,
    now: Callable[[], datetime],
    told: Callable[[Taken], None] = lambda _: None,
) -> Look:
    """Handle everything new in the inbox, the further folders, junk, Sent and Drafts.

    Args:
        office: The rooms.
        mailbox: An open mailbox.
        now: Asked for each mail.
        told: Called after each mail that came in.

    Raises:
        WorldProblem: A server or the database is in the way; what was handled stays handled.
    """
    folders = mailbox.folders()
    taken: list[Taken] = []
    noticed = [
        one
        for fetched in _new(office, mailbox, folders.sent, now(), passing=False)
        if (one := sending_by_hand.look_for_drafts_sent(office, fetched, now())).did
        is Did.SENT_DRAFT
    ]
    watched = [(folder, Where.INBOX) for folder in (folders.inbox, *folders.also)]
    if folders.junk:
        watched.append((folders.junk, Where.JUNK))
    in_sent = proving.in_sent_of(mailbox)
    for folder, where in watched:
        for fetched in _new(office, mailbox, folder, now()):
            mail = intake.take(office, fetched, where, now(), in_sent)
            taken.append(mail)
            told(mail)
    noticed += [
        sending_by_hand.look_at_sent(office, fetched, now())
        for fetched in _new(office, mailbox, folders.sent, now())
    ]
    noticed += watching.look_at_drafts(office, mailbox, now())
    return Look(tuple(taken), tuple(noticed))


def start(office: Office, mailbox: Mailbox, now: datetime) -> None:
    """Begin every watched folder where it stands now, or at `[mailbox] since`.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    folders = mailbox.folders()
    for folder in (folders.inbox, *folders.also, folders.junk, folders.sent):
        if folder:
            _cursor(office, mailbox, folder, mailbox.state(folder), now)


def try_again(
    office: Office, mailbox: Mailbox, fates: set[Fate], now: datetime
) -> tuple[Taken, ...]:
    """Take those mails anew that wait for a mended template, or were put aside.

    Raises:
        WorldProblem: A server or the database is in the way.
    """
    with office.database.transaction() as connection:
        waiting = mails.with_fate(connection, fates)
        places = [place for mail_id, _ in waiting for place in mails.places(connection, mail_id)]
    folders = mailbox.folders()
    watched = {folders.inbox, *folders.also, folders.junk}
    taken = []
    for place in places:
        if place.folder not in watched:
            continue
        where = Where.JUNK if place.folder == folders.junk else Where.INBOX
        if place.uid is None or mailbox.state(place.folder).uidvalidity != place.uidvalidity:
            continue
        taken += [
            intake.take(office, fetched, where, now, proving.in_sent_of(mailbox))
            for fetched in mailbox.fetch(place.folder, [place.uid])
        ]
    return tuple(taken)


def _new(
    office: Office, mailbox: Mailbox, folder: str, now: datetime, *, passing: bool = True
) -> Iterator[FetchedMail]:
    """Yield what is new in `folder`, and with `passing` move its cursor past what is not wanted."""
    state = mailbox.state(folder)
    cursor = _cursor(office, mailbox, folder, state, now)
    if state.uidnext <= cursor.last_uid + 1:
        return
    uids = mailbox.uids_after(folder, cursor.last_uid)
    older = 0
    for fetched in mailbox.fetch(folder, _arrived_since(mailbox, cursor, uids)):
        if is_older(fetched, cursor):
            older += 1
        elif not is_draft(fetched):
            yield fetched
            continue
        if passing:
            _pass_over(office, folder, fetched.uid)
    if uids and passing:
        # What vanished between the search and the fetch is not looked for again.
        _pass_over(office, folder, uids[-1])
    if older and passing and cursor.renewed:
        _tell_of_older(office, cursor, older, now)


def _arrived_since(mailbox: Mailbox, cursor: Cursor, uids: Sequence[int]) -> Sequence[int]:
    if not uids or uids[0] > cursor.old_to:
        return uids
    arrived = set(mailbox.uids_since(cursor.folder, (cursor.started_at - _DAY).date()))
    return [uid for uid in uids if uid > cursor.old_to or uid in arrived]


def is_draft(fetched: FetchedMail) -> bool:
    """Tell whether it is somebody's unfinished mail; Gmail's All Mail shows drafts, too."""
    return _DRAFT in fetched.flags


def is_older(fetched: FetchedMail, cursor: Cursor) -> bool:
    """Tell whether a mail arrived before Mailbot's start in its folder.

    A server that was set up anew may give every mail a new date of arrival, so in a folder that it
    numbered anew the mail's own date counts, too.
    """
    if fetched.uid > cursor.old_to:
        return False
    oldest = fetched.internal_date
    if cursor.renewed:
        oldest = min(understood(fetched.raw).date or oldest, oldest)
    return oldest < cursor.started_at - _DAY


def _tell_of_older(office: Office, cursor: Cursor, older: int, now: datetime) -> None:
    with office.database.transaction() as connection:
        raise_alert(
            office,
            connection,
            AlertKind.WORLD,
            f"renumbered/{cursor.uidvalidity}/{cursor.folder}",
            AlertContext(
                folder=cursor.folder,
                reason=(
                    f"The mail server has numbered the folder {cursor.folder} anew. What Mailbot "
                    f"had handled was recognised; {older} mails from before Mailbot's first look "
                    "were passed over."
                ),
                remedy="If a mail with a wrong date came in just now, it may be among them.",
                count=older,
            ),
            now,
        )


def _pass_over(office: Office, folder: str, uid: int) -> None:
    with office.database.transaction() as connection:
        cursors.advance(connection, folder, uid)


def _cursor(
    office: Office, mailbox: Mailbox, folder: str, state: FolderState, now: datetime
) -> Cursor:
    with office.database.transaction() as connection:
        known = cursors.get(connection, folder)
    if known is not None and _holds(known, state):
        return known
    if known is not None:
        # The server numbered the folder anew: all is looked at again, and what was handled
        # is recognised by its identity.
        began = _began(mailbox, known, now)
        begun = Cursor(folder, state.uidvalidity, 0, began, state.uidnext - 1, renewed=True)
    else:
        begun = _first_cursor(office, mailbox, folder, state, now)
    with office.database.transaction() as connection:
        cursors.start(connection, begun)
    return begun


def _holds(known: Cursor, state: FolderState) -> bool:
    """Tell whether the server's numbers are still those that the cursor counts by.

    A server restored from a backup may give numbers a second time under its old UIDVALIDITY.
    """
    return known.uidvalidity == state.uidvalidity and known.last_uid < state.uidnext


def _began(mailbox: Mailbox, known: Cursor, now: datetime) -> datetime:
    """Return when Mailbot began in a folder, put right where its clock ran ahead at that time.

    It may as well be behind now, so it is not believed beyond the arrival of the newest mail.
    """
    if known.started_at <= now:
        return known.started_at
    newest = mailbox.outlines(known.folder, mailbox.uids_after(known.folder, 0)[-1:])
    return min(known.started_at, max([now, *(one.internal_date for one in newest)]))


def _first_cursor(
    office: Office, mailbox: Mailbox, folder: str, state: FolderState, now: datetime
) -> Cursor:
    since = office.settings.mailbox.since
    if since is None:
        return Cursor(folder, state.uidvalidity, state.uidnext - 1, now)
    uids = mailbox.uids_since(folder, since)
    newest = state.uidnext - 1
    last = uids[0] - 1 if uids else newest
    return Cursor(folder, state.uidvalidity, last, datetime.combine(since, time(), UTC), newest)
