"""What several tables need when rows are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlalchemy as sa


def insert(connection: sa.Connection, table: sa.Table, **values: Any) -> int:
    """Insert one row into a table whose key is a single integer, and return that key."""
    key = connection.execute(table.insert().values(**values)).inserted_primary_key
    assert key is not None  # noqa: S101 - every single-row INSERT has one
    return int(key[0])
