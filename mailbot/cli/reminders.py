"""`mailbot reminders`: what will go out by itself, when, to whom, in whose local time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Annotated

import typer

from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json
from mailbot.cli.paper import console
from mailbot.cli.reminders_paper import print_reminders, values
from mailbot.clock import SystemClock
from mailbot.services import pausing, stopping
from mailbot.services.days import day_of, instant_of
from mailbot.services.foreseeing import foresee

_AHEAD = timedelta(weeks=2)
_DAY = timedelta(days=1)


def reminders(
    context: typer.Context,
    until: Annotated[
        str,
        typer.Option("--until", metavar="DATE", help="With that day; two weeks ahead if not said."),
    ] = "",
    group: Annotated[
        int | None, typer.Option("--group", metavar="NUMBER", help="Of this group alone.")
    ] = None,
    stop: Annotated[
        int | None,
        typer.Option(
            "--stop", metavar="NUMBER", help="What the newest weekly page has there does not go."
        ),
    ] = None,
    resume: Annotated[
        int | None,
        typer.Option("--resume", metavar="NUMBER", help="What was stopped there goes after all."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Show what will go out by itself, when and to whom, and why some of it will not."""
    now = SystemClock().now()
    with opened_office(context) as office:
        if stop is not None:
            name = stopping.stop_by_number(office, stop, now)
            typer.echo(f"Stopped: {name}. Nothing of it goes; `--resume {stop}` takes that back.")
            return
        if resume is not None:
            _say_resumed(*stopping.resume_by_number(office, resume, now))
            return
        zone = office.settings.coordinator.zone
        end = _end_of(until, zone) if until else now + _AHEAD
        found = foresee(office, now=now, until=end, group_id=group)
        paused = pausing.is_paused(office)
    if as_json:
        emit_json([values(each) for each in found])
        return
    if paused:
        typer.echo("All is paused: nothing leaves until `mailbot resume`.\n")
    if found:
        print_reminders(console(), found, zone)
    else:
        typer.echo(f"Nothing goes out by itself up to {_shown(end, zone)}.")


def _say_resumed(name: str, lost: int) -> None:
    typer.echo(f"Goes on: {name}.")
    if lost:
        typer.echo(f"{lost} of it had been written already and was turned down for good.")


def _end_of(words: str, zone: tzinfo) -> datetime:
    """Return the end of the day that `words` name."""
    following = day_of(instant_of(words, zone), zone) + _DAY
    return datetime.combine(following, time(), zone).astimezone(UTC) - timedelta(microseconds=1)


def _shown(instant: datetime, zone: tzinfo) -> str:
    day = day_of(instant, zone)
    return f"{day:%a} {day.day} {day:%b %Y}"
