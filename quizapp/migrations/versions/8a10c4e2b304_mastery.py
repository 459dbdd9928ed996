"""what learners' answers say of how hard a question is"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "8a10c4e2b304"
down_revision = "8a10c4e2b303"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learnt_difficulty",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("error", sa.Double(), nullable=False),
        sa.Column("band", sa.String(length=32), nullable=True),
        sa.Column("since", UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "band IN ('easy', 'medium', 'hard')", name=op.f("ck_learnt_difficulty_difficulty")
        ),
        sa.CheckConstraint("n >= 1", name=op.f("ck_learnt_difficulty_rests_on_an_answer")),
        sa.CheckConstraint("error > 0", name=op.f("ck_learnt_difficulty_is_never_certain")),
        sa.CheckConstraint(
            "(band IS NULL) = (since IS NULL)",
            name=op.f("ck_learnt_difficulty_known_since_a_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["question_version.id"],
            name=op.f("fk_learnt_difficulty_version_id_question_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_learnt_difficulty")),
    )


def downgrade() -> None:
    op.drop_table("learnt_difficulty")
