"""How commands answer: tables for people, one JSON document for programs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.clock import aware

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from rich.table import Table

_NARROW = 70
"""Columns of a terminal, below which a table would have no room for words."""

JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        key: Which entry of a row it shows.
        title: Its heading; the key where empty.
        whole: True for what must never be cut or broken over lines, such as an id.
    """

    key: str
    title: str = ""
    whole: bool = False


def emit(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[Column],
    *,
    as_json: bool,
    zone: tzinfo,
    empty: str = "Nothing to show.",
) -> None:
    """Print `rows`: as a JSON list with all that they hold, or as a table of `columns`.

    Args:
        rows: Values by key: text, numbers, truth, None, enums, dates, aware datetimes, lists.
        columns: What the table shows, from left to right.
        as_json: JSON, with instants in UTC, instead of a table.
        zone: In which instants are shown in the table; the coordinator's.
        empty: What to say in place of a table without rows.
    """
    listed = list(rows)
    if as_json:
        emit_json(listed)
    elif listed:
        _print_table(listed, columns, zone)
    else:
        typer.echo(empty)


def emit_json(value: Any) -> None:
    """Print one JSON document, instants in UTC."""
    # Escaped where the terminal's encoding would lose letters.
    escaped = not (sys.stdout.encoding or "").lower().startswith("utf")
    typer.echo(json.dumps(value, default=_plain, ensure_ascii=escaped, indent=2))


def shown(instant: datetime, zone: tzinfo) -> str:
    """Return an aware instant as a person reads it, such as `Mon 2 Nov 2026 18:05`, in `zone`.

    Raises:
        ValueError: `instant` is naive.
    """
    local = aware(instant).astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def _print_table(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], zone: tzinfo
) -> None:
    from rich.console import Console

    paper = Console(highlight=False)
    if paper.width < _NARROW:
        paper.print(_stacked(rows, columns, zone))
    else:
        paper.print(_table(rows, columns, zone))


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], zone: tzinfo) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for column in columns:
        table.add_column(
            column.title or column.key,
            no_wrap=column.whole,
            overflow="fold",
            min_width=_least(rows, column, zone),
        )
    for row in rows:
        # Text, not markup: square brackets in a subject are a student's own.
        table.add_row(*(Text(_cell(row.get(column.key), zone)) for column in columns))
    return table


def _stacked(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], zone: tzinfo) -> Table:
    """Return each row as lines of a heading and its value, for terminals too narrow for columns."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for number, row in enumerate(rows):
        if number:
            table.add_row()
        for column in columns:
            if value := _cell(row.get(column.key), zone):
                table.add_row(Text(column.title or column.key), Text(value))
    return table


def _least(rows: Sequence[Mapping[str, Any]], column: Column, zone: tzinfo) -> int | None:
    if not column.whole:
        return None
    return max(len(_cell(row.get(column.key), zone)) for row in rows)


def _cell(value: Any, zone: tzinfo) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return shown(value, zone)
        case list() | tuple() | set() | frozenset():
            return ", ".join(_cell(item, zone) for item in value)
        case Enum():
            return str(value.value)
        case _:
            return "".join(mark if mark.isprintable() else " " for mark in str(value))


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return aware(value).isoformat()
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case set() | frozenset():
            return sorted(value)
        case _:
            return str(value)
