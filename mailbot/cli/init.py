"""`mailbot init`: commented examples of the settings, for the keeper to edit."""

from __future__ import annotations

import errno
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

# Only for [alerts] second_way = "ntfy". The topic is like a password: long, not to be guessed.
# MAILBOT_NTFY_TOPIC=
# MAILBOT_NTFY_TOKEN=
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
    for path, text in _examples(home, templates):
        try:
            written = _write_new(path, text, private=path.name == ".env")
        except OSError as error:
            raise _refusal(path, error) from None
        typer.echo(f"{'Written' if written else 'Kept as it is'}: {path}")
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
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    # Under another name until it is whole: half a file would be kept as it is ever after.
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600 if private else 0o666)
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return True


def _refusal(path: Path, error: OSError) -> SettingsError:
    if error.errno == errno.ENOSPC:
        return SettingsError(
            f"The disk is full: {path} cannot be written.",
            "Make room and run this again; what is written already is kept.",
        )
    return SettingsError(f"{path} cannot be written: {error.strerror}.")


def _next_steps(home: Path) -> str:
    return f"""
Next:
  1. Say in {home / "config" / "mailbot.toml"} which mailbox, and who you are.
  2. Put the mailbox's password into {home / ".env"}.
  3. See whether all is well:  mailbot --home "{home}" check
  4. Start:                    mailbot --home "{home}" run"""
