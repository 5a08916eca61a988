"""The home that a command works on: the folder named by `--home`, or the current one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.settings import Settings, load_settings

if TYPE_CHECKING:
    import typer


def home_of(context: typer.Context) -> Path:
    """Return the folder of `mailbot --home`, MAILBOT_HOME, or the current folder."""
    return context.find_object(Path) or Path.cwd()


def settings_of(context: typer.Context) -> Settings:
    """Return the checked settings of the home.

    Raises:
        SettingsError: A setting is missing or wrong.
    """
    return load_settings(home_of(context))
