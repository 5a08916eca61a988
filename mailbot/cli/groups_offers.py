"""`mailbot groups offer|fill|accept|decline`: places on offer, and answers by your own word."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.drafts_bundles import show_bundle
from mailbot.cli.groups_list import GroupNumber
from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json
from mailbot.clock import SystemClock
from mailbot.services import answering_offers, offering
from mailbot.services.answering_offers import Answered
from mailbot.services.bundles import Shown
from mailbot.services.office import Office

People = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PERSON]...",
        help="Addresses, or parts of names or addresses; without any, all for whom it is meant.",
    ),
]
Person = Annotated[
    str, typer.Argument(metavar="PERSON", help="An address, or part of a name or address.")
]
NoReminder = Annotated[
    bool, typer.Option("--no-reminder", help="No reminder at half time goes by itself.")
]
Anyway = Annotated[
    bool, typer.Option("--anyway", help="Also to those who are not known to be free then.")
]
Places = Annotated[
    int | None, typer.Option("--places", min=1, help="How many; as many as came free, or one.")
]
Stays = Annotated[
    bool, typer.Option("--stays", help="They stay in the queue, with the time they have waited.")
]


def offer(
    context: typer.Context,
    group: GroupNumber,
    people: People = None,
    no_reminder: NoReminder = False,
    anyway: Anyway = False,
    as_json: JsonFlag = False,
) -> None:
    """Draft offers of places in a group, to be approved in one go; the places are held."""
    now, reminder = SystemClock().now(), not no_reminder
    with opened_office(context) as office:
        if people:
            ids = offering.named(office, people)
            drafted = offering.offer(office, group, ids, now, anyway=anyway, reminder=reminder)
        else:
            drafted = offering.offer_to_next(office, group, now, reminder=reminder)
        _print(office, drafted, as_json)


def fill(
    context: typer.Context, group: GroupNumber, places: Places = None, as_json: JsonFlag = False
) -> None:
    """Draft offers of free places to the next in the queue who fit."""
    with opened_office(context) as office:
        drafted = offering.fill(office, group, SystemClock().now(), places=places)
        _print(office, drafted, as_json)


def accept(context: typer.Context, person: Person, as_json: JsonFlag = False) -> None:
    """Note that somebody takes the place they were offered; nothing is sent by it."""
    with opened_office(context) as office:
        answered = answering_offers.accept(office, person, SystemClock().now())
    _print_answer(answered, "is a member of", as_json)


def decline(
    context: typer.Context, person: Person, stays: Stays = False, as_json: JsonFlag = False
) -> None:
    """Note that somebody does not take the place they were offered; nothing is sent by it."""
    with opened_office(context) as office:
        answered = answering_offers.decline(office, person, SystemClock().now(), stays=stays)
    _print_answer(answered, "has given up the place in", as_json)


def _print(office: Office, drafted: Shown, as_json: bool) -> None:
    number = drafted.bundle.id
    show_bundle(office, number, as_json=as_json)
    if not as_json:
        typer.echo("The places are held. Nothing leaves until you approve it:")
        typer.echo(f"  mailbot drafts approve --bundle {number}")


def _print_answer(answered: Answered, what: str, as_json: bool) -> None:
    applicant, group = answered.applicant, answered.group
    if as_json:
        emit_json({"applicant": applicant.id, "stage": applicant.stage, "group": group.id})
    else:
        typer.echo(
            f"{applicant.shown} {what} group {group.id} ({group.label}), and is "
            f"{applicant.stage.value} now."
        )
