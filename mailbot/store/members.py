"""Who belongs to a group: its members and its leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.seats import (
    ALIVE,
    LeaderOnRecord,
    Leading,
    MemberEnd,
    Membership,
)
from mailbot.store.rows import insert
from mailbot.store.schema_groups import groups, leading, membership
from mailbot.store.schema_groups import leader as leaders

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.groups import Leader


def add(connection: Connection, group_id: int, applicant_id: int, now: datetime) -> None:
    """Make an applicant a member; their place is for the caller to take before.

    Raises:
        IntegrityError: They are a member of a group already.
    """
    insert(connection, membership, group_id=group_id, applicant_id=applicant_id, joined_at=now)


def current(connection: Connection, applicant_id: int) -> Membership | None:
    """Return the membership of an applicant that lasts, or None."""
    row = connection.execute(
        membership.select().where(
            membership.c.applicant_id == applicant_id, membership.c.ended_at.is_(None)
        )
    ).one_or_none()
    return None if row is None else _membership(row)


def latest(connection: Connection, applicant_id: int) -> Membership | None:
    """Return the newest membership of an applicant, also one that ended; None where none was."""
    query = membership.select().where(membership.c.applicant_id == applicant_id)
    row = connection.execute(query.order_by(membership.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _membership(row)


def of_group(connection: Connection, group_id: int) -> list[Membership]:
    """Return all members of a group, also those who left, in the order in which they joined."""
    query = membership.select().where(membership.c.group_id == group_id)
    return [_membership(row) for row in connection.execute(query.order_by(membership.c.id))]


def end(connection: Connection, membership_id: int, why: MemberEnd, now: datetime) -> None:
    """End a membership; their place is for the caller to free."""
    connection.execute(
        membership.update()
        .where(membership.c.id == membership_id)
        .values(ended_at=now, end=why.value)
    )


def know_leader(connection: Connection, configured: Leader) -> LeaderOnRecord:
    """Return the leader of this address, with name and zone as configured now."""
    email = configured.email.lower()
    known = leader_by_email(connection, email)
    if known is None:
        leader_id = insert(
            connection, leaders, email=email, name=configured.name, timezone=configured.timezone
        )
        return LeaderOnRecord(leader_id, email, configured.name, configured.timezone)
    if (known.name, known.timezone) != (configured.name, configured.timezone):
        connection.execute(
            leaders.update()
            .where(leaders.c.id == known.id)
            .values(name=configured.name, timezone=configured.timezone)
        )
    return LeaderOnRecord(known.id, email, configured.name, configured.timezone)


def leader(connection: Connection, leader_id: int) -> LeaderOnRecord:
    """Return the leader of this id.

    Raises:
        NoResultFound: There is none.
    """
    return _leader(connection.execute(leaders.select().where(leaders.c.id == leader_id)).one())


def leader_by_email(connection: Connection, email: str) -> LeaderOnRecord | None:
    """Return the leader of this address, or None."""
    row = connection.execute(leaders.select().where(leaders.c.email == email.lower())).one_or_none()
    return None if row is None else _leader(row)


def let_lead(connection: Connection, group_id: int, leader_id: int, now: datetime) -> None:
    """Note that a leader leads a group from now on; once is enough."""
    known = connection.scalar(
        sa.select(leading.c.leader_id).where(
            leading.c.group_id == group_id, leading.c.leader_id == leader_id
        )
    )
    if known is None:
        connection.execute(
            leading.insert().values(group_id=group_id, leader_id=leader_id, since=now)
        )


def leaders_of(connection: Connection, group_id: int) -> list[Leading]:
    """Return who leads a group, also who did, in the order in which they are known."""
    query = (
        sa.select(leaders, leading.c.since, leading.c.until)
        .join(leading, leading.c.leader_id == leaders.c.id)
        .where(leading.c.group_id == group_id)
        .order_by(leaders.c.id)
    )
    return [Leading(_leader(row), row.since, row.until) for row in connection.execute(query)]


def led_by(connection: Connection, leader_id: int) -> list[int]:
    """Return the ids of the groups that a leader leads and that still meet, oldest first."""
    query = (
        sa.select(groups.c.id)
        .join(leading, leading.c.group_id == groups.c.id)
        .where(
            leading.c.leader_id == leader_id,
            leading.c.until.is_(None),
            groups.c.status.in_([status.value for status in ALIVE]),
        )
        .order_by(groups.c.id)
    )
    return list(connection.scalars(query))


def _leader(row: Any) -> LeaderOnRecord:
    return LeaderOnRecord(row.id, row.email, row.name, row.timezone)


def _membership(row: Any) -> Membership:
    return Membership(
        id=row.id,
        group_id=row.group_id,
        applicant_id=row.applicant_id,
        joined_at=row.joined_at,
        ended_at=row.ended_at,
        end=MemberEnd(row.end) if row.end else None,
    )
