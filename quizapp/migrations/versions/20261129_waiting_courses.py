"""course files that wait until their teacher has looked at what they would make"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "e81b4c70d2f9"
down_revision = "9b3c5d7e1f20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_waiting_course_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_course")),
        sa.UniqueConstraint("teacher_id", name=op.f("uq_waiting_course_teacher_id")),
    )


def downgrade() -> None:
    op.drop_table("waiting_course")
