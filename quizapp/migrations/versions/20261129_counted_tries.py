"""wrong tries are counted where all workers see them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "4c1e0a9d7b53"
down_revision = "4c1e0a9d7b52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted_tries",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("ends_at", UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_counted_tries")),
    )
    op.create_index(op.f("ix_counted_tries_ends_at"), "counted_tries", ["ends_at"])


def downgrade() -> None:
    op.drop_table("counted_tries")
