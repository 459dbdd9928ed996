"""banks and quizzes that hold questions about several articles"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3fb81c95d740"
down_revision = "9c4e7d12ab58"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bank") as bank:
        bank.add_column(sa.Column("teacher_id", sa.Integer(), nullable=True))
        bank.alter_column("article_id", existing_type=sa.Integer(), nullable=True)
    op.execute(
        "UPDATE bank SET teacher_id ="
        " (SELECT teacher_id FROM article WHERE article.id = bank.article_id)"
    )
    with op.batch_alter_table("bank") as bank:
        bank.alter_column("teacher_id", existing_type=sa.Integer(), nullable=False)
        bank.create_foreign_key("fk_bank_teacher_id_teacher", "teacher", ["teacher_id"], ["id"])
        bank.create_index("ix_bank_teacher_id", ["teacher_id"])

    with op.batch_alter_table("question") as question:
        question.add_column(sa.Column("article_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE question SET article_id ="
        " (SELECT article_id FROM bank WHERE bank.id = question.bank_id)"
    )
    with op.batch_alter_table("question") as question:
        question.alter_column("article_id", existing_type=sa.Integer(), nullable=False)
        question.create_foreign_key(
            "fk_question_article_id_article", "article", ["article_id"], ["id"]
        )
        question.create_index("ix_question_article_id", ["article_id"])

    op.create_table(
        "quiz_bank",
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name="fk_quiz_bank_bank_id_bank", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name="fk_quiz_bank_quiz_id_quiz"),
        sa.PrimaryKeyConstraint("quiz_id", "bank_id", name="pk_quiz_bank"),
    )
    op.create_index("ix_quiz_bank_bank_id", "quiz_bank", ["bank_id"])
    op.execute("INSERT INTO quiz_bank (quiz_id, bank_id) SELECT id, bank_id FROM quiz")
    with op.batch_alter_table("quiz") as quiz:
        quiz.add_column(sa.Column("teacher_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE quiz SET teacher_id ="
        " (SELECT teacher_id FROM bank WHERE bank.id = quiz.bank_id)"
    )
    with op.batch_alter_table("quiz") as quiz:
        quiz.drop_index("ix_quiz_bank_id")
        quiz.drop_constraint("fk_quiz_bank_id_bank", type_="foreignkey")
        quiz.drop_column("bank_id")
        quiz.alter_column("teacher_id", existing_type=sa.Integer(), nullable=False)
        quiz.create_foreign_key("fk_quiz_teacher_id_teacher", "teacher", ["teacher_id"], ["id"])
        quiz.create_index("ix_quiz_teacher_id", ["teacher_id"])


def downgrade() -> None:
    """Going back keeps of each quiz the first bank; collections have no place in the old tables."""
    with op.batch_alter_table("quiz") as quiz:
        quiz.add_column(sa.Column("bank_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE quiz SET bank_id ="
        " (SELECT min(bank_id) FROM quiz_bank WHERE quiz_bank.quiz_id = quiz.id)"
    )
    with op.batch_alter_table("quiz") as quiz:
        quiz.drop_index("ix_quiz_teacher_id")
        quiz.drop_constraint("fk_quiz_teacher_id_teacher", type_="foreignkey")
        quiz.drop_column("teacher_id")
        quiz.alter_column("bank_id", existing_type=sa.Integer(), nullable=False)
        quiz.create_foreign_key("fk_quiz_bank_id_bank", "bank", ["bank_id"], ["id"])
        quiz.create_index("ix_quiz_bank_id", ["bank_id"])
    op.drop_table("quiz_bank")
    with op.batch_alter_table("question") as question:
        question.drop_index("ix_question_article_id")
        question.drop_constraint("fk_question_article_id_article", type_="foreignkey")
        question.drop_column("article_id")
    with op.batch_alter_table("bank") as bank:
        bank.drop_index("ix_bank_teacher_id")
        bank.drop_constraint("fk_bank_teacher_id_teacher", type_="foreignkey")
        bank.drop_column("teacher_id")
        bank.alter_column("article_id", existing_type=sa.Integer(), nullable=False)
