"""A place that is taken: by the student's word, or by the coordinator's for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.seats import ALIVE, OfferState
from mailbot.store import groups, members, offers, record, seats
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def occupy(connection: Connection, applicant_id: int, now: datetime) -> bool:
    """Make an applicant a member of the group in which a place is on offer to them.

    Returns:
        False, with nothing done, where no place is held for them by an open offer.
    """
    made = offers.pending_of(connection, applicant_id)
    if made is None or made.state is not OfferState.OPEN:
        return False
    held = seats.group_of(connection, applicant_id) == made.group_id
    if not held or groups.get(connection, made.group_id).status not in ALIVE:
        return False
    offers.set_state(connection, made.id, OfferState.ACCEPTED, now)
    members.add(connection, made.group_id, applicant_id, now)
    event = Event(
        now,
        "place_taken",
        f"a place in group {made.group_id}",
        applicant_id=applicant_id,
        group_id=made.group_id,
    )
    record.add(connection, event)
    return True
