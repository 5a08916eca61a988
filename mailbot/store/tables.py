"""All tables: whoever imports `metadata` from here gets it with every table in it."""

from __future__ import annotations

from mailbot.store import (  # noqa: F401 - their tables join the metadata
    schema_day,
    schema_groups,
    schema_lessons,
    schema_outbox,
    schema_permitted,
    schema_weekly,
)
from mailbot.store.schema import metadata

__all__ = ["metadata"]
