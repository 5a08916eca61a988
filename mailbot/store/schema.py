"""Tables of people and their mail, and what all tables share.

What must be unique is unique in the tables; what is personal stands in tables of its own:
`letter`, `mail_text`, `person`, `address` and `leader` hold what people wrote and who they are, so
that erasure can empty them; all other tables hold ids, kinds, digests and instants only, but for
`outbox.reason`, where the coordinator's own words for turning a draft down may stand.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

from mailbot.clock import aware
from mailbot.model.reading import Stage

if TYPE_CHECKING:
    from enum import StrEnum

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


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Return the constraint that `column` holds one of these words."""
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
    one_of("stage", Stage),
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

conversation = Table(
    "conversation",
    metadata,
    Column("message_id_digest", String(64), primary_key=True),
    Column("thread_id", ForeignKey("thread.id"), nullable=False, index=True),
    Column("ours", Boolean, nullable=False),
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
