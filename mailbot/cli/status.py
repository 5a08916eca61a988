"""`mailbot status`: one line, is all well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import tzinfo

import typer

from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json, shown
from mailbot.services.wellbeing import Wellbeing, wellbeing


def status(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Say in one line whether all is well. Ends with 1 where a person must mend something."""
    with opened_office(context) as office:
        found = wellbeing(office)
        zone = office.settings.coordinator.zone
    if as_json:
        emit_json({"well": found.well, **asdict(found)})
    else:
        typer.echo("; ".join(_sentence(found, zone)) + ".")
    if not found.well:
        raise typer.Exit(1)


def _sentence(found: Wellbeing, zone: tzinfo) -> Iterator[str]:
    yield "All is well" if found.well else "Something needs you"
    for count, what in _stuck(found):
        if count:
            yield f"{count} {what}"
    if found.paused_since:
        yield f"paused since {shown(found.paused_since, zone)}, {found.approved} approved held"
    elif found.approved:
        yield f"{found.approved} approved, to leave"
    yield f"{_counted(found.drafts, 'draft')} to approve"
    yield f"{_counted(found.for_her, 'mail')} for you to answer"
    yield f"last mail {shown(found.last_mail_at, zone)}" if found.last_mail_at else "no mail yet"
    yield "running" if found.running else "no worker is running (`mailbot run`)"


def _stuck(found: Wellbeing) -> tuple[tuple[int, str], ...]:
    return (
        (found.uncertain, "uncertain whether sent (`mailbot drafts`)"),
        (found.failed, "refused by the server (`mailbot drafts`)"),
        (found.put_aside, "could not be handled (`mailbot drafts`)"),
        (found.waiting, "waiting for a mended template (`mailbot check`)"),
    )


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
