"""`mailbot replay`: what Mailbot would have drafted on past mail, beside what she did answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mailbot.cli.home import settings_of
from mailbot.cli.output import JsonFlag, emit_json
from mailbot.cli.paper import one_line
from mailbot.cli.replay_page import new_page, write_page
from mailbot.cli.replay_paper import print_replay, replay_values
from mailbot.clock import SystemClock
from mailbot.errors import MailboxRefused, NotFoundError
from mailbot.mail.imap import open_mailbox
from mailbot.model.folders import Mailbox
from mailbot.services.days import instant_of
from mailbot.services.replaying import Replay, replaying
from mailbot.settings import Settings
from mailbot.tomlfiles import nearest

_USUAL = timedelta(days=90)

Folder = Annotated[str, typer.Argument(help="Where mail to the programme stands, such as INBOX.")]
Since = Annotated[
    str, typer.Option("--since", metavar="DAY", help="From when, such as 3/4/2026; else 90 days.")
]
Page = Annotated[
    Path | None,
    typer.Option(metavar="FILE.html", help="Write a page with every draft beside your answer."),
]


def replay(
    context: typer.Context,
    folder: Folder,
    since: Since = "",
    page: Page = None,
    as_json: JsonFlag = False,
) -> None:
    """Go through past mail as if Mailbot had been there. Nothing is sent, nothing is changed."""
    settings = settings_of(context)
    now = SystemClock().now()
    zone = settings.coordinator.zone
    begun = instant_of(since, zone) if since else now - _USUAL
    with (
        new_page(page) if page else nullcontext() as out,
        _replayed(settings, folder, begun, now) as found,
    ):
        if out:
            write_page(out, found, zone)
        if as_json:
            emit_json(replay_values(found))
        else:
            print_replay(found, zone)
    if page:
        typer.echo(
            f"{page} has the letters side by side. It holds what students wrote in confidence: "
            "only you can open it on this machine; show it to nobody, and delete it when done.",
            err=as_json,
        )


@contextmanager
def _replayed(settings: Settings, folder: str, since: datetime, now: datetime) -> Iterator[Replay]:
    mailbox = open_mailbox(settings.mailbox, settings.secrets)
    try:
        with _progress() as told, replaying(settings, mailbox, folder, since, now, told) as found:
            yield found
    except MailboxRefused as error:
        raise _unreadable(folder, mailbox, error) from error
    finally:
        mailbox.close()


def _unreadable(folder: str, mailbox: Mailbox, error: MailboxRefused) -> NotFoundError:
    folders, names = mailbox.folders(), mailbox.names()
    others = [name for name in names if name not in {folders.sent, folders.drafts}]
    return NotFoundError(
        f"The folder {folder} cannot be read. {error.what}",
        f"Name it as the mail server does.{nearest(folder, others)} "
        f"There are: {', '.join(map(one_line, others))}.",
    )


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Count along on a terminal, until all mails are gone through."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("Reading"),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task("mails", total=None)

    def told(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)
        if done == total:
            bar.stop()

    with bar:
        yield told
