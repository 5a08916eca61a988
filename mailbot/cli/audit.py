"""`mailbot audit`: inbox, database and Sent held against each other."""

from __future__ import annotations

from dataclasses import asdict

import typer

from mailbot.cli.opening import opened_mailbox, opened_office
from mailbot.cli.output import Column, JsonFlag, emit, emit_json
from mailbot.services import auditing
from mailbot.services.auditing import Audit

_COLUMNS = (
    Column("fault", whole=True),
    Column("what"),
    Column("outbox_id", "draft", whole=True),
)


def audit(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Look for anything lost, sent twice, or sent unapproved. Nothing is changed."""
    with opened_office(context) as office, opened_mailbox(office) as mailbox:
        result = auditing.audit(office, mailbox)
        zone = office.settings.coordinator.zone
    if as_json:
        emit_json(asdict(result))
    elif result.findings:
        emit((asdict(one) for one in result.findings), _COLUMNS, as_json=False, zone=zone)
        typer.echo(f"{_looked_at(result)}: {len(result.findings)} to look at.")
    else:
        typer.echo(f"{_looked_at(result)}: nothing lost, nothing twice, nothing unapproved.")
    if result.findings:
        raise typer.Exit(1)


def _looked_at(result: Audit) -> str:
    folders = (f"{folder} {count}" for folder, count in result.looked_at.items())
    return ", ".join((*folders, f"outbound {result.outbound}"))
