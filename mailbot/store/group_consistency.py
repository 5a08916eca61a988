"""Groups, places and their mail as the tables have them, for the audit; changed by nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.outbox import Channel, State
from mailbot.model.permissions import REPLY
from mailbot.model.reading import Stage
from mailbot.model.seats import GroupStatus, OfferState, StandingKind
from mailbot.store.schema import applicant, joined
from mailbot.store.schema_groups import (
    groups,
    leading,
    membership,
    offer,
    seat,
    session,
    session_version,
    standing,
)
from mailbot.store.schema_outbox import approval, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    Held = frozenset[tuple[int, int]]

_LEFT = (State.SENDING.value, State.SENT.value, State.UNCERTAIN.value)


@dataclass(frozen=True, slots=True)
class Places:
    """Who holds a place, each as group and applicant.

    Attributes:
        seats: By a numbered seat.
        drafted: By an offer that has not left.
        open: By an offer that has.
        members: As members now.
    """

    seats: Held
    drafted: Held
    open: Held
    members: Held


@dataclass(frozen=True, slots=True)
class ByStanding:
    """An approval that names leave given beforehand.

    Attributes:
        outbox_id: The mail.
        kind: Its kind.
        group_id: Its group.
        at: When it was approved.
        leave: What leave there is of that number: kind, group, from, until; None where none is.
    """

    outbox_id: int
    kind: str
    group_id: int | None
    at: datetime
    leave: tuple[StandingKind, int, datetime, datetime | None] | None


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder of a session that left, or may have.

    Attributes:
        outbox_id: The mail.
        key: Why it exists.
        group_id: Its group.
        applicant_id: The member it went to; None where to a leader.
        leader_id: The leader it went to; None where to a member.
        at: When it was taken in hand to be sent.
        told: Which revision of the timetable it tells; None where that is not noted.
    """

    outbox_id: int
    key: str
    group_id: int
    applicant_id: int | None
    leader_id: int | None
    at: datetime
    told: int | None


def places(connection: Connection) -> Places:
    """Return who holds a place by what."""
    return Places(
        seats=_pairs(connection, sa.select(seat.c.group_id, seat.c.applicant_id)),
        drafted=_offers(connection, OfferState.DRAFTED),
        open=_offers(connection, OfferState.OPEN),
        members=_pairs(
            connection,
            sa.select(membership.c.group_id, membership.c.applicant_id).where(
                membership.c.ended_at.is_(None)
            ),
        ),
    )


def stages(connection: Connection) -> dict[int, Stage]:
    """Return where all applicants stand, but for records that were joined to another."""
    query = sa.select(applicant.c.id, applicant.c.stage).where(
        applicant.c.id.not_in(sa.select(joined.c.applicant_id))
    )
    return {row.id: Stage(row.stage) for row in connection.execute(query)}


def too_full(connection: Connection) -> list[int]:
    """Return the groups with more places held than they have."""
    query = (
        sa.select(groups.c.id)
        .join(seat, seat.c.group_id == groups.c.id)
        .group_by(groups.c.id, groups.c.members_most)
        .having(
            sa.or_(
                sa.func.count() > groups.c.members_most,
                sa.func.max(seat.c.number) > groups.c.members_most,
            )
        )
    )
    return list(connection.scalars(query.order_by(groups.c.id)))


def confirmed_by_nobody(connection: Connection) -> list[int]:
    """Return the groups that were confirmed without leave for their series ever being given."""
    given = sa.select(standing.c.group_id).where(standing.c.kind == StandingKind.SERIES.value)
    confirmed = sa.or_(
        groups.c.status == GroupStatus.CONFIRMED.value, groups.c.confirmed_at.is_not(None)
    )
    query = sa.select(groups.c.id).where(confirmed, groups.c.id.not_in(given))
    return list(connection.scalars(query.order_by(groups.c.id)))


