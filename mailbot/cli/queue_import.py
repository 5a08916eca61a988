"""`mailbot queue import`: a spreadsheet of students who wait, shown first, then taken in."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.drafts_bundles import at_a_terminal
from mailbot.cli.import_paper import (
    Columns,
    Spreadsheet,
    bytes_of,
    plan_values,
    print_plan,
    said_columns,
    students,
)
from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json
from mailbot.clock import SystemClock
from mailbot.services import importing
from mailbot.services.importing import Becomes, Plan

_SAYS = {
    Becomes.JOINS: "joins",
    Becomes.LEFT: "left as it is",
    Becomes.WRONG: "wrong",
}


def import_file(
    context: typer.Context,
    file: Spreadsheet,
    yes: Annotated[
        bool, typer.Option("--yes", help="Take it in as the dry run has shown it.")
    ] = False,
    column: Columns = None,
    as_json: JsonFlag = False,
) -> None:
    """Put students from a spreadsheet into the queue. A dry run first; all lines or none.

    They keep the day since when they wait. Nothing is sent to anybody.
    """
    said = said_columns(column)
    with opened_office(context) as office:
        zone, data = office.settings.coordinator.zone, bytes_of(file)
        plan = importing.plan(office, data, said, SystemClock().now())
        if not as_json:
            print_plan(plan, zone, _SAYS)
        wrong = plan.count(Becomes.WRONG)
        written = not wrong and plan.count(Becomes.JOINS) > 0 and (yes or _agreed(plan, as_json))
        if written:
            plan = importing.carry_out(office, data, said, SystemClock().now())
    if as_json:
        emit_json(plan_values(plan, written=written))
    else:
        typer.echo(_ending(plan, written=written))
    if wrong:
        raise typer.Exit(1)


def _agreed(plan: Plan, as_json: bool) -> bool:
    if as_json or not at_a_terminal():
        return False
    return typer.confirm(
        f"Are the columns right, and shall {students(plan.count(Becomes.JOINS))} join the queue?"
    )


def _ending(plan: Plan, *, written: bool) -> str:
    joining, wrong = plan.count(Becomes.JOINS), plan.count(Becomes.WRONG)
    if wrong:
        return (
            f"\n{wrong} of {len(plan.lines)} lines are wrong, so none is taken in: mend them first."
        )
    if written:
        return f"\n{students(joining)} joined the queue. Nothing was sent."
    if not joining:
        return "\nThere is nobody to take in."
    return f"\nA dry run, nothing was changed. With --yes, {students(joining)} would join."
