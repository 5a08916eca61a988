"""Groups and their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.reading import Day
from mailbot.model.seats import Group, GroupStatus
from mailbot.model.sessions import Series, Session, Timetable, WallTime
from mailbot.store.rows import insert
from mailbot.store.schema_groups import groups, session, session_version

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group about to be put on record; its sessions follow with `save_timetable`."""

    slot_id: str
    day: Day
    start: str
    timezone: str
    first_date: date
    weeks: int
    minutes: int
    members_least: int
    members_most: int


def add(connection: Connection, new: NewGroup, now: datetime) -> Group:
    """Put a group on record that is forming, and return it."""
    group_id = insert(
        connection,
        groups,
        slot_id=new.slot_id,
        day=new.day.value,
        start=new.start,
        timezone=new.timezone,
        first_date=new.first_date,
        weeks=new.weeks,
        minutes=new.minutes,
        status=GroupStatus.FORMING.value,
        members_least=new.members_least,
        members_most=new.members_most,
        created_at=now,
    )
    return get(connection, group_id)


def get(connection: Connection, group_id: int) -> Group:
    """Return the group of this id.

    Raises:
        NoResultFound: There is none.
    """
    return _group(connection.execute(groups.select().where(groups.c.id == group_id)).one())


def find(connection: Connection, group_id: int) -> Group | None:
    """Return the group of this id, or None."""
    row = connection.execute(groups.select().where(groups.c.id == group_id)).one_or_none()
    return None if row is None else _group(row)


def those(connection: Connection, statuses: Iterable[GroupStatus]) -> list[Group]:
    """Return the groups in these statuses, oldest first."""
    query = groups.select().where(groups.c.status.in_([status.value for status in statuses]))
    return [_group(row) for row in connection.execute(query.order_by(groups.c.id))]


def set_status(connection: Connection, group_id: int, status: GroupStatus, now: datetime) -> None:
    """Move a group on; `now` becomes when it was confirmed, or when it ended."""
    values: dict[str, Any] = {"status": status.value}
    if status is GroupStatus.CONFIRMED:
        values["confirmed_at"] = now
    elif status in {GroupStatus.OVER, GroupStatus.CANCELLED}:
        values["ended_at"] = now
    connection.execute(groups.update().where(groups.c.id == group_id).values(**values))


def set_wanted(connection: Connection, group_id: int, wanted: int) -> None:
    """Set how many places are kept filled from the queue."""
    connection.execute(groups.update().where(groups.c.id == group_id).values(wanted=wanted))


def save_timetable(connection: Connection, table: Timetable) -> None:
    """Keep the sessions of a group as they stand now, its first date, and the sequence.

    Earlier timetables stay on record by their sequence, for people may know no other yet.
    """
    group_id = table.series.group_id
    connection.execute(
        groups.update()
        .where(groups.c.id == group_id)
        .values(sequence=table.sequence, first_date=table.series.first_date)
    )
    connection.execute(session.delete().where(session.c.group_id == group_id))
    connection.execute(
        session_version.delete().where(
            session_version.c.group_id == group_id, session_version.c.sequence == table.sequence
        )
    )
    for each in table.sessions:
        place: dict[str, Any] = {
            "group_id": group_id,
            "number": each.number,
            "regular": each.regular,
            "starts_at": each.start,
            "ends_at": each.end,
            "cancelled": each.cancelled,
        }
        connection.execute(
            session.insert().values(**place, changed_at=each.changed, wall=each.wall.value)
        )
        connection.execute(session_version.insert().values(**place, sequence=table.sequence))


def sequence(connection: Connection, group_id: int) -> int:
    """Return the revision of a group's timetable, which grows with every change.

    Raises:
        NoResultFound: There is no such group.
    """
    query = sa.select(groups.c.sequence).where(groups.c.id == group_id)
    return int(connection.execute(query).scalar_one())


def timetable_told(connection: Connection, group_id: int, sequence: int | None) -> Timetable:
    """Return the timetable of that revision; the earliest on record where it is None.

    Raises:
        NoResultFound: There is no such group, or it never had a timetable.
    """
    versions = session_version.c
    if sequence is None:
        sequence = connection.execute(
            sa.select(sa.func.min(versions.sequence)).where(versions.group_id == group_id)
        ).scalar_one()
    row = connection.execute(groups.select().where(groups.c.id == group_id)).one()
    query = session_version.select().where(
        versions.group_id == group_id, versions.sequence == sequence
    )
    sessions = tuple(
        Session(each.number, each.regular, each.starts_at, each.ends_at, each.cancelled)
        for each in connection.execute(query.order_by(versions.number))
    )
    return Timetable(_series(row), sessions, sequence or 0)


def timetable(connection: Connection, group_id: int) -> Timetable:
    """Return the sessions of a group as they stand.

    Raises:
        NoResultFound: There is no such group.
    """
    row = connection.execute(groups.select().where(groups.c.id == group_id)).one()
    query = session.select().where(session.c.group_id == group_id).order_by(session.c.number)
    sessions = tuple(session_of(each) for each in connection.execute(query))
    return Timetable(_series(row), sessions, row.sequence)


def _group(row: Any) -> Group:
    return Group(
        id=row.id,
        slot_id=row.slot_id,
        series=_series(row),
        status=GroupStatus(row.status),
        members_least=row.members_least,
        members_most=row.members_most,
        wanted=row.wanted,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        ended_at=row.ended_at,
    )


def _series(row: Any) -> Series:
    return Series(
        group_id=row.id,
        day=Day(row.day),
        start=row.start,
        timezone=row.timezone,
        first_date=row.first_date,
        weeks=row.weeks,
        minutes=row.minutes,
    )


def session_of(row: Any) -> Session:
    """Return a row of the table of sessions as what it says."""
    return Session(
        number=row.number,
        regular=row.regular,
        start=row.starts_at,
        end=row.ends_at,
        cancelled=row.cancelled,
        changed=row.changed_at,
        wall=WallTime(row.wall),
    )