def by_standing(connection: Connection) -> list[ByStanding]:
    """Return every approval that was given by leave given beforehand, oldest first."""
    query = (
        sa.select(
            outbox.c.id,
            outbox.c.kind,
            outbox.c.group_id,
            approval.c.at,
            standing.c.kind.label("leave"),
            standing.c.group_id.label("of_group"),
            standing.c.at.label("since"),
            standing.c.ended_at,
        )
        .join(approval, approval.c.outbox_id == outbox.c.id)
        .join(standing, standing.c.id == approval.c.standing_id, isouter=True)
        .where(approval.c.channel == Channel.STANDING.value, outbox.c.kind != REPLY)
        .order_by(approval.c.id)
    )
    return [_by_standing(row) for row in connection.execute(query)]


def reminded(connection: Connection) -> list[Reminded]:
    """Return the reminders of sessions that left, or may have, oldest first."""
    query = (
        outbox.select()
        .where(
            outbox.c.kind.in_(["session/reminder", "session/leader_reminder"]),
            outbox.c.state.in_(_LEFT),
            outbox.c.group_id.is_not(None),
        )
        .order_by(outbox.c.id)
    )
    return [
        Reminded(
            outbox_id=row.id,
            key=row.key,
            group_id=row.group_id,
            applicant_id=row.applicant_id,
            leader_id=row.leader_id,
            at=row.claimed_at or row.sent_at or row.changed_at,
            told=row.sequence,
        )
        for row in connection.execute(query)
    ]


def belonged(connection: Connection, mail: Reminded) -> bool:
    """Tell whether whom a reminder went to belonged to the group when it was sent."""
    if mail.leader_id is not None:
        whose = leading.c.leader_id == mail.leader_id
        table, since, until = leading, leading.c.since, leading.c.until
    else:
        whose = membership.c.applicant_id == mail.applicant_id
        table, since, until = membership, membership.c.joined_at, membership.c.ended_at
    query = sa.select(since).where(
        whose,
        table.c.group_id == mail.group_id,
        since <= mail.at,
        sa.or_(until.is_(None), until >= mail.at),
    )
    return connection.execute(query.limit(1)).first() is not None


def called_off_before(connection: Connection, mail: Reminded, number: int) -> bool:
    """Tell whether a session, or its whole group, was cancelled before a reminder was sent."""
    one = sa.select(session.c.number).where(
        session.c.group_id == mail.group_id,
        session.c.number == number,
        session.c.cancelled,
        session.c.changed_at < mail.at,
    )
    whole = sa.select(groups.c.id).where(
        groups.c.id == mail.group_id,
        groups.c.status == GroupStatus.CANCELLED.value,
        groups.c.ended_at < mail.at,
    )
    return any(connection.execute(each).first() is not None for each in (one, whole))


def start_told(connection: Connection, mail: Reminded, number: int) -> datetime | None:
    """Return when a session was to begin by the timetable that a reminder tells, if on record."""
    told = session_version.c
    version = sa.select(told.starts_at).where(
        told.group_id == mail.group_id, told.sequence == mail.told, told.number == number
    )
    now = sa.select(session.c.starts_at).where(
        session.c.group_id == mail.group_id, session.c.number == number
    )
    found = connection.scalar(version) if mail.told is not None else None
    return found or connection.scalar(now)


def _offers(connection: Connection, state: OfferState) -> Held:
    query = sa.select(offer.c.group_id, offer.c.applicant_id).where(offer.c.state == state.value)
    return _pairs(connection, query)


def _pairs(connection: Connection, query: sa.Select[Any]) -> Held:
    return frozenset((row.group_id, row.applicant_id) for row in connection.execute(query))


def _by_standing(row: Any) -> ByStanding:
    leave = None
    if row.leave is not None:
        leave = (StandingKind(row.leave), row.of_group, row.since, row.ended_at)
    return ByStanding(row.id, row.kind, row.group_id, row.at, leave)
