"""The table of what can be stopped by an answer to a weekly page."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table

from mailbot.store.schema import metadata

stop_item = Table(
    "stop_item",
    metadata,
    Column("review_id", ForeignKey("review.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("group_id", ForeignKey("groups.id"), nullable=False),
    Column("keys", JSON, nullable=False),
)
