"""Applicants: their stage, their addresses, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.casework import Waiting
from mailbot.model.queue import Place
from mailbot.model.reading import Facts, Stage
from mailbot.model.wire import facts_from_json, to_json
from mailbot.store.rows import insert
from mailbot.store.schema import address, applicant, joined, person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Applicant:
    """A student known to the programme.

    Attributes:
        id: Row id.
        stage: Where they stand.
        facts: What they have stated so far.
        name: In full, as far as it is known; may be empty.
        emails: Their addresses, the first one known first.
        queued_at: Since when they wait; None where they do not.
        distress: Distress was read of this person.
        place: Where they stand in the queue; None where `queued_at` is.
        stage_since: Since when they stand at this stage.
        notes: The coordinator's own.
        held_at: Since when mail to them that nobody asked for waits for her word; None if it
            does not.
    """

    id: int
    stage: Stage
    facts: Facts
    name: str
    emails: tuple[str, ...]
    queued_at: datetime | None
    distress: bool
    place: Place | None
    stage_since: datetime
    notes: str
    held_at: datetime | None

    @property
    def shown(self) -> str:
        """Name and addresses, for people to tell one from another."""
        return f"{self.name} <{', '.join(self.emails)}>".strip()


def by_email(connection: Connection, email: str) -> Applicant | None:
    """Return the applicant who has this address, or None."""
    found = connection.scalar(
        sa.select(address.c.applicant_id).where(address.c.email == email.lower())
    )
    return None if found is None else get(connection, found)


def get(connection: Connection, applicant_id: int) -> Applicant:
    """Return the applicant of this id, or the one whom that record was joined to.

    Raises:
        NoResultFound: There is none.
    """
    into = connection.scalar(
        sa.select(joined.c.into_id).where(joined.c.applicant_id == applicant_id)
    )
    if into is not None:
        return get(connection, into)
    found = _those(connection, applicant.c.id == applicant_id)
    if not found:
        raise sa.exc.NoResultFound(f"no applicant {applicant_id}")
    return found[0]


def those(connection: Connection, ids: Iterable[int]) -> dict[int, Applicant]:
    """Return the applicants of these ids, by id; what was joined to another is not looked up."""
    return {each.id: each for each in _those(connection, applicant.c.id.in_(sorted(ids)))}


def with_place(connection: Connection) -> list[Applicant]:
    """Return all who wait in the queue, or keep their place in it while an offer is open, say."""
    return _those(connection, applicant.c.queued_at.is_not(None))


def first_known(connection: Connection) -> dict[int, datetime]:
    """Return by id since when each applicant is known, or waits, whichever is longer."""
    rows = connection.execute(
        sa.select(applicant.c.id, applicant.c.created_at, applicant.c.queued_at)
    )
    return {row.id: min(row.created_at, row.queued_at or row.created_at) for row in rows}


def named(connection: Connection, name: str) -> list[Applicant]:
    """Return all applicants of exactly this name, whatever the letter case."""
    theirs = sa.select(person.c.applicant_id).where(sa.func.lower(person.c.name) == name.lower())
    return _those(connection, applicant.c.id.in_(theirs))


def _those(connection: Connection, which: sa.ColumnElement[bool]) -> list[Applicant]:
    rows = connection.execute(
        sa.select(applicant, person.c.name, person.c.facts, person.c.notes)
        .join_from(applicant, person, isouter=True)
        .where(which)
        .order_by(applicant.c.id)
    ).all()
    emails = _emails(connection, sa.select(applicant.c.id).where(which)) if rows else {}
    return [_applicant(row, tuple(emails.get(row.id, ()))) for row in rows]


def _emails(connection: Connection, ids: sa.Select[tuple[int]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in connection.execute(
        sa.select(address.c.applicant_id, address.c.email)
        .where(address.c.applicant_id.in_(ids))
        .order_by(address.c.joined_at.is_not(None), address.c.joined_at, address.c.email)
    ):
        found.setdefault(row.applicant_id, []).append(row.email)
    return found


def _applicant(row: Any, emails: tuple[str, ...]) -> Applicant:
    return Applicant(
        id=row.id,
        stage=Stage(row.stage),
        facts=facts_from_json(row.facts) if row.facts else Facts(),
        name=row.name or "",
        emails=emails,
        queued_at=row.queued_at,
        distress=row.distress_at is not None,
        place=_place(row),
        stage_since=row.stage_since,
        notes=row.notes or "",
        held_at=row.held_at,
    )


def _place(row: Any) -> Place | None:
    if row.queued_at is None:
        return None
    if row.place_time is None:
        return Place(row.queued_at, row.id)
    return Place(row.place_time, row.place_beside, row.place_offset)


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
    _put_person(connection, applicant_id, name=name, facts=to_json(facts))


def set_notes(connection: Connection, applicant_id: int, notes: str) -> None:
    """Keep what the coordinator notes of an applicant."""
    _put_person(connection, applicant_id, notes=notes)


def set_stage(
    connection: Connection, applicant_id: int, stage: Stage, now: datetime, *, waiting: Waiting
) -> None:
    """Move an applicant; `waiting` says what becomes of the time waited, and of the place."""
    values: dict[str, Any] = {"stage": stage.value, "stage_since": now}
    if waiting is not Waiting.KEPT:
        values |= _NO_PLACE | {"queued_at": now if waiting is Waiting.ANEW else None}
    elif stage is Stage.QUEUED:
        kept = sa.func.coalesce(applicant.c.queued_at, sa.literal(now, applicant.c.queued_at.type))
        values["queued_at"] = kept
    _put(connection, applicant_id, **values)


def set_waits_since(connection: Connection, applicant_id: int, since: datetime) -> None:
    """Set since when an applicant waits; a place that the coordinator gave them is given up."""
    _put(connection, applicant_id, queued_at=since, **_NO_PLACE)


def set_place(connection: Connection, applicant_id: int, place: Place) -> None:
    """Keep the place in the queue that the coordinator gave to an applicant."""
    _put(
        connection,
        applicant_id,
        place_time=place.time,
        place_beside=place.beside,
        place_offset=place.offset,
    )


def hold(connection: Connection, applicant_id: int, now: datetime) -> None:
    """Have mail to this person that nobody asked for wait for the coordinator's word."""
    connection.execute(
        applicant.update()
        .where(applicant.c.id == applicant_id, applicant.c.held_at.is_(None))
        .values(held_at=now)
    )


