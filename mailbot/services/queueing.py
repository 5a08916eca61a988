"""What the coordinator does to the queue by her own word; every deed is on the record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mailbot.casework import facts as facts_of
from mailbot.casework.queue import moved, positions
from mailbot.errors import MailProblem, NotFoundError, RefusedError
from mailbot.mail.compose_headers import ascii_address
from mailbot.model.casework import Cause
from mailbot.model.reading import Facts, Stage
from mailbot.services import withdrawing
from mailbot.services.history import only_one
from mailbot.services.moving import move
from mailbot.services.particulars import Given, understand
from mailbot.services.standing import Card, card, waiters
from mailbot.store import kinship, listing, people, record
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.people import Applicant

NOTHING = "-"
"""Said in place of a fact, it takes the fact away."""

_FIELDS = ("name", "university", "year", "city", "timezone", "available")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be different about an applicant; None leaves it as it is.

    Attributes:
        given: Facts as written; empty ones stay, `-` takes one away.
        notes: Instead of the notes so far.
        since: Since when they wait.
        held: Whether mail that nobody asked for waits for her word.
        apart: Whom else they must not meet, as words for one person each.
        together: Whom they may meet after all.
    """

    given: Given = field(default_factory=Given)
    notes: str | None = None
    since: datetime | None = None
    held: bool | None = None
    apart: tuple[str, ...] = ()
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """How somebody stands after a deed, and what to tell of it.

    Attributes:
        card: As they stand now.
        remarks: What the coordinator may want to know, a sentence each.
    """

    card: Card
    remarks: tuple[str, ...] = ()


def find(connection: Connection, words: str) -> Applicant:
    """Return the one applicant whose address, or whose name or address in part, is `words`.

    Raises:
        NotFoundError: It is nobody.
        RefusedError: It is several people, who are named.
    """
    found = [each for each in listing.correspondents(connection, words) if each.applicant_id]
    applicant_id = only_one(found, words).applicant_id
    assert applicant_id is not None  # noqa: S101 - none without an id is left
    return people.get(connection, applicant_id)


def show(office: Office, words: str) -> Card:
    """Return what there is of one applicant.

    Raises:
        NotFoundError: It is nobody.
        RefusedError: It is several people.
    """
    with office.database.transaction() as connection:
        return card(office, connection, find(connection, words).id)


def add(office: Office, email: str, changes: Changes, now: datetime) -> Done:
    """Put somebody into the queue, at the end of it unless they wait since another day.

    Raises:
        MailProblem: The address is none.
        RefusedError: They stand where no way leads into the queue, or something is unclear.
    """
    address = own_address_refused(office, email)
    facts, remarks = _understood(changes.given)
    with office.database.transaction() as connection:
        known = people.by_email(connection, address)
        applicant_id = known.id if known else people.add(connection, address, "", now)
        allowed = move(connection, applicant_id, Cause.QUEUE_ADD, now)
        if allowed is not None:
            _change(connection, applicant_id, changes, facts, now)
        done = Done(
            card(office, connection, applicant_id),
            (*remarks, *namesakes(connection, applicant_id)),
        )
    if allowed is None:
        raise RefusedError(_there_already(done.card), "`mailbot queue edit` changes what is known.")
    return done


def edit(office: Office, words: str, changes: Changes, now: datetime) -> Done:
    """Change what is known of somebody, by the coordinator's word.

    Raises:
        NotFoundError: It is nobody.
        RefusedError: It is several people, or something is unclear; nothing is changed then.
    """
    facts, remarks = _understood(changes.given)
    with office.database.transaction() as connection:
        applicant = find(connection, words)
        _change(connection, applicant.id, changes, facts, now)
        return Done(card(office, connection, applicant.id), remarks)


def withdraw(office: Office, words: str, now: datetime) -> Done:
    """Take somebody out, by the coordinator's word: they are not written to until they ask anew.

    Raises:
        NotFoundError: It is nobody.
        RefusedError: It is several people, or somebody who is out already.
    """
    with office.database.transaction() as connection:
        applicant = find(connection, words)
        held = withdrawing.before(connection, applicant.id)
        allowed = move(connection, applicant.id, Cause.QUEUE_WITHDRAW, now)
        done = Done(
            card(office, connection, applicant.id), withdrawing.remarks(connection, held, now)
        )
    if allowed is None:
        raise RefusedError(
            f"{applicant.shown} is {applicant.stage.value}, so there is nothing to withdraw from."
        )
    return done


def move_to(office: Office, words: str, position: int, now: datetime) -> Card:
    """Give somebody another position in the queue; all others keep their order.

    Raises:
        NotFoundError: It is nobody.
        RefusedError: It is several people, somebody not in the queue, or no position.
    """
    with office.database.transaction() as connection:
        applicant = _queued(connection, words)
        return _put(office, connection, applicant, position, now)


def move_beside(office: Office, words: str, other: str, now: datetime, *, before: bool) -> Card:
    """Put somebody directly before, or behind, somebody else in the queue.

    Raises:
        NotFoundError: One of them is nobody.
        RefusedError: One of them is several people, or not in the queue, or both are the same.
    """
    with office.database.transaction() as connection:
        applicant, beside = _queued(connection, words), _queued(connection, other)
        if applicant.id == beside.id:
            raise RefusedError(f"“{words}” and “{other}” are the same person, {beside.shown}.")
        standing = positions(waiters(people.with_place(connection)))
        without = standing[beside.id] - (standing[applicant.id] < standing[beside.id])
        return _put(office, connection, applicant, without + (0 if before else 1), now)


