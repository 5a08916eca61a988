"""What lies ahead of the groups: the next session, the next reminder, and what waits for her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, WorldProblem
from mailbot.model.seats import ALIVE, GroupStatus
from mailbot.model.sessions import Verdict
from mailbot.services.bundles import waiting
from mailbot.services.foreseeing import foresee
from mailbot.store import groups

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.services.office import Office

_AHEAD = (timedelta(days=1), timedelta(days=3), timedelta(days=14))
"""How far to look for the next reminder; further only where nothing was found, for it costs."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A session that is to come.

    Attributes:
        group_id: Of which group.
        label: That group in a few words.
        number: Which session.
        start: When, aware.
    """

    group_id: int
    label: str
    number: int
    start: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies ahead of the groups.

    Attributes:
        forming: How many groups are forming.
        confirmed: How many go ahead and are not over.
        session: The next session of any that goes ahead; None where none is to come.
        reminder_at: When the next mail goes by itself; None where none does within two weeks.
        bundles: How many bundles wait to be decided.
        bundled: How many drafts are in them.
        trouble: What keeps reminders from being worked out; empty where nothing does.
    """

    forming: int
    confirmed: int
    session: Ahead | None
    reminder_at: datetime | None
    bundles: int
    bundled: int
    trouble: str = ""


def outlook(office: Office, now: datetime) -> Outlook:
    """Return what lies ahead of the groups.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    bundles = waiting(office)
    with office.database.transaction() as connection:
        alive = groups.those(connection, ALIVE)
        confirmed = [group for group in alive if group.status is GroupStatus.CONFIRMED]
        coming = [
            Ahead(group.id, group.label, session.number, session.start)
            for group in confirmed
            for session in groups.timetable(connection, group.id).held
            if session.start > now
        ]
    reminder_at, trouble = _next_reminder(office, now) if alive else (None, "")
    return Outlook(
        forming=len(alive) - len(confirmed),
        confirmed=len(confirmed),
        session=min(coming, key=lambda each: each.start, default=None),
        reminder_at=reminder_at,
        bundles=len(bundles),
        bundled=sum(len(each.open) for each in bundles),
        trouble=trouble,
    )


def _next_reminder(office: Office, now: datetime) -> tuple[datetime | None, str]:
    try:
        for ahead in _AHEAD:
            for each in foresee(office, now=now, until=now + ahead):
                if each.verdict is Verdict.SEND:
                    return each.at, ""
    except WorldProblem:
        raise
    except MailbotError as error:
        return None, str(error)
    return None, ""
