"""What the coordinator does with drafts in her Drafts folder: she sends, edits, deletes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.model.outbox import UNSENT, Channel, State
from mailbot.services import permitting
from mailbot.services.placing import find_copy, moved, stands_elsewhere
from mailbot.store import drafts, outbox, record
from mailbot.store.drafts import Standing
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.folders import Mailbox
    from mailbot.services.office import Office
    from mailbot.store.drafts import DraftCopy

_IN_HAND = "it does not go by itself: you changed it in your Drafts folder"
_NOT_THERE = "it does not go by itself: you took it out of your Drafts folder"
_WATCHED = (Standing.STANDING, Standing.EDITED, Standing.VANISHED)


class Did(StrEnum):
    """What a mail in Sent turned out to be."""

    OURS = "ours"
    SENT_DRAFT = "sent_draft"
    OWN_ANSWER = "own_answer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing she did: which mail of the outbox it concerns, and whether she changed it."""

    did: Did
    outbox_id: int | None = None
    changed: bool = False


def look_at_drafts(office: Office, mailbox: Mailbox, now: datetime) -> list[Noticed]:
    """See what became of the drafts that stand in her Drafts folder.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    with office.database.transaction() as connection:
        copies = drafts.having(connection, _WATCHED)
    if not copies:
        return []
    folder = mailbox.folders().drafts
    state = mailbox.state(folder)
    present = frozenset(mailbox.uids_after(folder, 0))
    noticed = []
    for copy in copies:
        lost = copy.place is not None and moved(copy.place, folder, state)
        stands = copy.place is not None and not lost and copy.place.uid in present
        if stands and copy.standing is not Standing.VANISHED:
            continue
        found = find_copy(office, mailbox, copy)
        if found is not None:
            unchanged = stands_elsewhere(office, copy, found)
            if not unchanged:
                with office.database.transaction() as connection:
                    permitting.give_back(connection, copy.outbox_id, _IN_HAND, now)
            noticed.append(Noticed(Did.OTHER, copy.outbox_id, changed=not unchanged))
        elif lost and copy.standing is not Standing.VANISHED:
            _lost(office, copy, now)
        else:
            noticed.extend(_gone(office, copy, now))
    return noticed


def _lost(office: Office, copy: DraftCopy, now: datetime) -> None:
    """Want a copy anew that went with the old folder: nobody decided anything by that."""
    with office.database.transaction() as connection:
        mail = outbox.get(connection, copy.outbox_id)
        if mail is None or mail.state not in UNSENT:
            drafts.put(connection, copy.outbox_id, Standing.GONE)
            return
        drafts.forget_place(connection, copy.outbox_id)
        why = "the server made the Drafts folder anew, without this draft"
        record.add(connection, Event(now, "put_back", why, outbox_id=copy.outbox_id))


def _gone(office: Office, copy: DraftCopy, now: datetime) -> list[Noticed]:
    patience = timedelta(minutes=office.settings.drafts.vanished_minutes)
    with office.database.transaction() as connection:
        since = copy.vanished_at
        # Where the clock was set back meanwhile, the waiting begins anew.
        if copy.standing is not Standing.VANISHED or since is None or since > now:
            drafts.put(connection, copy.outbox_id, Standing.VANISHED, vanished_at=now)
            permitting.give_back(connection, copy.outbox_id, _NOT_THERE, now)
            return []
        if now - since < patience:
            return []
        drafts.put(connection, copy.outbox_id, Standing.GONE)
        if any(
            one.channel is not Channel.STANDING
            for one in outbox.approvals(connection, copy.outbox_id)
        ):
            # She had let it go by another way before it vanished, and was asked: her word counts,
            # not a draft that a crash may have swallowed.
            return []
        why = "she deleted it from her Drafts folder"
        if outbox.move(connection, copy.outbox_id, (State.DRAFT,), State.REJECTED, now, reason=why):
            record.add(connection, Event(now, "rejected", why, outbox_id=copy.outbox_id))
        return [Noticed(Did.OTHER, copy.outbox_id)]
