"""What a student has written since a moment, and what of it nobody has understood yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.wire import reading_from_json
from mailbot.store.mails import Fate
from mailbot.store.schema import mail, mail_text
from mailbot.store.schema_outbox import outbox

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.reading import Topic

_NOT_UNDERSTOOD = (Fate.WAITING.value, Fate.PUT_ASIDE.value)


def waits(
    connection: Connection, applicant_id: int, senders: AbstractSet[str], since: datetime
) -> bool:
    """Tell whether a mail of this student, seen since then, waits for somebody to read it.

    Args:
        connection: An open connection.
        applicant_id: The student.
        senders: Salted digests of their addresses, by which mail is known that could not be read.
        since: Aware.
    """
    hers = sa.and_(mail.c.applicant_id == applicant_id, mail.c.fate == Fate.PUT_BEFORE.value)
    unread = sa.and_(mail.c.fate.in_(_NOT_UNDERSTOOD), mail.c.sender_digest.in_(senders))
    query = sa.select(mail.c.id).where(mail.c.seen_at >= since, sa.or_(hers, unread)).limit(1)
    return connection.scalar(query) is not None


def said_since(
    connection: Connection, applicant_id: int, since: datetime
) -> tuple[frozenset[Topic], ...]:
    """Return what was read in each of a student's own mails that were seen since then."""
    query = (
        sa.select(mail_text.c.reading)
        .join(mail, mail.c.id == mail_text.c.mail_id)
        .where(mail.c.applicant_id == applicant_id, mail.c.seen_at >= since)
    )
    readings = [reading_from_json(each) for each in connection.scalars(query)]
    return tuple(each.topic_set for each in readings if not each.screening.origin.machine)


def answered_by_another(
    connection: Connection, applicant_id: int, group_id: int, rule: str, since: datetime
) -> tuple[int, ...]:
    """Return mails seen since then that answer our letters to a student, but came from another.

    Args:
        connection: An open connection.
        applicant_id: The student.
        group_id: The group that the letters are about.
        rule: The rule that fires for such mail; other mail counts while it waits for somebody.
        since: Aware.
    """
    ours = sa.select(outbox.c.thread_id).where(
        outbox.c.applicant_id == applicant_id,
        outbox.c.group_id == group_id,
        outbox.c.thread_id.is_not(None),
    )
    another = sa.or_(mail.c.applicant_id.is_(None), mail.c.applicant_id != applicant_id)
    waiting = (Fate.PUT_BEFORE.value, *_NOT_UNDERSTOOD)
    query = sa.select(mail.c.id).where(
        mail.c.thread_id.in_(ours),
        mail.c.seen_at >= since,
        another,
        sa.or_(mail.c.rule == rule, mail.c.fate.in_(waiting)),
    )
    return tuple(connection.scalars(query.order_by(mail.c.id)))
