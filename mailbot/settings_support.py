"""`config/support.toml`: where a student in need can turn, by country."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from mailbot.model.alerts import SupportLine
from mailbot.resources import default_folder
from mailbot.settings_types import Line, Section
from mailbot.tomlfiles import read_toml

if TYPE_CHECKING:
    from pathlib import Path

_CLOCK_BEHIND = timedelta(days=31)
"""So far a machine's clock may be behind the day that the file names."""

_A_YEAR = timedelta(days=365)


def _number(text: str) -> str:
    if not re.fullmatch(r"\+?[\d ]*\d", text):
        raise ValueError('a telephone number such as "13 11 14"')
    return text


def _page(text: str) -> str:
    if not re.fullmatch(r"https://\S+", text):
        raise ValueError("the page that says so, which begins with https://")
    return text


class SupportSettings(Section):
    """`[lines.…]`: one service; see `SupportLine`."""

    name: Line
    number: Annotated[str, AfterValidator(_number)]
    country: Line
    about: str = ""
    source: Annotated[str, AfterValidator(_page)]
    checked: date
    emergency: bool = False


class SupportFile(Section):
    """`config/support.toml`: the lines by short names of the keeper's own."""

    lines: dict[Line, SupportSettings] = Field(default_factory=dict)


def load_support(home: Path) -> tuple[SupportLine, ...]:
    """Read `config/support.toml` of `home`, or of the installation: emergency numbers first.

    Raises:
        SettingsError: It is wrong; names file, line, key, value and what is right.
    """
    own = home / "config" / "support.toml"
    path = own if own.is_file() else default_folder("config") / own.name
    lines = [
        SupportLine(**each.model_dump()) for each in read_toml(path, SupportFile).lines.values()
    ]
    return tuple(sorted(lines, key=lambda each: not each.emergency))


def unchecked(lines: tuple[SupportLine, ...], today: date) -> tuple[SupportLine, ...]:
    """Return the lines that were last checked a year ago or more, or on a day yet to come.

    A slip in the year would otherwise keep the warning away for years.
    """
    return tuple(
        each for each in lines if not today - _A_YEAR < each.checked <= today + _CLOCK_BEHIND
    )
