"""`mailbot away`: from when to when the coordinator's deputy stands in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from mailbot.casework.away_days import days_between
from mailbot.cli.opening import opened_office
from mailbot.cli.output import Column, JsonFlag, emit
from mailbot.clock import SystemClock
from mailbot.errors import RefusedError
from mailbot.letters.away import away_days
from mailbot.model.outbox import Channel
from mailbot.services import being_away
from mailbot.services.days import day_of
from mailbot.services.office import Office

_COLUMNS = (
    Column("first", "from"),
    Column("last", "to"),
    Column("now"),
    Column("deputy"),
    Column("by", "noted by"),
    Column("at", "on"),
)

_HER = "coordinator"

_Day = Annotated[str, typer.Argument(help="Such as 3/5/2026 or “3 May”; both days count.")]


def away(
    context: typer.Context,
    first: _Day = "",
    last: _Day = "",
    end: Annotated[bool, typer.Option("--end", help="You are back, or will not go.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Say from when to when you are away; without days, show it."""
    if end and first:
        raise typer.BadParameter("Name days, or end what is noted, not both.", param_hint="--end")
    now = SystemClock().now()
    with opened_office(context) as office:
        if end:
            _end(office, now)
        elif first:
            _begin(office, first, last, now)
        else:
            _show(office, now, as_json=as_json)


def _begin(office: Office, first: str, last: str, now: datetime) -> None:
    days = days_between(first, last, day_of(now, office.settings.coordinator.zone))
    if days is None:
        said = f"“{first}” to “{last}”" if last else f"“{first}”"
        raise RefusedError(
            f"{said} cannot be read as days in one way only.",
            "Write them such as 3/5/2026 10/5/2026, the day before the month.",
        )
    with office.database.transaction() as connection:
        before = being_away.set_away(
            office, connection, days, now, by=_HER, channel=Channel.COMMAND
        )
    both = ", both days included" if days.first != days.last else ""
    typer.echo(f"Away {away_days(days.first, days.last)}{both}.")
    for each in before:
        typer.echo(f"In place of what was noted before: {away_days(each.first, each.last)}.")
    typer.echo(_what_follows(office))


def _what_follows(office: Office) -> str:
    deputy = office.settings.coordinator.deputy
    if deputy:
        return f"{deputy} gets urgent alerts too, at once, and may approve drafts."
    return "Nobody stands in: no deputy is named in config/mailbot.toml ([coordinator] deputy)."


def _end(office: Office, now: datetime) -> None:
    with office.database.transaction() as connection:
        ended = being_away.end_away(office, connection, now, by=_HER, channel=Channel.COMMAND)
    for each in ended:
        days = being_away.days_of(office, each)
        typer.echo(f"Taken back: away {away_days(days.first, days.last)}.")
    if not ended:
        typer.echo("Nothing to end: you are not away, and no absence is ahead.")


def _show(office: Office, now: datetime, *, as_json: bool) -> None:
    rows: list[dict[str, Any]] = []
    for each in being_away.absences(office, now):
        days = being_away.days_of(office, each)
        rows.append(
            {
                "id": each.id,
                "first": days.first,
                "last": days.last,
                "now": each.begins_at <= now,
                "deputy": office.settings.coordinator.deputy,
                "by": f"{each.by}, {each.channel.value}",
                "at": each.at,
            }
        )
    zone = office.settings.coordinator.zone
    empty = "You are not away, and no absence is ahead."
    emit(rows, _COLUMNS, as_json=as_json, zone=zone, empty=empty)
