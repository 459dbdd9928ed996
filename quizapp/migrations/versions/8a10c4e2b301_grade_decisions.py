"""categories, periods and decisions of a gradebook, and kept totals"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import ExactDecimal, UTCDateTime

revision = "8a10c4e2b301"
down_revision = "8a10c4e2b304"
branch_labels = None
depends_on = None

SAID_OR_WAITS = sa.text("needs_marking OR comment <> ''")
# Who is touched when a row changes: (trigger, table, when, which row, condition).
_SCORED = "{row}.score IS NOT NULL OR {row}.closed_at IS NOT NULL"
CHANGES = (
    ("attempt_scored", "attempt", "INSERT", "new", _SCORED.format(row="new")),
    ("attempt_changed", "attempt", "UPDATE OF score, max_score, closed_at", "new", ""),
    ("attempt_gone", "attempt", "DELETE", "old", _SCORED.format(row="old")),
    ("grade_decided", "grade_decision", "INSERT", "new", ""),
    ("grade_undecided", "grade_decision", "DELETE", "old", ""),
    ("override_given", "override", "INSERT", "new", ""),
    ("override_changed", "override", "UPDATE", "new", ""),
    ("override_gone", "override", "DELETE", "old", ""),
)
NOTE = (
    "INSERT INTO touched_grade (course_id, learner_id)"
    " SELECT course_id, {row}.learner_id FROM assignment WHERE id = {row}.assignment_id"
)


def upgrade() -> None:
    op.create_table(
        "grading_terms",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("missed_counts", sa.Boolean(), nullable=False),
        sa.Column("other_weight", ExactDecimal(), nullable=False),
        sa.CheckConstraint("other_weight > 0", name=op.f("ck_grading_terms_weight_is_positive")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_grading_terms_course_id_course")
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_grading_terms")),
    )
    _create_categories()
    _create_periods()
    _create_decisions()
    _create_totals()
    op.create_index(
        "ix_paper_item_said_or_waits",
        "paper_item",
        ["attempt_id"],
        sqlite_where=SAID_OR_WAITS,
        postgresql_where=SAID_OR_WAITS,
    )
    _create_triggers()


def _create_categories() -> None:
    op.create_table(
        "grade_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("weight", ExactDecimal(), nullable=False),
        sa.Column("drop_lowest", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_grade_category_weight_is_positive")),
        sa.CheckConstraint("drop_lowest >= 0", name=op.f("ck_grade_category_drops_none_or_some")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_grade_category_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_category")),
        sa.UniqueConstraint("course_id", "name", name=op.f("uq_grade_category_course_id_name")),
    )
    op.create_table(
        "categorised_quiz",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_categorised_quiz_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["grade_category.id"],
            name=op.f("fk_categorised_quiz_category_id_grade_category"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_categorised_quiz")),
    )
    op.create_index(
        op.f("ix_categorised_quiz_category_id"), "categorised_quiz", ["category_id"]
    )


def _create_periods() -> None:
    op.create_table(
        "marking_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_marking_period_has_a_day")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_marking_period_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marking_period")),
        sa.UniqueConstraint(
            "course_id", "first_day", name=op.f("uq_marking_period_course_id_first_day")
        ),
        sa.UniqueConstraint("course_id", "title", name=op.f("uq_marking_period_course_id_title")),
    )


def _create_decisions() -> None:
    op.create_table(
        "grade_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("score", ExactDecimal(), nullable=True),
        sa.Column("max_score", ExactDecimal(), nullable=True),
        sa.Column("score_reason", sa.Text(), nullable=False),
        sa.Column("is_excused", sa.Boolean(), nullable=False),
        sa.Column("excuse_reason", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "score >= 0 AND score <= max_score", name=op.f("ck_grade_decision_score_in_range")
        ),
        sa.CheckConstraint(
            "(score IS NULL) = (max_score IS NULL)",
            name=op.f("ck_grade_decision_score_is_out_of_something"),
        ),
        sa.CheckConstraint(
            "(score IS NULL) = (score_reason = '')",
            name=op.f("ck_grade_decision_score_has_a_reason"),
        ),
        sa.CheckConstraint(
            "is_excused = (excuse_reason <> '')",
            name=op.f("ck_grade_decision_excuse_has_a_reason"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{it}_id"], [f"{it}.id"], name=op.f(f"fk_grade_decision_{it}_id_{it}")
            )
            for it in ("assignment", "learner", "teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_decision")),
    )
    op.create_index(
        op.f("ix_grade_decision_assignment_id_learner_id"), "grade_decision", ["assignment_id", "learner_id"]
    )
    op.create_index(op.f("ix_grade_decision_learner_id"), "grade_decision", ["learner_id"])


def _create_totals() -> None:
    op.create_table(
        "kept_totals",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("terms", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("fk_kept_totals_course_id_course"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_kept_totals")),
    )
    op.create_table(
        "kept_total",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(53), nullable=True),
        sa.Column("until", UTCDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{it}_id"],
                [f"{it}.id"],
                name=op.f(f"fk_kept_total_{it}_id_{it}"),
                ondelete="CASCADE",
            )
            for it in ("course", "learner")
        ),
        sa.PrimaryKeyConstraint("course_id", "period_id", "learner_id", name=op.f("pk_kept_total")),
    )
    op.create_index(op.f("ix_kept_total_learner_id"), "kept_total", ["learner_id"])
    op.create_table(
        "touched_grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touched_grade")),
    )
    op.create_index(op.f("ix_touched_grade_course_id"), "touched_grade", ["course_id"])


def _create_triggers() -> None:
    """Whoever changes a row, and however: it is noted whose total it belongs to."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        for row, given in (("new", "new"), ("old", "old")):
            op.execute(
                f"CREATE FUNCTION note_touched_{row}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f" BEGIN {NOTE.format(row=given)}; RETURN NULL; END $$"
            )
    for name, table, event, row, condition in CHANGES:
        when = f" WHEN ({condition})" if condition else ""
        done = (
            f"BEGIN {NOTE.format(row=row)}; END"
            if is_sqlite
            else f"EXECUTE FUNCTION note_touched_{row}()"
        )
        op.execute(
            f'CREATE TRIGGER {name} AFTER {event} ON "{table}" FOR EACH ROW{when} {done}'
        )


def downgrade() -> None:
    """Going back, the totals are those of the attempts again: decisions are lost."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, *_ in CHANGES:
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f'DROP TRIGGER {name} ON "{table}"')
    if not is_sqlite:
        op.execute("DROP FUNCTION note_touched_new()")
        op.execute("DROP FUNCTION note_touched_old()")
    op.drop_index("ix_paper_item_said_or_waits", "paper_item")
    for table in (
        "touched_grade",
        "kept_total",
        "kept_totals",
        "grade_decision",
        "marking_period",
        "categorised_quiz",
        "grade_category",
        "grading_terms",
    ):
        op.drop_table(table)
