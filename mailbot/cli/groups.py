"""`mailbot groups`: from a proposal to a group that meets."""

from __future__ import annotations

import typer

from mailbot.cli.groups_absences import absent, missing
from mailbot.cli.groups_create import create_group
from mailbot.cli.groups_dates import cancel, reschedule
from mailbot.cli.groups_import import import_group
from mailbot.cli.groups_list import Everything, list_groups, show_group
from mailbot.cli.groups_offers import accept, decline, fill, offer
from mailbot.cli.groups_propose import propose_groups
from mailbot.cli.groups_sessions import confirm_group
from mailbot.cli.output import JsonFlag

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def groups(
    context: typer.Context, everything: Everything = False, as_json: JsonFlag = False
) -> None:
    """Propose, form and look after groups; without more: the list."""
    if context.invoked_subcommand is None:
        list_groups(context, everything, as_json)


app.command("list")(list_groups)
app.command("show")(show_group)
app.command("propose")(propose_groups)
app.command("create")(create_group)
app.command("absent")(absent)
app.command("missing")(missing)
app.command("offer")(offer)
app.command("fill")(fill)
app.command("accept")(accept)
app.command("decline")(decline)
app.command("confirm")(confirm_group)
app.command("reschedule")(reschedule)
app.command("cancel")(cancel)
app.command("import")(import_group)
