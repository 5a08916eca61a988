"""`mailbot demo`: the whole story on an embedded mail server."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mailbot.clock import SetClock, SystemClock


def demo(
    script: Annotated[
        bool, typer.Option("--script", help="Play the story unattended, then exit.")
    ] = False,
    imap_port: Annotated[int, typer.Option(help="IMAP port; 0 takes a free one.")] = 0,
    smtp_port: Annotated[int, typer.Option(help="SMTP port; 0 takes a free one.")] = 0,
) -> None:
    """Show Mailbot at work on an embedded mail server, with invented students.

    In a terminal you are the coordinator. With --script, or without a terminal, the story plays
    itself, and the exit code is 0 only if every promise of it was kept.
    """
    if script or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise typer.Exit(0 if _play(imap_port, smtp_port) else 1)
    from mailbot.cli.demo_live import live

    live(imap_port, smtp_port)


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
