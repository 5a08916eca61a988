"""Whether all is well: what waits, what is stuck, and how far the mailbox was looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.errors import DatabaseUnavailable
from mailbot.model.outbox import Audience, State
from mailbot.store import cursors, keep, mails, outbox
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.services.office import Office
    from mailbot.store.cursors import Cursor
    from mailbot.store.database import Database


@dataclass(frozen=True, slots=True)
class Wellbeing:
    """How Mailbot fares.

    Attributes:
        running: A worker runs on this database now.
        paused_since: Since when nothing leaves to students and leaders; None where it does.
        drafts: Drafts that wait for approval.
        approved: Approved mails that have not left yet.
        uncertain: Mails of which nobody knows whether they left.
        failed: Mails that a server refused for good.
        for_her: Mails that the coordinator answers herself.
        put_aside: Mails that could not be handled.
        waiting: Mails that wait for a template to be mended.
        cursors: How far each folder was looked at.
        last_mail_at: When the newest mail was taken in; None where none was.
    """

    running: bool
    paused_since: datetime | None
    drafts: int
    approved: int
    uncertain: int
    failed: int
    for_her: int
    put_aside: int
    waiting: int
    cursors: tuple[Cursor, ...]
    last_mail_at: datetime | None

    @property
    def well(self) -> bool:
        """Nothing is stuck that a person must mend."""
        return not (self.uncertain or self.failed or self.put_aside or self.waiting)


def wellbeing(office: Office) -> Wellbeing:
    """Return how Mailbot fares.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    running = _worker_runs(office.database)
    unsettled = (State.DRAFT, State.APPROVED, State.UNCERTAIN, State.FAILED)
    with office.database.transaction() as connection:
        states = Counter(
            mail.state
            for mail in outbox.in_states(connection, unsettled)
            if mail.audience is not Audience.STAFF
        )
        seen = [one for _, one in mails.with_fate(connection, set(Fate))]
        fates = Counter(one.fate for one in seen)
        return Wellbeing(
            running=running,
            paused_since=keep.paused_at(connection),
            drafts=states[State.DRAFT],
            approved=states[State.APPROVED],
            uncertain=states[State.UNCERTAIN],
            failed=states[State.FAILED],
            for_her=fates[Fate.PUT_BEFORE],
            put_aside=fates[Fate.PUT_ASIDE],
            waiting=fates[Fate.WAITING],
            cursors=tuple(cursors.all_folders(connection)),
            last_mail_at=max((one.seen_at for one in seen), default=None),
        )


def _worker_runs(database: Database) -> bool:
    try:
        with database.only_worker():
            return False
    except DatabaseUnavailable:
        return True
