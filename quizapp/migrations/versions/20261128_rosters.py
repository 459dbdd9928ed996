"""courses with several teachers, former codes, closed doors and an archive; learners who left"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import quizapp.db

revision = "b7d20e4f8c16"
down_revision = "3f81c0a6d7e2"
branch_labels = None
depends_on = None

MOMENT = quizapp.db.UTCDateTime(timezone=True)


def upgrade() -> None:
    for name in ("joining_closed_at", "archived_at"):
        op.add_column("course", sa.Column(name, MOMENT))
    op.add_column("enrolment", sa.Column("left_at", MOMENT))
    op.create_table(
        "former_code",
        sa.Column("code", sa.String(12), primary_key=True),
        sa.Column("course_id", sa.Integer(), sa.ForeignKey("course.id"), nullable=False),
    )
    op.create_index(op.f("ix_former_code_course_id"), "former_code", ["course_id"])
    op.create_table(
        "co_teacher",
        sa.Column("course_id", sa.Integer(), sa.ForeignKey("course.id"), primary_key=True),
        sa.Column("teacher_id", sa.Integer(), sa.ForeignKey("teacher.id"), primary_key=True),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    op.create_index(op.f("ix_co_teacher_teacher_id"), "co_teacher", ["teacher_id"])


def downgrade() -> None:
    """Going back, who has left is in the course again, and a course is its owner's alone."""
    op.drop_table("co_teacher")
    op.drop_table("former_code")
    with op.batch_alter_table("enrolment") as table:
        table.drop_column("left_at")
    with op.batch_alter_table("course") as table:
        table.drop_column("archived_at")
        table.drop_column("joining_closed_at")
