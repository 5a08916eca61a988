"""Which mail goes by itself, by which permission, and until when it can be called back."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table

from mailbot.store.schema import Instant, metadata

permitted = Table(
    "permitted",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id"), primary_key=True),
    Column("permission_id", ForeignKey("permission.id"), nullable=False, index=True),
    Column("not_before", Instant, nullable=False),
    Column("ended_at", Instant),
)
