"""The place of somebody who does not want it, or may not have it, any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.casework import Cause
from mailbot.model.reading import Stage
from mailbot.model.seats import MemberEnd, OfferState
from mailbot.services.drafting import withdraw
from mailbot.store import members, offers, record, seats, unsent
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.casework.stages import Move

_KEEPS_A_PLACE = frozenset({Stage.OFFERED, Stage.MEMBER})
_OFFER_ENDS = {
    Cause.DEADLINE_PAST: OfferState.LAPSED,
    Cause.GROUPS_CANCEL: OfferState.TAKEN_BACK,
    Cause.GROUPS_IMPORT: OfferState.TAKEN_BACK,
    Cause.QUEUE_WITHDRAW: OfferState.TAKEN_BACK,
}
_MEMBER_ENDS = {
    Cause.SERIES_OVER: MemberEnd.OVER,
    Cause.GROUPS_CANCEL: MemberEnd.CANCELLED,
}


def vacate(connection: Connection, applicant_id: int, moved: Move, now: datetime) -> None:
    """Free the place of an applicant whom a move took to a stage that has none."""
    if moved.to not in _KEEPS_A_PLACE:
        give_up(connection, applicant_id, moved.cause, now)


def give_up(connection: Connection, applicant_id: int, cause: Cause, now: datetime) -> None:
    """End an applicant's pending offer and membership, free their place, withdraw unsent mail.

    Of mail only what is about their group is withdrawn; an answer to what they wrote stays. After
    the last session the closing mail stays as well.
    """
    group_id = seats.group_of(connection, applicant_id)
    if group_id is None:
        return
    pending = offers.pending_of(connection, applicant_id)
    if pending is not None:
        ended = _OFFER_ENDS.get(cause, OfferState.DECLINED)
        offers.set_state(connection, pending.id, ended, now)
    membership = members.current(connection, applicant_id)
    if membership is not None:
        end = _MEMBER_ENDS.get(cause, MemberEnd.LEFT)
        members.end(connection, membership.id, end, now)
    seats.free(connection, applicant_id)
    why = f"their place in group {group_id} is free, {cause.value}"
    if cause is not Cause.SERIES_OVER:
        _withdraw_mail(connection, applicant_id, group_id, why, now)
    record.add(
        connection, Event(now, "place_free", why, applicant_id=applicant_id, group_id=group_id)
    )


def _withdraw_mail(
    connection: Connection, applicant_id: int, group_id: int, why: str, now: datetime
) -> None:
    for mail in unsent.of_applicant(connection, applicant_id):
        if mail.group_id == group_id and mail.kind != "reply":
            withdraw(connection, mail, why, now)
