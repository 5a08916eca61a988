"""Places in groups: each is numbered, so that the database itself refuses one too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.store.schema_groups import groups, seat

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def take(connection: Connection, group_id: int, applicant_id: int, now: datetime) -> int | None:
    """Give an applicant the lowest free place of a group.

    Returns:
        Its number, from 1; None where the group is full, or the applicant holds a place already.
    """
    most = connection.scalar(
        sa.select(groups.c.members_most).where(groups.c.id == group_id).with_for_update()
    )
    if group_of(connection, applicant_id) is not None:
        return None
    taken = set(connection.scalars(sa.select(seat.c.number).where(seat.c.group_id == group_id)))
    number = next((each for each in range(1, (most or 0) + 1) if each not in taken), None)
    if number is not None:
        connection.execute(
            seat.insert().values(
                group_id=group_id, number=number, applicant_id=applicant_id, since=now
            )
        )
    return number


def free(connection: Connection, applicant_id: int) -> None:
    """Free the place that an applicant holds, if any."""
    connection.execute(seat.delete().where(seat.c.applicant_id == applicant_id))


def group_of(connection: Connection, applicant_id: int) -> int | None:
    """Return the group in which an applicant holds a place, offered or taken; None if none."""
    return connection.scalar(sa.select(seat.c.group_id).where(seat.c.applicant_id == applicant_id))


def holders(connection: Connection, group_id: int) -> tuple[int, ...]:
    """Return the ids of those who hold a place in a group, by the number of the place."""
    query = sa.select(seat.c.applicant_id).where(seat.c.group_id == group_id)
    return tuple(connection.scalars(query.order_by(seat.c.number)))
