"""Offers: places held for applicants until a deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailbot.model.seats import PENDING, Offer, OfferState, Round
from mailbot.store.rows import insert
from mailbot.store.schema_groups import offer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection


def add(
    connection: Connection,
    group_id: int,
    applicant_id: int,
    round_: Round,
    deadline: datetime,
    now: datetime,
) -> Offer:
    """Put an offer on record that is drafted, and return it.

    Raises:
        IntegrityError: Another offer to this applicant is pending.
    """
    offer_id = insert(
        connection,
        offer,
        group_id=group_id,
        applicant_id=applicant_id,
        state=OfferState.DRAFTED.value,
        round=round_.value,
        made_at=now,
        deadline=deadline,
    )
    return get(connection, offer_id)


def get(connection: Connection, offer_id: int) -> Offer:
    """Return the offer of this id.

    Raises:
        NoResultFound: There is none.
    """
    return _offer(connection.execute(offer.select().where(offer.c.id == offer_id)).one())


def of_outbox(connection: Connection, outbox_id: int) -> Offer | None:
    """Return the offer that a mail of the outbox makes, or None."""
    row = connection.execute(offer.select().where(offer.c.outbox_id == outbox_id)).one_or_none()
    return None if row is None else _offer(row)


def of_group(connection: Connection, group_id: int) -> list[Offer]:
    """Return all offers of a group, whatever became of them, oldest first."""
    query = offer.select().where(offer.c.group_id == group_id).order_by(offer.c.id)
    return [_offer(row) for row in connection.execute(query)]


def pending_of(connection: Connection, applicant_id: int) -> Offer | None:
    """Return the offer that holds a place for an applicant which they have not taken yet."""
    row = connection.execute(
        offer.select().where(
            offer.c.applicant_id == applicant_id,
            offer.c.state.in_([state.value for state in PENDING]),
        )
    ).one_or_none()
    return None if row is None else _offer(row)


def last_of(connection: Connection, applicant_id: int) -> Offer | None:
    """Return the newest offer to an applicant, whatever became of it; None where none was made."""
    query = offer.select().where(offer.c.applicant_id == applicant_id)
    row = connection.execute(query.order_by(offer.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _offer(row)


def in_states(connection: Connection, states: Iterable[OfferState]) -> list[Offer]:
    """Return the offers in these states, oldest first."""
    query = offer.select().where(offer.c.state.in_([state.value for state in states]))
    return [_offer(row) for row in connection.execute(query.order_by(offer.c.id))]


def set_state(connection: Connection, offer_id: int, state: OfferState, now: datetime) -> None:
    """Move an offer on; `now` becomes when it left, or when it ended."""
    values: dict[str, Any] = {"state": state.value}
    values["opened_at" if state is OfferState.OPEN else "ended_at"] = now
    connection.execute(offer.update().where(offer.c.id == offer_id).values(**values))


def set_mail(connection: Connection, offer_id: int, outbox_id: int, deadline: datetime) -> None:
    """Note which mail makes the offer, and until when it says that the place is held."""
    connection.execute(
        offer.update().where(offer.c.id == offer_id).values(outbox_id=outbox_id, deadline=deadline)
    )


def draft_anew(connection: Connection, offer_id: int, deadline: datetime, now: datetime) -> None:
    """Note that an offer was drafted again, with another deadline."""
    connection.execute(
        offer.update().where(offer.c.id == offer_id).values(made_at=now, deadline=deadline)
    )


def hold_until(connection: Connection, offer_id: int, deadline: datetime) -> None:
    """Set until when the place is held."""
    connection.execute(offer.update().where(offer.c.id == offer_id).values(deadline=deadline))


def _offer(row: Any) -> Offer:
    return Offer(
        id=row.id,
        group_id=row.group_id,
        applicant_id=row.applicant_id,
        state=OfferState(row.state),
        round=Round(row.round),
        made_at=row.made_at,
        deadline=row.deadline,
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        outbox_id=row.outbox_id,
    )
