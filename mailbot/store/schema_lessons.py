"""Tables of what the coordinator corrected, and which lessons speak."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from mailbot.model.reading import Stage
from mailbot.store.schema import Instant, metadata, one_of

lesson = Table(
    "lesson",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mail_id", ForeignKey("mail.id"), nullable=False, index=True),
    Column("source", String(16), nullable=False),
    Column("about", String(32), nullable=False, default=""),
    Column("outbox_id", ForeignKey("outbox.id")),
    Column("stage", String(16), nullable=False),
    Column("said", JSON, nullable=False),
    Column("was", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("learnt_at", Instant),
    Column("ended_at", Instant),
    UniqueConstraint("mail_id", "source", "about", name="uq_lesson_once"),
    one_of("stage", Stage),
)

learnt = Table(
    "learnt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("lessons", Integer, nullable=False),
)
