"""A group that met before Mailbot knew of it, out of a spreadsheet of its members."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.groups.explain import short_date
from mailbot.model.casework import Cause
from mailbot.model.outbox import Channel
from mailbot.model.seats import GroupStatus, StandingKind
from mailbot.services.date_remarks import date_remarks, homes_of
from mailbot.services.days import day_of
from mailbot.services.founding import (
    planned,
    put_on_record,
    refuse_conflict,
    slot_named,
    slot_remarks,
)
from mailbot.services.importing import Becomes, Line, Plan, refuse_wrong, take_in, understood
from mailbot.services.vacating import give_up
from mailbot.store import groups, members, people, seats, standings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy import Connection

    from mailbot.model.groups import Slot
    from mailbot.model.seats import Group
    from mailbot.model.sessions import Timetable
    from mailbot.services.office import Office
    from mailbot.services.sheets import Field


@dataclass(frozen=True, slots=True)
class Given:
    """What the coordinator says of the group.

    Attributes:
        data: The spreadsheet of its members.
        said: What a column is, by its heading, where she told.
        slot_id: Its slot in `config/slots.toml`.
        first: The day of its first session.
    """

    data: bytes
    said: Mapping[str, Field]
    slot_id: str
    first: date


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """How a group would be taken in.

    Attributes:
        sheet: How the spreadsheet is understood, line by line.
        slot: Where the group meets.
        table: Its sessions.
        remarks: What to know of it, a sentence each.
        refused: Why it cannot be taken in as it is, a sentence each.
    """

    sheet: Plan
    slot: Slot
    table: Timetable
    remarks: tuple[str, ...]
    refused: tuple[str, ...]


def plan(office: Office, given: Given, now: datetime) -> GroupPlan:
    """Tell how a group would be taken in; nothing is changed.

    Raises:
        NotFoundError: There is no such slot.
        RefusedError: The first day is not on the slot's weekday, all sessions are over, the slot or
            a leader is not free, or the spreadsheet cannot be read.
    """
    with office.database.transaction() as connection:
        return _plan(office, connection, given, now)


def carry_out(office: Office, given: Given, now: datetime) -> tuple[GroupPlan, Group]:
    """Take a group in: confirmed, with its members; nothing is sent to anybody.

    Reminders go by this command's leave from the next session on. Who has withdrawn, or is a member
    of another group, is left out; an offer elsewhere is taken back.

    Raises:
        NotFoundError: There is no such slot.
        RefusedError: As for `plan`, or something of the plan is refused; nothing is changed then.
    """
    with office.database.transaction() as connection:
        made = _plan(office, connection, given, now)
        refuse_wrong(made.sheet)
        if made.refused:
            raise RefusedError(" ".join(made.refused), "Nothing was changed.")
        group, _ = put_on_record(
            office, connection, made.slot, given.first, Cause.GROUPS_IMPORT.value, now
        )
        for line in made.sheet.lines:
            if line.becomes is Becomes.JOINS:
                _join(connection, group, line, now)
        groups.set_status(connection, group.id, GroupStatus.CONFIRMED, now)
        standings.give(connection, StandingKind.SERIES, group.id, Channel.COMMAND, now)
        return made, groups.get(connection, group.id)


def _join(connection: Connection, group: Group, line: Line, now: datetime) -> None:
    known = people.by_email(connection, line.email)
    if known is not None:
        give_up(connection, known.id, Cause.GROUPS_IMPORT, now)
    applicant_id = take_in(connection, line, Cause.GROUPS_IMPORT, now)
    if seats.take(connection, group.id, applicant_id, now) is None:
        raise RefusedError(f"There is no place for {line.email}.", "Nothing was changed.")
    members.add(connection, group.id, applicant_id, now)


def _plan(office: Office, connection: Connection, given: Given, now: datetime) -> GroupPlan:
    slot = slot_named(office, given.slot_id)
    table = planned(office, slot, given.first)
    if table.sessions[-1].start <= now:
        last = day_of(table.sessions[-1].start, office.settings.coordinator.zone)
        raise RefusedError(
            f"The last session of this group was on {short_date(last)}.",
            "Only a group with a session still to come can be taken in.",
        )
    refuse_conflict(office, connection, slot, given.first)
    sheet = understood(office, connection, given.data, given.said, Cause.GROUPS_IMPORT, now)
    lines = tuple(_with_offer(connection, each) for each in sheet.lines)
    sheet = replace(sheet, lines=lines)
    return GroupPlan(
        sheet, slot, table, _remarks(office, slot, table, sheet, now), _refused(office, sheet)
    )


def _with_offer(connection: Connection, line: Line) -> Line:
    """Return a line that says where a place on offer is taken back by it."""
    known = people.by_email(connection, line.email)
    elsewhere = seats.group_of(connection, known.id) if known else None
    if line.becomes is not Becomes.JOINS or elsewhere is None:
        return line
    said = f"The place on offer in group {elsewhere} is taken back."
    return replace(line, remarks=(*line.remarks, said))


def _refused(office: Office, sheet: Plan) -> tuple[str, ...]:
    joining, most = sheet.count(Becomes.JOINS), office.settings.programme.members_most
    if not joining:
        return ("There is nobody to take in.",)
    if joining > most:
        return (f"A group holds {most} students, and {joining} would join.",)
    return ()


def _remarks(
    office: Office, slot: Slot, table: Timetable, sheet: Plan, now: datetime
) -> tuple[str, ...]:
    coming = tuple(each for each in table.sessions if each.start > now)
    joining, least = sheet.count(Becomes.JOINS), office.settings.programme.members_least
    students = (each.facts for each in sheet.lines if each.becomes is Becomes.JOINS)
    return (
        f"Reminders go by themselves from session {coming[0].number} on.",
        *((f"{joining} would join, and a group needs {least}.",) if joining < least else ()),
        *slot_remarks(office, slot),
        *date_remarks(replace(table, sessions=coming), homes_of(students, slot.leaders)),
    )
