"""the answer that was scored stands beside its score"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8a10c4e2b309"
down_revision = "8a10c4e2b301"
branch_labels = None
depends_on = None

IN_FORCE = """
UPDATE paper_item SET given = COALESCE((
    SELECT response.value FROM response
    WHERE response.attempt_id = paper_item.attempt_id
        AND response.position = paper_item.position AND response.counts
    ORDER BY response.sequence DESC, response.id DESC LIMIT 1
), '[]')
WHERE attempt_id IN (SELECT id FROM attempt WHERE score IS NOT NULL)
"""


def upgrade() -> None:
    op.add_column(
        "paper_item", sa.Column("given", sa.String(), nullable=False, server_default="[]")
    )
    op.execute(IN_FORCE)


def downgrade() -> None:
    with op.batch_alter_table("paper_item") as batch:
        batch.drop_column("given")
