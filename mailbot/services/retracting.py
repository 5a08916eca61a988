"""Before Mailbot sends a draft itself, it takes its own copy out of the Drafts folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.casework import AlertKind
from mailbot.model.outbox import State
from mailbot.services.alerting import alert_of_mail
from mailbot.services.placing import find_copy, place_now, stands_elsewhere
from mailbot.store import drafts, outbox, record
from mailbot.store.drafts import Standing
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.folders import Mailbox
    from mailbot.services.office import Office
    from mailbot.store.drafts import DraftCopy
    from mailbot.store.outbox import Outbound

_ASKS = "The draft in your Drafts folder is gone or was changed, so it was not sent."
_INTERRUPTED = (
    "Mailbot was interrupted while it was taking its copy out of your Drafts folder, so it was "
    "not sent. Please see that you have not sent it yourself, and approve it again."
)


def retract(office: Office, mailbox: Callable[[], Mailbox], mail: Outbound, now: datetime) -> bool:
    """Take the copy of an approved mail out of Drafts.

    Returns:
        True if nothing of it stands there any more, so that it may be sent. False if she may
        have sent or changed it there: it is a draft again, and she is asked.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    copy = _copy_of(office, mail.id)
    if copy is not None and copy.standing is Standing.RETRACTING:
        _settle(office, mailbox(), copy, now)
        copy = _copy_of(office, mail.id)
        if copy is not None and copy.standing is Standing.WANTED:
            return False
    if copy is None or copy.standing is Standing.GONE:
        return True
    if not _take_out(office, mailbox(), copy):
        with office.database.transaction() as connection:
            _ask(office, connection, mail, _ASKS, now, stale=True)
        return False
    with office.database.transaction() as connection:
        drafts.put(connection, mail.id, Standing.GONE)
    return True


def settle_interrupted(office: Office, mailbox: Callable[[], Mailbox], now: datetime) -> None:
    """Settle what was interrupted between taking a copy out of Drafts and noting that down.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    with office.database.transaction() as connection:
        copies = drafts.having(connection, (Standing.RETRACTING,))
    for copy in copies:
        _settle(office, mailbox(), copy, now)


def _copy_of(office: Office, outbox_id: int) -> DraftCopy | None:
    with office.database.transaction() as connection:
        return drafts.get(connection, outbox_id)


def _settle(office: Office, mailbox: Mailbox, copy: DraftCopy, now: datetime) -> None:
    """Note that the copy still stands; where it does not, nobody can say who took it: ask."""
    found = find_copy(office, mailbox, copy)
    if found is not None:
        stands_elsewhere(office, copy, found)
        return
    with office.database.transaction() as connection:
        drafts.forget_place(connection, copy.outbox_id)
        mail = outbox.get(connection, copy.outbox_id)
        if mail is not None:
            _ask(office, connection, mail, _INTERRUPTED, now, stale=False)


def _take_out(office: Office, mailbox: Mailbox, copy: DraftCopy) -> bool:
    # It may stand there although nothing is noted: a crash can fall between the two.
    place = place_now(mailbox, copy)
    if place is None:
        # The server made Drafts anew: it is lost with the old folder, unless she had changed it.
        return copy.place is None or find_copy(office, mailbox, copy) is None
    if copy.standing not in drafts.MAILBOTS | {Standing.UNWANTED}:
        return False
    with office.database.transaction() as connection:
        drafts.put(connection, copy.outbox_id, Standing.RETRACTING)
    removed = mailbox.remove_draft(place, copy.raw)
    if not removed:
        with office.database.transaction() as connection:
            drafts.put(connection, copy.outbox_id, copy.standing)
    return removed


def _ask(
    office: Office, connection: Connection, mail: Outbound, why: str, now: datetime, *, stale: bool
) -> None:
    if not outbox.move(
        connection, mail.id, (State.APPROVED,), State.DRAFT, now, reason=why, stale=stale
    ):
        return
    record.add(
        connection,
        Event(now, "asked", why, applicant_id=mail.applicant_id, outbox_id=mail.id),
    )
    alert_of_mail(office, connection, AlertKind.STALE_DRAFT, mail, why, now)
