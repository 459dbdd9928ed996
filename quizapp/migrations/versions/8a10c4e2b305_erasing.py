"""the log of erasures, and indexes to find what is due to go"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "8a10c4e2b305"
down_revision = "7a2e94c1d3f8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("erased_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("erased_by", sa.String(32), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "erased_by IN ('teacher', 'operator', 'retention')", name=op.f("ck_erasure_erasedby")
        ),
        sa.CheckConstraint(
            "(erased_by = 'teacher') = (teacher_id IS NOT NULL)", name=op.f("ck_erasure_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_erasure_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_erasure_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_erased_at"), "erasure", ["erased_at"])
    op.create_index(op.f("ix_erasure_teacher_id"), "erasure", ["teacher_id"])
    op.create_index(op.f("ix_attempt_event_at"), "attempt_event", ["at"])
    op.create_index(op.f("ix_reading_day_day"), "reading_day", ["day"])


def downgrade() -> None:
    op.drop_index(op.f("ix_reading_day_day"), "reading_day")
    op.drop_index(op.f("ix_attempt_event_at"), "attempt_event")
    op.drop_table("erasure")
