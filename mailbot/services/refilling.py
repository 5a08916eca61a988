"""Free places of a group that is forming go to the next in the queue, as drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.model.seats import GroupStatus, Offer, OfferState, Round
from mailbot.services.alerting import raise_alert
from mailbot.services.candidates import next_in_line
from mailbot.services.deadlines import deadline_of, still_to_come
from mailbot.services.offering import Room, draft_offers, room_of
from mailbot.store import keep, offers, people, record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office

_LOOKED = "looked_through_for_group_{}"
"""Under which the newest line of the record is kept at which nobody in the queue fitted."""

_TURNED_DOWN = frozenset({OfferState.DECLINED, OfferState.LAPSED})


def keep_filled(office: Office, group_id: int, now: datetime) -> None:
    """Draft offers until a forming group has as many places filled as are wanted.

    Of a confirmed group the coordinator is told that a place on offer came free, and asked.

    Raises:
        MailProblem: An address cannot stand in a mail.
        NotFoundError: There is no address of a student.
        TemplateError: The template of offers is broken.
    """
    with office.database.transaction() as connection:
        room = room_of(connection, group_id)
        if room.group.status is GroupStatus.CONFIRMED:
            _tell_of_free_places(office, connection, room, now)
            return
        lacking = min(room.group.wanted, room.group.members_most) - len(room.holders)
        if lacking <= 0 or _nobody_fitted(connection, group_id):
            return
        chosen = able(office, connection, room, now)[:lacking]
        if chosen:
            draft_offers(office, connection, group_id, chosen, Round.PLACE_FREE, now)
        else:
            keep.put(connection, _LOOKED.format(group_id), str(record.newest(connection)))


def able(office: Office, connection: Connection, room: Room, now: datetime) -> tuple[int, ...]:
    """Return who would take the free places of a group, first to last, while offers have time.

    Nobody whose every address refused mail for good is offered a place unasked.
    """
    days = office.settings.groups.offer_days
    found = []
    for each in next_in_line(connection, room.group, now):
        applicant = people.get(connection, each)
        reachable = any(
            not people.bounced_for_good(connection, email) for email in applicant.emails
        )
        if reachable and deadline_of(applicant, room.table, days, now) is not None:
            found.append(each)
    return tuple(found)


def _nobody_fitted(connection: Connection, group_id: int) -> bool:
    """Tell whether nobody fitted when the queue was looked through, and nothing happened since."""
    looked = keep.get(connection, _LOOKED.format(group_id))
    return looked == str(record.newest(connection))


def _tell_of_free_places(office: Office, connection: Connection, room: Room, now: datetime) -> None:
    confirmed, group_id = room.group.confirmed_at, room.group.id
    begun = len(room.table.held) - len(still_to_come(room.table, now))
    if confirmed is None or begun > 1:
        return
    for made in offers.of_group(connection, group_id):
        if _came_free_since(made, confirmed):
            raise_alert(
                office,
                connection,
                AlertKind.GROUP,
                f"{group_id}/turned-down/{made.id}",
                AlertContext(
                    person=people.get(connection, made.applicant_id).shown,
                    matter=f"group {group_id}: a place is still free",
                    reason=f"The offer of a place in group {group_id} is {made.state.value}.",
                    choices=(
                        f"`mailbot groups fill {group_id}` drafts an offer to the next who fits.",
                        "Or leave the place free.",
                    ),
                ),
                now,
                applicant_id=made.applicant_id,
            )


def _came_free_since(made: Offer, confirmed: datetime) -> bool:
    ended = made.ended_at
    return (
        made.state in _TURNED_DOWN
        and made.opened_at is not None
        and ended is not None
        and ended > confirmed
    )
