"""Who has seen an alert and by which way, and each time that an alert was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mailbot.store.schema import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; no row of `alert_told` is older than this."""
    op.add_column("alert", sa.Column("seen_by", sa.String(length=32)))
    op.add_column("alert", sa.Column("seen_channel", sa.String(length=32)))
    number = sa.Column("number", sa.Integer(), nullable=False, server_default="0")
    op.add_column("alert_told", number)
    op.add_column("alert_told", sa.Column("done_at", Instant()))
    op.add_column("alert_told", sa.Column("problem", sa.String(length=200)))
    op.create_index("ix_alert_told_once", "alert_told", ["alert_id", "way", "number"], unique=True)
