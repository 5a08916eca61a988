"""`mailbot groups list|show`: how full the groups are, what comes next, what waits."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.groups_paper import print_group
from mailbot.cli.groups_values import GROUP_COLUMNS, group_row, group_values
from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit, emit_json
from mailbot.cli.paper import console
from mailbot.clock import SystemClock
from mailbot.services import groups_listing

GroupNumber = Annotated[int, typer.Argument(metavar="G", help="The group's number.")]
Everything = Annotated[
    bool, typer.Option("--all", help="Also those that are over or were called off.")
]

_NONE = "There is no group yet. `mailbot groups propose` finds which could be opened."


def list_groups(
    context: typer.Context, everything: Everything = False, as_json: JsonFlag = False
) -> None:
    """List the groups: how full they are, their next session, how many drafts wait."""
    now = SystemClock().now()
    with opened_office(context) as office:
        cards = groups_listing.listed(office, now, everything=everything)
        zone = office.settings.coordinator.zone
    if as_json:
        emit_json([group_values(card, now) for card in cards])
    else:
        rows = [group_row(card, zone) for card in cards]
        emit(rows, GROUP_COLUMNS, as_json=False, zone=zone, empty=_NONE)


def show_group(context: typer.Context, group: GroupNumber, as_json: JsonFlag = False) -> None:
    """Show one group: its people, its sessions, who said that they cannot come, what to do."""
    now = SystemClock().now()
    with opened_office(context) as office:
        card = groups_listing.show(office, group, now)
        zone = office.settings.coordinator.zone
    if as_json:
        emit_json(group_values(card, now))
    else:
        print_group(console(), card, now, zone)
