"""`mailbot`: the commands by name, each imported only when it is used, and how they end.

Exit codes: 0 done, 1 something is wrong that a person must mend, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import errno
import importlib
import sys
from contextvars import ContextVar
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from mailbot import __version__
from mailbot.cli.mishap import record_mishap
from mailbot.cli.wording import home_misplaced, print_anything, quiet_flags
from mailbot.clock import SystemClock
from mailbot.errors import MailbotError

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("mailbot.cli.demo", "The whole story on an embedded mail server."),
    "init": ("mailbot.cli.init", "Write commented examples of the settings, to edit."),
    "check": ("mailbot.cli.check", "Prove that settings, templates and servers work."),
    "run": ("mailbot.cli.run", "Watch the mailbox, draft replies, send what is approved."),
    "status": ("mailbot.cli.status", "One line: is all well."),
    "read": ("mailbot.cli.read", "Show what Mailbot reads in mail files, and why."),
    "replay": ("mailbot.cli.replay", "What Mailbot would have drafted on past mail."),
    "drafts": ("mailbot.cli.drafts", "See, approve, edit or reject what waits."),
    "approvals": ("mailbot.cli.approvals", "Which kinds of mail may go by themselves."),
    "queue": ("mailbot.cli.queue", "Who waits for a place, and what you change about them."),
    "groups": ("mailbot.cli.groups", "Propose, form and look after groups."),
    "reminders": ("mailbot.cli.reminders", "What will go out by itself, when, and to whom."),
    "pause": ("mailbot.cli.pause", "Hold all mail to students and leaders."),
    "resume": ("mailbot.cli.pause", "Let approved mail go again."),
    "away": ("mailbot.cli.away", "From when to when your deputy stands in."),
    "history": ("mailbot.cli.history", "What happened, and why."),
    "alerts": ("mailbot.cli.alerts", "What needed a person at once."),
    "audit": ("mailbot.cli.audit", "Look for anything lost, sent twice, or sent unapproved."),
}
"""Each command's module and help. The module has a function of the command's name, or `app`."""

_WRONG_USAGE = 2

_home: ContextVar[Path] = ContextVar("home", default=Path())


class _Deferred(TyperCommand):
    """A command that is listed by its help, and imported once it is used."""

    def __init__(self, name: str, module: str, text: str) -> None:
        super().__init__(name, help=text)
        self._module = module

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        command = _load(str(self.name), self._module)
        return command.make_context(info_name, args, parent=parent, **extra)


def _load(name: str, module_name: str) -> Any:
    module = importlib.import_module(module_name)
    app = getattr(module, "app", None)
    if app is None:
        app = typer.Typer(add_completion=False)
        app.command(name)(getattr(module, name))
    command = get_command(app)
    quiet_flags(command)
    return command.commands.get(name, command) if isinstance(command, TyperGroup) else command


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mailbot {__version__}")
        raise typer.Exit


def _root(
    context: typer.Context,
    home: Annotated[
        Path,
        typer.Option(
            envvar="MAILBOT_HOME",
            help="The folder with config/, templates/, .env and data/.",
            exists=True,
            file_okay=False,
            resolve_path=True,
        ),
    ] = Path(),
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """Mailbot answers students' mail beside the coordinator, who approves every reply."""
    context.obj = home
    _home.set(home)


def build() -> TyperGroup:
    """Return the command line, with the commands whose modules are there."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich")
    app.callback()(_root)
    group = get_group(app)
    for name, (module, text) in COMMANDS.items():
        if find_spec(module) is not None:
            group.add_command(_Deferred(name, module, text))
    quiet_flags(group)
    return group


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit.

    Args:
        arguments: What stands after `mailbot`; those of the process where None.
    """
    print_anything()
    given = sys.argv[1:] if arguments is None else arguments
    code = _run(build(), given)
    if code == _WRONG_USAGE and (hint := home_misplaced(given)):
        typer.echo(hint, err=True)
    sys.exit(code)


def _run(group: TyperGroup, arguments: list[str]) -> int:
    try:
        group.main(arguments, prog_name="mailbot")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except MailbotError as error:
        return _complain(error.what, error.remedy)
    except Exception as error:  # noqa: BLE001  the last seam: no traceback reaches a user
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            return _complain("The disk is full.", "Make room and run this again; nothing is lost.")
        return _complain(*record_mishap(error, _home.get(), SystemClock().now()))
    return 0


def _complain(what: str, remedy: str) -> int:
    typer.secho(what, err=True, fg="red")
    if remedy:
        typer.echo(remedy, err=True)
    return 1
