"""`mailbot queue import`: a spreadsheet of students who wait, shown first, then taken in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json
from mailbot.cli.paper import console, harmless
from mailbot.cli.queue_paper import shown_day
from mailbot.cli.readings import stated
from mailbot.clock import SystemClock
from mailbot.errors import RefusedError
from mailbot.letters.facts import told
from mailbot.model.reading import Facts
from mailbot.services import importing
from mailbot.services.importing import Becomes, Line, Plan
from mailbot.services.sheets import Column, Field

_SAYS = {
    Becomes.JOINS: "joins",
    Becomes.LEFT: "left as it is",
    Becomes.WRONG: "wrong",
}
_STYLES = {Becomes.JOINS: "green", Becomes.LEFT: "yellow", Becomes.WRONG: "red"}


def import_file(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A spreadsheet saved as CSV.")
    ],
    really: Annotated[
        bool, typer.Option("--really", help="Take it in as the dry run has shown it.")
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="HEADING=FIELD", help='What a column is, such as "Uni=university".'),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Put students from a spreadsheet into the queue. A dry run first; all lines or none.

    They keep the day since when they wait. Nothing is sent to anybody.
    """
    said = _said(column or [])
    with opened_office(context) as office:
        zone, data = office.settings.coordinator.zone, _bytes(file)
        plan = importing.plan(office, data, said, SystemClock().now())
        if not as_json:
            _print(plan, zone)
        wrong = plan.count(Becomes.WRONG)
        written = not wrong and plan.count(Becomes.JOINS) > 0 and (really or _agreed(plan, as_json))
        if written:
            plan = importing.carry_out(office, data, said, SystemClock().now())
    if as_json:
        emit_json(_values(plan, written=written))
    else:
        typer.echo(_ending(plan, written=written))
    if wrong:
        raise typer.Exit(1)


def _said(columns: Sequence[str]) -> dict[str, Field]:
    said = {}
    for words in columns:
        heading, _, field = words.rpartition("=")
        if not heading or field.strip() not in list(Field):
            raise typer.BadParameter(
                f"“{words}” is not HEADING=FIELD, with FIELD one of {', '.join(Field)}.",
                param_hint="--column",
            )
        said[heading.strip()] = Field(field.strip())
    return said


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}.") from None


def _agreed(plan: Plan, as_json: bool) -> bool:
    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return typer.confirm(
        f"Are the columns right, and shall {_students(plan.count(Becomes.JOINS))} join the queue?"
    )


def _print(plan: Plan, zone: tzinfo) -> None:
    paper = console()
    columns = Table.grid(padding=(0, 2, 0, 0))
    for column in plan.columns:
        columns.add_row(Text(harmless(column.heading) or "(no heading)"), Text(_taken(column)))
    paper.print(Text("Columns", style="bold"))
    paper.print(columns)
    paper.print(Text("\nLines", style="bold"))
    lines = Table.grid(padding=(0, 2, 0, 0))
    lines.add_column(justify="right", no_wrap=True)
    lines.add_column(no_wrap=True)
    lines.add_column(overflow="fold")
    for line in plan.lines:
        lines.add_row(
            Text(str(line.number)),
            Text(_SAYS[line.becomes], style=_STYLES[line.becomes]),
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


def _ending(plan: Plan, *, written: bool) -> str:
    joining, wrong = plan.count(Becomes.JOINS), plan.count(Becomes.WRONG)
    if wrong:
        return (
            f"\n{wrong} of {len(plan.lines)} lines are wrong, so none is taken in: mend them first."
        )
    if written:
        return f"\n{_students(joining)} joined the queue. Nothing was sent."
    if not joining:
        return "\nThere is nobody to take in."
    return f"\nA dry run, nothing was changed. With --really, {_students(joining)} would join."


def _students(count: int) -> str:
    return f"{count} student{'' if count == 1 else 's'}"


def _values(plan: Plan, *, written: bool) -> dict[str, Any]:
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
