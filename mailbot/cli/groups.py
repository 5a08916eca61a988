"""`mailbot groups`: from a proposal to a group that meets."""

from __future__ import annotations

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True)
