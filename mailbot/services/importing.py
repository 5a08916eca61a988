"""Students out of a spreadsheet: line by line, and into the queue, all who waited or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.casework import facts as facts_of
from mailbot.casework.stages import move_by
from mailbot.errors import MailbotError, RefusedError
from mailbot.model.casework import Cause
from mailbot.model.reading import Facts, Stage
from mailbot.services.days import day_of, instant_of
from mailbot.services.moving import move
from mailbot.services.particulars import Given, understand
from mailbot.services.queueing import own_address_refused
from mailbot.services.sheets import DAYS, Column, Field, Row, read_sheet
from mailbot.store import people

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.services.particulars import Understood
    from mailbot.store.people import Applicant

_YES = frozenset({"yes", "y", "x", "✓", "✔", "true", "1", "any", "any time", "anytime", "all day"})
_NO = frozenset({"no", "n", "-", "–", "false", "0", "not available", "unavailable", "none"})


_LEFT = {
    Stage.QUEUED: "Waits in the queue already, and is left as they are.",
    Stage.MEMBER: "Is a member of a group already, and is left as they are.",
    Stage.WITHDRAWN: "Known already (withdrawn): left out, for they must ask anew first.",
}


class Becomes(StrEnum):
    """What becomes of a line."""

    JOINS = "joins"
    LEFT = "left"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the spreadsheet and how it is understood.

    Attributes:
        number: As the spreadsheet counts.
        becomes: Whether the student joins the queue or a group, is left as they are, or something
            is wrong.
        email: In lower case; empty where there is none.
        name: As written.
        since: Since when they wait; None where that is wrong.
        facts: What is clear of the rest.
        notes: The line's notes, and words that are not clear.
        remarks: What to know of it, a sentence each.
    """

    number: int
    becomes: Becomes
    email: str
    name: str
    since: datetime | None
    facts: Facts = field(default_factory=Facts)
    notes: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How a spreadsheet is understood.

    Attributes:
        columns: What each column is taken for.
        lines: All lines, in their order.
    """

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    def count(self, becomes: Becomes) -> int:
        """Return how many lines come to this."""
        return sum(line.becomes is becomes for line in self.lines)


def plan(office: Office, data: bytes, said: Mapping[str, Field], now: datetime) -> Plan:
    """Tell how a spreadsheet would be taken in; nothing is changed.

    Args:
        office: The rooms.
        data: The file.
        said: What a column is, by its heading, where she told.
        now: The instant.

    Raises:
        RefusedError: It cannot be read, or its columns cannot be told apart.
    """
    with office.database.transaction() as connection:
        return understood(office, connection, data, said, Cause.QUEUE_IMPORT, now)


def carry_out(office: Office, data: bytes, said: Mapping[str, Field], now: datetime) -> Plan:
    """Take a spreadsheet in, every line or none; nothing is sent to anybody.

    Raises:
        RefusedError: It cannot be read, or a line is wrong; nothing is changed then.
    """
    with office.database.transaction() as connection:
        made = understood(office, connection, data, said, Cause.QUEUE_IMPORT, now)
        refuse_wrong(made)
        for line in made.lines:
            if line.becomes is Becomes.JOINS and line.since:
                applicant_id = take_in(connection, line, Cause.QUEUE_IMPORT, now)
                people.set_waits_since(connection, applicant_id, line.since)
    return made


def refuse_wrong(made: Plan) -> None:
    """Check that no line is wrong.

    Raises:
        RefusedError: One is.
    """
    wrong = made.count(Becomes.WRONG)
    if wrong:
        raise RefusedError(
            f"{wrong} of {len(made.lines)} lines are wrong, so none was taken in.",
            "Mend them in the spreadsheet, save it, and run this again.",
        )


def take_in(connection: Connection, line: Line, cause: Cause, now: datetime) -> int:
    """Move the student of a line as `cause` does, add what the line tells, and return their id."""
    known = people.by_email(connection, line.email)
    applicant_id = known.id if known else people.add(connection, line.email, line.name, now)
    move(connection, applicant_id, cause, now)
    facts = facts_of.merge(line.facts, known.facts) if known else line.facts
    name = facts_of.fuller(known.name, line.name) if known else line.name
    people.set_facts(connection, applicant_id, name or "", facts)
    notes = "\n".join(each for each in (known.notes if known else "", line.notes) if each)
    people.set_notes(connection, applicant_id, notes)
    return applicant_id


def understood(
    office: Office,
    connection: Connection,
    data: bytes,
    said: Mapping[str, Field],
    cause: Cause,
    now: datetime,
) -> Plan:
    """Tell how a spreadsheet is understood, and which of its students `cause` may move.

    Raises:
        RefusedError: It cannot be read, or its columns cannot be told apart.
    """
    sheet = read_sheet(data, said)
    planner = _Planner(office, connection, cause, now)
    return Plan(sheet.columns, tuple(planner.line(row) for row in sheet.rows))


class _Planner:
    """Understands one line after another, and remembers whom it has met."""

    def __init__(self, office: Office, connection: Connection, cause: Cause, now: datetime) -> None:
        self._office = office
        self._connection = connection
        self._cause = cause
        self._now = now
        self._zone = office.settings.coordinator.zone
        self._addresses: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._known: dict[int, int] = {}

    def line(self, row: Row) -> Line:
        given, words = _given(row), understand(_given(row))
        try:
            email = own_address_refused(self._office, row.cells.get(Field.EMAIL, ""))
            since = self._since(row)
            if row.odd:
                raise RefusedError(
                    "It has more cells than headings; a comma or the like may lack its quotes."
                )
        except MailbotError as error:
            email = row.cells.get(Field.EMAIL, "").lower()
            return Line(row.number, Becomes.WRONG, email, given.name, None, remarks=(error.what,))
        known = people.by_email(self._connection, email)
        left = self._left(row, email, known)
        return Line(
            number=row.number,
            becomes=Becomes.LEFT if left else Becomes.JOINS,
            email=email,
            name=given.name,
            since=since,
            facts=words.facts,
            notes=_notes(row, words),
            remarks=(
                *left,
                *(() if left else self._joining(row, known, given.name, email)),
                *words.unclear,
                *words.remarks,
            ),
        )

    def _since(self, row: Row) -> datetime:
        written = row.cells.get(Field.SINCE)
        if written is None or not self._to_the_queue:
            return self._now
        since = instant_of(written, self._zone)
        if day_of(since, self._zone) > day_of(self._now, self._zone):
            raise RefusedError(f"“{written}” is still to come.")
        return min(since, self._now)

    def _left(self, row: Row, email: str, known: Applicant | None) -> tuple[str, ...]:
        """Return why a line changes nothing; nothing at all where it does."""
        earlier = self._addresses.setdefault(email, row.number)
        if earlier != row.number:
            return (f"The same address as in line {earlier}; left out.",)
        before = self._known.setdefault(known.id, row.number) if known else row.number
        if before != row.number:
            return (f"Another address of the student in line {before}; left out.",)
        if known is None or move_by(self._cause, known.stage):
            return ()
        return (
            _LEFT.get(known.stage, f"Known already ({known.stage.value}), and left as they are."),
        )

    @property
    def _to_the_queue(self) -> bool:
        return self._cause is Cause.QUEUE_IMPORT

    def _joining(self, row: Row, known: Applicant | None, name: str, email: str) -> tuple[str, ...]:
        remarks = []
        if self._to_the_queue and Field.SINCE not in row.cells:
            remarks.append("No day is given: waits from now on.")
        if known is not None:
            remarks.append(f"Has written before ({known.stage.value}); what they told counts.")
        earlier = self._names.setdefault(name.lower(), row.number) if name else row.number
        if earlier != row.number:
            remarks.append(f"The same name as in line {earlier}: counts as somebody else.")
        remarks.extend(
            f"{other.shown} has the same name and counts as somebody else."
            for other in (people.named(self._connection, name) if name else [])
            if email not in other.emails
        )
        return tuple(remarks)


def _given(row: Row) -> Given:
    cells = row.cells
    parts = (cells.get(Field.FIRST_NAME, ""), cells.get(Field.LAST_NAME, ""))
    return Given(
        name=cells.get(Field.NAME) or " ".join(part for part in parts if part),
        university=cells.get(Field.UNIVERSITY, ""),
        year=cells.get(Field.YEAR, ""),
        city=cells.get(Field.CITY, ""),
        timezone=cells.get(Field.TIMEZONE, ""),
        available="; ".join(_times(row)),
    )


def _times(row: Row) -> list[str]:
    """Return what the cells about times say: one for all days, or a column a day."""
    times = [row.cells[Field.AVAILABLE]] if Field.AVAILABLE in row.cells else []
    for column, day in DAYS.items():
        cell = row.cells.get(column, "")
        if cell.lower() in _NO:
            times.append(f"not {day.value}")
        elif cell:
            times.append(day.value if cell.lower() in _YES else f"{day.value} {cell}")
    return times


def _notes(row: Row, words: Understood) -> str:
    """Return the notes, with what was written but is not clear, so that nothing is lost."""
    unclear = [
        f"{column.value}: {row.cells[column]}"
        for column, fact in (
            (Field.YEAR, words.facts.year),
            (Field.TIMEZONE, words.facts.timezone),
        )
        if column in row.cells and not fact
    ]
    return "; ".join((*((row.cells[Field.NOTES],) if Field.NOTES in row.cells else ()), *unclear))
