"""How usage is told where the command-line library's own words would mislead."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence


def quiet_flags(command: Any) -> None:
    """Let the help of `command` and of those below it say no type of what is only switched on."""
    for parameter in command.get_params(typer.Context(command)):
        if getattr(parameter, "is_flag", False) and parameter.metavar is None:
            parameter.metavar = ""
    for inner in getattr(command, "commands", {}).values():
        quiet_flags(inner)


def home_misplaced(arguments: Sequence[str]) -> str:
    """Return how to say it right where `--home` stands after the command, else nothing."""
    if not arguments or arguments[0].startswith("-"):
        return ""
    if not any(argument.partition("=")[0] == "--home" for argument in arguments):
        return ""
    return f"--home stands before the command: mailbot --home FOLDER {arguments[0]}"


def print_anything() -> None:
    """Let a letter that the terminal's encoding lacks be shown as ?, not end the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
