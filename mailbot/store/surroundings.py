"""All mails of a thread and of a person, whichever thread theirs are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.store import mails
from mailbot.store.mails import Fate
from mailbot.store.schema import mail

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection

    from mailbot.store.mails import Enquiry

_HERS = (Fate.PUT_BEFORE.value, Fate.PUT_ASIDE.value, Fate.WAITING.value)


def others(
    connection: Connection, thread_id: int, applicant_id: int, but: AbstractSet[int]
) -> list[Enquiry]:
    """Return the mails of a thread and of a person about the programme, but for some."""
    found = connection.scalars(_ids(thread_id, applicant_id, but))
    return mails.enquiries(connection, list(found))


def waits(connection: Connection, thread_id: int, applicant_id: int, but: AbstractSet[int]) -> bool:
    """Tell whether one of these mails waits for her own answer, or could not be handled."""
    query = _ids(thread_id, applicant_id, but).where(mail.c.fate.in_(_HERS)).limit(1)
    return connection.scalar(query) is not None


def _ids(thread_id: int, applicant_id: int, but: AbstractSet[int]) -> sa.Select[Any]:
    return sa.select(mail.c.id).where(
        sa.or_(mail.c.thread_id == thread_id, mail.c.applicant_id == applicant_id),
        mail.c.id.not_in(but),
    )
