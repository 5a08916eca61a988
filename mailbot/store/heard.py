"""What a student has written since a moment, and what of it nobody has understood yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.wire import reading_from_json
from mailbot.store.mails import Fate
from mailbot.store.schema import mail, mail_text

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


def topics_since(connection: Connection, applicant_id: int, since: datetime) -> frozenset[Topic]:
    """Return all that was read in a student's mails that were seen since then."""
    query = (
        sa.select(mail_text.c.reading)
        .join(mail, mail.c.id == mail_text.c.mail_id)
        .where(mail.c.applicant_id == applicant_id, mail.c.seen_at >= since)
    )
    readings = [reading_from_json(each) for each in connection.scalars(query)]
    return frozenset().union(*(reading.topic_set for reading in readings))
