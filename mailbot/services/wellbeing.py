"""Whether all is well: what waits, what is stuck, and how far the mailbox was looked at."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.errors import DatabaseUnavailable, WorldProblem
from mailbot.model.outbox import Audience, State
from mailbot.store import cursors, keep, mails, outbox
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.cursors import Cursor
    from mailbot.store.database import Database

_LOOKED = "looked_at"
_TROUBLE = "trouble"

_A_FEW_LOOKS = 3
_AN_ATTEMPT = timedelta(minutes=2)
"""How long a look, or an attempt at a server that is away, may take."""


@dataclass(frozen=True, slots=True)
class Wellbeing:
    """How Mailbot fares.

    Attributes:
        running: A worker runs on this database now.
        looked_at: When the mailbox was last looked at from end to end; None where never.
        overdue: The last such look is older than a few looks at the mailbox take.
        trouble: What keeps the worker from its work now; empty where nothing does.
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
    looked_at: datetime | None
    overdue: bool
    trouble: str
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
        """A worker does its work, and nothing is stuck that a person must mend."""
        stuck = self.uncertain or self.failed or self.put_aside or self.waiting
        return self.running and not (self.overdue or self.trouble or stuck)


def note_look(office: Office, now: datetime) -> None:
    """Note that the mailbox was looked at from end to end.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    with office.database.transaction() as connection:
        keep.put(connection, _LOOKED, now.isoformat())


def note_trouble(office: Office, what: str, pause_seconds: float, now: datetime) -> None:
    """Note what keeps the worker from its work until it has tried again, after a pause.

    Where the database itself is the trouble nothing is noted: whoever asks finds that out.
    """
    until = now + timedelta(seconds=pause_seconds) + _AN_ATTEMPT
    with suppress(WorldProblem), office.database.transaction() as connection:
        keep.put(connection, _TROUBLE, json.dumps({"what": what, "until": until.isoformat()}))


def wellbeing(office: Office, now: datetime) -> Wellbeing:
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
        looked_at = last_look(connection)
        return Wellbeing(
            running=running,
            looked_at=looked_at,
            overdue=looked_at is None or now - looked_at > _patience(office),
            trouble=_trouble(connection, now),
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


def last_look(connection: Connection) -> datetime | None:
    """Return when the mailbox was last looked at from end to end; None where never."""
    noted = keep.get(connection, _LOOKED)
    return datetime.fromisoformat(noted) if noted else None


def _trouble(connection: Connection, now: datetime) -> str:
    noted = json.loads(keep.get(connection, _TROUBLE) or "null")
    if noted is None or datetime.fromisoformat(noted["until"]) < now:
        return ""
    return str(noted["what"])


def _patience(office: Office) -> timedelta:
    between = timedelta(seconds=office.settings.mailbox.full_look_seconds)
    return _A_FEW_LOOKS * between + _AN_ATTEMPT
