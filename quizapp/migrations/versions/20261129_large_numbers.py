"""papers, responses and logs of attempts may have more rows than 32 bits count"""

from __future__ import annotations

from alembic import op

revision = "8a10c4e2b311"
down_revision = "8a10c4e2b310"
branch_labels = None
depends_on = None

TABLES = ("paper_item", "response", "attempt_event")


def upgrade() -> None:
    _widen("bigint")


def downgrade() -> None:
    _widen("integer")


def _widen(to: str) -> None:
    if op.get_context().dialect.name == "sqlite":
        return  # all its numbers are 64 bits wide
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN id TYPE {to}")
        op.execute(f"ALTER SEQUENCE {table}_id_seq AS {to}")
