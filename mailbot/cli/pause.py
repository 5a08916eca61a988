"""`mailbot pause` and `mailbot resume`: whether anything leaves to students and leaders."""

from __future__ import annotations

import typer

from mailbot.cli.opening import opened_office
from mailbot.clock import SystemClock
from mailbot.services import pausing


def pause(context: typer.Context) -> None:
    """Hold all mail to students and leaders. Alerts to you still come, and mail is still read."""
    with opened_office(context) as office:
        held = pausing.pause(office, SystemClock().now())
    typer.echo(f"Paused: nothing leaves to students and leaders. {_mails(held)} held now.")
    typer.echo("What you send from your own mail program leaves all the same.")


def resume(context: typer.Context) -> None:
    """Let approved mail go again."""
    with opened_office(context) as office:
        was_paused = pausing.is_paused(office)
        waiting = pausing.resume(office, SystemClock().now())
    begins = "No longer paused." if was_paused else "It was not paused; nothing changes."
    typer.echo(f"{begins} {_mails(waiting)} on the way out.")


def _mails(count: int) -> str:
    return "One approved mail is" if count == 1 else f"{count or 'No'} approved mails are"
