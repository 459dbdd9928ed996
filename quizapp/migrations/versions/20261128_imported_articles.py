"""books that wait for a chapter to be chosen; jobs go with their article"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "c3d1a94f7b20"
down_revision = "7d20e6b1a4c8"
branch_labels = None
depends_on = None

JOB_OF_ARTICLE = "fk_generation_job_article_id_article"


def upgrade() -> None:
    op.create_table(
        "waiting_book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_waiting_book_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_book")),
        sa.UniqueConstraint("teacher_id", name=op.f("uq_waiting_book_teacher_id")),
    )
    _point_jobs_at_articles(ondelete="CASCADE")


def downgrade() -> None:
    _point_jobs_at_articles(ondelete=None)
    op.drop_table("waiting_book")


def _point_jobs_at_articles(*, ondelete: str | None) -> None:
    with op.batch_alter_table("generation_job") as table:
        table.drop_constraint(op.f(JOB_OF_ARTICLE), type_="foreignkey")
        table.create_foreign_key(
            op.f(JOB_OF_ARTICLE), "article", ["article_id"], ["id"], ondelete=ondelete
        )
