"""What contradicts itself in the tables: asked by the audit, changed by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.outbox import WITHDRAWN
from mailbot.store.mails import Fate
from mailbot.store.schema import chore, event, mail, mail_place, mail_text
from mailbot.store.schema_outbox import outbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


def folders_of_mails(connection: Connection) -> frozenset[str]:
    """Return the folders in which mail on record was found."""
    return frozenset(connection.scalars(sa.select(mail_place.c.folder).distinct()))


def without_words(connection: Connection) -> list[int]:
    """Return the mails about the programme whose words are gone."""
    query = (
        sa.select(mail.c.id)
        .join(mail_text, mail_text.c.mail_id == mail.c.id, isouter=True)
        .where(mail.c.thread_id.is_not(None), mail_text.c.mail_id.is_(None))
    )
    return list(connection.scalars(query.order_by(mail.c.id)))


def ruled_otherwise(connection: Connection) -> list[int]:
    """Return the mails that are not kept under the rule that decided on them, by the record."""
    newest = (
        sa.select(sa.func.max(event.c.id))
        .where(event.c.kind == "mail", event.c.rule.is_not(None))
        .group_by(event.c.mail_id)
    )
    query = (
        sa.select(mail.c.id)
        .join(event, event.c.mail_id == mail.c.id)
        .where(
            event.c.id.in_(newest),
            mail.c.fate.not_in([Fate.PUT_ASIDE.value, Fate.WAITING.value]),
            mail.c.rule.is_distinct_from(event.c.rule),
        )
    )
    return list(connection.scalars(query.order_by(mail.c.id)))


def settled_by_nobody(connection: Connection, labels: Sequence[str]) -> list[int]:
    """Return the mails labelled for a person that are handled without anyone's answer."""
    answered = sa.select(event.c.mail_id).where(
        event.c.kind == "answered", event.c.mail_id.is_not(None)
    )
    query = (
        sa.select(mail.c.id)
        .join(chore, chore.c.mail_id == mail.c.id)
        .where(
            chore.c.label.in_(labels),
            mail.c.fate.in_([Fate.HANDLED.value, Fate.LEFT_ALONE.value]),
            mail.c.id.not_in(answered),
        )
    )
    return list(connection.scalars(query.order_by(mail.c.id)))


def withdrawn_by_nobody(connection: Connection) -> list[int]:
    """Return the outbound mails that are withdrawn, though no event says so."""
    query = (
        sa.select(outbox.c.id)
        .join(
            event,
            sa.and_(event.c.outbox_id == outbox.c.id, event.c.kind == outbox.c.state),
            isouter=True,
        )
        .where(outbox.c.state.in_([state.value for state in WITHDRAWN]), event.c.id.is_(None))
    )
    return list(connection.scalars(query.order_by(outbox.c.id)))
