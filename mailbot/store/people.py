"""Applicants: their stage, their addresses, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.reading import Facts, Stage
from mailbot.model.wire import facts_from_json, to_json
from mailbot.store.rows import insert
from mailbot.store.schema import address, applicant, person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Applicant:
    """A student known to the programme.

    Attributes:
        id: Row id.
        stage: Where they stand.
        facts: What they have stated so far.
        name: As they give it; may be empty.
        emails: Their addresses, the first one known first.
        queued_at: Since when they wait; None where they do not.
        distress: Distress was read of this person.
    """

    id: int
    stage: Stage
    facts: Facts
    name: str
    emails: tuple[str, ...]
    queued_at: datetime | None
    distress: bool


def by_email(connection: Connection, email: str) -> Applicant | None:
    """Return the applicant who has this address, or None."""
    found = connection.scalar(
        sa.select(address.c.applicant_id).where(address.c.email == email.lower())
    )
    return None if found is None else get(connection, found)


def get(connection: Connection, applicant_id: int) -> Applicant:
    """Return the applicant of this id.

    Raises:
        NoResultFound: There is none.
    """
    row = connection.execute(
        sa.select(applicant, person.c.name, person.c.facts)
        .join_from(applicant, person, isouter=True)
        .where(applicant.c.id == applicant_id)
    ).one()
    emails = connection.scalars(
        sa.select(address.c.email)
        .where(address.c.applicant_id == applicant_id)
        .order_by(address.c.email)
    )
    return _applicant(row, tuple(emails))


def _applicant(row: Any, emails: tuple[str, ...]) -> Applicant:
    return Applicant(
        id=row.id,
        stage=Stage(row.stage),
        facts=facts_from_json(row.facts) if row.facts else Facts(),
        name=row.name or "",
        emails=emails,
        queued_at=row.queued_at,
        distress=row.distress_at is not None,
    )


def add(connection: Connection, email: str, name: str, now: datetime) -> int:
    """Add an applicant of stage `new` with one address, and return the id."""
    applicant_id = insert(
        connection, applicant, stage=Stage.NEW.value, stage_since=now, created_at=now
    )
    connection.execute(
        person.insert().values(applicant_id=applicant_id, name=name, facts=to_json(Facts()))
    )
    connection.execute(address.insert().values(email=email.lower(), applicant_id=applicant_id))
    return applicant_id


def set_facts(connection: Connection, applicant_id: int, name: str, facts: Facts) -> None:
    """Keep what is known of an applicant now."""
    connection.execute(
        person.update()
        .where(person.c.applicant_id == applicant_id)
        .values(name=name, facts=to_json(facts))
    )


def set_stage(connection: Connection, applicant_id: int, stage: Stage, now: datetime) -> None:
    """Move an applicant; joining the queue starts the waiting, leaving it ends it."""
    values: dict[str, Any] = {"stage": stage.value, "stage_since": now}
    if stage is Stage.QUEUED:
        values["queued_at"] = sa.func.coalesce(
            applicant.c.queued_at, sa.literal(now, applicant.c.queued_at.type)
        )
    elif stage in {Stage.WITHDRAWN, Stage.DECLINED, Stage.LAPSED}:
        values["queued_at"] = None
    connection.execute(applicant.update().where(applicant.c.id == applicant_id).values(**values))


def mark_distress(connection: Connection, applicant_id: int, now: datetime) -> None:
    """Remember that distress was read of this person."""
    connection.execute(
        applicant.update()
        .where(applicant.c.id == applicant_id, applicant.c.distress_at.is_(None))
        .values(distress_at=now)
    )


def mark_bounced(connection: Connection, email: str, *, permanent: bool, now: datetime) -> None:
    """Mark an address that bounced; an unknown address is nobody's."""
    connection.execute(
        address.update()
        .where(address.c.email == email.lower())
        .values(bounced_at=now, bounce_permanent=permanent)
    )


def bounced_for_good(connection: Connection, email: str) -> bool:
    """Tell whether mail to this address has bounced permanently."""
    return bool(
        connection.scalar(
            sa.select(address.c.bounce_permanent).where(address.c.email == email.lower())
        )
    )


def everyone(connection: Connection) -> list[Applicant]:
    """Return all applicants, the longest known first."""
    ids = connection.scalars(sa.select(applicant.c.id).order_by(applicant.c.id)).all()
    return [get(connection, applicant_id) for applicant_id in ids]
