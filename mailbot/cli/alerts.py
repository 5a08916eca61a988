"""`mailbot alerts`: what needed a person at once."""

from __future__ import annotations

from dataclasses import asdict

import typer

from mailbot.cli.opening import opened_office
from mailbot.cli.output import Column, JsonFlag, emit
from mailbot.services.listing import alerts_raised

_COLUMNS = (
    Column("id", "no", whole=True),
    Column("at", "when"),
    Column("kind", whole=True),
    Column("who"),
    Column("subject", "told as"),
    Column("state"),
)

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def alerts(context: typer.Context, as_json: JsonFlag = False) -> None:
    """What needed a person at once; the list where no more is said."""
    if context.invoked_subcommand is None:
        show_list(context, as_json)


@app.command("list")
def show_list(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the alerts, newest last, and whether the mail that told of each has left."""
    with opened_office(context) as office:
        rows = [asdict(one) for one in alerts_raised(office)]
        zone = office.settings.coordinator.zone
    emit(rows, _COLUMNS, as_json=as_json, zone=zone, empty="No alert so far.")
