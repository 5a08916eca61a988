"""Tables of groups: their timetables, leaders, places, members, absences and reminders."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from mailbot.model.seats import GroupStatus, OfferState
from mailbot.store.schema import Instant, metadata, one_of

groups = Table(
    "groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slot_id", String(64), nullable=False),
    Column("day", String(3), nullable=False),
    Column("start", String(5), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("first_date", Date, nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("members_least", Integer, nullable=False),
    Column("members_most", Integer, nullable=False),
    Column("wanted", Integer, nullable=False, default=0),
    Column("sequence", Integer, nullable=False, default=0),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("ended_at", Instant),
    one_of("status", GroupStatus),
)

session = Table(
    "session",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("regular", Instant, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("cancelled", Boolean, nullable=False, default=False),
    Column("changed_at", Instant),
    Column("wall", String(8), nullable=False),
)

session_version = Table(
    "session_version",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("regular", Instant, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("cancelled", Boolean, nullable=False),
)

leader = Table(
    "leader",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(320), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("timezone", String(64), nullable=False),
)

leading = Table(
    "leading",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("leader_id", ForeignKey("leader.id"), primary_key=True, index=True),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)

seat = Table(
    "seat",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("applicant_id", ForeignKey("applicant.id"), nullable=False, unique=True),
    Column("since", Instant, nullable=False),
    CheckConstraint("number >= 1", name="number"),
)

offer = Table(
    "offer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("groups.id"), nullable=False, index=True),
    Column("applicant_id", ForeignKey("applicant.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("round", String(16), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("deadline", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("ended_at", Instant),
    Column("outbox_id", ForeignKey("outbox.id"), index=True),
    one_of("state", OfferState),
)

membership = Table(
    "membership",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("groups.id"), nullable=False, index=True),
    Column("applicant_id", ForeignKey("applicant.id"), nullable=False, index=True),
    Column("joined_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("end", String(16)),
)

absence = Table(
    "absence",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("part", String(16), primary_key=True),
    Column("person_id", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("minutes", Integer),
    Column("announced_at", Instant, nullable=False),
    Column("mail_id", Integer),
)

session_report = Table(
    "session_report",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("leader_id", ForeignKey("leader.id"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("mail_id", Integer),
)

missing = Table(
    "missing",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("applicant_id", ForeignKey("applicant.id"), primary_key=True),
    Column("leader_id", ForeignKey("leader.id"), primary_key=True),
    Column("at", Instant, nullable=False),
)

skipped = Table(
    "skipped",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("group_id", ForeignKey("groups.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
)

standing = Table(
    "standing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("group_id", ForeignKey("groups.id"), nullable=False, index=True),
    Column("by", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
)

bundle = Table(
    "bundle",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("group_id", ForeignKey("groups.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
)

_PENDING = "state IN ('drafted', 'open')"
Index(
    "uq_offer_pending",
    offer.c.applicant_id,
    unique=True,
    sqlite_where=text(_PENDING),
    postgresql_where=text(_PENDING),
)
_LASTS = "ended_at IS NULL"
Index(
    "uq_membership_lasting",
    membership.c.applicant_id,
    unique=True,
    sqlite_where=text(_LASTS),
    postgresql_where=text(_LASTS),
)
