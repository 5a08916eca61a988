"""When the one reminder of an offer is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.seats import Offer


def reminder_moment(offer: Offer) -> datetime:
    """Return half time between the offer and its deadline, aware.

    An offer counts from when it left, before that from when it was drafted.
    """
    begun = offer.opened_at or offer.made_at
    return begun + (offer.deadline - begun) / 2


def reminder_key(offer: Offer) -> str:
    """Return why the reminder of an offer exists, such as `offer/7/reminder`."""
    return f"offer/{offer.id}/reminder"
