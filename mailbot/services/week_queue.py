"""Who waits for a place this week, and who of them fits where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, WorldProblem
from mailbot.letters.weekly_news import Fits, QueueNews
from mailbot.model.seats import GroupStatus
from mailbot.services import proposing, standing
from mailbot.services.candidates import next_in_line
from mailbot.services.openings import living_groups
from mailbot.store import seats

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.services.openings import Living
    from mailbot.services.proposing import Proposed

_SECONDS = 5.0
"""How long a proposal may be looked for; a page that tells how things stand needs no better one."""


def queue_of_the_week(office: Office, now: datetime) -> QueueNews:
    """Return who waits, where there is room for whom, and what a proposal makes of the rest."""
    waits = [card.applicant.queued_at for card in standing.in_queue(office)]
    since = min((at for at in waits if at), default=None)
    if not waits:
        return QueueNews(0)
    try:
        found = proposing.propose(office, now, seconds=_SECONDS)
    except WorldProblem:
        raise
    except MailbotError as error:
        return QueueNews(len(waits), since, trouble=f"{error.what} {error.remedy}".strip())
    with office.database.transaction() as connection:
        room = tuple(_room(connection, found.ground.unformed.values(), now))
    welcome = {who for _, line in room for who in line}
    return QueueNews(
        len(waits),
        since,
        room=tuple(Fits(label, _names(found, line)) for label, line in room),
        groups=tuple(
            Fits(
                each.proposed.slot.label,
                tuple(member.name for member in each.proposed.members),
                each.proposed.first,
            )
            for each in found.groups
        ),
        short=tuple(_short(found, welcome)),
        ask=found.words.near,
        unplaced=tuple(_nowhere(found)),
        held=tuple(each.name or each.emails[0] for each in found.ground.waiting.held),
    )


def _names(found: Proposed, line: Iterable[int]) -> tuple[str, ...]:
    known = {each.applicant_id: each.name for each in found.ground.waiting.candidates}
    return tuple(known[who] for who in line if who in known)


def _room(
    connection: Connection, unformed: Iterable[int], now: datetime
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the groups that somebody may still come into, with those of the queue who fit.

    Groups that a proposal fills are told with it.
    """
    untold = set(unformed)
    for each in living_groups(connection):
        if each.group.id not in untold and _has_room(connection, each, now):
            line = next_in_line(connection, each.group, now)
            if line:
                yield each.group.label, line


def _has_room(connection: Connection, living: Living, now: datetime) -> bool:
    begun = sum(each.start <= now for each in living.table.held)
    taken = len(seats.holders(connection, living.group.id))
    late = 1 if living.group.status is GroupStatus.CONFIRMED else 0
    return begun <= late and taken < living.group.members_most


def _short(found: Proposed, welcome: Collection[int]) -> Iterator[Fits]:
    """Yield the slots that stay closed and that somebody fits for whom there is no room yet."""
    left = [each for each in found.proposal.unplaced if each.applicant_id not in welcome]
    for slot in found.proposal.unopened:
        names = tuple(each.name for each in left if slot.slot.id in each.slots)
        if names:
            yield Fits(slot.slot.label, names)


def _nowhere(found: Proposed) -> Iterator[str]:
    """Yield a sentence for each student whom no slot fits."""
    told = zip(found.proposal.unplaced, found.words.unplaced, strict=True)
    return (sentence for student, sentence in told if not student.slots)
