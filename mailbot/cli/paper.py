"""What people wrote, put on the screen: whole, in panels, and without power over the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_SHORT = 72
_LONGEST_ADDRESS = 254


def console() -> Console:
    """Return where to print; nothing in what is printed there is taken for markup."""
    return Console(highlight=False, markup=False, emoji=False)


def harmless(text: str) -> str:
    """Return `text` with its line breaks, but without characters that steer a terminal."""
    lines = text.expandtabs(4).splitlines()
    return "\n".join("".join(mark for mark in line if mark.isprintable()) for line in lines)


def one_line(text: str, longest: int = _SHORT) -> str:
    """Return `text` on one line, cut with an ellipsis where it is longer than `longest`."""
    line = " ".join(harmless(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def who(text: str) -> str:
    """Return a name, an address or both on one line; an address is never cut (RFC 5321: 254)."""
    return one_line(text, _SHORT + _LONGEST_ADDRESS)


def panel(text: str, title: str) -> Panel:
    """Return a box with what somebody wrote."""
    return boxed(Text(harmless(text)), title)


def boxed(content: RenderableType, title: str) -> Panel:
    """Return a box with a title on its upper edge."""
    return Panel(content, title=Text(one_line(title)), title_align="left")


def grid(pairs: Sequence[tuple[str, str]]) -> Table:
    """Return names and values below each other; a pair without a value is left out."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        if value:
            table.add_row(Text(name), Text(harmless(value)))
    return table
