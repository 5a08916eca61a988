"""Two records that are one person's become one, by the coordinator's word and never by guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mailbot.casework import facts as facts_of
from mailbot.errors import RefusedError
from mailbot.model.casework import Cause
from mailbot.model.reading import Stage
from mailbot.model.seats import OfferState
from mailbot.services import withdrawing
from mailbot.services.answering_offers import choices
from mailbot.services.queueing import Done, find
from mailbot.services.standing import card
from mailbot.services.vacating import give_up
from mailbot.store import kinship, offers, people, record, seats
from mailbot.store.record import Event

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailbot.model.seats import Offer
    from mailbot.services.office import Office
    from mailbot.store.people import Applicant

_HOLDS_A_PLACE = {Stage.OFFERED, Stage.MEMBER}
_MAY_BE_OFFERED = {Stage.QUEUED, *_HOLDS_A_PLACE}
_NOTHING_SAID = {Stage.NEW, Stage.INFORMED, Stage.OTHER}
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of one person.

    Attributes:
        kept: The record whose stage counts, under which both go on.
        other: The record that becomes a pointer to it.
    """

    kept: Applicant
    other: Applicant


def join(office: Office, words: str, second: str, now: datetime) -> Done:
    """Join the addresses and all else of `second` to the person that `words` name.

    The stage that counts is an open place, else what was said last; who waits under both keeps the
    better place in the queue. Of facts that differ the newer mail's count.

    Raises:
        NotFoundError: One of them is nobody.
        RefusedError: One is several people, both are one already, or they hold places that
            contradict each other.
    """
    with office.database.transaction() as connection:
        first, later = find(connection, words), find(connection, second)
        if first.id == later.id:
            raise RefusedError(f"“{words}” and “{second}” are one person already: {first.shown}.")
        _refuse_two_places(connection, first, later)
        pair = _pair(first, later)
        remarks = _without_a_draft(connection, pair, now)
        kinship.mark_joined(connection, later.emails, now)
        _keep_what_is_known(connection, pair, first)
        kinship.join(connection, pair.kept.id, pair.other.id, now)
        why = f"applicant {pair.other.id} ({pair.other.stage.value}) is the same person, by command"
        record.add(connection, Event(now, "joined", why, applicant_id=pair.kept.id))
        near = _too_near(connection, pair.kept.id)
        return Done(
            card(office, connection, pair.kept.id),
            (*remarks, *near, *_still_to_answer(connection, pair, now)),
        )


def _refuse_two_places(connection: Connection, first: Applicant, later: Applicant) -> None:
    held = [
        (each, seats.group_of(connection, each.id), offers.pending_of(connection, each.id))
        for each in (first, later)
    ]
    if any(group_id is None and each.stage not in _HOLDS_A_PLACE for each, group_id, _ in held):
        return
    places = " and ".join(_place(each, group_id, offer) for each, group_id, offer in held)
    raise RefusedError(
        f"Each of them holds a place, and one person may hold only one: {places}.",
        _how_to_give_up([(each, offer) for each, _, offer in held]),
    )


def _place(applicant: Applicant, group_id: int | None, offer: Offer | None) -> str:
    where = f" in group {group_id}" if group_id is not None else ""
    if offer is None:
        return f"{applicant.shown} has one{where}"
    if offer.state is OfferState.DRAFTED:
        return f"{applicant.shown} is to be offered one{where}, by a draft that has not left"
    return f"{applicant.shown} is offered one{where}"


def _how_to_give_up(held: list[tuple[Applicant, Offer | None]]) -> str:
    """Return how to give one of two places up, by the way that undoes least."""
    for _, offer in held:
        if offer is not None and offer.state is OfferState.DRAFTED and offer.outbox_id is not None:
            return f"`mailbot drafts reject {offer.outbox_id}` takes the draft back."
    for applicant, offer in held:
        if offer is not None and offer.state is OfferState.OPEN:
            return f"`mailbot groups decline {applicant.emails[0]} --stays` gives the offer back."
    return "Give up one first: `mailbot queue withdraw` with that address."


def _pair(first: Applicant, later: Applicant) -> Pair:
    for one, other in ((first, later), (later, first)):
        if one.stage in _HOLDS_A_PLACE and _left_since(other, one):
            raise RefusedError(
                f"{one.shown} is {one.stage.value}, but {other.shown} has withdrawn since.",
                f"If they want the place, `mailbot queue add {other.emails[0]}` first; if they do "
                f"not, `mailbot queue withdraw {one.emails[0]}`.",
            )
    kept = max((later, first), key=_weight)
    return Pair(kept, later if kept is first else first)


def _without_a_draft(connection: Connection, pair: Pair, now: datetime) -> tuple[str, ...]:
    """Take back an offer that was only drafted, where by what was said last they wait no more."""
    if pair.kept.stage in _MAY_BE_OFFERED:
        return ()
    held = withdrawing.before(connection, pair.other.id)
    give_up(connection, pair.other.id, Cause.QUEUE_WITHDRAW, now)
    return withdrawing.remarks(connection, held, now)


def _too_near(connection: Connection, applicant_id: int) -> tuple[str, ...]:
    """Say with whom they hold places in one group, whom they must not meet."""
    group_id = seats.group_of(connection, applicant_id)
    if group_id is None:
        return ()
    near = kinship.apart_from(connection, applicant_id) & set(seats.holders(connection, group_id))
    return tuple(
        f"In group {group_id} they would meet {people.get(connection, each).shown}, whom they must "
        "not meet."
        for each in sorted(near)
    )


def _still_to_answer(connection: Connection, pair: Pair, now: datetime) -> tuple[str, ...]:
    """Say what she can do, where they may have answered an open offer from the other address."""
    made = offers.pending_of(connection, pair.kept.id)
    if made is None or made.state is not OfferState.OPEN:
        return ()
    heard_at = kinship.last_heard(connection, pair.kept.id)
    if heard_at is None or heard_at < (made.opened_at or made.made_at):
        return ()
    applicant = people.get(connection, pair.kept.id)
    return (
        f"A place in group {made.group_id} is offered to them, and they have written since:",
        *choices(connection, applicant, made, now),
    )


def _left_since(other: Applicant, one: Applicant) -> bool:
    return other.stage is Stage.WITHDRAWN and other.stage_since > one.stage_since


def _weight(applicant: Applicant) -> tuple[bool, bool, datetime]:
    """Order records by what counts: an open place, then a word that was said, then the newest."""
    return (
        applicant.stage in _HOLDS_A_PLACE,
        applicant.stage not in _NOTHING_SAID,
        applicant.stage_since,
    )


def _keep_what_is_known(connection: Connection, pair: Pair, first: Applicant) -> None:
    kept, other = pair.kept, pair.other
    older, newer = sorted(
        (other, kept), key=lambda each: kinship.last_heard(connection, each.id) or _LONG_AGO
    )
    facts = facts_of.merge(older.facts, newer.facts)
    name = facts_of.fuller(first.name, facts_of.fuller(kept.name, other.name)) or ""
    people.set_facts(connection, kept.id, name, facts)
    notes = "\n".join(each.notes for each in (kept, other) if each.notes)
    people.set_notes(connection, kept.id, notes)
    if kept.stage is Stage.QUEUED is other.stage:
        _keep_better_place(connection, kept, other)


def _keep_better_place(connection: Connection, kept: Applicant, other: Applicant) -> None:
    if kept.place is None or other.place is None or kept.place <= other.place:
        return
    if other.queued_at is not None:
        people.set_waits_since(connection, kept.id, other.queued_at)
    people.set_place(connection, kept.id, other.place)
