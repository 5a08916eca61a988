"""`mailbot drafts list`: what waits, each bundle on one line."""

from __future__ import annotations

import typer

from mailbot.cli.bundle_paper import BUNDLE_COLUMNS, bundle_row, bundle_values
from mailbot.cli.opening import opened_mailbox
from mailbot.cli.output import emit, emit_json
from mailbot.cli.papers import (
    DRAFT_COLUMNS,
    FOR_HER_COLUMNS,
    LEFT_ALONE_COLUMNS,
    draft_row,
    draft_values,
    for_her_row,
    for_her_values,
    left_alone_row,
)
from mailbot.clock import SystemClock
from mailbot.model.outbox import State
from mailbot.services import bundles, listing
from mailbot.services.office import Office

_NEWEST = 20
_ALONE = 50


def list_drafts(office: Office, *, everything: bool, as_json: bool) -> None:
    """Print the drafts, those of a bundle on one line, and what waits for her own answer."""
    now, zone = SystemClock().now(), office.settings.coordinator.zone
    waiting = listing.papers(office, now, everything=everything)
    in_one_go = bundles.waiting(office)
    hers = listing.for_her(office)
    if as_json:
        emit_json(
            {
                "drafts": [draft_values(one) for one in waiting],
                "bundles": [bundle_values(one) for one in in_one_go],
                "for_you": [for_her_values(one) for one in hers],
            }
        )
        return
    alone = [one for one in waiting if one.mail.bundle_id is None or one.mail.state != State.DRAFT]
    if alone or not in_one_go:
        rows = [draft_row(one, now, zone) for one in alone]
        emit(rows, DRAFT_COLUMNS, as_json=False, zone=zone, empty="No draft waits.")
    if in_one_go:
        typer.echo("To be decided in one go, with `mailbot drafts show --bundle N`:")
        rows = [bundle_row(one, now) for one in in_one_go]
        emit(rows, BUNDLE_COLUMNS, as_json=False, zone=zone)
    newest = hers if everything else hers[:_NEWEST]
    if newest:
        typer.echo("For you to answer yourself:")
        emit([for_her_row(one, now) for one in newest], FOR_HER_COLUMNS, as_json=False, zone=zone)
    if len(newest) < len(hers):
        typer.echo(f"... and {len(hers) - len(newest)} older ones; --all shows them.")


def list_left_alone(office: Office, *, as_json: bool) -> None:
    """Print the newest mails that were left alone, fetched afresh from the mailbox."""
    with opened_mailbox(office) as mailbox:
        alone = [left_alone_row(one) for one in listing.left_alone(office, mailbox, newest=_ALONE)]
    emit(
        alone,
        LEFT_ALONE_COLUMNS,
        as_json=as_json,
        zone=office.settings.coordinator.zone,
        empty="Nothing was left alone.",
    )
