"""Where somebody stands in the queue: for the coordinator, and for the student who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.casework import facts as facts_of
from mailbot.casework.queue import glance, in_order, positions
from mailbot.letters.standing import InGroup, InQueue, Standing
from mailbot.model.queue import Glance, Waiter
from mailbot.model.reading import Stage
from mailbot.model.seats import GroupStatus, OfferState
from mailbot.store import groups, kinship, members, offers, people, sendings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.people import Applicant


@dataclass(frozen=True, slots=True)
class Card:
    """What the coordinator sees of an applicant.

    Attributes:
        applicant: As on record.
        position: In the queue, from 1; None where they do not stand in it.
        missing: The facts that a group cannot be formed without and that are not known; the time
            zone, too, where the city does not tell it.
        asked: Those of them that they have been asked for, by a mail that left.
        glance: When they are free.
        apart: Whom they must not meet, by name and address.
    """

    applicant: Applicant
    position: int | None
    missing: tuple[str, ...]
    asked: tuple[str, ...]
    glance: Glance
    apart: tuple[str, ...]


def waiters(applicants: Iterable[Applicant]) -> list[Waiter]:
    """Return those of `applicants` who have a place, for `casework.queue`."""
    return [
        Waiter(each.id, each.place, each.stage is Stage.QUEUED)
        for each in applicants
        if each.place is not None
    ]


def in_queue(office: Office) -> list[Card]:
    """Return all who stand in the queue, first to last."""
    with office.database.transaction() as connection:
        placed = {each.id: each for each in people.with_place(connection)}
        standing = in_order(waiters(placed.values()))
        return [
            card_of(office, connection, placed[waiter.id], position)
            for position, waiter in enumerate((each for each in standing if each.queued), start=1)
        ]


def card(office: Office, connection: Connection, applicant_id: int) -> Card:
    """Return what there is of one applicant."""
    position = positions(waiters(people.with_place(connection))).get(applicant_id)
    return card_of(office, connection, people.get(connection, applicant_id), position)


def card_of(
    office: Office, connection: Connection, applicant: Applicant, position: int | None
) -> Card:
    """Return what there is of an applicant whose position is known."""
    missing = facts_of.missing(applicant.facts, frozenset())
    if applicant.facts.city and not applicant.facts.timezone:
        missing = (*missing, "timezone")
    asked = sendings.asked_of(connection, applicant.id) if missing else frozenset()
    others = sorted(kinship.apart_from(connection, applicant.id))
    return Card(
        applicant,
        position,
        missing,
        tuple(fact for fact in missing if fact in asked),
        glance(applicant.facts, office.settings.programme.minutes),
        tuple(people.get(connection, other).shown for other in others),
    )


def standing_of(
    office: Office, connection: Connection, applicant: Applicant, now: datetime
) -> Standing:
    """Return where a student stands at `now`, for a letter to them.

    A place that is only drafted for them is not told: nobody has let that offer go yet. A group
    counts as forming once a place in it has been offered.
    """
    return Standing(
        applicant.stage,
        _in_queue(office, connection, applicant),
        _in_group(connection, applicant, now),
    )


def _in_queue(office: Office, connection: Connection, applicant: Applicant) -> InQueue | None:
    if applicant.queued_at is None:
        return None
    position = positions(waiters(people.with_place(connection))).get(applicant.id)
    if position is None:
        return None
    since = applicant.queued_at.astimezone(office.settings.coordinator.zone).date()
    return InQueue(position, since, any(_offering(connection)))


def _offering(connection: Connection) -> Iterator[bool]:
    """Yield of each group that is forming whether a place in it has been offered to anybody."""
    for group in groups.those(connection, {GroupStatus.FORMING}):
        states = {each.state for each in offers.of_group(connection, group.id)}
        yield bool(states & {OfferState.OPEN, OfferState.ACCEPTED})


def _in_group(connection: Connection, applicant: Applicant, now: datetime) -> InGroup | None:
    if applicant.stage in {Stage.OFFERED, Stage.LAPSED}:
        offer = offers.last_of(connection, applicant.id)
        if offer is not None:
            return _place(connection, offer.group_id, applicant, now, offer.deadline)
    if applicant.stage in {Stage.MEMBER, Stage.PAST}:
        membership = members.latest(connection, applicant.id)
        if membership is not None:
            return _place(connection, membership.group_id, applicant, now)
    return None


def _place(
    connection: Connection,
    group_id: int,
    applicant: Applicant,
    now: datetime,
    deadline: datetime | None = None,
) -> InGroup:
    group = groups.get(connection, group_id)
    lasting = [each for each in members.of_group(connection, group_id) if each.ended_at is None]
    return InGroup(
        timetable=groups.timetable(connection, group_id),
        zone=applicant.facts.timezone or "",
        now=now,
        deadline=deadline,
        confirmed=group.status is GroupStatus.CONFIRMED,
        taken=len(lasting),
        least=group.members_least,
    )
