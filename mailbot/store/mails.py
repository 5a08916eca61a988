"""Mails that came in: each once, wherever and however often it turns up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.folders import Place
from mailbot.model.outbox import State
from mailbot.model.wire import reading_from_json, to_json
from mailbot.store.rows import insert
from mailbot.store.schema import mail, mail_place, mail_text
from mailbot.store.schema_outbox import answers, letter, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.reading import Reading


class Fate(StrEnum):
    """What became of a mail.

    `waiting` mails could not be handled yet and are tried again; `put_aside` ones need a person.
    """

    HANDLED = "handled"
    LEFT_ALONE = "left_alone"
    PUT_BEFORE = "put_before"
    PUT_ASIDE = "put_aside"
    WAITING = "waiting"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Seen:
    """A mail as every mail is kept, private ones included: no address, no subject, no text.

    `sender_digest` is kept only while a mail waits or is put aside, so that it is known whether
    the coordinator has answered it by hand.
    """

    identity: str
    message_id_digest: str | None
    content_digest: str
    seen_at: datetime
    fate: Fate
    route: str | None = None
    confidence: float | None = None
    rule: str | None = None
    reason: str | None = None
    thread_id: int | None = None
    applicant_id: int | None = None
    sender_digest: str | None = None


@dataclass(frozen=True, slots=True)
class MailText:
    """What is kept of a mail about the programme; `received_at` is when it came to the mailbox."""

    message_id: str | None
    references: tuple[str, ...]
    sender: str
    sender_name: str
    subject: str
    new_text: str
    received_at: datetime
    reading: Reading


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A mail about the programme, with its words and its reading."""

    id: int
    seen: Seen
    text: MailText


def known(connection: Connection, identity: str) -> int | None:
    """Return the id of the mail with this identity, or None."""
    return connection.scalar(sa.select(mail.c.id).where(mail.c.identity == identity))


def identities(connection: Connection) -> frozenset[str]:
    """Return the identities of all mails that were seen."""
    return frozenset(connection.scalars(sa.select(mail.c.identity)))


def get(connection: Connection, mail_id: int) -> Seen:
    """Return what is kept of a mail.

    Raises:
        NoResultFound: There is none of this id.
    """
    return _seen(connection.execute(mail.select().where(mail.c.id == mail_id)).one())


def add(connection: Connection, seen: Seen) -> int:
    """Keep a mail and return its id.

    Raises:
        IntegrityError: A mail of this identity is there already.
    """
    return insert(
        connection,
        mail,
        identity=seen.identity,
        message_id_digest=seen.message_id_digest,
        content_digest=seen.content_digest,
        seen_at=seen.seen_at,
        **_outcome(seen),
    )


def settle(connection: Connection, mail_id: int, seen: Seen) -> None:
    """Replace what is kept of a mail that had to wait."""
    connection.execute(mail.update().where(mail.c.id == mail_id).values(**_outcome(seen)))


def set_fate(connection: Connection, mail_id: int, fate: Fate, reason: str) -> None:
    """Say what became of a mail, and why."""
    connection.execute(
        mail.update().where(mail.c.id == mail_id).values(fate=fate.value, reason=reason)
    )


def add_text(connection: Connection, mail_id: int, text: MailText) -> None:
    """Keep the words and the reading of a mail about the programme."""
    connection.execute(mail_text.delete().where(mail_text.c.mail_id == mail_id))
    connection.execute(
        mail_text.insert().values(
            mail_id=mail_id,
            message_id=text.message_id,
            references=list(text.references),
            sender=text.sender,
            sender_name=text.sender_name,
            subject=text.subject,
            new_text=text.new_text,
            received_at=text.received_at,
            reading=to_json(text.reading),
        )
    )


def add_place(connection: Connection, mail_id: int, place: Place) -> None:
    """Remember that a mail stands in this place, too, whatever stood there before."""
    there = mail_place.c
    connection.execute(
        mail_place.delete().where(
            there.folder == place.folder,
            there.uidvalidity == place.uidvalidity,
            there.uid == place.uid,
        )
    )
    connection.execute(
        mail_place.insert().values(
            folder=place.folder,
            uidvalidity=place.uidvalidity,
            uid=place.uid,
            mail_id=mail_id,
        )
    )


def places(connection: Connection, mail_id: int) -> list[Place]:
    """Return where a mail stands, as far as it was seen."""
    return [
        Place(row.folder, row.uidvalidity, row.uid)
        for row in connection.execute(
            mail_place.select()
            .where(mail_place.c.mail_id == mail_id)
            .order_by(mail_place.c.uidvalidity.desc(), mail_place.c.uid.desc())
        )
    ]


def placed(connection: Connection, folder: str, uidvalidity: int) -> dict[int, int]:
    """Return the mail id for each UID of `folder` that was seen under this UIDVALIDITY."""
    query = sa.select(mail_place.c.uid, mail_place.c.mail_id).where(
        mail_place.c.folder == folder, mail_place.c.uidvalidity == uidvalidity
    )
    return {row.uid: row.mail_id for row in connection.execute(query)}


def enquiry(connection: Connection, mail_id: int) -> Enquiry | None:
    """Return a mail about the programme; None for one that was left alone."""
    row = connection.execute(_enquiries().where(mail.c.id == mail_id)).one_or_none()
    return _enquiry(row) if row else None


