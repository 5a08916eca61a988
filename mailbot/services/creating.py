"""A group put on record: forming in a slot, with its sessions and leaders, for people who wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.groups.explain import explain, short_date
from mailbot.groups.fitting import fits
from mailbot.groups.slots import first_date
from mailbot.model.reading import Stage
from mailbot.services import queueing
from mailbot.services.candidates import candidate
from mailbot.services.date_remarks import date_remarks, homes_of
from mailbot.services.days import day_of
from mailbot.services.founding import (
    opening_of,
    planned,
    put_on_record,
    refuse_conflict,
    slot_named,
    slot_remarks,
)
from mailbot.services.openings import beginning, season_of
from mailbot.services.proposing import members_of, solve, survey
from mailbot.store import kinship, people, seats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from mailbot.model.groups import Slot
    from mailbot.model.seats import Group
    from mailbot.model.sessions import Timetable
    from mailbot.services.office import Office
    from mailbot.store.people import Applicant


@dataclass(frozen=True, slots=True)
class Created:
    """A group that was put on record.

    Attributes:
        group: As it stands.
        table: Its sessions.
        students: For whom it is meant; nothing is offered to them yet.
        remarks: What the coordinator may want to know, a sentence each.
    """

    group: Group
    table: Timetable
    students: tuple[Applicant, ...]
    remarks: tuple[str, ...]


def create(
    office: Office,
    slot_id: str,
    now: datetime,
    *,
    first: date | None = None,
    persons: Sequence[str] = (),
) -> Created:
    """Put a group on record that is forming. Nothing is sent, and no place is held yet.

    Args:
        office: The rooms.
        slot_id: Its slot in `config/slots.toml`.
        now: The instant.
        first: The day of its first session; where None, the first that leaves time for offers.
        persons: For whom it is meant, as words for one person each; where empty, those whom the
            proposal of now puts there.

    Raises:
        NotFoundError: There is no such slot or person.
        RefusedError: The slot is in use or not free of conflict then, the date is past or no such
            weekday, too few fit, or a person named cannot be offered a place.
    """
    slot = slot_named(office, slot_id)
    day = _day(office, slot, first, now)
    chosen, why = ((), ()) if persons else _chosen(office, slot, day, now)
    with office.database.transaction() as connection:
        refuse_conflict(office, connection, slot, day)
        students = tuple(
            _named(connection, persons) if persons else (people.get(connection, i) for i in chosen)
        )
        _refuse_together(office, connection, students)
        remarks = (*why, *_misfits(office, connection, slot, day, students))
        group, table = put_on_record(office, connection, slot, day, "by command", now)
    return Created(
        group,
        table,
        students,
        (
            *remarks,
            *_remarks(office, slot, day, len(students), now),
            *date_remarks(table, homes_of((each.facts for each in students), slot.leaders)),
        ),
    )


def _day(office: Office, slot: Slot, first: date | None, now: datetime) -> date:
    """Return the day of the first session, if a new group may begin then."""
    day = first or first_date(slot, beginning(office, now, None)[0])
    if planned(office, slot, day).sessions[0].start <= now:
        raise RefusedError(
            f"{short_date(day)} is past.",
            "`mailbot groups import` takes in a group that meets already.",
        )
    if day < slot.earliest:
        raise RefusedError(
            f"No group begins in slot {slot.id} before {short_date(slot.earliest)}.",
            "That is its `earliest` in config/slots.toml.",
        )
    return day


def _chosen(
    office: Office, slot: Slot, first: date, now: datetime
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return whom the proposal for all who wait puts into a slot, and what to say of it."""
    with office.database.transaction() as connection:
        refuse_conflict(office, connection, slot, first)
        ground = survey(office, connection, now, None)
    this = replace(slot, earliest=first)
    others = (each for each in ground.slots if each.id != slot.id)
    rules = replace(ground.rules, not_before=min(ground.rules.not_before, first))
    found = members_of(solve(replace(ground, slots=(this, *others), rules=rules)), slot.id)
    if found:
        return found, ()
    alone = solve(replace(ground, slots=(this,), rules=rules))
    by_itself = members_of(alone, slot.id)
    if by_itself:
        return by_itself, (
            "The proposal leaves this slot closed; by itself it would be for these.",
        )
    words = explain(alone)
    raise RefusedError(
        " ".join((*words.near, *words.closed)),
        "Name whom it is for with --with, one after the other, and they are taken all the same.",
    )


def _named(connection: Connection, persons: Sequence[str]) -> list[Applicant]:
    """Return the people meant, each once.

    Raises:
        NotFoundError: One is nobody.
        RefusedError: One is several people, does not wait in the queue, or has an offer already.
    """
    found = {each.id: each for each in (queueing.find(connection, words) for words in persons)}
    for each in found.values():
        if each.stage is not Stage.QUEUED:
            raise RefusedError(f"{each.shown} is {each.stage.value}, not in the queue.")
        elsewhere = seats.group_of(connection, each.id)
        if elsewhere is not None:
            raise RefusedError(f"A place in group {elsewhere} is on offer to {each.shown}.")
    return list(found.values())


def _refuse_together(office: Office, connection: Connection, students: Sequence[Applicant]) -> None:
    most = office.settings.programme.members_most
    if len(students) > most:
        raise RefusedError(f"A group holds {most} students, and {len(students)} are named.")
    apart = set(kinship.pairs_apart(connection))
    for one, other in combinations(students, 2):
        if (min(one.id, other.id), max(one.id, other.id)) in apart:
            raise RefusedError(
                f"{one.shown} and {other.shown} must not meet.",
                "`mailbot queue edit ONE --may-meet OTHER` takes that back.",
            )


def _misfits(
    office: Office,
    connection: Connection,
    slot: Slot,
    first: date,
    students: Sequence[Applicant],
) -> list[str]:
    """Return a sentence for each student who may not be able to come, or is held."""
    opening, minutes = opening_of(office, slot, first), office.settings.programme.minutes
    first_known = people.first_known(connection)
    said = []
    for each in students:
        if not fits(candidate(each, first_known), opening, minutes):
            said.append(f"{each.shown} has not said to be free in all sessions.")
        if each.held_at is not None:
            said.append(f"{each.shown} is held: nothing goes to them without your word.")
    return said


def _remarks(
    office: Office, slot: Slot, first: date, number: int, now: datetime
) -> tuple[str, ...]:
    programme, zone = office.settings.programme, office.settings.coordinator.zone
    season = season_of(programme)
    months = f"{programme.season_from} to {programme.season_to}"
    days = (first - day_of(now, zone)).days
    said = (
        (
            f"{number} are named, and a group needs {programme.members_least}.",
            number < programme.members_least,
        ),
        (
            f"The first session is near: offers can be held for {max(days - 1, 0)} days only.",
            days <= office.settings.groups.offer_days,
        ),
        (
            f"Its sessions go beyond the season, {months}.",
            season is not None and not season.holds(first, programme.weeks),
        ),
    )
    return (*(words for words, so in said if so), *slot_remarks(office, slot))
