"""On which facts about a group a reply or an acknowledgement is written, to compare them later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailbot.model.reading import Stage, Topic
from mailbot.model.sessions import SessionMail
from mailbot.store import absences, groups, members, offers, people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.store.outbox import Outbound
    from mailbot.store.outgoing import NewMail
    from mailbot.store.people import Applicant

_NOTED = f"session/{SessionMail.ABSENCE_NOTED.value}"
_TELL_DATES = frozenset(
    topic.value for topic in (Topic.ACCEPT, Topic.STATUS, Topic.DATES, Topic.ABSENCE)
)
"""Blocks that say when a group meets, or whether it goes ahead."""

_NO_GROUP = "no group"


def based(connection: Connection, new: NewMail, now: datetime) -> NewMail:
    """Return a mail that is about to be put on record, with the facts on which it is written."""
    return replace(new, basis=basis_of(connection, new, now))


def basis_of(connection: Connection, mail: NewMail | Outbound, now: datetime) -> str | None:
    """Return, in ids and numbers, the facts that a mail tells of a group, as they are at `now`.

    Of a reply that is the place of its reader, and the dates where a block of it tells them.

    Returns:
        What differs as soon as one of them does; None where the mail is no answer to anybody.
    """
    if mail.kind == _NOTED and mail.group_id is not None:
        return ", ".join(_of_note(connection, mail, mail.group_id, now))
    if mail.kind == "reply" and mail.applicant_id is not None:
        return ", ".join(_of_reply(connection, mail, mail.applicant_id, now))
    return None


def _of_note(
    connection: Connection, mail: NewMail | Outbound, group_id: int, now: datetime
) -> Iterator[str]:
    yield from _dates(connection, group_id, now)
    yield from _absences(connection, group_id, mail)


def _of_reply(
    connection: Connection, mail: NewMail | Outbound, applicant_id: int, now: datetime
) -> Iterator[str]:
    applicant = people.get(connection, applicant_id)
    group_id = _group_of(connection, applicant)
    if group_id is None:
        yield _NO_GROUP
        return
    yield f"{applicant.stage.value} of group {group_id}"
    if applicant.stage is Stage.OFFERED:
        yield from _offer(connection, applicant, now)
    if _TELL_DATES & set(mail.topics):
        yield from _dates(connection, group_id, now)
    if Topic.ABSENCE.value in mail.topics:
        yield from _absences(connection, group_id, mail)


def _group_of(connection: Connection, applicant: Applicant) -> int | None:
    if applicant.stage is Stage.OFFERED:
        offer = offers.last_of(connection, applicant.id)
        return offer.group_id if offer else None
    if applicant.stage in {Stage.MEMBER, Stage.PAST}:
        membership = members.latest(connection, applicant.id)
        return membership.group_id if membership else None
    return None


def _offer(connection: Connection, applicant: Applicant, now: datetime) -> Iterator[str]:
    offer = offers.last_of(connection, applicant.id)
    if offer is not None:
        yield f"offer {offer.id}{' overdue' if offer.deadline < now else ''}"


def _dates(connection: Connection, group_id: int, now: datetime) -> Iterator[str]:
    table = groups.timetable(connection, group_id)
    coming = next((each.number for each in table.held if each.start > now), None)
    yield groups.get(connection, group_id).status.value
    yield f"dates {table.sequence}"
    yield f"next {coming}"


def _absences(connection: Connection, group_id: int, mail: NewMail | Outbound) -> Iterator[str]:
    """Yield what the answered mails announced and still stands."""
    for each in absences.from_mails(connection, group_id, mail.mail_ids):
        yield f"{each.kind.value} {each.session} {each.minutes or ''}".strip()
