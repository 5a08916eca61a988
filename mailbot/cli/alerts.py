"""`mailbot alerts`: what needed a person at once, and whether one has seen it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import tzinfo
from typing import Annotated, Any

import typer

from mailbot.cli.opening import opened_office
from mailbot.cli.output import Column, JsonFlag, emit, shown
from mailbot.clock import SystemClock
from mailbot.services.listing import Told, alerts_raised
from mailbot.services.seeing import mark_seen

_COLUMNS = (
    Column("id", "no", whole=True),
    Column("at", "when"),
    Column("kind", whole=True),
    Column("who"),
    Column("subject", "told as"),
    Column("told"),
    Column("seen"),
)

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def alerts(context: typer.Context, as_json: JsonFlag = False) -> None:
    """What needed a person at once; the list where no more is said."""
    if context.invoked_subcommand is None:
        show_list(context, as_json)


@app.command("list")
def show_list(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the alerts, newest last: how often each was told, by which ways, and seen by whom."""
    with opened_office(context) as office:
        raised = alerts_raised(office)
        zone = office.settings.coordinator.zone
    rows = [asdict(one) if as_json else _row(one, zone) for one in raised]
    emit(rows, _COLUMNS, as_json=as_json, zone=zone, empty="No alert so far.")


def _row(told: Told, zone: tzinfo) -> dict[str, Any]:
    seen = f"{shown(told.seen_at, zone)}, {told.seen_by or ''}" if told.seen_at else ""
    return {**asdict(told), "told": ", ".join(told.ways) or told.state, "seen": seen.rstrip(", ")}


@app.command()
def seen(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None, typer.Argument(help="The only urgent one that is open, if not given.")
    ] = None,
) -> None:
    """Say that you have seen alerts, so that they are not repeated."""
    with opened_office(context) as office:
        done = mark_seen(office, tuple(numbers or ()), SystemClock().now())
        who = {each.id: each.who for each in alerts_raised(office)}
    for number, anew in done.items():
        name = f", {who[number]}" if who.get(number) else ""
        said = "seen" if anew else "was seen before"
        typer.echo(f"Alert {number}{name}: {said}, not repeated.")
    if not done:
        typer.echo("No urgent alert is open.")
