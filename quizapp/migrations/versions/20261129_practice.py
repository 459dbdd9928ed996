"""cards of spaced practice, and their reviews"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "4c1d7ae0b526"
down_revision = "4a7be19c5d30"
branch_labels = None
depends_on = None

STATES = ("learning", "review", "relearning")


def upgrade() -> None:
    op.create_table(
        "practice_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="cardstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("due", UTCDateTime(timezone=True), nullable=False),
        sa.Column("last_review", UTCDateTime(timezone=True), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(step IS NULL) = (state = 'review')",
            name=op.f("ck_practice_card_steps_until_learnt"),
        ),
        sa.CheckConstraint("stability > 0", name=op.f("ck_practice_card_stability_is_positive")),
        sa.CheckConstraint(
            "difficulty BETWEEN 1 AND 10", name=op.f("ck_practice_card_difficulty_has_ten_steps")
        ),
        sa.CheckConstraint(
            "due >= last_review", name=op.f("ck_practice_card_due_after_its_review")
        ),
        sa.CheckConstraint("reviews >= 1", name=op.f("ck_practice_card_begins_with_a_review")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_practice_card_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_practice_card_question_id_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_card")),
        sa.UniqueConstraint(
            "learner_id", "question_id", name=op.f("uq_practice_card_learner_id_question_id")
        ),
    )
    op.create_index(op.f("ix_practice_card_question_id"), "practice_card", ["question_id"])
    op.create_table(
        "practice_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("certainty", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_practice_review_number_from_one")),
        sa.CheckConstraint(
            "share BETWEEN 0 AND 1", name=op.f("ck_practice_review_share_in_range")
        ),
        sa.CheckConstraint(
            "rating BETWEEN 1 AND 4", name=op.f("ck_practice_review_rating_has_four_steps")
        ),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_practice_review_seconds_not_negative")),
        sa.CheckConstraint(
            "certainty BETWEEN 1 AND 3", name=op.f("ck_practice_review_certainty_has_three_steps")
        ),
        sa.ForeignKeyConstraint(
            ["card_id"], ["practice_card.id"], name=op.f("fk_practice_review_card_id_practice_card")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["question_version.id"],
            name=op.f("fk_practice_review_version_id_question_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_review")),
        sa.UniqueConstraint("card_id", "number", name=op.f("uq_practice_review_card_id_number")),
    )
    op.create_index(op.f("ix_practice_review_version_id"), "practice_review", ["version_id"])


def downgrade() -> None:
    op.drop_table("practice_review")
    op.drop_table("practice_card")