def release(connection: Connection, applicant_id: int) -> None:
    """Let such mail go again."""
    _put(connection, applicant_id, held_at=None)


def mark_distress(connection: Connection, applicant_id: int, now: datetime) -> None:
    """Remember that distress was read of this person, and hold what nobody asked for."""
    connection.execute(
        applicant.update()
        .where(applicant.c.id == applicant_id, applicant.c.distress_at.is_(None))
        .values(distress_at=now)
    )
    hold(connection, applicant_id, now)


def mark_bounced(connection: Connection, email: str, *, permanent: bool, now: datetime) -> None:
    """Mark an address that bounced; an unknown address is nobody's."""
    connection.execute(
        address.update()
        .where(address.c.email == email.lower())
        .values(bounced_at=now, bounce_permanent=permanent)
    )


def clear_bounce(connection: Connection, email: str) -> None:
    """Forget that an address bounced: its owner has just written from it."""
    connection.execute(
        address.update()
        .where(address.c.email == email.lower(), address.c.bounced_at.is_not(None))
        .values(bounced_at=None, bounce_permanent=None)
    )


def bounced_for_good(connection: Connection, email: str) -> bool:
    """Tell whether mail to this address has bounced permanently."""
    return bool(
        connection.scalar(
            sa.select(address.c.bounce_permanent).where(address.c.email == email.lower())
        )
    )


_NO_PLACE: dict[str, Any] = {"place_time": None, "place_beside": None, "place_offset": None}


def _put(connection: Connection, applicant_id: int, **values: Any) -> None:
    connection.execute(applicant.update().where(applicant.c.id == applicant_id).values(**values))


def _put_person(connection: Connection, applicant_id: int, **values: Any) -> None:
    connection.execute(
        person.update().where(person.c.applicant_id == applicant_id).values(**values)
    )
