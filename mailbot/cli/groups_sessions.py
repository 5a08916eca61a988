"""`mailbot groups confirm`: the confirmation of a group, shown and approved in one go."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.drafts_bundles import approve_bundle, at_a_terminal, show_bundle
from mailbot.cli.groups_list import GroupNumber
from mailbot.cli.opening import opened_office
from mailbot.clock import SystemClock
from mailbot.services import confirming

Digest = Annotated[
    str, typer.Option(metavar="D", help="Of what you saw: its first eight digits at least.")
]
AsShown = Annotated[bool, typer.Option("--shown", help="Unasked, as it was shown last.")]


def confirm_group(
    context: typer.Context, group: GroupNumber, digest: Digest = "", as_shown: AsShown = False
) -> None:
    """Confirm a group: all its letters and invitations are shown, and approved in one go."""
    with opened_office(context) as office:
        bundle = confirming.prepare(office, group, SystemClock().now())
        if digest or as_shown or at_a_terminal():
            approve_bundle(office, bundle, digest, as_shown)
            return
        show_bundle(office, bundle)
    typer.echo("Nobody is at the terminal to be asked, so they wait. To let them go:")
    typer.echo(f"  mailbot groups confirm {group} --shown")
