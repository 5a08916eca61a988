"""`mailbot status`: one line, is all well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, tzinfo

import typer

from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json, shown
from mailbot.clock import SystemClock
from mailbot.services.wellbeing import Wellbeing, wellbeing


def status(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Say in one line whether all is well. Ends with 1 where a person must mend something."""
    with opened_office(context) as office:
        found = wellbeing(office, SystemClock().now())
        zone = office.settings.coordinator.zone
    if as_json:
        emit_json({"well": found.well, **asdict(found)})
    else:
        typer.echo("; ".join(_sentence(found, zone)) + ".")
    if not found.well:
        raise typer.Exit(1)


def _sentence(found: Wellbeing, zone: tzinfo) -> Iterator[str]:
    yield "All is well" if found.well else "Something needs you"
    if not found.running:
        yield "no worker runs, so no mail comes or goes: start it with `mailbot run`"
    elif found.trouble:
        yield found.trouble.rstrip(".")
    elif found.overdue:
        yield f"the mailbox was last looked at {_when(found.looked_at, zone)}: see what `run` says"
    for count, what in _stuck(found):
        if count:
            yield f"{count} {what}"
    if found.paused_since:
        yield f"paused since {shown(found.paused_since, zone)}, {found.approved} approved held"
    elif found.approved:
        yield f"{found.approved} approved, to leave"
    yield f"{_counted(found.drafts, 'draft')} to approve"
    yield f"{_counted(found.for_her, 'mail')} for you to answer"
    yield f"last mail {_when(found.last_mail_at, zone)}" if found.last_mail_at else "no mail yet"
    if found.looked_at and not (found.running and found.overdue):
        yield f"last look {_when(found.looked_at, zone)}"


def _stuck(found: Wellbeing) -> tuple[tuple[int, str], ...]:
    return (
        (found.uncertain, "uncertain whether sent (`mailbot drafts`)"),
        (found.failed, "refused by the server (`mailbot drafts`)"),
        (found.put_aside, "could not be handled (`mailbot drafts`)"),
        (found.waiting, "waiting for a mended template (`mailbot check`)"),
    )


def _when(instant: datetime | None, zone: tzinfo) -> str:
    return shown(instant, zone) if instant else "never"


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