def enquiries(connection: Connection, mail_ids: Sequence[int]) -> list[Enquiry]:
    """Return those of these mails that are about the programme, oldest first."""
    rows = connection.execute(_enquiries().where(mail.c.id.in_(mail_ids)).order_by(mail.c.id))
    return [_enquiry(row) for row in rows]


def unanswered(connection: Connection, thread_id: int) -> list[Enquiry]:
    """Return the mails of a thread for which a reply is drafted but none has left."""
    unsent = (
        sa.select(answers.c.mail_id)
        .join(outbox, outbox.c.id == answers.c.outbox_id)
        .where(outbox.c.thread_id == thread_id, outbox.c.state.in_(["draft", "approved"]))
    )
    rows = connection.execute(_enquiries().where(mail.c.id.in_(unsent)).order_by(mail.c.id))
    return [_enquiry(row) for row in rows]


def put_before(connection: Connection, thread_id: int, senders: AbstractSet[str]) -> list[Enquiry]:
    """Return the mails of a thread by these senders that wait for the coordinator's own answer."""
    rows = connection.execute(
        _enquiries().where(
            mail.c.thread_id == thread_id,
            mail.c.fate == Fate.PUT_BEFORE.value,
            mail_text.c.sender.in_(senders),
        )
    )
    return [_enquiry(row) for row in rows]


def unhandled(
    connection: Connection, message_ids: AbstractSet[str], senders: AbstractSet[str]
) -> list[int]:
    """Return the mails that wait or are put aside, by digests of Message-ID and of sender."""
    query = sa.select(mail.c.id).where(
        mail.c.fate.in_([Fate.WAITING.value, Fate.PUT_ASIDE.value]),
        mail.c.message_id_digest.in_(message_ids),
        mail.c.sender_digest.in_(senders),
    )
    return list(connection.scalars(query))


def drafted_but_gone(connection: Connection) -> list[int]:
    """Return the mails that were to be answered by a draft of which there is no trace.

    A draft that only gave way to another one is no answer; one that she turned down, or answered
    in place of, is settled.
    """
    gave_way = (State.SUPERSEDED.value, State.EXPIRED.value)
    answered = (
        sa.select(answers.c.mail_id)
        .join(outbox, outbox.c.id == answers.c.outbox_id)
        .join(
            letter, sa.and_(letter.c.outbox_id == outbox.c.id, letter.c.digest == outbox.c.digest)
        )
        .where(outbox.c.state.not_in(gave_way))
    )
    return list(
        connection.scalars(
            sa.select(mail.c.id).where(
                mail.c.rule == "reply",
                mail.c.fate == Fate.HANDLED.value,
                mail.c.reason.is_(None),
                mail.c.id.not_in(answered),
            )
        )
    )


def with_fate(connection: Connection, fates: set[Fate]) -> list[tuple[int, Seen]]:
    """Return the mails that have one of these fates, oldest first."""
    rows = connection.execute(
        mail.select().where(mail.c.fate.in_([fate.value for fate in fates])).order_by(mail.c.id)
    )
    return [(row.id, _seen(row)) for row in rows]


def last_sender(connection: Connection, applicant_id: int) -> str:
    """Return the address from which an applicant wrote last; empty where no mail is on record."""
    newest = connection.scalar(
        sa.select(mail_text.c.sender)
        .join(mail, mail.c.id == mail_text.c.mail_id)
        .where(mail.c.applicant_id == applicant_id)
        .order_by(mail_text.c.received_at.desc(), mail.c.id.desc())
        .limit(1)
    )
    return newest or ""


def count_from(connection: Connection, sender: str, since: datetime, until: datetime) -> int:
    """Count the mails about the programme from `sender` that came after `since`, up to `until`."""
    return int(
        connection.scalar(
            sa.select(sa.func.count())
            .select_from(mail_text)
            .where(
                mail_text.c.sender == sender,
                mail_text.c.received_at > since,
                mail_text.c.received_at <= until,
            )
        )
        or 0
    )


def _outcome(seen: Seen) -> dict[str, Any]:
    return {
        "fate": seen.fate.value,
        "route": seen.route,
        "confidence": seen.confidence,
        "rule": seen.rule,
        "reason": seen.reason,
        "thread_id": seen.thread_id,
        "applicant_id": seen.applicant_id,
        "sender_digest": seen.sender_digest,
    }


def _enquiries() -> sa.Select[Any]:
    return sa.select(mail, mail_text).join_from(mail, mail_text)


def _seen(row: Any) -> Seen:
    return Seen(
        identity=row.identity,
        message_id_digest=row.message_id_digest,
        content_digest=row.content_digest,
        seen_at=row.seen_at,
        fate=Fate(row.fate),
        route=row.route,
        confidence=row.confidence,
        rule=row.rule,
        reason=row.reason,
        thread_id=row.thread_id,
        applicant_id=row.applicant_id,
        sender_digest=row.sender_digest,
    )


def _enquiry(row: Any) -> Enquiry:
    return Enquiry(
        id=row.id,
        seen=_seen(row),
        text=MailText(
            message_id=row.message_id,
            references=tuple(row.references),
            sender=row.sender,
            sender_name=row.sender_name,
            subject=row.subject,
            new_text=row.new_text,
            received_at=row.received_at,
            reading=reading_from_json(row.reading),
        ),
    )
