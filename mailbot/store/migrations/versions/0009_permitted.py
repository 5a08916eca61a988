"""Which mail goes by itself by a permission, and until when it can be called back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mailbot.store.schema import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "permitted",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("permission_id", sa.Integer(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_permitted_outbox_id_outbox")
        ),
        sa.ForeignKeyConstraint(
            ["permission_id"],
            ["permission.id"],
            name=op.f("fk_permitted_permission_id_permission"),
        ),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_permitted")),
    )
    op.create_index(op.f("ix_permitted_permission_id"), "permitted", ["permission_id"])
