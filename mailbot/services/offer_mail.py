"""What becomes of an offer when its mail has left, or will not leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.casework import Cause
from mailbot.model.reading import Stage
from mailbot.model.seats import ALIVE, OfferState, Round
from mailbot.services.deadlines import on_leaving
from mailbot.services.moving import move
from mailbot.store import groups, offers, people, record, seats
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Offer
    from mailbot.store.outbox import Outbound

_CAUSES = {Round.COMMAND: Cause.GROUPS_OFFER, Round.PLACE_FREE: Cause.PLACE_FREE}


def left(connection: Connection, mail: Outbound, now: datetime) -> None:
    """Open the offer whose mail has left.

    One that was taken back meanwhile, and that she sent by hand all the same, holds a place again
    if there still is one.
    """
    made = offers.of_outbox(connection, mail.id)
    if made is None or made.opened_at is not None:
        return
    if made.state is OfferState.DRAFTED or _seated_again(connection, made, now):
        _open(connection, made, mail, now)


def turned_down(connection: Connection, mail: Outbound, now: datetime) -> None:
    """Take back the offer whose draft the coordinator turned down; its place is not filled."""
    made = offers.of_outbox(connection, mail.id)
    if made is None or made.state is not OfferState.DRAFTED:
        return
    take_back(connection, made, "its draft was turned down", now)
    wanted = groups.get(connection, made.group_id).wanted
    groups.set_wanted(connection, made.group_id, max(0, wanted - 1))


def take_back(connection: Connection, made: Offer, why: str, now: datetime) -> None:
    """Free the place of an offer that was never open; the applicant stands where they stood."""
    offers.set_state(connection, made.id, OfferState.TAKEN_BACK, now)
    seats.free(connection, made.applicant_id)
    _event(connection, made, f"the offer of it was taken back: {why}", now)


def _open(connection: Connection, made: Offer, mail: Outbound, now: datetime) -> None:
    cause = _CAUSES[made.round]
    if move(connection, made.applicant_id, cause, now, outbox_id=mail.id) is None:
        take_back(connection, made, "they stand in the queue no more", now)
        return
    table = groups.timetable(connection, made.group_id)
    offers.set_state(connection, made.id, OfferState.OPEN, now)
    offers.hold_until(connection, made.id, on_leaving(made, table, now))


def _seated_again(connection: Connection, made: Offer, now: datetime) -> bool:
    applicant = people.get(connection, made.applicant_id)
    return (
        made.state is OfferState.TAKEN_BACK
        and applicant.stage is Stage.QUEUED
        and groups.get(connection, made.group_id).status in ALIVE
        and seats.take(connection, made.group_id, applicant.id, now) is not None
    )


def _event(connection: Connection, made: Offer, why: str, now: datetime) -> None:
    event = Event(
        now,
        "place_free",
        why,
        applicant_id=made.applicant_id,
        outbox_id=made.outbox_id,
        group_id=made.group_id,
    )
    record.add(connection, event)
