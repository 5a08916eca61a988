"""Tables of every mail that leaves or may leave, its letters, its approvals, its copy in Drafts."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mailbot.model.outbox import State
from mailbot.store.schema import Instant, metadata, one_of

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("message_id_digest", String(64), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("thread_id", ForeignKey("thread.id"), index=True),
    Column("applicant_id", ForeignKey("applicant.id"), index=True),
    Column("topics", JSON, nullable=False),
    Column("asks", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("claimed_at", Instant),
    Column("sent_at", Instant, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", Instant, nullable=False),
    Column("hold", String(32)),
    Column("reason", Text),
    Column("stale", Boolean, nullable=False, default=False),
    Column("group_id", Integer, index=True),
    Column("bundle_id", Integer, index=True),
    Column("leader_id", Integer),
    Column("sequence", Integer),
    Column("basis", Text),
    one_of("state", State),
)

Index("ix_outbox_due", outbox.c.state, outbox.c.due_at)

letter = Table(
    "letter",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("recipient", String(320), nullable=False, index=True),
    Column("message_id", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("shown_at", Instant),
)

answers = Table(
    "answers",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id"), primary_key=True),
    Column("mail_id", ForeignKey("mail.id"), primary_key=True, index=True),
)

draft_copy = Table(
    "draft_copy",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id"), primary_key=True),
    Column("standing", String(16), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("folder", String(255)),
    Column("uidvalidity", BigInteger),
    Column("uid", BigInteger),
    Column("vanished_at", Instant),
)

approval = Table(
    "approval",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id"), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("by", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("changed", Boolean, nullable=False, default=False),
    Column("standing_id", Integer),
    UniqueConstraint("outbox_id", "digest", "channel", name="uq_approval_once"),
)
