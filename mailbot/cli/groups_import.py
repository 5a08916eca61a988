"""`mailbot groups import`: a group that meets already, shown first, then taken in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from mailbot.cli.drafts_bundles import at_a_terminal
from mailbot.cli.groups_create import asked_day
from mailbot.cli.groups_paper import print_sessions
from mailbot.cli.groups_values import session_values
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
from mailbot.cli.paper import console
from mailbot.clock import SystemClock
from mailbot.services import importing_groups
from mailbot.services.importing import Becomes
from mailbot.services.importing_groups import Given, GroupPlan

_SAYS = {
    Becomes.JOINS: "member",
    Becomes.LEFT: "left out",
    Becomes.WRONG: "wrong",
}


def import_group(
    context: typer.Context,
    file: Spreadsheet,
    slot: Annotated[str, typer.Option("--slot", help="Its name in config/slots.toml.")],
    first: Annotated[
        str, typer.Option("--first", metavar="DAY", help="Of its first session, such as 3/3/2026.")
    ],
    yes: Annotated[
        bool, typer.Option("--yes", help="Take it in as the dry run has shown it.")
    ] = False,
    column: Columns = None,
    as_json: JsonFlag = False,
) -> None:
    """Take in a group that meets already, with its members. A dry run first; sends nothing.

    Reminders go by themselves from its next session on.
    """
    said = said_columns(column)
    now = SystemClock().now()
    with opened_office(context) as office:
        day = asked_day(office, first)
        if day is None:
            raise typer.BadParameter("Say the day, such as 3/3/2026.", param_hint="--first")
        given = Given(bytes_of(file), said, slot, day)
        plan = importing_groups.plan(office, given, now)
        zone = office.settings.coordinator.zone
        if not as_json:
            _print(plan, zone, now)
        able = not plan.sheet.count(Becomes.WRONG) and not plan.refused
        number = None
        if able and (yes or _agreed(plan, as_json)):
            plan, group = importing_groups.carry_out(office, given, now)
            number = group.id
    if as_json:
        emit_json(_values(plan, number))
    else:
        typer.echo(_ending(plan, number))
    if not able:
        raise typer.Exit(1)


def _agreed(plan: GroupPlan, as_json: bool) -> bool:
    if as_json or not at_a_terminal():
        return False
    joining, left = plan.sheet.count(Becomes.JOINS), plan.sheet.count(Becomes.LEFT)
    others = f", {left} left out" if left else ""
    return typer.confirm(
        f"Are columns and dates right, and shall {students(joining)} be its members{others}?"
    )


def _print(plan: GroupPlan, zone: ZoneInfo, now: datetime) -> None:
    paper = console()
    print_plan(plan.sheet, zone, _SAYS)
    typer.echo(f"\n{plan.slot.label}")
    print_sessions(paper, plan.table, zone, now)
    for remark in plan.remarks:
        typer.echo(remark)


def _ending(plan: GroupPlan, number: int | None) -> str:
    joining, wrong = students(plan.sheet.count(Becomes.JOINS)), plan.sheet.count(Becomes.WRONG)
    if wrong:
        lines = f"{wrong} of {len(plan.sheet.lines)} lines"
        return f"\n{lines} are wrong, so none is taken in: mend them first."
    if plan.refused:
        return f"\n{' '.join(plan.refused)} Nothing was changed."
    if number is not None:
        return f"\nGroup {number} is on record with {joining}. Nothing was sent."
    return f"\nA dry run, nothing was changed. With --yes, {joining} would be its members."


def _values(plan: GroupPlan, number: int | None) -> dict[str, Any]:
    return {
        **plan_values(plan.sheet, written=number is not None),
        "group": number,
        "slot": plan.slot.id,
        "sessions": session_values(plan.table.sessions),
        "remarks": list(plan.remarks),
        "refused": list(plan.refused),
    }
