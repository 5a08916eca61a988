"""When a new group could begin in a slot, and what of the groups that still meet forbids it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil import parser

from mailbot.errors import RefusedError
from mailbot.groups.explain import short_date
from mailbot.groups.season import Season
from mailbot.groups.slots import first_date, opening
from mailbot.model.groups import Rules
from mailbot.model.seats import ALIVE, Group
from mailbot.services.candidates import slot_of
from mailbot.services.days import day_of
from mailbot.store import groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from mailbot.groups.slots import Opening
    from mailbot.model.groups import Slot
    from mailbot.model.sessions import Timetable
    from mailbot.services.office import Office
    from mailbot.settings_programme import Programme

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Living:
    """A group that still meets, or is to.

    Attributes:
        group: As on record.
        slot: When it meets and who leads it.
        table: Its sessions as they stand.
    """

    group: Group
    slot: Slot
    table: Timetable


def living_groups(connection: Connection) -> tuple[Living, ...]:
    """Return the groups that still meet or are to, oldest first."""
    return tuple(
        Living(each, slot_of(connection, each), groups.timetable(connection, each.id))
        for each in groups.those(connection, ALIVE)
    )


def in_the_way(opening: Opening, minutes: int, living: Iterable[Living]) -> str:
    """Return in a sentence what keeps a new group from `opening`; empty where nothing does.

    A slot is in use from the first to the last session of its group, for it has one Zoom link; a
    leader only while a session lasts.
    """
    for each in living:
        if each.group.slot_id == opening.slot.id and _same_weeks(opening, minutes, each):
            zone = ZoneInfo(opening.slot.timezone)
            last = short_date(day_of(each.table.held[-1].start, zone))
            return f"Group {each.group.id} meets there until {last}."
        leader = _needed_twice(opening, minutes, each)
        if leader:
            return f"{leader} leads group {each.group.id} at the same hours."
    return ""


def beginning(office: Office, now: datetime, wanted: date | None) -> tuple[date, str]:
    """Return the day before which no new group begins, and what to say of it.

    Args:
        office: The rooms.
        now: The instant.
        wanted: The day that the coordinator named; where None, the first that leaves offers time.

    Raises:
        RefusedError: The day is past.
    """
    programme, soonest = office.settings.programme, earliest_start(office, now)
    day = wanted or soonest
    if day < day_of(now, office.settings.coordinator.zone):
        raise RefusedError(f"{short_date(day)} is past.", "Choose a day still to come.")
    season = season_of(programme)
    if season is None:
        return day, "config/programme.toml gives no months as its season, so none is kept."
    months = f"Groups are held from {programme.season_from} to {programme.season_to}"
    begin = season.opens(day, programme.weeks)
    if begin != day:
        weeks = f"{programme.weeks} weeks from {short_date(day)} would go beyond that"
        return begin, f"{months}. {weeks}, so none begins before {short_date(begin)}."
    if day < soonest:
        days = f"Offers are held for {office.settings.groups.offer_days} days"
        return day, f"{months}. {days}: before {short_date(soonest)} there is little time for them."
    return day, f"{months}; none begins before {short_date(begin)}."


def free_slots(
    office: Office, rules: Rules, living: Sequence[Living]
) -> tuple[tuple[Slot, ...], tuple[tuple[Slot, str], ...]]:
    """Return the slots in which a group could begin, and the others with the reason.

    The first have their `earliest` moved to the day before which no group begins.

    Raises:
        SettingsError: `config/slots.toml` is wrong.
    """
    slots = office.slots.all_slots()
    reasons = {each.id: _why_not(office, each, rules, living) for each in slots}
    return (
        tuple(
            replace(each, earliest=max(each.earliest, rules.not_before))
            for each in slots
            if not reasons[each.id]
        ),
        tuple((each, reasons[each.id]) for each in slots if reasons[each.id]),
    )


def earliest_start(office: Office, now: datetime) -> date:
    """Return the first day that leaves time for offers, and then for asking the coordinator."""
    settings = office.settings.groups
    asking = -(-settings.ask_before // _DAY)
    return day_of(now, office.settings.coordinator.zone) + (settings.offer_days + asking) * _DAY


def season_of(programme: Programme) -> Season | None:
    """Return the months in which groups are held; None where they are not given as months."""
    months = parser.parserinfo()
    first, last = months.month(programme.season_from), months.month(programme.season_to)
    return Season(first, last) if first and last else None


def rules_for(office: Office, now: datetime, not_before: date) -> Rules:
    """Return what holds for every group of the programme."""
    programme = office.settings.programme
    return Rules(
        weeks=programme.weeks,
        minutes=programme.minutes,
        members_least=programme.members_least,
        members_most=programme.members_most,
        at=now.astimezone(office.settings.coordinator.zone),
        not_before=not_before,
    )


def _same_weeks(opening: Opening, minutes: int, living: Living) -> bool:
    held = living.table.held
    ends = opening.starts[-1] + timedelta(minutes=minutes)
    return bool(held) and opening.starts[0] < held[-1].end and held[0].start < ends


def _needed_twice(opening: Opening, minutes: int, living: Living) -> str:
    """Return the name of a leader of both who would have to be in two sessions at once."""
    leading = {leader.email.lower() for leader in living.slot.leaders}
    shared = [each.name for each in opening.slot.leaders if each.email.lower() in leading]
    length = timedelta(minutes=minutes)
    at_once = any(
        start < session.end and session.start < start + length
        for start in opening.starts
        for session in living.table.held
    )
    return shared[0] if shared and at_once else ""


def _why_not(office: Office, slot: Slot, rules: Rules, living: Sequence[Living]) -> str:
    found = in_the_way(opening(slot, rules), rules.minutes, living)
    first = first_date(slot, rules.not_before)
    season = season_of(office.settings.programme)
    if found or season is None or season.holds(first, rules.weeks):
        return found
    months = office.settings.programme.season_to
    return f"{rules.weeks} weeks from {short_date(first)} go beyond the season, up to {months}."
