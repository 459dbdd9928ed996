"""cards of practice about kept words"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7a2e94c1d3f8"
down_revision = "6e3a9c41d7f2"
branch_labels = None
depends_on = None

CARD_OF_A_REVIEW = "fk_practice_review_card_id_practice_card"


def upgrade() -> None:
    with op.batch_alter_table("practice_card") as table:
        table.alter_column("question_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("kept_word_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_practice_card_kept_word_id_kept_word"),
            "kept_word",
            ["kept_word_id"],
            ["id"],
            ondelete="CASCADE",
        )
        table.create_unique_constraint(
            op.f("uq_practice_card_learner_id_kept_word_id"), ["learner_id", "kept_word_id"]
        )
        table.create_check_constraint(
            op.f("ck_practice_card_about_a_question_or_a_word"),
            "(question_id IS NULL) <> (kept_word_id IS NULL)",
        )
    op.create_index(op.f("ix_practice_card_kept_word_id"), "practice_card", ["kept_word_id"])
    with op.batch_alter_table("practice_review") as table:
        table.alter_column("version_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("task", sa.String(32), nullable=True))
        table.create_check_constraint(
            op.f("ck_practice_review_wordtask"), "task IN ('recognition', 'recall')"
        )
        table.create_check_constraint(
            op.f("ck_practice_review_asks_a_version_or_a_word"),
            "(version_id IS NULL) <> (task IS NULL)",
        )
        table.drop_constraint(op.f(CARD_OF_A_REVIEW), type_="foreignkey")
        table.create_foreign_key(
            op.f(CARD_OF_A_REVIEW), "practice_card", ["card_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    """Going back, words are not practised any more: their cards and reviews go."""
    op.execute(
        "DELETE FROM practice_review WHERE card_id IN"
        " (SELECT id FROM practice_card WHERE kept_word_id IS NOT NULL)"
    )
    op.execute("DELETE FROM practice_card WHERE kept_word_id IS NOT NULL")
    with op.batch_alter_table("practice_review") as table:
        table.drop_constraint(op.f(CARD_OF_A_REVIEW), type_="foreignkey")
        table.create_foreign_key(op.f(CARD_OF_A_REVIEW), "practice_card", ["card_id"], ["id"])
        table.drop_constraint(
            op.f("ck_practice_review_asks_a_version_or_a_word"), type_="check"
        )
        table.drop_constraint(op.f("ck_practice_review_wordtask"), type_="check")
        table.drop_column("task")
        table.alter_column("version_id", existing_type=sa.Integer(), nullable=False)
    op.drop_index(op.f("ix_practice_card_kept_word_id"), "practice_card")
    with op.batch_alter_table("practice_card") as table:
        table.drop_constraint(
            op.f("ck_practice_card_about_a_question_or_a_word"), type_="check"
        )
        table.drop_constraint(
            op.f("uq_practice_card_learner_id_kept_word_id"), type_="unique"
        )
        table.drop_constraint(
            op.f("fk_practice_card_kept_word_id_kept_word"), type_="foreignkey"
        )
        table.drop_column("kept_word_id")
        table.alter_column("question_id", existing_type=sa.Integer(), nullable=False)
