"""a version names the language model whose words it has"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8a10c4e2b310"
down_revision = "2d5b71e0c940"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "question_version",
        sa.Column("writer", sa.String(length=200), nullable=False, server_default=""),
    )


def downgrade() -> None:
    with op.batch_alter_table("question_version") as batch:
        batch.drop_column("writer")
