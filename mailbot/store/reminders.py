"""What of a group's reminders is settled, and what its leaders were told of late absences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.outbox import State
from mailbot.model.seats import StandingKind
from mailbot.model.sessions import Absence, AbsenceKind, Part
from mailbot.store.groups import session_of
from mailbot.store.schema_groups import absence, leading, membership, session, skipped, standing
from mailbot.store.schema_outbox import outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.sessions import Session

_ON_THE_WAY = frozenset({State.DRAFT, State.APPROVED, State.SENDING})


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody was sent about one session.

    Attributes:
        on_the_way: A mail about it has not left yet.
        last: When the last one that left was claimed, and so written; None where none left.
    """

    on_the_way: bool
    last: datetime | None


# These three are asked each second for every group, so they are built once.
_SETTLED = (
    sa.select(outbox.c.key)
    .where(outbox.c.group_id == sa.bindparam("group_id"))
    .union_all(sa.select(skipped.c.key).where(skipped.c.group_id == sa.bindparam("group_id")))
)
_BEGUN = (
    sa.select(session, standing.c.at)
    .join(standing, standing.c.group_id == session.c.group_id)
    .where(
        session.c.group_id == sa.bindparam("group_id"),
        session.c.starts_at <= sa.bindparam("until"),
        standing.c.kind == StandingKind.SERIES.value,
        standing.c.ended_at.is_(None),
    )
    .order_by(session.c.number)
)
_PRESENT = (
    sa.select(sa.literal(Part.MEMBER.value), membership.c.applicant_id, membership.c.joined_at)
    .where(membership.c.group_id == sa.bindparam("group_id"), membership.c.ended_at.is_(None))
    .union_all(
        sa.select(sa.literal(Part.LEADER.value), leading.c.leader_id, leading.c.since).where(
            leading.c.group_id == sa.bindparam("group_id"), leading.c.until.is_(None)
        )
    )
)


def settled(connection: Connection, group_id: int) -> frozenset[str]:
    """Return the keys of all mail of a group, and of its reminders that were skipped for good."""
    return frozenset(connection.scalars(_SETTLED, {"group_id": group_id}))


def sessions_begun(
    connection: Connection, group_id: int, until: datetime
) -> tuple[list[Session], datetime | None]:
    """Return the sessions of a group that begin by `until`, and since when its reminders may go.

    Nothing is returned of a group whose reminders may not.
    """
    rows = connection.execute(_BEGUN, {"group_id": group_id, "until": until}).all()
    return [session_of(row) for row in rows], rows[0].at if rows else None


def present(connection: Connection, group_id: int) -> list[tuple[Part, int, datetime]]:
    """Return who belongs to a group now: as what, their number, and since when."""
    rows = connection.execute(_PRESENT, {"group_id": group_id})
    return [(Part(part), number, since) for part, number, since in rows]


def heard(connection: Connection, group_id: int, prefix: str, *, but: int | None = None) -> Heard:
    """Return what somebody was sent whose keys begin with `prefix`, but for one mail."""
    query = sa.select(outbox.c.id, outbox.c.state, outbox.c.claimed_at).where(
        outbox.c.group_id == group_id, outbox.c.key.startswith(prefix, autoescape=True)
    )
    rows = [row for row in connection.execute(query) if row.id != but]
    left = [row.claimed_at for row in rows if row.state == State.SENT.value and row.claimed_at]
    return Heard(any(State(row.state) in _ON_THE_WAY for row in rows), max(left, default=None))


def announced(
    connection: Connection, group_id: int, number: int, since: datetime | None
) -> tuple[Absence, ...]:
    """Return what was announced for a session after a moment, or ever, in that order."""
    query = absence.select().where(absence.c.group_id == group_id, absence.c.number == number)
    if since is not None:
        query = query.where(absence.c.announced_at > since)
    rows = connection.execute(query.order_by(absence.c.announced_at, absence.c.person_id))
    return tuple(
        Absence(row.number, Part(row.part), row.person_id, AbsenceKind(row.kind), row.minutes)
        for row in rows
    )
