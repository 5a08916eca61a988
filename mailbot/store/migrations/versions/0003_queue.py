"""What the coordinator adds to the queue: places, notes, joined addresses, who must not meet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mailbot.store.schema import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables; mail to whoever was in distress is held from now on."""
    # Plain columns only: SQLite would have to make a table anew for more, which rows of other
    # tables that point at it do not allow.
    op.add_column("applicant", sa.Column("place_time", Instant(), nullable=True))
    op.add_column("applicant", sa.Column("place_beside", sa.Integer(), nullable=True))
    op.add_column("applicant", sa.Column("place_offset", sa.Integer(), nullable=True))
    op.add_column("applicant", sa.Column("held_at", Instant(), nullable=True))
    op.execute("UPDATE applicant SET held_at = distress_at")
    op.add_column("person", sa.Column("notes", sa.Text(), nullable=False, server_default=""))
    op.add_column("address", sa.Column("joined_at", Instant(), nullable=True))
    op.create_table(
        "joined",
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name=op.f("fk_joined_applicant_id_applicant")
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["applicant.id"], name=op.f("fk_joined_into_id_applicant")
        ),
        sa.PrimaryKeyConstraint("applicant_id", name=op.f("pk_joined")),
    )
    op.create_index(op.f("ix_joined_into_id"), "joined", ["into_id"], unique=False)
    op.create_table(
        "apart",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_apart_ordered")),
        sa.ForeignKeyConstraint(
            ["one_id"], ["applicant.id"], name=op.f("fk_apart_one_id_applicant")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["applicant.id"], name=op.f("fk_apart_other_id_applicant")
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_apart")),
    )
