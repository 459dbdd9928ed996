"""rulings on questions that learners have sat, and what they changed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import ExactDecimal, UTCDateTime

revision = "8a10c4e2b303"
down_revision = "8a10c4e2b305"
branch_labels = None
depends_on = None

MOMENT = UTCDateTime(timezone=True)
IN_FORCE = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.add_column(
        "paper_item",
        sa.Column("is_dropped", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _make_rulings()
    _make_answers()
    _make_changes()


def downgrade() -> None:
    """What was dropped counts again once its attempt is scored anew."""
    op.drop_table("ruling_change")
    op.drop_table("ruling_answer")
    op.drop_table("ruling")
    with op.batch_alter_table("paper_item") as batch:
        batch.drop_column("is_dropped")


def _make_rulings() -> None:
    kind = sa.Enum(
        "another_key", "accept_both", "full_credit", "dropped",
        name="rulingkind", native_enum=False, create_constraint=True, length=32,
    )
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("options", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("mended_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_ruling_ended_by_somebody")
        ),
        sa.CheckConstraint("ended_at >= made_at", name=op.f("ck_ruling_ends_after_it_was_made")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_ruling_has_a_reason")),
        sa.CheckConstraint(
            "options = '[]' OR kind IN ('another_key', 'accept_both')",
            name=op.f("ck_ruling_key_where_it_is_one"),
        ),
        _refer("ruling", "quiz_id", "quiz"),
        _refer("ruling", "version_id", "question_version"),
        _refer("ruling", "teacher_id", "teacher"),
        _refer("ruling", "ended_by", "teacher"),
        _refer("ruling", "replaces_id", "ruling"),
        _refer("ruling", "mended_id", "question_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_index(op.f("ix_ruling_quiz_id"), "ruling", ["quiz_id"])
    op.create_index(op.f("ix_ruling_version_id"), "ruling", ["version_id"])
    op.create_index(
        op.f("uq_ruling_one_in_force"), "ruling", ["quiz_id", "version_id"],
        unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE,
    )


def _make_answers() -> None:
    op.create_table(
        "ruling_answer",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gap", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tolerance", sa.String(40), nullable=False),
        sa.CheckConstraint("gap >= 1", name=op.f("ck_ruling_answer_gap_from_one")),
        _refer("ruling_answer", "ruling_id", "ruling"),
        sa.PrimaryKeyConstraint("ruling_id", "position", name=op.f("pk_ruling_answer")),
    )


def _make_changes() -> None:
    op.create_table(
        "ruling_change",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Boolean(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("score_before", ExactDecimal(), nullable=True),
        sa.Column("score_after", ExactDecimal(), nullable=True),
        sa.Column("max_before", ExactDecimal(), nullable=False),
        sa.Column("max_after", ExactDecimal(), nullable=False),
        sa.Column("item_before", ExactDecimal(), nullable=True),
        sa.Column("item_after", ExactDecimal(), nullable=True),
        sa.Column("share_before", sa.Double(), nullable=True),
        sa.Column("share_after", sa.Double(), nullable=True),
        sa.Column("waited", sa.Boolean(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(score_before IS NULL) = (score_after IS NULL)",
            name=op.f("ck_ruling_change_scored_before_and_after"),
        ),
        sa.CheckConstraint(
            "(item_before IS NULL) = (share_before IS NULL)"
            " AND (item_after IS NULL) = (share_after IS NULL)",
            name=op.f("ck_ruling_change_score_has_a_share"),
        ),
        _refer("ruling_change", "ruling_id", "ruling"),
        _refer("ruling_change", "attempt_id", "attempt"),
        sa.PrimaryKeyConstraint(
            "ruling_id", "undoes", "attempt_id", name=op.f("pk_ruling_change")
        ),
    )
    op.create_index(op.f("ix_ruling_change_attempt_id"), "ruling_change", ["attempt_id"])


def _refer(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )
