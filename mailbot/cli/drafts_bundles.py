"""`mailbot drafts show|approve|reject --bundle N`: drafts that are decided in one go."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mailbot.cli.bundle_paper import bundle_values, print_bundle
from mailbot.cli.output import emit_json
from mailbot.cli.paper import console
from mailbot.cli.papers import file_values, leaving
from mailbot.clock import SystemClock
from mailbot.errors import RefusedError
from mailbot.model.outbox import State
from mailbot.model.seats import BundleKind
from mailbot.services import bundles, listing, promising
from mailbot.services.bundles import Shown
from mailbot.services.office import Office

BundleNumber = Annotated[
    int | None, typer.Option("--bundle", metavar="N", help="All drafts of a bundle in one go.")
]

_TELL_OF_CHANGES = frozenset(
    {BundleKind.MOVED, BundleKind.CANCELLED, BundleKind.SHIFTED, BundleKind.CALLED_OFF}
)
"""Bundles that tell what is on record already."""


def at_a_terminal() -> bool:
    """Tell whether somebody is there to be shown something and asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def show_bundle(office: Office, number: int, *, as_json: bool = False) -> Shown:
    """Show all of a bundle that waits, and what follows from letting it go.

    Raises:
        NotFoundError: There is no such bundle.
    """
    now = SystemClock().now()
    shown = bundles.show(office, number, now)
    follows = promising.follows(office, shown, now)
    if as_json:
        files = [file_values(listing.file_of(office, mail, now)) for mail in shown.open]
        emit_json({**bundle_values(shown), "follows": follows, "letters": files})
    else:
        print_bundle(console(), shown, follows)
    return shown


def approve_bundle(office: Office, number: int, digest: str, as_shown: bool) -> None:
    """Let all of a bundle go that waits: after it was shown and asked for, or as it was seen.

    Raises:
        NotFoundError: There is no such bundle.
        RefusedError: It is not what was seen, or nobody is there to be asked; nothing goes.
    """
    seen = digest or _seen(office, number, as_shown)
    if not seen:
        return
    now = SystemClock().now()
    approved = bundles.approve(office, number, seen, now)
    going = next(mail for mail in approved.mails if mail.state is State.APPROVED)
    typer.echo(f"Approved bundle {number}. {leaving(listing.file_of(office, going, now))}")


def reject_bundle(office: Office, number: int, why: str) -> None:
    """Turn down all of a bundle that waits.

    Raises:
        NotFoundError: There is no such bundle.
    """
    turned_down = bundles.reject(office, number, why, SystemClock().now())
    typer.echo(f"Turned down bundle {number}.")
    if turned_down.bundle.kind in _TELL_OF_CHANGES:
        group = turned_down.group.id
        typer.echo(
            f"What it told stays as it is on record, but nobody hears of it from Mailbot. Please\n"
            f"tell them yourself, or change it again: mailbot groups show {group}"
        )


def _seen(office: Office, number: int, as_shown: bool) -> str:
    """Return the digest of what she saw and agreed to; an empty one where she said no."""
    if as_shown:
        return _shown_before(office, number)
    if not at_a_terminal():
        raise RefusedError(
            f"Nobody is at the terminal to be asked about bundle {number}, so it stays.",
            "Name what was seen: --digest and the digest that "
            f"`mailbot drafts show --bundle {number}` tells, or --shown for what it showed last.",
        )
    shown = show_bundle(office, number)
    if not shown.open:
        raise RefusedError(f"No draft waits in bundle {number}.")
    return shown.digest if typer.confirm(f"Let all {len(shown.open)} go?") else ""


def _shown_before(office: Office, number: int) -> str:
    seen = bundles.last_seen(office, number)
    if seen is None:
        raise RefusedError(
            f"Not all drafts of bundle {number} were shown to you.",
            f"Read them with `mailbot drafts show --bundle {number}` first.",
        )
    return seen
