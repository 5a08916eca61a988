"""What is shown to people and spans several tables. Nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.store import kinship
from mailbot.store.record import Event
from mailbot.store.schema import address, event, mail, mail_text, person
from mailbot.store.schema_groups import membership, offer
from mailbot.store.schema_outbox import letter, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_OF_ALL_IN_A_GROUP = ("group", "rescheduled", "standing")
"""Kinds of events that concern everybody in a group alike."""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Someone who wrote, or was written to.

    Attributes:
        name: As they give it; may be empty.
        emails: Their addresses.
        applicant_id: Their row, where they are an applicant.
    """

    name: str
    emails: tuple[str, ...]
    applicant_id: int | None = None


def correspondents(connection: Connection, words: str) -> list[Correspondent]:
    """Return whose address is `words`; if nobody's is, whose name or address has them in it."""
    exact = _correspondents(connection, address.c.email == words.lower(), _sender(words))
    if exact:
        return exact
    return _correspondents(
        connection,
        sa.or_(
            address.c.email.icontains(words, autoescape=True),
            person.c.name.icontains(words, autoescape=True),
        ),
        sa.or_(
            mail_text.c.sender.icontains(words, autoescape=True),
            mail_text.c.sender_name.icontains(words, autoescape=True),
        ),
    )


def _sender(words: str) -> sa.ColumnElement[bool]:
    return mail_text.c.sender == words.lower()


def _correspondents(
    connection: Connection, known: sa.ColumnElement[bool], unknown: sa.ColumnElement[bool]
) -> list[Correspondent]:
    ids = (
        sa.select(person.c.applicant_id)
        .join(address, address.c.applicant_id == person.c.applicant_id, isouter=True)
        .where(known)
    )
    return [*_applicants(connection, ids), *_others(connection, unknown)]


def _applicants(connection: Connection, ids: sa.Select[tuple[int]]) -> list[Correspondent]:
    query = (
        sa.select(person.c.applicant_id, person.c.name, address.c.email)
        .join(address, address.c.applicant_id == person.c.applicant_id, isouter=True)
        .where(person.c.applicant_id.in_(ids))
        .order_by(person.c.applicant_id, address.c.email)
    )
    found: dict[int, Correspondent] = {}
    for row in connection.execute(query):
        earlier = found.get(row.applicant_id)
        emails = (*(earlier.emails if earlier else ()), *((row.email,) if row.email else ()))
        found[row.applicant_id] = Correspondent(row.name, emails, row.applicant_id)
    return list(found.values())


def _others(connection: Connection, unknown: sa.ColumnElement[bool]) -> list[Correspondent]:
    query = (
        sa.select(mail_text.c.sender, sa.func.max(mail_text.c.sender_name).label("name"))
        .where(unknown, mail_text.c.sender.not_in(sa.select(address.c.email)))
        .group_by(mail_text.c.sender)
        .order_by(mail_text.c.sender)
    )
    return [Correspondent(row.name, (row.sender,)) for row in connection.execute(query)]


def events_about(connection: Connection, whom: Correspondent) -> list[Event]:
    """Return the record of one person, oldest first.

    That is their own, of their mails, of mail to them, and of the groups that they were offered or
    belonged to what concerned all in it meanwhile.
    """
    theirs = sa.select(mail_text.c.mail_id).where(mail_text.c.sender.in_(whom.emails))
    to_them = sa.select(letter.c.outbox_id).where(letter.c.recipient.in_(whom.emails))
    about: list[sa.ColumnElement[bool]] = [
        event.c.mail_id.in_(theirs),
        event.c.outbox_id.in_(to_them),
    ]
    if whom.applicant_id is not None:
        own = sa.select(mail.c.id).where(mail.c.applicant_id == whom.applicant_id)
        ids = kinship.ids_of(connection, whom.applicant_id)
        about += [event.c.applicant_id.in_(ids), event.c.mail_id.in_(own)]
        about += _of_their_groups(whom.applicant_id)
    return _events(connection, sa.or_(*about))


def events_of_group(connection: Connection, group_id: int) -> list[Event]:
    """Return the record of a group, oldest first, with what became of the mails about it."""
    mails = sa.select(outbox.c.id).where(outbox.c.group_id == group_id)
    return _events(connection, sa.or_(event.c.group_id == group_id, event.c.outbox_id.in_(mails)))


def _of_their_groups(applicant_id: int) -> list[sa.ColumnElement[bool]]:
    held = (
        (membership, membership.c.joined_at, membership.c.ended_at),
        (offer, offer.c.made_at, offer.c.ended_at),
    )
    return [
        sa.and_(
            event.c.kind.in_(_OF_ALL_IN_A_GROUP),
            sa.exists().where(
                table.c.applicant_id == applicant_id,
                table.c.group_id == event.c.group_id,
                since <= event.c.at,
                sa.or_(until.is_(None), until >= event.c.at),
            ),
        )
        for table, since, until in held
    ]


def _events(connection: Connection, which: sa.ColumnElement[bool]) -> list[Event]:
    return [
        Event(
            row.at,
            row.kind,
            row.why,
            row.mail_id,
            row.applicant_id,
            row.outbox_id,
            row.rule,
            row.group_id,
        )
        for row in connection.execute(event.select().where(which).order_by(event.c.id))
    ]


def outcomes(connection: Connection, mail_ids: Sequence[int]) -> dict[int, str]:
    """Return why each of these mails was left to a person, by mail."""
    query = (
        sa.select(event.c.mail_id, event.c.why)
        .where(event.c.kind == "outcome", event.c.mail_id.in_(mail_ids))
        .order_by(event.c.id)
    )
    return {row.mail_id: row.why for row in connection.execute(query)}
