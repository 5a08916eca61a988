"""`mailbot groups create`: a group put on record, for people who wait."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from mailbot.cli.groups_paper import local_times, print_rows, print_sessions, print_under, study
from mailbot.cli.groups_values import session_values
from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json
from mailbot.cli.paper import console, who
from mailbot.clock import SystemClock
from mailbot.services import creating, offering
from mailbot.services.creating import Created
from mailbot.services.days import day_of, instant_of
from mailbot.services.office import Office

SlotId = Annotated[str, typer.Argument(metavar="SLOT", help="Its name in config/slots.toml.")]
First = Annotated[
    str, typer.Option("--first", metavar="DAY", help="Of the first session, such as 3/3/2026.")
]


def create_group(
    context: typer.Context,
    slot: SlotId,
    first: First = "",
    persons: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="PERSON", help="For whom; again for each."),
    ] = None,
    offer: Annotated[
        bool, typer.Option("--offer", help="Draft the offers, too, for your approval.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Put a group on record, for those whom the proposal puts there, or whom you name.

    Nothing is sent: their offers are drafted by --offer, or later by `mailbot groups offer`.
    """
    now = SystemClock().now()
    with opened_office(context) as office:
        day = asked_day(office, first)
        made = creating.create(office, slot, now, first=day, persons=persons or ())
        if not as_json:
            _print(made, office.settings.coordinator.zone)
        bundle = _offered(office, made, now, named=bool(persons)) if offer else None
    if as_json:
        emit_json({**_values(made), "bundle": bundle})
    elif bundle is None:
        typer.echo(f"To draft their offers: {_to_offer(made, named=bool(persons))}")
    else:
        typer.echo(f"Their offers are drafted: mailbot drafts show --bundle {bundle}")


def _print(made: Created, zone: ZoneInfo) -> None:
    paper = console()
    typer.echo(f"Group {made.group.id} is on record, {made.group.label}. Nothing was sent.\n")
    print_sessions(paper, made.table, zone)
    print_under(paper, "To know", [(each,) for each in made.remarks])
    typer.echo("It is meant for:")
    print_rows(
        paper,
        [
            (who(each.shown), study(each), local_times(made.table, each.facts.timezone))
            for each in made.students
        ],
    )
    typer.echo()


def _offered(office: Office, made: Created, now: datetime, *, named: bool) -> int:
    """Draft the offers and return their bundle; who was named is offered one in any case."""
    ids = [each.id for each in made.students]
    return offering.offer(office, made.group.id, ids, now, anyway=named).bundle.id


def asked_day(office: Office, words: str) -> date | None:
    """Return the day that `words` name, in Australian order; None where they are empty.

    Raises:
        RefusedError: They name none.
    """
    zone = office.settings.coordinator.zone
    return day_of(instant_of(words, zone), zone) if words else None


def _to_offer(made: Created, *, named: bool) -> str:
    """Return the command that drafts the offers; the proposal's people need no naming."""
    whom = "".join(f" {each.emails[0]}" for each in made.students) if named else ""
    return f"mailbot groups offer {made.group.id}{whom}"


def _values(made: Created) -> dict[str, Any]:
    return {
        "group": made.group.id,
        "slot": made.group.slot_id,
        "status": made.group.status,
        "first_date": made.group.series.first_date,
        "sessions": session_values(made.table.sessions),
        "students": [
            {"applicant_id": each.id, "name": each.name, "emails": list(each.emails)}
            for each in made.students
        ],
        "remarks": list(made.remarks),
    }
