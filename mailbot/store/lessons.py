"""What the coordinator's corrections say, by kind. The words stand with their mail, in `mail_text`.

So whoever empties `mail_text` of somebody's words empties the lessons from them, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.outbox import State
from mailbot.model.reading import Stage
from mailbot.store.rows import insert
from mailbot.store.schema import chore, event, mail, mail_text
from mailbot.store.schema_lessons import learnt, lesson
from mailbot.store.schema_outbox import letter, outbox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection


class Source(StrEnum):
    """What she did: said it, changed a label, or dealt with a draft. What comes first counts more.

    `block` is a part of a draft that she took out; `by_hand` an answer of her own in its place.
    """

    CORRECT = "correct"
    LABEL = "label"
    REJECTED = "rejected"
    BY_HAND = "by_hand"
    BLOCK = "block"


DEEDS = frozenset({Source.REJECTED, Source.BY_HAND, Source.BLOCK})
"""What she did with a draft, which suggests a label without saying it."""


@dataclass(frozen=True, slots=True)
class NewLesson:
    """A labelled example of this installation.

    Attributes:
        mail_id: The mail.
        source: What she did.
        stage: Where its writer stood then.
        said: By label of the model, whether it is true.
        was: The reading that she corrected: topics, flags and route, without anyone's words.
        about: What tells lessons of one source on one mail apart, such as the block taken out.
        outbox_id: The draft that she dealt with.
    """

    mail_id: int
    source: Source
    stage: Stage
    said: Mapping[str, bool]
    was: Mapping[str, Any]
    about: str = ""
    outbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeptLesson:
    """A lesson as it is on record.

    Attributes:
        id: Its number.
        new: What it says.
        at: When she did it.
        learnt_at: Since when it speaks; None where it was not learnt yet.
        ended_at: When she took it back.
    """

    id: int
    new: NewLesson
    at: datetime
    learnt_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a lesson is about; the digest tells whether they are still the same."""

    sender: str
    sender_name: str
    subject: str
    new_text: str
    content_digest: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt when, from how many lessons, with the digest of all of them."""

    at: datetime
    digest: str
    lessons: int


def put(connection: Connection, new: NewLesson, at: datetime) -> int:
    """Keep a lesson and return its number; one of the same mail, source and `about` is replaced."""
    values = {
        "stage": new.stage.value,
        "said": dict(new.said),
        "was": dict(new.was),
        "outbox_id": new.outbox_id,
        "at": at,
    }
    known = find(connection, new)
    if known is None:
        same = {"mail_id": new.mail_id, "source": new.source.value, "about": new.about}
        return insert(connection, lesson, **same, **values)
    connection.execute(
        lesson.update()
        .where(lesson.c.id == known.id)
        .values(learnt_at=None, ended_at=None, **values)
    )
    return known.id


def find(connection: Connection, new: NewLesson) -> KeptLesson | None:
    """Return the lesson of the same mail, source and `about`, also one that was taken back."""
    found = _load(
        connection,
        lesson.c.mail_id == new.mail_id,
        lesson.c.source == new.source.value,
        lesson.c.about == new.about,
    )
    return found[0] if found else None


def known(connection: Connection, mail_id: int, source: Source, about: str) -> bool:
    """Tell whether there ever was such a lesson, also one that was taken back."""
    query = sa.select(lesson.c.id).where(
        lesson.c.mail_id == mail_id, lesson.c.source == source.value, lesson.c.about == about
    )
    return connection.scalar(query) is not None


def get(connection: Connection, number: int) -> KeptLesson | None:
    """Return a lesson by its number, or None."""
    found = _load(connection, lesson.c.id == number)
    return found[0] if found else None


def standing(connection: Connection) -> list[KeptLesson]:
    """Return the lessons that she has not taken back, oldest first."""
    return _load(connection, lesson.c.ended_at.is_(None))


def of_draft(connection: Connection, outbox_id: int) -> list[KeptLesson]:
    """Return the lessons from what she did with a draft, those taken back included."""
    return _load(connection, lesson.c.outbox_id == outbox_id)


def end(connection: Connection, numbers: Sequence[int], now: datetime) -> None:
    """Take lessons back."""
    connection.execute(lesson.update().where(lesson.c.id.in_(numbers)).values(ended_at=now))


def mark_learnt(connection: Connection, numbers: Sequence[int], now: datetime) -> None:
    """Let lessons speak from now on; those that speak already keep their day."""
    connection.execute(
        lesson.update()
        .where(lesson.c.id.in_(numbers), lesson.c.learnt_at.is_(None))
        .values(learnt_at=now)
    )


def words(connection: Connection, mail_ids: Sequence[int]) -> dict[int, Words]:
    """Return the words of these mails, as far as they are still kept."""
    query = sa.select(
        mail.c.id,
        mail.c.content_digest,
        mail_text.c.sender,
        mail_text.c.sender_name,
        mail_text.c.subject,
        mail_text.c.new_text,
    ).join_from(mail, mail_text)
    return {
        row.id: Words(row.sender, row.sender_name, row.subject, row.new_text, row.content_digest)
        for row in connection.execute(query.where(mail.c.id.in_(mail_ids)))
    }


def came(connection: Connection, mail_id: int) -> bool:
    """Tell whether there is a mail of this number, whether or not its words are kept."""
    return connection.scalar(sa.select(mail.c.id).where(mail.c.id == mail_id)) is not None


def labels_asked_for(connection: Connection) -> frozenset[tuple[int, str]]:
    """Return each mail and label that Mailbot itself gave, or is about to give."""
    query = sa.select(chore.c.mail_id, chore.c.label).where(
        chore.c.mail_id.is_not(None), chore.c.label.is_not(None)
    )
    return frozenset((row.mail_id, row.label) for row in connection.execute(query))


def note_learnt(connection: Connection, new: Learnt) -> None:
    """Put on record what was learnt."""
    insert(connection, learnt, at=new.at, digest=new.digest, lessons=new.lessons)


def last_learnt(connection: Connection) -> Learnt | None:
    """Return what was learnt last; None where nothing ever was."""
    row = connection.execute(learnt.select().order_by(learnt.c.id.desc()).limit(1)).first()
    return Learnt(row.at, row.digest, row.lessons) if row else None


def replies_settled(connection: Connection, since: datetime) -> list[int]:
    """Return the replies that came to rest since then by her hand: turned down, replaced, sent."""
    settled = [State.REJECTED.value, State.SUPERSEDED.value, State.SENT.value]
    query = sa.select(outbox.c.id).where(
        outbox.c.kind == "reply", outbox.c.state.in_(settled), outbox.c.changed_at >= since
    )
    return list(connection.scalars(query.order_by(outbox.c.id)))


def first_letter(connection: Connection, outbox_id: int) -> bytes | None:
    """Return a draft's letter as Mailbot wrote it; None where only her versions are kept."""
    query = sa.select(event.c.why).where(
        event.c.outbox_id == outbox_id, event.c.kind.in_(["edited", "approved"])
    )
    hers = {why.rpartition("digest ")[2] for why in connection.scalars(query)}
    rows = connection.execute(
        sa.select(letter.c.digest, letter.c.raw)
        .where(letter.c.outbox_id == outbox_id)
        .order_by(letter.c.digest)
    )
    return next((row.raw for row in rows if row.digest[:12] not in hers), None)


def _load(connection: Connection, *conditions: sa.ColumnElement[bool]) -> list[KeptLesson]:
    rows = connection.execute(lesson.select().where(*conditions).order_by(lesson.c.at, lesson.c.id))
    return [_kept(row) for row in rows]


def _kept(row: Any) -> KeptLesson:
    new = NewLesson(
        row.mail_id,
        Source(row.source),
        Stage(row.stage),
        row.said,
        row.was,
        row.about,
        row.outbox_id,
    )
    return KeptLesson(row.id, new, row.at, row.learnt_at, row.ended_at)
