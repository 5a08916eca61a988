"""Before Mailbot sends a draft itself, it takes its own copy out of the Drafts folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.mail.compose import read_back
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import State
from mailbot.services.alerting import raise_alert
from mailbot.services.placing import find_copy, place_now
from mailbot.store import drafts, outbox, record
from mailbot.store.drafts import Standing
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mailbot.model.folders import Mailbox
    from mailbot.services.office import Office
    from mailbot.store.drafts import DraftCopy
    from mailbot.store.outbox import Outbound

_ASKS = "The draft in your Drafts folder is gone or was changed, so it was not sent."


def retract(office: Office, mailbox: Callable[[], Mailbox], mail: Outbound, now: datetime) -> bool:
    """Take the copy of an approved mail out of Drafts.

    Returns:
        True if nothing of it stands there any more, so that it may be sent. False if she may
        have sent or changed it there: it is a draft again, and she is asked.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    with office.database.transaction() as connection:
        copy = drafts.get(connection, mail.id)
        if copy is None or copy.standing is Standing.GONE:
            return True
    if _is_gone(office, mailbox(), copy):
        with office.database.transaction() as connection:
            drafts.put(connection, mail.id, Standing.GONE)
        return True
    _ask(office, mail, now)
    return False


def _is_gone(office: Office, mailbox: Mailbox, copy: DraftCopy) -> bool:
    # It may stand there although nothing is noted: a crash can fall between the two.
    place = place_now(mailbox, copy)
    if place is not None:
        return _still_ours(copy) and mailbox.remove_draft(place, copy.raw)
    # The server made Drafts anew: it is lost with the old folder, unless she had changed it.
    return copy.place is None or find_copy(office, mailbox, copy) is None


def _still_ours(copy: DraftCopy) -> bool:
    return copy.standing in {Standing.STANDING, Standing.WANTED, Standing.UNWANTED}


def _ask(office: Office, mail: Outbound, now: datetime) -> None:
    with office.database.transaction() as connection:
        if not outbox.move(
            connection, mail.id, (State.APPROVED,), State.DRAFT, now, reason=_ASKS, stale=True
        ):
            return
        record.add(
            connection,
            Event(now, "asked", _ASKS, applicant_id=mail.applicant_id, outbox_id=mail.id),
        )
        raise_alert(
            office,
            connection,
            AlertKind.STALE_DRAFT,
            f"{mail.id}/{mail.digest[:16]}",
            AlertContext(
                person=mail.recipient,
                subject=read_back(mail.raw).subject,
                reason=_ASKS,
                reference=str(mail.id),
            ),
            now,
            applicant_id=mail.applicant_id,
        )
