"""The record can only grow: the database itself refuses to change or drop a line of it."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER event_no_{deed} BEFORE {deed} ON event
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'the record is append-only'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER event_no_{deed} BEFORE {deed} ON event
FOR EACH STATEMENT EXECUTE FUNCTION event_refuse()
"""


def upgrade() -> None:
    """Set the guards."""
    sqlite = op.get_context().dialect.name == "sqlite"
    if not sqlite:
        op.execute(_POSTGRESQL_FUNCTION)
    for deed in ("UPDATE", "DELETE"):
        op.execute((_SQLITE if sqlite else _POSTGRESQL).format(deed=deed))
