"""Two records that are one person's become one, by the coordinator's word and never by guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mailbot.casework import facts as facts_of
from mailbot.errors import RefusedError
from mailbot.model.casework import Cause
from mailbot.model.reading import Stage
from mailbot.services.queueing import find
from mailbot.services.standing import Card, card
from mailbot.services.vacating import give_up
from mailbot.store import kinship, people, record, seats
from mailbot.store.record import Event

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.people import Applicant

_HOLDS_A_PLACE = {Stage.OFFERED, Stage.MEMBER}
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


def join(office: Office, words: str, second: str, now: datetime) -> Card:
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
        pair = _pair(first, later)
        _one_place(connection, pair, now)
        kinship.mark_joined(connection, later.emails, now)
        _keep_what_is_known(connection, pair, first)
        kinship.join(connection, pair.kept.id, pair.other.id, now)
        why = f"applicant {pair.other.id} ({pair.other.stage.value}) is the same person, by command"
        record.add(connection, Event(now, "joined", why, applicant_id=pair.kept.id))
        return card(office, connection, pair.kept.id)


def _pair(first: Applicant, later: Applicant) -> Pair:
    for one, other in ((first, later), (later, first)):
        if one.stage in _HOLDS_A_PLACE and other.stage in _HOLDS_A_PLACE:
            raise RefusedError(
                f"Both {first.shown} and {later.shown} hold a place.",
                "Give up one first: `mailbot queue withdraw` with that address.",
            )
        if one.stage in _HOLDS_A_PLACE and _left_since(other, one):
            raise RefusedError(
                f"{one.shown} is {one.stage.value}, but {other.shown} has withdrawn since.",
                f"If they want the place, `mailbot queue add {other.emails[0]}` first; if they do "
                f"not, `mailbot queue withdraw {one.emails[0]}`.",
            )
    kept = max((later, first), key=_weight)
    return Pair(kept, later if kept is first else first)


def _one_place(connection: Connection, pair: Pair, now: datetime) -> None:
    """Take back an offer that was only drafted, where the other record holds a place as well."""
    if seats.group_of(connection, pair.other.id) and seats.group_of(connection, pair.kept.id):
        give_up(connection, pair.other.id, Cause.GROUPS_CANCEL, now)


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
