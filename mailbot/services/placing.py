"""Mailbot's own drafts into the coordinator's Drafts folder, and out of it while still unchanged.

A crash may fall between any deed in the folder and the note of it, so what the database does not
know of is looked for by its Message-ID before anything is put there a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.mail.compose import digest, read_back
from mailbot.model.casework import AlertKind
from mailbot.model.folders import Place
from mailbot.model.outbox import State
from mailbot.services import permitting
from mailbot.services.alerting import raise_alert
from mailbot.services.likeness import recognise, unchanged
from mailbot.services.understanding import understood
from mailbot.store import drafts, outbox, permissions, versions
from mailbot.store.drafts import Standing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.folders import FolderState, Mailbox
    from mailbot.model.mail import FetchedMail
    from mailbot.services.office import Office
    from mailbot.store.drafts import DraftCopy
    from mailbot.store.outbox import Outbound

_FLAGS = ("\\Draft", "\\Seen")


def put_there(office: Office, mailbox: Mailbox, copy: DraftCopy, now: datetime) -> None:
    """Put the present version of a draft into Drafts, in place of Mailbot's earlier one.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    mail = _draft(office, copy)
    if mail is None or not _room_for(office, mailbox, copy, mail):
        return
    with office.database.transaction() as connection:
        drafts.intend(connection, copy.outbox_id, mail.digest)
    place = mailbox.append(mailbox.folders().drafts, mail.raw, flags=_FLAGS, at=now)
    with office.database.transaction() as connection:
        after = outbox.get(connection, copy.outbox_id)
        still = after is not None and after.digest == mail.digest and _waits(connection, after)
        standing = Standing.STANDING if still else _otherwise(connection, after)
        drafts.stands(connection, copy.outbox_id, standing, place, digest=mail.digest)
        permitting.placed(office, connection, copy.outbox_id, now)


def take_away(office: Office, mailbox: Mailbox, copy: DraftCopy, now: datetime) -> None:
    """Take a draft that is not wanted any more out of Drafts, unless she has changed it.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    place = place_now(mailbox, copy)
    removed = place is None or mailbox.remove_draft(place, copy.raw)
    hers = None if removed else find_copy(office, mailbox, copy)
    with office.database.transaction() as connection:
        drafts.put(connection, copy.outbox_id, Standing.GONE)
        mail = outbox.get(connection, copy.outbox_id)
        if hers is not None and mail is not None and mail.state is State.SUPERSEDED:
            outbox.put(connection, mail.id, stale=True)
            _tell_stale(office, connection, mail, hers.folder, now)


def place_now(mailbox: Mailbox, copy: DraftCopy) -> Place | None:
    """Return where the copy was put, else where its Message-ID stands in Drafts now, or None."""
    folder = mailbox.folders().drafts
    state = mailbox.state(folder)
    if copy.place is not None and not moved(copy.place, folder, state):
        return copy.place
    found = mailbox.find(folder, copy.message_id)
    return Place(folder, state.uidvalidity, found[-1]) if found else None


def moved(place: Place, folder: str, state: FolderState) -> bool:
    """Tell whether `place` says nothing any more, since the server made Drafts anew.

    A folder that was dropped and made again within a second may have its old UIDVALIDITY, but then
    it counts from one again.
    """
    counts_anew = place.uid is not None and state.uidnext <= place.uid
    return (place.folder, place.uidvalidity) != (folder, state.uidvalidity) or counts_anew


def find_copy(office: Office, mailbox: Mailbox, copy: DraftCopy) -> FetchedMail | None:
    """Find her saved version of a draft: most programs store a new mail and drop the old one.

    It is known by Message-ID, else by recipient, conversation and likeness.
    """
    folder = mailbox.folders().drafts
    state = mailbox.state(folder)
    present = mailbox.uids_after(folder, 0)
    by_id = [uid for uid in mailbox.find(folder, copy.message_id) if uid in present]
    if by_id:
        return next(iter(mailbox.fetch(folder, by_id[-1:])), None)
    place = copy.place
    known = place.uid or 0 if place and not moved(place, folder, state) else 0
    with office.database.transaction() as connection:
        mail = outbox.get(connection, copy.outbox_id)
    newer = [uid for uid in present if uid > known]
    if mail is None or not newer:
        return None
    return next(
        (
            fetched
            for fetched in mailbox.fetch(folder, newer)
            if recognise(understood(fetched.raw), [mail])
        ),
        None,
    )


def stands_elsewhere(office: Office, copy: DraftCopy, found: FetchedMail) -> bool:
    """Note where a draft stands now, and tell whether she left it as it was.

    Her program may save the same words in bytes of its own. These are kept, so that exactly they
    are taken away when the draft leaves, and nothing that she changes later.
    """
    place = Place(found.folder, found.uidvalidity, found.uid)
    message = understood(found.raw)
    with office.database.transaction() as connection:
        mail = outbox.get(connection, copy.outbox_id)
        same = mail is not None and not found.truncated and unchanged(message, mail)
        present = copy.digest
        if mail is not None and same:
            present = digest(found.raw)
            own_id = message.message_id or mail.message_id
            versions.keep(connection, mail, found.raw, present, own_id)
        standing = Standing.STANDING if same else Standing.EDITED
        drafts.stands(connection, copy.outbox_id, standing, place, digest=present)
    return same


def _draft(office: Office, copy: DraftCopy) -> Outbound | None:
    with office.database.transaction() as connection:
        mail = outbox.get(connection, copy.outbox_id)
        return mail if mail is not None and _waits(connection, mail) else None


def _waits(connection: Connection, mail: Outbound) -> bool:
    """Tell whether it is to be seen in Drafts: a draft, or what can still be called back."""
    return mail.state is State.DRAFT or permissions.goes(connection, mail.id) is not None


def _room_for(office: Office, mailbox: Mailbox, copy: DraftCopy, mail: Outbound) -> bool:
    """Take an earlier version away; False where one stands that is hers, or is this one already."""
    place = place_now(mailbox, copy)
    if place is None:
        return True
    if copy.digest != mail.digest and mailbox.remove_draft(place, copy.raw):
        return True
    found = find_copy(office, mailbox, copy)
    if found is None:
        return True
    stands_elsewhere(office, copy, found)
    return False


def _otherwise(connection: Connection, after: Outbound | None) -> Standing:
    """Return how it is with a copy whose draft moved on while it was put there."""
    if after is not None and _waits(connection, after):
        return Standing.WANTED
    return Standing.UNWANTED


def _tell_stale(
    office: Office, connection: Connection, mail: Outbound, folder: str, now: datetime
) -> None:
    raise_alert(
        office,
        connection,
        AlertKind.STALE_DRAFT,
        f"superseded/{mail.id}",
        AlertContext(
            person=mail.recipient,
            subject=read_back(mail.raw).subject,
            folder=folder,
            reason=f"You have changed this draft in your Drafts folder, but {mail.reason}.",
            reference=str(mail.id),
        ),
        now,
        applicant_id=mail.applicant_id,
    )
