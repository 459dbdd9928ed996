"""what a teacher has asked a language model for, and what it proposed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import quizapp.db

revision = "8a10c4e2b400"
down_revision = "8a10c4e2b3ff"
branch_labels = None
depends_on = None

MOMENT = quizapp.db.UTCDateTime(timezone=True)
TASKS = ("distractors", "wording", "translation", "retelling")
STATES = ("queued", "running", "cancelling", "cancelled", "done", "failed")


def upgrade() -> None:
    op.create_table(
        "writer_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("task", sa.String(length=32), nullable=False),
        sa.Column("aim", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("writer", sa.String(length=200), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        _check(
            "asks_about_a_question_or_a_text", "(question_id IS NULL) = (task = 'retelling')"
        ),
        _check("version_of_a_question", "(question_id IS NULL) = (version IS NULL)"),
        _check("progress_in_range", "done >= 0 AND done <= total"),
        _check(
            "end_is_told",
            "(state IN ('cancelled', 'done', 'failed')) = (ended_at IS NOT NULL)",
        ),
        _check("writertask", _one_of("task", TASKS)),
        _check("jobstate", _one_of("state", STATES)),
        _refers_to("teacher"),
        _refers_to("article", "CASCADE"),
        _refers_to("question", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_writer_job")),
    )
    for column in ("teacher_id", "article_id", "question_id", "state"):
        op.create_index(op.f(f"ix_writer_job_{column}"), "writer_job", [column])


def downgrade() -> None:
    op.drop_table("writer_job")


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_writer_job_{name}"))


def _one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def _refers_to(table: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{table}_id"],
        [f"{table}.id"],
        name=op.f(f"fk_writer_job_{table}_id_{table}"),
        ondelete=ondelete,
    )
