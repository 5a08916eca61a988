"""Labels and folders that the coordinator gave mail in her mailbox: lessons, and a way in.

What bears a label that Mailbot never asked for was labelled by her. To take a label away says
nothing, nor does a label that Mailbot had given before.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.errors import MailboxRefused, WorldProblem, fault_of
from mailbot.model.folders import Filing
from mailbot.model.reading import Route
from mailbot.reading.corrections import Correction, said
from mailbot.services.bringing_in import bring_in
from mailbot.services.examples import keep_lesson
from mailbot.services.hearing import own_writer
from mailbot.services.sorting import DRAFTED, FOR_YOU, LABELS, URGENT
from mailbot.services.understanding import identity_of, understood
from mailbot.store import keep, lessons, mails
from mailbot.store.lessons import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.model.folders import Mailbox
    from mailbot.model.mail import FetchedMail
    from mailbot.services.office import Office

_log = logging.getLogger(__name__)

_PAUSE = timedelta(minutes=5)
_LOOKED = "labels_looked_at"
_ROUTES = {URGENT: Route.URGENT, FOR_YOU: Route.COORDINATOR, DRAFTED: Route.REPLY}


def look_at_labels(office: Office, mailbox: Mailbox, now: datetime) -> list[int]:
    """Keep a lesson for each label that she gave, and return their numbers; now and then only.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    filing = office.settings.mailbox.filing
    if filing is Filing.LEAVE or not _is_time(office, now):
        return []
    with office.database.transaction() as connection:
        ours = lessons.labels_asked_for(connection)
    found = [
        _taught_alone(office, mailbox, mail_id, label, now)
        for mail_id, label in _shown(office, mailbox, filing)
        if (mail_id, label) not in ours
    ]
    with office.database.transaction() as connection:
        keep.put(connection, _LOOKED, now.isoformat())
    return [number for number in found if number is not None]


def _shown(office: Office, mailbox: Mailbox, filing: Filing) -> list[tuple[int, str]]:
    """Return the mails that bear a label; none where the server does not let itself be asked."""
    showing = _by_label if filing is Filing.LABEL else _by_folder
    try:
        return list(showing(office, mailbox))
    except MailboxRefused as error:
        _log.warning("Labels were not looked at: %s", error)
        return []


def _taught_alone(
    office: Office, mailbox: Mailbox, mail_id: int, label: str, now: datetime
) -> int | None:
    """Do what `_taught` does; what is wrong with one mail does not hold up the others."""
    try:
        return _taught(office, mailbox, mail_id, label, now)
    except MailboxRefused as error:
        _log.warning("Mail %d could not be fetched: %s", mail_id, error)
    except WorldProblem:
        raise
    except Exception as error:  # noqa: BLE001 - one mail's fault must not hold all the others
        _log.warning("Mail %d could not be brought in: %s", mail_id, fault_of(error))
    return None


def _is_time(office: Office, now: datetime) -> bool:
    with office.database.transaction() as connection:
        before = keep.get(connection, _LOOKED)
    # What lies ahead was noted before the clock was set back.
    return before is None or not timedelta() <= now - datetime.fromisoformat(before) < _PAUSE


def _by_label(office: Office, mailbox: Mailbox) -> Iterator[tuple[int, str]]:
    folders = mailbox.folders()
    for folder in (folders.inbox, *folders.also):
        for label in LABELS:
            bearing = mailbox.labelled(folder, label)
            if not bearing:
                continue
            with office.database.transaction() as connection:
                placed = mails.placed(connection, folder, bearing[0].uidvalidity)
            known = (placed.get(place.uid) for place in bearing if place.uid is not None)
            yield from ((mail_id, label) for mail_id in known if mail_id is not None)


def _by_folder(office: Office, mailbox: Mailbox) -> Iterator[tuple[int, str]]:
    for label in LABELS:
        for fetched in _new_in(office, mailbox, label):
            message = own_writer(understood(fetched.raw), office.settings.own_addresses)
            with office.database.transaction() as connection:
                digester = keep.digester(connection)
                mail_id = mails.known(
                    connection, identity_of(digester, message, fetched.internal_date)
                )
            if mail_id is not None:
                yield mail_id, label


def _new_in(office: Office, mailbox: Mailbox, label: str) -> Iterator[FetchedMail]:
    """Yield what came into a label's folder since the last look, then remember how far it went."""
    folder = mailbox.label_folder(label)
    state = mailbox.state(folder) if folder else None
    key = f"label_folder/{label}"
    newest = f"{state.uidvalidity}/{state.uidnext - 1}" if state else "0/0"
    with office.database.transaction() as connection:
        before = keep.get(connection, key)
    if folder and state and before is not None and before != newest:
        number, _, last = before.partition("/")
        # A folder that was not there before is looked at whole; one numbered anew only from now on.
        after = int(last) if int(number) in {0, state.uidvalidity} else state.uidnext - 1
        yield from mailbox.fetch(folder, mailbox.uids_after(folder, after))
    if before != newest:
        with office.database.transaction() as connection:
            keep.put(connection, key, newest)


def _taught(
    office: Office, mailbox: Mailbox, mail_id: int, label: str, now: datetime
) -> int | None:
    """Bring a mail in that was left alone, keep the lesson, and return its number if it is new."""
    with office.database.transaction() as connection:
        if lessons.known(connection, mail_id, Source.LABEL, label):
            return None
    bring_in(office, mailbox, mail_id, now)
    with office.database.transaction() as connection:
        enquiry = mails.enquiry(connection, mail_id)
        if enquiry is None:
            return None
        route = _ROUTES.get(label)
        # That no answer is owed does not say why: it waits for her word.
        labels = said(Correction(route=route)) if route else {}
        return keep_lesson(connection, enquiry, Source.LABEL, labels, now, about=label)
