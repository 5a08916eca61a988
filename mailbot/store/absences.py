"""Announced absences, and what leaders said of who was missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailbot.model.seats import Missing, SessionReport
from mailbot.model.sessions import Absence, AbsenceKind, Part
from mailbot.store.schema_groups import absence, missing, session_report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection


def put(
    connection: Connection,
    group_id: int,
    new: Absence,
    now: datetime,
    *,
    mail_id: int | None = None,
) -> bool:
    """Keep an announced absence instead of what the person announced for that session before.

    Returns:
        False where just this was known already.
    """
    if new in of_group(connection, group_id):
        return False
    take_back(connection, group_id, new.session, new.part, new.person_id)
    connection.execute(
        absence.insert().values(
            group_id=group_id,
            number=new.session,
            part=new.part.value,
            person_id=new.person_id,
            kind=new.kind.value,
            minutes=new.minutes,
            announced_at=now,
            mail_id=mail_id,
        )
    )
    return True


def take_back(
    connection: Connection, group_id: int, number: int, part: Part, person_id: int
) -> bool:
    """Forget an announced absence; tell whether there was one."""
    result = connection.execute(
        absence.delete().where(
            absence.c.group_id == group_id,
            absence.c.number == number,
            absence.c.part == part.value,
            absence.c.person_id == person_id,
        )
    )
    return bool(result.rowcount)


def of_group(connection: Connection, group_id: int) -> tuple[Absence, ...]:
    """Return what was announced, by session."""
    query = (
        absence.select()
        .where(absence.c.group_id == group_id)
        .order_by(absence.c.number, absence.c.announced_at, absence.c.person_id)
    )
    return tuple(_absence(row) for row in connection.execute(query))


def from_mails(
    connection: Connection, group_id: int, mail_ids: Iterable[int]
) -> tuple[Absence, ...]:
    """Return what was announced by these mails and still stands, by session."""
    query = absence.select().where(
        absence.c.group_id == group_id, absence.c.mail_id.in_(list(mail_ids))
    )
    return tuple(_absence(row) for row in connection.execute(query.order_by(absence.c.number)))


def report(
    connection: Connection,
    group_id: int,
    number: int,
    leader_id: int,
    absent: Iterable[int],
    now: datetime,
    *,
    mail_id: int | None = None,
) -> None:
    """Keep a leader's word on who was missing from a session, instead of what they said before."""
    for table in (missing, session_report):
        connection.execute(
            table.delete().where(
                table.c.group_id == group_id,
                table.c.number == number,
                table.c.leader_id == leader_id,
            )
        )
    connection.execute(
        session_report.insert().values(
            group_id=group_id, number=number, leader_id=leader_id, at=now, mail_id=mail_id
        )
    )
    for applicant_id in sorted(set(absent)):
        connection.execute(
            missing.insert().values(
                group_id=group_id,
                number=number,
                applicant_id=applicant_id,
                leader_id=leader_id,
                at=now,
            )
        )


def reports(connection: Connection, group_id: int) -> tuple[SessionReport, ...]:
    """Return of which sessions leaders have said who was missing."""
    query = session_report.select().where(session_report.c.group_id == group_id)
    rows = connection.execute(query.order_by(session_report.c.number, session_report.c.leader_id))
    return tuple(SessionReport(row.number, row.leader_id, row.at) for row in rows)


def missed(connection: Connection, group_id: int) -> tuple[Missing, ...]:
    """Return who was missing by the leaders' word, by session."""
    query = missing.select().where(missing.c.group_id == group_id)
    rows = connection.execute(query.order_by(missing.c.number, missing.c.applicant_id))
    return tuple(Missing(row.number, row.applicant_id, row.leader_id, row.at) for row in rows)


def _absence(row: Any) -> Absence:
    return Absence(row.number, Part(row.part), row.person_id, AbsenceKind(row.kind), row.minutes)
