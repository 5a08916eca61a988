"""`mailbot queue`: who waits for a place, and what you change about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json
from mailbot.cli.paper import console
from mailbot.cli.queue_import import import_file
from mailbot.cli.queue_paper import card_values, print_card, print_queue
from mailbot.clock import SystemClock
from mailbot.services import joining, queueing, standing
from mailbot.services.days import instant_of
from mailbot.services.office import Office
from mailbot.services.particulars import Given
from mailbot.services.queueing import Changes
from mailbot.services.standing import Card

app = typer.Typer(add_completion=False)

Person = Annotated[
    str, typer.Argument(metavar="PERSON", help="An address, or part of a name or address.")
]
Name = Annotated[str, typer.Option("--name", help="In full.")]
University = Annotated[str, typer.Option("--university")]
Year = Annotated[str, typer.Option("--year", help="Of study, 1 to 6.")]
City = Annotated[str, typer.Option("--city", help="Its time zone comes with it.")]
Timezone = Annotated[
    str, typer.Option("--timezone", help='Where the city does not tell: "Australia/Perth".')
]
Available = Annotated[
    str, typer.Option("--available", help='In their own time: "tue 18:00-21:00, thu evenings".')
]
Notes = Annotated[str | None, typer.Option("--notes", help="Your own, instead of those so far.")]
Since = Annotated[
    str, typer.Option("--since", metavar="DAY", help="Since when they wait, such as 3/4/2026.")
]


@app.callback(invoke_without_command=True)
def queue(context: typer.Context, as_json: JsonFlag = False) -> None:
    """See who waits for a place, and change what is known of them; without more: the list."""
    if context.invoked_subcommand is None:
        show_list(context, as_json)


@app.command("list")
def show_list(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List who waits, first to last: how long, when they are free, what is missing."""
    now = SystemClock().now()
    with opened_office(context) as office:
        cards = standing.in_queue(office)
        zone = office.settings.coordinator.zone
    if as_json:
        emit_json([card_values(card, now) for card in cards])
    elif cards:
        print_queue(console(), cards, now, zone)
    else:
        typer.echo("Nobody waits in the queue.")


@app.command()
def show(context: typer.Context, person: Person, as_json: JsonFlag = False) -> None:
    """Show all that is known of one student."""
    with opened_office(context) as office:
        card = queueing.show(office, person)
        if as_json:
            emit_json(card_values(card, SystemClock().now()))
        else:
            _print(office, card)


@app.command()
def add(
    context: typer.Context,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Their mail address.")],
    name: Name = "",
    university: University = "",
    year: Year = "",
    city: City = "",
    timezone: Timezone = "",
    available: Available = "",
    notes: Notes = None,
    since: Since = "",
) -> None:
    """Put a student into the queue, at its end unless --since is given. Sends nothing."""
    given = Given(name, university, year, city, timezone, available)
    with opened_office(context) as office:
        changes = Changes(given, notes, _instant(office, since))
        done = queueing.add(office, address, changes, SystemClock().now())
        _print(office, done.card, done.remarks)


@app.command()
def edit(
    context: typer.Context,
    person: Person,
    name: Name = "",
    university: University = "",
    year: Year = "",
    city: City = "",
    timezone: Timezone = "",
    available: Available = "",
    notes: Notes = None,
    since: Since = "",
    held: Annotated[
        bool | None,
        typer.Option("--hold/--release", help="Whether reminders to them wait for your word."),
    ] = None,
    apart: Annotated[
        list[str] | None, typer.Option("--apart-from", metavar="PERSON", help="Never in one group.")
    ] = None,
    together: Annotated[
        list[str] | None, typer.Option("--may-meet", metavar="PERSON", help="Take that back.")
    ] = None,
) -> None:
    """Change what is known of a student; "-" takes a fact away. Sends nothing."""
    given = Given(name, university, year, city, timezone, available)
    with opened_office(context) as office:
        changes = Changes(
            given, notes, _instant(office, since), held, tuple(apart or ()), tuple(together or ())
        )
        if changes == Changes():
            raise typer.BadParameter("Say what is to be different; --help names it all.")
        done = queueing.edit(office, person, changes, SystemClock().now())
        _print(office, done.card, done.remarks)


@app.command()
def move(
    context: typer.Context,
    person: Person,
    to: Annotated[int | None, typer.Option("--to", min=1, help="The position.")] = None,
    before: Annotated[str, typer.Option("--before", metavar="PERSON")] = "",
    after: Annotated[str, typer.Option("--after", metavar="PERSON")] = "",
) -> None:
    """Give a student another place in the queue; all others keep their order."""
    if sum(map(bool, (to, before, after))) != 1:
        raise typer.BadParameter("Say one of --to, --before and --after.")
    now = SystemClock().now()
    with opened_office(context) as office:
        if to:
            card = queueing.move_to(office, person, to, now)
        else:
            card = queueing.move_beside(office, person, before or after, now, before=bool(before))
        typer.echo(f"{card.applicant.shown} has position {card.position} now.")


@app.command()
def withdraw(context: typer.Context, person: Person) -> None:
    """Take a student out: they are offered nothing and reminded of nothing until they ask anew."""
    with opened_office(context) as office:
        done = queueing.withdraw(office, person, SystemClock().now())
        typer.echo(f"{done.card.applicant.shown} is withdrawn and offered nothing any more.")
        for remark in done.remarks:
            typer.echo(remark)


@app.command()
def join(
    context: typer.Context,
    person: Person,
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="The same student under another address.")
    ],
) -> None:
    """Say that two records are one student. It cannot be taken back."""
    with opened_office(context) as office:
        done = joining.join(office, person, other, SystemClock().now())
        _print(office, done.card, done.remarks)


app.command("import")(import_file)


def _instant(office: Office, since: str) -> datetime | None:
    return instant_of(since, office.settings.coordinator.zone) if since else None


def _print(office: Office, card: Card, remarks: Sequence[str] = ()) -> None:
    print_card(console(), card, SystemClock().now(), office.settings.coordinator.zone)
    for remark in remarks:
        typer.echo(remark)
