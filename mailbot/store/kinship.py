"""Which records are one person's, and who must not meet: both by the coordinator's word alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.sessions import Part
from mailbot.store.schema import address, alert, apart, applicant, joined, mail, mail_text, person
from mailbot.store.schema_groups import absence, membership, missing, offer, seat
from mailbot.store.schema_outbox import outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def join(connection: Connection, kept: int, other: int, now: datetime) -> None:
    """Make `other` a mere pointer to `kept`: addresses, mails, places and alerts are theirs now.

    What the record says of `other` stays as it is, and is found under `kept`. What is known of the
    person (facts, name, notes) is for the caller to keep before.
    """
    _join_absences(connection, kept, other)
    _join_reports(connection, kept, other)
    for table in (mail, outbox, alert, offer, membership, seat, missing):
        connection.execute(
            table.update().where(table.c.applicant_id == other).values(applicant_id=kept)
        )
    connection.execute(
        address.update().where(address.c.applicant_id == other).values(applicant_id=kept)
    )
    _join_apart(connection, kept, other)
    _join_distress(connection, kept, other)
    connection.execute(person.delete().where(person.c.applicant_id == other))
    connection.execute(joined.update().where(joined.c.into_id == other).values(into_id=kept))
    connection.execute(joined.insert().values(applicant_id=other, into_id=kept, at=now))


def mark_joined(connection: Connection, emails: tuple[str, ...], now: datetime) -> None:
    """Note of addresses that they were joined to others; they are named after those."""
    connection.execute(
        address.update()
        .where(address.c.email.in_(emails), address.c.joined_at.is_(None))
        .values(joined_at=now)
    )


def ids_of(connection: Connection, applicant_id: int) -> tuple[int, ...]:
    """Return the id of an applicant, and those of the records that were joined to theirs."""
    others = connection.scalars(
        sa.select(joined.c.applicant_id).where(joined.c.into_id == applicant_id)
    )
    return (applicant_id, *others)


def last_heard(connection: Connection, applicant_id: int) -> datetime | None:
    """Return when the last mail of an applicant came; None where none is on record."""
    newest = connection.execute(
        sa.select(mail_text.c.received_at)
        .join(mail, mail.c.id == mail_text.c.mail_id)
        .where(mail.c.applicant_id == applicant_id)
        .order_by(mail_text.c.received_at.desc())
        .limit(1)
    ).first()
    return None if newest is None else newest.received_at


def keep_apart(connection: Connection, one: int, other: int) -> None:
    """Note that two applicants must not meet in a group."""
    if other not in apart_from(connection, one):
        connection.execute(apart.insert().values(**_pair(one, other)))


def may_meet(connection: Connection, one: int, other: int) -> None:
    """Take that back."""
    pair = _pair(one, other)
    connection.execute(
        apart.delete().where(apart.c.one_id == pair["one_id"], apart.c.other_id == pair["other_id"])
    )


def apart_from(connection: Connection, applicant_id: int) -> frozenset[int]:
    """Return the ids of all whom an applicant must not meet."""
    return frozenset(
        other
        for pair in pairs_apart(connection)
        if applicant_id in pair
        for other in pair
        if other != applicant_id
    )


def pairs_apart(connection: Connection) -> list[tuple[int, int]]:
    """Return all pairs of applicants who must not meet, the smaller id first."""
    return [(row.one_id, row.other_id) for row in connection.execute(apart.select())]


def _join_absences(connection: Connection, kept: int, other: int) -> None:
    """Of absences announced under both for one session, the one announced last is true."""
    members = absence.c.part == Part.MEMBER.value
    theirs = {
        (row.group_id, row.number): row
        for row in connection.execute(absence.select().where(members, absence.c.person_id == other))
    }
    for row in connection.execute(absence.select().where(members, absence.c.person_id == kept)):
        twin = theirs.get((row.group_id, row.number))
        if twin is not None:
            older = kept if row.announced_at < twin.announced_at else other
            connection.execute(
                absence.delete().where(
                    members,
                    absence.c.group_id == row.group_id,
                    absence.c.number == row.number,
                    absence.c.person_id == older,
                )
            )
    connection.execute(
        absence.update().where(members, absence.c.person_id == other).values(person_id=kept)
    )


def _join_reports(connection: Connection, kept: int, other: int) -> None:
    """A leader who named both as missing from one session named one person."""
    for row in connection.execute(missing.select().where(missing.c.applicant_id == kept)):
        connection.execute(
            missing.delete().where(
                missing.c.applicant_id == other,
                missing.c.group_id == row.group_id,
                missing.c.number == row.number,
                missing.c.leader_id == row.leader_id,
            )
        )


def _join_apart(connection: Connection, kept: int, other: int) -> None:
    theirs = apart_from(connection, other) - {kept}
    connection.execute(
        apart.delete().where(sa.or_(apart.c.one_id == other, apart.c.other_id == other))
    )
    for each in sorted(theirs):
        keep_apart(connection, kept, each)


def _join_distress(connection: Connection, kept: int, other: int) -> None:
    theirs = connection.execute(
        sa.select(applicant.c.distress_at, applicant.c.held_at).where(applicant.c.id == other)
    ).one()
    for column, instant in (("distress_at", theirs.distress_at), ("held_at", theirs.held_at)):
        if instant is not None:
            connection.execute(
                applicant.update()
                .where(applicant.c.id == kept, applicant.c[column].is_(None))
                .values({column: instant})
            )
    connection.execute(applicant.update().where(applicant.c.id == other).values(queued_at=None))


def _pair(one: int, other: int) -> dict[str, int]:
    return {"one_id": min(one, other), "other_id": max(one, other)}
