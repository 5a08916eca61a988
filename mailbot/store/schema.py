"""The tables. What must be unique is unique here; what is personal stands in tables of its own.

`letter`, `mail_text`, `person`, `address` and `leader` hold what people wrote and who they are, so
that erasure can empty them; all other tables hold ids, kinds, digests and instants only, but for
`outbox.reason`, where the coordinator's own words for turning a draft down may stand.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from mailbot.clock import aware
from mailbot.model.outbox import State
from mailbot.model.reading import Stage
from mailbot.model.seats import GroupStatus, OfferState

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, kept as text that sorts as time does; a naive one is refused."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Turn an aware instant into `2026-11-23T09:30:00.000000+00:00`."""
        return None if value is None else aware(value).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Turn the text back into an aware instant."""
        return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


def _one_of(column: str, words: type[Stage | State | GroupStatus | OfferState]) -> CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


keep = Table(
    "keep",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

cursor = Table(
    "cursor",
    metadata,
    Column("folder", String(255), primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("old_to", BigInteger, nullable=False, default=0),
    Column("renewed", Boolean, nullable=False, default=False),
)

applicant = Table(
    "applicant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stage", String(16), nullable=False),
    Column("stage_since", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("queued_at", Instant),
    Column("distress_at", Instant),
    Column("held_at", Instant),
    Column("place_time", Instant),
    Column("place_beside", Integer),
    Column("place_offset", Integer),
    _one_of("stage", Stage),
)

person = Table(
    "person",
    metadata,
    Column("applicant_id", ForeignKey("applicant.id"), primary_key=True),
    Column("name", Text, nullable=False, default=""),
    Column("facts", JSON, nullable=False),
    Column("notes", Text, nullable=False, default="", server_default=""),
)

address = Table(
    "address",
    metadata,
    Column("email", String(320), primary_key=True),
    Column("applicant_id", ForeignKey("applicant.id"), nullable=False, index=True),
    Column("bounced_at", Instant),
    Column("bounce_permanent", Boolean),
    Column("joined_at", Instant),
)

joined = Table(
    "joined",
    metadata,
    Column("applicant_id", ForeignKey("applicant.id"), primary_key=True),
    Column("into_id", ForeignKey("applicant.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
)

apart = Table(
    "apart",
    metadata,
    Column("one_id", ForeignKey("applicant.id"), primary_key=True),
    Column("other_id", ForeignKey("applicant.id"), primary_key=True),
    CheckConstraint("one_id < other_id", name="ordered"),
)

thread = Table(
    "thread",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("distress_at", Instant),
)

mail = Table(
    "mail",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", String(64), nullable=False, unique=True),
    Column("message_id_digest", String(64), index=True),
    Column("content_digest", String(64), nullable=False, index=True),
    Column("sender_digest", String(64)),
    Column("seen_at", Instant, nullable=False),
    Column("fate", String(16), nullable=False, index=True),
    Column("route", String(16)),
    Column("confidence", Float),
    Column("rule", String(64)),
    Column("reason", Text),
    Column("thread_id", ForeignKey("thread.id"), index=True),
    Column("applicant_id", ForeignKey("applicant.id"), index=True),
)

mail_place = Table(
    "mail_place",
    metadata,
    Column("folder", String(255), primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True),
    Column("uid", BigInteger, primary_key=True),
    Column("mail_id", ForeignKey("mail.id"), nullable=False, index=True),
)

mail_text = Table(
    "mail_text",
    metadata,
    Column("mail_id", ForeignKey("mail.id"), primary_key=True),
    Column("message_id", Text),
    Column("references", JSON, nullable=False),
    Column("sender", String(320), nullable=False, index=True),
    Column("sender_name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("new_text", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("reading", JSON, nullable=False),
)

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
    _one_of("state", State),
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

conversation = Table(
    "conversation",
    metadata,
    Column("message_id_digest", String(64), primary_key=True),
    Column("thread_id", ForeignKey("thread.id"), nullable=False, index=True),
    Column("ours", Boolean, nullable=False),
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

chore = Table(
    "chore",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("mail_id", ForeignKey("mail.id")),
    Column("outbox_id", ForeignKey("outbox.id")),
    Column("label", String(64)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant, index=True),
    Column("reason", Text),
)

alert = Table(
    "alert",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("mail_id", ForeignKey("mail.id")),
    Column("applicant_id", ForeignKey("applicant.id")),
    Column("outbox_id", ForeignKey("outbox.id")),
    Column("at", Instant, nullable=False),
    Column("seen_at", Instant),
    Column("seen_by", String(32)),
    Column("seen_channel", String(32)),
)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("kind", String(48), nullable=False),
    Column("mail_id", Integer, index=True),
    Column("applicant_id", Integer, index=True),
    Column("outbox_id", Integer, index=True),
    Column("rule", String(64)),
    Column("why", Text, nullable=False),
    Column("group_id", Integer, index=True),
)

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
    _one_of("status", GroupStatus),
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
    _one_of("state", OfferState),
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
    _one_of("stage", Stage),
)

learnt = Table(
    "learnt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("lessons", Integer, nullable=False),
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
