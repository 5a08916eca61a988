"""A spreadsheet of students as it is understood: what is told of it before it is taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from mailbot.cli.paper import console, harmless
from mailbot.cli.queue_paper import shown_day
from mailbot.cli.readings import stated
from mailbot.errors import RefusedError
from mailbot.letters.facts import told
from mailbot.model.reading import Facts
from mailbot.services.importing import Becomes, Line, Plan
from mailbot.services.sheets import DAYS, Column, Field

Spreadsheet = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="A spreadsheet saved as CSV.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar="HEADING=FIELD", help='What a column is, such as "Uni=university".'
    ),
]

_TELLING = (Field.UNIVERSITY, Field.YEAR, Field.CITY, Field.AVAILABLE)
"""What a group cannot be formed without, if no column tells it."""

_STYLES = {Becomes.JOINS: "green", Becomes.LEFT: "yellow", Becomes.WRONG: "red"}


def said_columns(columns: Sequence[str] | None) -> dict[str, Field]:
    """Return what columns are, by their headings, from words such as `Uni=university`."""
    said = {}
    for words in columns or ():
        heading, _, field = words.rpartition("=")
        if not heading or field.strip() not in list(Field):
            raise typer.BadParameter(
                f"“{words}” is not HEADING=FIELD, with FIELD one of {', '.join(Field)}.",
                param_hint="--column",
            )
        said[heading.strip()] = Field(field.strip())
    return said


def bytes_of(file: Path) -> bytes:
    """Return what stands in a file.

    Raises:
        RefusedError: It cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}.") from None


def print_plan(plan: Plan, zone: tzinfo, says: Mapping[Becomes, str]) -> None:
    """Print every column and line; `says` what becomes of a line."""
    paper = console()
    columns = Table.grid(padding=(0, 2, 0, 0))
    for column in plan.columns:
        columns.add_row(Text(harmless(column.heading) or "(no heading)"), Text(_taken(column)))
    paper.print(Text("Columns", style="bold"))
    paper.print(columns)
    told = {one.field for one in plan.columns}
    told |= {Field.AVAILABLE} if told & set(DAYS) else set()
    lacking = [each.value for each in _TELLING if each not in told]
    if lacking and any(not column.sure for column in plan.columns):
        words = f"No column is {' or '.join(lacking)}; --column says so of one that is not used."
        paper.print(Text(words, style="yellow"))
    paper.print(Text("\nLines", style="bold"))
    lines = Table.grid(padding=(0, 2, 0, 0))
    lines.add_column(justify="right", no_wrap=True)
    lines.add_column(no_wrap=True)
    lines.add_column(overflow="fold")
    for line in plan.lines:
        lines.add_row(
            Text(str(line.number)),
            Text(says[line.becomes], style=_STYLES[line.becomes]),
            Text("\n".join(harmless(words) for words in _words(line, zone))),
        )
    paper.print(lines)


def _taken(column: Column) -> str:
    if column.field is Field.IGNORE:
        return "not used"
    return f"is {column.field.value}{'' if column.sure else '  (a guess: see that it is right)'}"


def _words(line: Line, zone: tzinfo) -> list[str]:
    facts = told(line.facts)
    times = [facts.times, f"not {facts.not_times}" if facts.not_times else ""]
    return [
        words
        for words in (
            f"{line.name} <{line.email}>".strip(),
            f"waits since {shown_day(line.since, zone)}" if line.since else "",
            ", ".join(words for words in (facts.study, facts.place) if words),
            "; ".join(words for words in times if words),
            f"notes: {line.notes}" if line.notes else "",
            *line.remarks,
        )
        if words
    ]


def students(count: int) -> str:
    """Return `1 student` or `3 students`."""
    return f"{count} student{'' if count == 1 else 's'}"


def plan_values(plan: Plan, *, written: bool) -> dict[str, Any]:
    """Return a plan for programs; `written` tells whether it was carried out."""
    return {
        "written": written,
        "columns": [
            {"heading": each.heading, "field": each.field, "sure": each.sure}
            for each in plan.columns
        ],
        "lines": [
            {
                "line": line.number,
                "becomes": line.becomes,
                "email": line.email,
                "name": line.name,
                "waits_since": line.since,
                "facts": stated(line.facts) if line.facts != Facts() else {},
                "unplaced": list(line.facts.unplaced),
                "notes": line.notes,
                "remarks": list(line.remarks),
            }
            for line in plan.lines
        ],
    }
