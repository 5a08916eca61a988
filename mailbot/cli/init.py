"""`mailbot init`: commented examples of the settings, for the keeper to edit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.home import home_of
from mailbot.errors import SettingsError
from mailbot.resources import default_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECRETS = """\
# Passwords and tokens, for your eyes only: Mailbot refuses this file while others may open it.
# Put a value with # or quotes in it between 'single quotes'.

# The mailbox's password. Gmail takes an app password here (16 letters, made in your Google account
# under Security), not the one that you log in with.
MAILBOT_MAILBOX_PASSWORD=

# The password for sending; while empty, the mailbox's.
# MAILBOT_DELIVERY_PASSWORD=

# Only for auth = "xoauth2" without a token_command.
# MAILBOT_MAILBOX_TOKEN=
# MAILBOT_DELIVERY_TOKEN=
"""


def init(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where to; the home if not given.")
    ] = None,
    templates: Annotated[
        bool, typer.Option("--templates", help="The words of the mails too, to edit them.")
    ] = False,
) -> None:
    """Write commented examples of the settings, to edit. What is there already is kept."""
    home = (folder or home_of(context)).absolute()
    try:
        for path, text in _examples(home, templates):
            written = _write_new(path, text, private=path.name == ".env")
            typer.echo(f"{'Written' if written else 'Kept as it is'}: {path}")
    except OSError as error:
        raise SettingsError(f"{error.filename} cannot be written: {error.strerror}.") from None
    typer.echo(_next_steps(home))


def _examples(home: Path, templates: bool) -> Iterator[tuple[Path, str]]:
    """Yield what a home holds, path and text."""
    for name in ("config", "templates") if templates else ("config",):
        source = default_folder(name)
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            yield home / name / path.relative_to(source), path.read_text(encoding="utf-8")
    yield home / ".env", _SECRETS


def _write_new(path: Path, text: str, *, private: bool) -> bool:
    """Write a file that is not there yet; return False, and leave it, where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666
        )
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return True


def _next_steps(home: Path) -> str:
    return f"""
Next:
  1. Say in {home / "config" / "mailbot.toml"} which mailbox, and who you are.
  2. Put the mailbox's password into {home / ".env"}.
  3. See whether all is well:  mailbot --home "{home}" check
  4. Start:                    mailbot --home "{home}" run"""
