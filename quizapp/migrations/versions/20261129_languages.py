"""the language in which a learner's and a teacher's pages speak"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4a7be19c5d30"
down_revision = "e81b4c70d2f9"
branch_labels = None
depends_on = None

TABLES = ("learner", "teacher")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("language", sa.String(length=8), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "language")
