"""guided reading: gates between the parts of a text, and the answers to them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import Strings, UTCDateTime

revision = "6e3a9c41d7f2"
down_revision = "5d0f7a2c91be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading_gate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("after_paragraph", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("opens_after_tries", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "after_paragraph >= 1", name=op.f("ck_reading_gate_after_paragraph_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_reading_gate_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_reading_gate_question_id_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_gate")),
        sa.UniqueConstraint(
            "article_id",
            "after_paragraph",
            name=op.f("uq_reading_gate_article_id_after_paragraph"),
        ),
        sa.UniqueConstraint(
            "article_id", "question_id", name=op.f("uq_reading_gate_article_id_question_id")
        ),
    )
    op.create_index(op.f("ix_reading_gate_question_id"), "reading_gate", ["question_id"])
    op.create_table(
        "gate_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("value", Strings(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_gate_answer_number_from_one")),
        sa.CheckConstraint("share BETWEEN 0 AND 1", name=op.f("ck_gate_answer_share_in_range")),
        sa.CheckConstraint("opens OR share < 1", name=op.f("ck_gate_answer_right_opens")),
        sa.ForeignKeyConstraint(
            ["gate_id"],
            ["reading_gate.id"],
            name=op.f("fk_gate_answer_gate_id_reading_gate"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_gate_answer_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["question_version.id"],
            name=op.f("fk_gate_answer_version_id_question_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_answer")),
        sa.UniqueConstraint(
            "gate_id", "learner_id", "number", name=op.f("uq_gate_answer_gate_id_learner_id_number")
        ),
    )
    op.create_index(op.f("ix_gate_answer_learner_id"), "gate_answer", ["learner_id"])
    op.create_index(op.f("ix_gate_answer_version_id"), "gate_answer", ["version_id"])


def downgrade() -> None:
    op.drop_table("gate_answer")
    op.drop_table("reading_gate")
