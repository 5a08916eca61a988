"""Reviews by mail: what each showed, under which token, and which orders on it were carried out."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.casework import Role
from mailbot.model.outbox import Audience, State
from mailbot.model.review import Review, ReviewItem, WaitingDraft
from mailbot.store.drafts import Standing
from mailbot.store.rows import insert
from mailbot.store.schema import applicant, thread
from mailbot.store.schema_day import deferred, order_done, review, review_item
from mailbot.store.schema_outbox import draft_copy, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.orders import Action

_LOST = (State.FAILED.value, State.UNCERTAIN.value, State.REJECTED.value)
_HERS = (Standing.EDITED.value, Standing.VANISHED.value)


def waiting(connection: Connection) -> list[WaitingDraft]:
    """Return the drafts that wait for somebody's word, oldest first."""
    hers = draft_copy.c.standing.in_(_HERS)
    distress = sa.or_(applicant.c.distress_at.is_not(None), thread.c.distress_at.is_not(None))
    query = (
        sa.select(outbox, deferred.c.until, sa.or_(hers, distress).label("apart"))
        .join(draft_copy, draft_copy.c.outbox_id == outbox.c.id, isouter=True)
        .join(deferred, deferred.c.outbox_id == outbox.c.id, isouter=True)
        .join(applicant, applicant.c.id == outbox.c.applicant_id, isouter=True)
        .join(thread, thread.c.id == outbox.c.thread_id, isouter=True)
        .where(
            outbox.c.state == State.DRAFT.value,
            outbox.c.audience != Audience.STAFF.value,
        )
        .order_by(outbox.c.id)
    )
    return [
        WaitingDraft(
            outbox_id=row.id,
            bundle_id=row.bundle_id,
            digest=row.digest,
            applicant_id=row.applicant_id,
            group_id=row.group_id,
            changed_at=row.changed_at,
            deferred_until=row.until,
            apart=bool(row.apart),
        )
        for row in connection.execute(query)
    ]


def token_digest(token: str) -> str:
    """Return what is kept of a token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def add(
    connection: Connection,
    outbox_id: int,
    token: str,
    reader: Role,
    items: Sequence[ReviewItem],
    *,
    now: datetime,
    expires_at: datetime,
) -> int:
    """Put a review mail on record, of its token only the digest, and return its row."""
    review_id = insert(
        connection,
        review,
        outbox_id=outbox_id,
        token_digest=token_digest(token),
        reader=reader.value,
        created_at=now,
        expires_at=expires_at,
    )
    for item in items:
        connection.execute(
            review_item.insert().values(
                review_id=review_id,
                number=item.number,
                outbox_id=item.outbox_id,
                bundle_id=item.bundle_id,
                digest=item.digest,
            )
        )
    return review_id


def by_token(connection: Connection, token: str) -> Review | None:
    """Return the review that has this token; every one is compared, in constant time."""
    wanted, found = token_digest(token), None
    for row in connection.execute(sa.select(review.c.id, review.c.token_digest)):
        if hmac.compare_digest(row.token_digest, wanted):
            found = row.id
    return None if found is None else _one(connection, review.c.id == found)


def by_message_ids(connection: Connection, digests: Sequence[str]) -> Review | None:
    """Return the newest review whose mail has one of these (salted digests of) Message-IDs."""
    ids = sa.select(outbox.c.id).where(outbox.c.message_id_digest.in_(digests))
    return _one(connection, review.c.outbox_id.in_(ids))


def live(connection: Connection, reader: Role, now: datetime) -> list[Review]:
    """Return the reviews to one reader that can still be answered, oldest first.

    One that did not leave, or of which nobody knows, has shown nothing to anybody.
    """
    lost = sa.select(outbox.c.id).where(outbox.c.state.in_(_LOST))
    return _reviews(
        connection,
        review.c.reader == reader.value,
        review.c.expires_at > now,
        review.c.outbox_id.not_in(lost),
    )


def last_at(connection: Connection, reader: Role) -> datetime | None:
    """Return when the newest review to one reader was made that shows drafts, or None."""
    newest = connection.execute(
        sa.select(review.c.created_at)
        .where(review.c.reader == reader.value, review.c.id.in_(sa.select(review_item.c.review_id)))
        .order_by(review.c.id.desc())
        .limit(1)
    ).first()
    return None if newest is None else newest.created_at


def count(connection: Connection) -> int:
    """Return how many reviews there ever were."""
    return connection.scalar(sa.select(sa.func.count()).select_from(review)) or 0


def done_at(connection: Connection, review_id: int, number: int, action: Action) -> datetime | None:
    """Return when this very order was carried out, or None."""
    row = connection.execute(
        sa.select(order_done.c.at).where(
            order_done.c.review_id == review_id,
            order_done.c.number == number,
            order_done.c.action == action.value,
        )
    ).first()
    return None if row is None else row.at


def mark_done(
    connection: Connection,
    review_id: int,
    number: int,
    action: Action,
    now: datetime,
    mail_id: int | None,
) -> None:
    """Remember that an order was carried out.

    Raises:
        IntegrityError: It was before.
    """
    connection.execute(
        order_done.insert().values(
            review_id=review_id, number=number, action=action.value, at=now, mail_id=mail_id
        )
    )


def defer(connection: Connection, outbox_id: int, until: datetime) -> None:
    """Put a draft off; what was said before does not count any more."""
    connection.execute(deferred.delete().where(deferred.c.outbox_id == outbox_id))
    connection.execute(deferred.insert().values(outbox_id=outbox_id, until=until))


def put_off_until(connection: Connection, outbox_id: int) -> datetime | None:
    """Return until when a draft was put off last; None where it never was."""
    query = sa.select(deferred.c.until).where(deferred.c.outbox_id == outbox_id)
    return connection.execute(query).scalar_one_or_none()


def changed_at(connection: Connection, outbox_id: int) -> datetime:
    """Return since when a mail is as it is."""
    query = sa.select(outbox.c.changed_at).where(outbox.c.id == outbox_id)
    at: datetime = connection.execute(query).scalar_one()
    return at


def _one(connection: Connection, which: sa.ColumnElement[bool]) -> Review | None:
    found = _reviews(connection, which)
    return found[-1] if found else None


def _reviews(connection: Connection, *which: sa.ColumnElement[bool]) -> list[Review]:
    rows = connection.execute(review.select().where(*which).order_by(review.c.id)).all()
    items = _items(connection, [row.id for row in rows])
    return [
        Review(
            id=row.id,
            outbox_id=row.outbox_id,
            reader=Role(row.reader),
            created_at=row.created_at,
            expires_at=row.expires_at,
            items=tuple(items.get(row.id, ())),
        )
        for row in rows
    ]


def _items(connection: Connection, review_ids: Sequence[int]) -> dict[int, list[ReviewItem]]:
    found: dict[int, list[ReviewItem]] = {}
    query = review_item.select().where(review_item.c.review_id.in_(review_ids))
    for row in connection.execute(query.order_by(review_item.c.number)):
        found.setdefault(row.review_id, []).append(_item(row))
    return found


def _item(row: Any) -> ReviewItem:
    return ReviewItem(row.number, row.outbox_id, row.bundle_id, row.digest)