def namesakes(connection: Connection, applicant_id: int) -> tuple[str, ...]:
    """Return a sentence for each other applicant of the same name."""
    applicant = people.get(connection, applicant_id)
    others = people.named(connection, applicant.name) if applicant.name else []
    return tuple(
        f"{other.shown} has the same name and counts as somebody else, unless you join them."
        for other in others
        if other.id != applicant_id
    )


def own_address_refused(office: Office, email: str) -> str:
    """Return `email` in lower case.

    Raises:
        MailProblem: It is no address that mail can be sent to, or the programme's own.
    """
    address = email.strip().lower()
    ascii_address(address)
    if address in office.settings.own_addresses:
        raise MailProblem(f"{address} is the programme's own address.")
    return address


def _understood(given: Given) -> tuple[Facts, tuple[str, ...]]:
    cleared = {name: "" for name in _FIELDS if getattr(given, name) == NOTHING}
    understood = understand(replace(given, **cleared))
    if understood.unclear:
        raise RefusedError(" ".join(understood.unclear), "Nothing was changed; say it again.")
    return understood.facts, understood.remarks


def _change(
    connection: Connection, applicant_id: int, changes: Changes, facts: Facts, now: datetime
) -> None:
    applicant = people.get(connection, applicant_id)
    name, known = _with(applicant, changes.given, facts)
    people.set_facts(connection, applicant_id, name, known)
    if changes.notes is not None:
        people.set_notes(connection, applicant_id, changes.notes.strip())
    if changes.since is not None:
        _wait_since(connection, applicant, changes.since, now)
    if changes.held is not None:
        if changes.held:
            people.hold(connection, applicant_id, now)
        else:
            people.release(connection, applicant_id)
    for words in changes.apart:
        kinship.keep_apart(connection, applicant_id, _other(connection, applicant, words).id)
    for words in changes.together:
        kinship.may_meet(connection, applicant_id, _other(connection, applicant, words).id)
    what = _told(changes)
    if what:
        record.add(
            connection,
            Event(now, "edited", f"by command: {', '.join(what)}", applicant_id=applicant_id),
        )


def _with(applicant: Applicant, given: Given, facts: Facts) -> tuple[str, Facts]:
    """Return name and facts with what she says in place of what was known: her word counts."""
    known = facts_of.merge(applicant.facts, facts)
    known = replace(known, name=facts.name or known.name)
    if facts.city:
        known = replace(known, timezone=facts.timezone)
    if given.available:
        known = replace(
            known,
            availability=facts.availability,
            unavailable=facts.unavailable,
            unplaced=(),
        )
    zone_gone = NOTHING in (given.timezone, given.city) and not facts.timezone
    known = replace(
        known,
        university=None if given.university == NOTHING else known.university,
        year=None if given.year == NOTHING else known.year,
        city=None if given.city == NOTHING else known.city,
        timezone=None if zone_gone else known.timezone,
    )
    return facts.name or applicant.name, known


def _wait_since(
    connection: Connection, applicant: Applicant, since: datetime, now: datetime
) -> None:
    if since > now:
        raise RefusedError("Nobody waits since a day that is still to come.")
    if applicant.queued_at is None:
        raise NotFoundError(f"{applicant.shown} does not wait in the queue.")
    people.set_waits_since(connection, applicant.id, since)


def _other(connection: Connection, applicant: Applicant, words: str) -> Applicant:
    other = find(connection, words)
    if other.id == applicant.id:
        raise RefusedError(f"“{words}” is {applicant.shown}, who cannot but meet themselves.")
    return other


def _told(changes: Changes) -> list[str]:
    """Return what is changed, by kind alone: the record holds nobody's words."""
    return [
        *(name for name in _FIELDS if getattr(changes.given, name)),
        *(("notes",) if changes.notes is not None else ()),
        *(("waits since",) if changes.since is not None else ()),
        *(("held" if changes.held else "released",) if changes.held is not None else ()),
        *(("must not meet somebody",) if changes.apart else ()),
        *(("may meet somebody again",) if changes.together else ()),
    ]


def _queued(connection: Connection, words: str) -> Applicant:
    applicant = find(connection, words)
    if applicant.stage is not Stage.QUEUED:
        raise RefusedError(f"{applicant.shown} is {applicant.stage.value}, not in the queue.")
    return applicant


def _put(
    office: Office, connection: Connection, applicant: Applicant, position: int, now: datetime
) -> Card:
    try:
        places = moved(waiters(people.with_place(connection)), applicant.id, position)
    except ValueError as error:
        raise RefusedError(f"{applicant.shown} stays in place: {error}.") from None
    for applicant_id, place in places.items():
        people.set_place(connection, applicant_id, place)
    if places:
        record.add(
            connection,
            Event(now, "place", f"moved to position {position}", applicant_id=applicant.id),
        )
    return card(office, connection, applicant.id)


def _there_already(known: Card) -> str:
    applicant = known.applicant
    if known.position is not None:
        return f"{applicant.shown} stands in the queue already, at position {known.position}."
    return f"{applicant.shown} is {applicant.stage.value} already."
