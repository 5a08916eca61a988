"""What the coordinator's corrections say, by kind, and what was learnt from them when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mailbot.store.schema import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STAGES = (
    "'new', 'informed', 'queued', 'offered', 'member', 'past', 'declined', 'lapsed', "
    "'withdrawn', 'other'"
)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("learnt_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint(f"stage IN ({_STAGES})", name=op.f("ck_lesson_stage")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_lesson_mail_id_mail")),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_lesson_outbox_id_outbox")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("mail_id", "source", "about", name="uq_lesson_once"),
    )
    op.create_index(op.f("ix_lesson_mail_id"), "lesson", ["mail_id"], unique=False)
    op.create_table(
        "learnt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnt")),
    )
