"""On which facts about a group a draft was written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was drafted before keeps none, and is judged as it was then."""
    op.add_column("outbox", sa.Column("basis", sa.Text()))
