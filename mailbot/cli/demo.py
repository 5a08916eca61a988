"""`mailbot demo`: the whole story on an embedded mail server."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from mailbot.clock import SetClock, SystemClock
from mailbot.errors import MailbotError

_PORT_REFUSED = {errno.EADDRINUSE, errno.EACCES}

Port = Annotated[
    int, typer.Option(min=0, max=65535, metavar="PORT", help="Of the mail server; 0: a free one.")
]


def demo(
    script: Annotated[
        bool, typer.Option("--script", help="Play the story unattended, then exit.")
    ] = False,
    imap_port: Port = 0,
    smtp_port: Port = 0,
) -> None:
    """Show Mailbot at work on an embedded mail server, with invented students.

    In a terminal you are the coordinator. With --script, or without a terminal, the story plays
    itself, and the exit code is 0 only if every promise of it was kept.
    """
    if script or not (sys.stdin.isatty() and sys.stdout.isatty()):
        with _ports_are_free():
            kept = _play(imap_port, smtp_port)
        raise typer.Exit(0 if kept else 1)
    from mailbot.cli.demo_live import live

    with _ports_are_free():
        live(imap_port, smtp_port)


@contextmanager
def _ports_are_free() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _PORT_REFUSED:
            raise
        raise MailbotError(
            "The demo's mail server cannot listen at the chosen port: another program has it, or "
            "this user may not.",
            "Choose others with --imap-port and --smtp-port; without them, free ones are taken.",
        ) from None


def _play(imap_port: int, smtp_port: int) -> bool:
    from rich.console import Console

    from mailbot.cli.telling import RichTeller
    from mailbot.sandbox.stage import set_stage
    from mailbot.sandbox.story import Story

    console = Console(highlight=False)
    clock = SetClock(SystemClock().now())
    with set_stage(clock, imap_port=imap_port, smtp_port=smtp_port) as stage:
        kept = Story(stage, clock, RichTeller(console, stage.office)).play()
    console.print()
    console.print(
        "[bold green]Every promise was kept.[/]"
        if kept
        else "[bold red]A promise was broken: see above.[/]"
    )
    return kept
