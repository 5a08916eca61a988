"""Tables of the coordinator's day: reviews by mail, leave by kind, absences, repeated alerts."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, String, Table

from mailbot.store.schema import Instant, metadata

review = Table(
    "review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id"), nullable=False, unique=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("reader", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

review_item = Table(
    "review_item",
    metadata,
    Column("review_id", ForeignKey("review.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id"), nullable=False, index=True),
    Column("bundle_id", Integer),
    Column("digest", String(64), nullable=False),
)

order_done = Table(
    "order_done",
    metadata,
    Column("review_id", ForeignKey("review.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("action", String(16), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("mail_id", Integer),
)

deferred = Table(
    "deferred",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id"), primary_key=True),
    Column("until", Instant, nullable=False),
)

permission = Table(
    "permission",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("topics", JSON, nullable=False),
    Column("topics_key", String(200), nullable=False, index=True),
    Column("least", Float, nullable=False),
    Column("by", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("why_ended", String(200)),
)

away = Table(
    "away",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("begins_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("by", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
)

alert_told = Table(
    "alert_told",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alert.id"), nullable=False, index=True),
    Column("way", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("outbox_id", ForeignKey("outbox.id")),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("done_at", Instant),
    Column("problem", String(200)),
    Index("ix_alert_told_once", "alert_id", "way", "number", unique=True),
)
