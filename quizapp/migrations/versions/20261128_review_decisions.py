"""who decided what on which questions, so that it can be told and taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import quizapp.db

revision = "7d20e6b1a4c8"
down_revision = "3fb81c95d740"
branch_labels = None
depends_on = None

MOMENT = quizapp.db.UTCDateTime(timezone=True)
STATUSES = ("draft", "approved", "retired")


def upgrade() -> None:
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("status", _status(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name="fk_review_decision_teacher_id_teacher"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_decision"),
    )
    op.create_index("ix_review_decision_teacher_id", "review_decision", ["teacher_id"])
    op.create_table(
        "decided_question",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("before", _status(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["review_decision.id"],
            name="fk_decided_question_decision_id_review_decision",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_decided_question_question_id_question"
        ),
        sa.PrimaryKeyConstraint("decision_id", "question_id", name="pk_decided_question"),
    )
    op.create_index("ix_decided_question_question_id", "decided_question", ["question_id"])


def downgrade() -> None:
    op.drop_table("decided_question")
    op.drop_table("review_decision")


def _status() -> sa.Enum:
    return sa.Enum(*STATUSES, name="status", native_enum=False, create_constraint=True, length=32)
