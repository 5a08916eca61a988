"""`mailbot approvals`: which kinds may go by themselves, since when, on what evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

import typer

from mailbot.cli.approvals_paper import APPROVAL_COLUMNS, leave_rows, leave_values
from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit, emit_json
from mailbot.clock import SystemClock
from mailbot.services import granting
from mailbot.services.granting import Ended, Granted

# What must stop in a hurry stops in capitals as well.
app = typer.Typer(add_completion=False, context_settings={"token_normalize_func": str.lower})

Everything = Annotated[bool, typer.Option("--all", help="What has ended as well.")]
_GROUP = re.compile(r"g\d+", re.IGNORECASE)
_NONE = "Nothing goes by itself: every mail to students and leaders waits for your word."


@app.callback(invoke_without_command=True)
def approvals(
    context: typer.Context, everything: Everything = False, as_json: JsonFlag = False
) -> None:
    """Which kinds of mail go without your word each time; the list where no more is said."""
    if context.invoked_subcommand is None:
        show_list(context, everything, as_json)


@app.command("list")
def show_list(
    context: typer.Context, everything: Everything = False, as_json: JsonFlag = False
) -> None:
    """List what goes by itself, since when, by whom, on what evidence, and how many went."""
    with opened_office(context) as office:
        leaves = granting.all_leave(office, SystemClock().now())
        zone = office.settings.coordinator.zone
    if as_json:
        emit_json(leave_values(leaves))
        return
    rows = leave_rows(leaves, everything=everything)
    emit(rows, APPROVAL_COLUMNS, as_json=False, zone=zone, empty=_NONE)


@app.command("on")
def switch_on(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND|N",
            help="Topics, and the facts asked for, as cost+dates:city; or a number of the list.",
        ),
    ],
    least: Annotated[
        float | None,
        typer.Option("--least", metavar="P", help="So sure the reading must be, up to 1."),
    ] = None,
) -> None:
    """Let a kind of reply go by itself, as far as your settings allow."""
    now = SystemClock().now()
    with opened_office(context) as office:
        if _GROUP.fullmatch(kind):
            granting.switch_on_group(office, int(kind[1:]), now)
            typer.echo(f"The reminders of group {kind[1:]} go by themselves again.")
            return
        given = granting.switch_on(office, kind, now, least=least)
        _say_on(given, office.settings.approvals.delay_minutes)


@app.command("off")
def switch_off(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="N...", help="Numbers of the list; all of it where none."),
    ] = None,
) -> None:
    """Let mail wait for your word again, at once: all of it, or what is named."""
    with opened_office(context) as office:
        ended = granting.switch_off(
            office, [each.lower() for each in names or ()], SystemClock().now()
        )
    for line in _said(ended):
        typer.echo(line)


def _say_on(given: Granted, minutes: int) -> None:
    leave, found = given.leave, given.evidence
    typer.echo(
        f"Replies about {leave.kind.words} go by themselves from now on (number {leave.id}), if "
        f"the reading is {leave.least:.0%} sure and nothing in them needs care."
    )
    typer.echo(f"Of your last {found.decided} such replies you left {found.unchanged} unchanged.")
    typer.echo(
        f"Each stands in Drafts for {minutes} minutes first; `mailbot drafts reject N` calls it "
        "back."
    )


def _said(ended: Ended) -> Iterator[str]:
    if ended.kinds:
        kinds = "1 kind of reply waits" if ended.kinds == 1 else f"{ended.kinds} kinds wait"
        yield f"{kinds} for your word again."
    if ended.back:
        yield f"Drafts again that were to go: {ended.back}."
    for name in ended.groups:
        yield (
            f"No reminder of group {name[1:]} goes by itself any more; "
            f"`mailbot approvals on {name}` lets them go again."
        )
    if not (ended.kinds or ended.groups):
        yield "Nothing went by itself."
