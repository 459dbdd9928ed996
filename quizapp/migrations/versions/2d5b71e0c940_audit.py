"""the log of what was done"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "2d5b71e0c940"
down_revision = "4c1e0a9d7b54"
branch_labels = None
depends_on = None

DEEDS = (
    *("added", "changed", "removed", "decided", "shared", "unshared", "copied", "merged"),
    *("imported", "published", "taken_back", "mended", "archived", "handed_over", "password_set"),
    *("time_given", "closed", "reopened", "counted", "marked", "erased", "restored"),
)
THINGS = (
    *("article", "bank", "question", "quiz", "course", "class_list", "learner"),
    *("grade", "grading", "assignment", "attempt", "teacher", "program"),
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("teacher_name", sa.String(120), nullable=False),
        sa.Column("deed", sa.String(32), nullable=False),
        sa.Column("thing", sa.String(32), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint(f"deed IN {DEEDS}", name=op.f("ck_audit_entry_deed")),
        sa.CheckConstraint(f"thing IN {THINGS}", name=op.f("ck_audit_entry_thing")),
        sa.CheckConstraint(
            "(teacher_id IS NULL) = (teacher_name = '')",
            name=op.f("ck_audit_entry_teacher_with_name"),
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_audit_entry_teacher_id_teacher")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_audit_entry_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_teacher_id"), "audit_entry", ["teacher_id"])
    op.create_index(op.f("ix_audit_entry_course_id_at"), "audit_entry", ["course_id", "at"])
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"])


def downgrade() -> None:
    op.drop_table("audit_entry")
