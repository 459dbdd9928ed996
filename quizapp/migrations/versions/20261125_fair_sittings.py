"""rules of a quiz, overrides, accommodations, and sittings that keep everything"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import quizapp.db

revision = "9c4e7d12ab58"
down_revision = "5b0c2f6e9a31"
branch_labels = None
depends_on = None

MOMENT = quizapp.db.UTCDateTime(timezone=True)
SKILLS = (
    "detail", "vocabulary", "reference", "cohesion", "sequence",
    "cause", "attribution", "inference", "main_idea", "purpose",
)
KINDS = (
    "multiple_choice", "multiple_response", "true_false", "true_false_not_given",
    "short_answer", "cloze", "numerical", "matching", "ordering", "insertion",
    "select_sentence", "irrelevant_sentence",
)
AFTERWARDS = ("right_after", "while_open", "after_closing")
ASPECTS = (
    "attempt", "correctness", "score", "rationale", "evidence", "key", "overall_feedback",
)
TOLD = ("attempt", "score", "overall_feedback")
OLD_POLICIES = {
    "everything": {(moment, it) for moment in AFTERWARDS for it in ASPECTS},
    "after_closing": {(moment, it) for moment in AFTERWARDS for it in TOLD}
    | {("after_closing", it) for it in ASPECTS},
    "score_only": {(moment, it) for moment in AFTERWARDS for it in TOLD},
}


def upgrade() -> None:
    _make_tables()
    _fill_from_old_quizzes()
    _change_quiz()
    _change_accommodation()
    _change_attempt()
    _change_paper_item()
    _change_response()


def downgrade() -> None:
    """Going back keeps quizzes of one random slot, and what the first tables can hold."""
    _restore_response()
    _restore_paper_item()
    _restore_attempt()
    _restore_accommodation()
    _restore_quiz()
    for table in (
        "attempt_event", "attempt_break", "override", "overall_feedback", "review_right",
        "slot_kind", "slot_skill", "quiz_slot",
    ):
        op.drop_table(table)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _make_tables() -> None:
    op.create_table(
        "quiz_slot",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("quiz_id", sa.Integer(), sa.ForeignKey("quiz.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), sa.ForeignKey("question.id")),
        sa.Column("difficulty", _enum("difficulty", "easy", "medium", "hard")),
        sa.Column("weight", quizapp.db.ExactDecimal(), nullable=False),
        sa.UniqueConstraint("quiz_id", "position"),
        sa.UniqueConstraint("quiz_id", "question_id"),
        sa.CheckConstraint("position >= 1", name="position_from_one"),
        sa.CheckConstraint("count >= 1", name="asks_something"),
        sa.CheckConstraint("question_id IS NULL OR count = 1", name="fixed_is_one"),
        sa.CheckConstraint("weight > 0", name="weight_is_positive"),
    )
    op.create_index(op.f("ix_quiz_slot_question_id"), "quiz_slot", ["question_id"])
    op.create_table(
        "slot_skill",
        sa.Column("slot_id", sa.Integer(), sa.ForeignKey("quiz_slot.id"), primary_key=True),
        sa.Column("skill", _enum("skill", *SKILLS), primary_key=True),
    )
    op.create_table(
        "slot_kind",
        sa.Column("slot_id", sa.Integer(), sa.ForeignKey("quiz_slot.id"), primary_key=True),
        sa.Column("kind", _enum("kind", *KINDS), primary_key=True),
    )
    op.create_table(
        "review_right",
        sa.Column("quiz_id", sa.Integer(), sa.ForeignKey("quiz.id"), primary_key=True),
        sa.Column("moment", _enum("moment", "during", *AFTERWARDS), primary_key=True),
        sa.Column("aspect", _enum("aspect", *ASPECTS), primary_key=True),
    )
    op.create_table(
        "overall_feedback",
        sa.Column("quiz_id", sa.Integer(), sa.ForeignKey("quiz.id"), primary_key=True),
        sa.Column("from_percent", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("from_percent BETWEEN 0 AND 100", name="is_a_percentage"),
    )
    op.create_table(
        "override",
        sa.Column("assignment_id", sa.Integer(), sa.ForeignKey("assignment.id"), primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True),
        sa.Column("time_limit_seconds", sa.Integer()),
        sa.Column("untimed", sa.Boolean(), nullable=False),
        sa.Column("opens_at", MOMENT),
        sa.Column("closes_at", MOMENT),
        sa.Column("max_attempts", sa.Integer()),
        sa.Column("any_number", sa.Boolean(), nullable=False),
        sa.Column("access_code", sa.String(80)),
        sa.CheckConstraint("time_limit_seconds > 0", name="time_limit_is_positive"),
        sa.CheckConstraint("max_attempts >= 1", name="allows_an_attempt"),
        sa.CheckConstraint("opens_at < closes_at", name="window_has_length"),
    )
    op.create_index(op.f("ix_override_learner_id"), "override", ["learner_id"])
    op.create_table(
        "attempt_break",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("attempt_id", sa.Integer(), sa.ForeignKey("attempt.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("length_seconds", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.UniqueConstraint("attempt_id", "number"),
        sa.CheckConstraint("length_seconds > 0", name="has_a_length"),
        sa.CheckConstraint("ended_at >= started_at", name="ends_after_start"),
    )
    op.create_table(
        "attempt_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("attempt_id", sa.Integer(), sa.ForeignKey("attempt.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column(
            "kind",
            _enum(
                "eventkind", "started", "opened", "left", "came_back", "offline", "checked",
                "break_started", "break_ended", "submitted", "time_up", "abandoned",
                "result_seen", "time_added", "accommodated", "closed", "reopened",
                "late_accepted", "marked",
            ),
            nullable=False,
        ),
        sa.Column("teacher_id", sa.Integer(), sa.ForeignKey("teacher.id")),
        sa.Column("seconds", sa.Integer()),
        sa.Column("position", sa.Integer()),
    )
    op.create_index(op.f("ix_attempt_event_attempt_id"), "attempt_event", ["attempt_id"])


def _fill_from_old_quizzes() -> None:
    """A quiz that drew so many questions of some skills becomes a quiz with one such slot."""
    bind = op.get_bind()
    one = 100_000 if bind.dialect.name == "sqlite" else 1  # ExactDecimal counts 10^-5 units
    bind.execute(
        sa.text(
            "INSERT INTO quiz_slot (quiz_id, position, count, weight)"
            " SELECT id, 1, question_count, :one FROM quiz"
        ),
        {"one": one},
    )
    bind.execute(
        sa.text(
            "INSERT INTO slot_skill (slot_id, skill)"
            " SELECT quiz_slot.id, quiz_skill.skill FROM quiz_skill"
            " JOIN quiz_slot ON quiz_slot.quiz_id = quiz_skill.quiz_id"
        )
    )
    for policy, rights in OLD_POLICIES.items():
        for moment, aspect in sorted(rights):
            bind.execute(
                sa.text(
                    "INSERT INTO review_right (quiz_id, moment, aspect)"
                    " SELECT id, :moment, :aspect FROM quiz WHERE review_policy = :policy"
                ),
                {"policy": policy, "moment": moment, "aspect": aspect},
            )


def _add(table: str, *columns: sa.Column[object]) -> None:
    """Add columns whose default serves the rows that are there, and none after them."""
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.add_column(column)
    with op.batch_alter_table(table) as batch:
        for column in columns:
            if column.server_default is not None:
                batch.alter_column(column.name, server_default=None)


def _drop(table: str, *columns: str, checks: tuple[str, ...] = ()) -> None:
    with op.batch_alter_table(table) as batch:
        for check in checks:
            batch.drop_constraint(op.f(f"ck_{table}_{check}"), type_="check")
        for column in columns:
            batch.drop_column(column)


def _check(table: str, **checks: str) -> None:
    with op.batch_alter_table(table) as batch:
        for name, condition in checks.items():
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


def _flag(name: str, default: bool = False) -> sa.Column[object]:
    return sa.Column(
        name, sa.Boolean(), nullable=False, server_default=sa.true() if default else sa.false()
    )


def _number(name: str, default: int = 0) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=str(default))


def _word(name: str, length: int, default: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), nullable=False, server_default=default)


def _one_of(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _change_quiz() -> None:
    op.drop_table("quiz_skill")
    _drop(
        "quiz", "question_count", "review_policy", checks=("asks_something", "reviewpolicy")
    )
    _add(
        "quiz",
        _flag("shuffle_questions"),
        _flag("shuffle_options", True),
        sa.Column("question_seconds", sa.Integer()),
        _word("at_bell", 32, "submit"),
        _number("submit_grace_seconds"),
        _number("wait_seconds"),
        _word("grading_method", 32, "highest"),
        _word("navigation", 32, "free"),
        _word("layout", 32, "one"),
        _flag("is_practice"),
        _word("access_code", 80, ""),
        sa.Column("ip_ranges", sa.String(), nullable=False, server_default="[]"),
        _flag("one_sitting"),
        _flag("case_matters"),
        _flag("accents_matter"),
        _number("spelling_distance"),
        sa.Column("negative_share", quizapp.db.ExactDecimal(), nullable=False, server_default="0"),
        _flag("uses_certainty"),
        _flag("marked_by_hand"),
    )
    _check(
        "quiz",
        bellrule=_one_of("at_bell", "submit", "grace", "abandon"),
        gradingmethod=_one_of("grading_method", "highest", "average", "first", "last"),
        navigation=_one_of("navigation", "free", "sequential"),
        layout=_one_of("layout", "one", "all"),
        question_limit_is_positive="question_seconds > 0",
        question_limit_goes_forward=(
            "question_seconds IS NULL OR (navigation = 'sequential' AND layout = 'one')"
        ),
        sequential_shows_one_question="navigation = 'free' OR layout = 'one'",
        grace_has_a_length=(
            "submit_grace_seconds >= 0 AND (at_bell = 'grace') = (submit_grace_seconds > 0)"
        ),
        wait_is_not_negative="wait_seconds >= 0",
        spelling_distance_is_small="spelling_distance BETWEEN 0 AND 2",
        one_kind_of_negative_mark=(
            "negative_share >= 0 AND (NOT uses_certainty OR negative_share = 0)"
        ),
    )


def _restore_quiz() -> None:
    bind = op.get_bind()
    op.create_table(
        "quiz_skill",
        sa.Column("quiz_id", sa.Integer(), sa.ForeignKey("quiz.id"), primary_key=True),
        sa.Column("skill", _enum("skill", *SKILLS), primary_key=True),
    )
    bind.execute(
        sa.text(
            "INSERT INTO quiz_skill (quiz_id, skill)"
            " SELECT DISTINCT quiz_slot.quiz_id, slot_skill.skill FROM slot_skill"
            " JOIN quiz_slot ON quiz_slot.id = slot_skill.slot_id"
        )
    )
    _drop(
        "quiz",
        *("shuffle_questions", "shuffle_options", "question_seconds", "at_bell"),
        *("submit_grace_seconds", "wait_seconds", "grading_method", "navigation", "layout"),
        *("is_practice", "access_code", "ip_ranges", "one_sitting", "case_matters"),
        *("accents_matter", "spelling_distance", "negative_share", "uses_certainty"),
        "marked_by_hand",
        checks=(
            *("bellrule", "gradingmethod", "navigation", "layout"),
            *("question_limit_is_positive", "question_limit_goes_forward"),
            *("sequential_shows_one_question", "grace_has_a_length", "wait_is_not_negative"),
            *("spelling_distance_is_small", "one_kind_of_negative_mark"),
        ),
    )
    _add("quiz", _number("question_count", 1), _word("review_policy", 32, "score_only"))
    bind.execute(
        sa.text(
            "UPDATE quiz SET question_count ="
            " (SELECT sum(count) FROM quiz_slot WHERE quiz_slot.quiz_id = quiz.id)"
        )
    )
    # The key is shown at once, after closing, or not at all.
    for policy, moment in (("after_closing", "after_closing"), ("everything", "right_after")):
        bind.execute(
            sa.text(
                "UPDATE quiz SET review_policy = :policy WHERE id IN (SELECT quiz_id FROM"
                " review_right WHERE moment = :moment AND aspect = 'key')"
            ),
            {"policy": policy, "moment": moment},
        )
    _check(
        "quiz",
        asks_something="question_count >= 1",
        reviewpolicy=_one_of("review_policy", "everything", "after_closing", "score_only"),
    )


def _change_accommodation() -> None:
    _add(
        "accommodation",
        _flag("untimed"),
        _number("break_count"),
        _number("break_seconds"),
        _flag("larger_type"),
        _flag("read_aloud"),
    )
    _check(
        "accommodation",
        breaks_not_negative="break_count >= 0 AND break_seconds >= 0",
        breaks_have_a_length="(break_count = 0) = (break_seconds = 0)",
    )


def _restore_accommodation() -> None:
    _drop(
        "accommodation",
        *("untimed", "break_count", "break_seconds", "larger_type", "read_aloud"),
        checks=("breaks_not_negative", "breaks_have_a_length"),
    )


def _change_attempt() -> None:
    _add(
        "attempt",
        sa.Column("usual_limit_seconds", sa.Integer()),
        sa.Column("time_limit_seconds", sa.Integer()),
        sa.Column("question_seconds", sa.Integer()),
        sa.Column("closes_at", MOMENT),
        _number("added_seconds"),
        _number("paused_seconds"),
        _number("break_count"),
        _number("break_seconds"),
        _word("at_bell", 32, "submit"),
        _number("submit_grace_seconds"),
        _word("navigation", 32, "free"),
        _number("furthest", 1),
        _word("tab", 40, ""),
        sa.Column("seen_at", MOMENT),
    )
    # The limits of old attempts follow from the quiz and the multiplier they were started with.
    op.get_bind().execute(
        sa.text(
            "UPDATE attempt SET usual_limit_seconds = (SELECT quiz.time_limit_seconds FROM quiz"
            " JOIN assignment ON assignment.quiz_id = quiz.id"
            " WHERE assignment.id = attempt.assignment_id)"
        )
    )
    op.get_bind().execute(
        sa.text(
            "UPDATE attempt SET"
            " time_limit_seconds = CAST(usual_limit_seconds * time_multiplier AS INTEGER)"
        )
    )
    # The deadline is the earlier of limit and window; what the window cut off is kept as that.
    op.get_bind().execute(
        sa.text("UPDATE attempt SET closes_at = deadline WHERE deadline IS NOT NULL")
    )
    _drop("attempt", "time_multiplier", checks=("never_shortens", "grace_is_not_negative"))
    _drop("attempt", checks=("closed_means_scored", "closereason"))
    _check(
        "attempt",
        never_shortens=(
            "usual_limit_seconds IS NULL OR time_limit_seconds IS NULL"
            " OR time_limit_seconds >= usual_limit_seconds"
        ),
        times_are_not_negative=(
            "grace_seconds >= 0 AND submit_grace_seconds >= 0 AND added_seconds >= 0"
            " AND paused_seconds >= 0 AND break_count >= 0 AND break_seconds >= 0"
        ),
        furthest_from_one="furthest >= 1",
        closed_for_a_reason="(closed_at IS NULL) = (close_reason IS NULL)",
        closed_means_scored=(
            "(score IS NOT NULL) = (closed_at IS NOT NULL AND close_reason <> 'abandoned')"
        ),
        closereason=_one_of("close_reason", "submitted", "time_up", "abandoned", "teacher"),
        bellrule=_one_of("at_bell", "submit", "grace", "abandon"),
        navigation=_one_of("navigation", "free", "sequential"),
    )


def _restore_attempt() -> None:
    bind = op.get_bind()
    _drop(
        "attempt",
        checks=(
            *("never_shortens", "times_are_not_negative", "furthest_from_one"),
            *("closed_for_a_reason", "closed_means_scored", "closereason", "bellrule"),
            "navigation",
        ),
    )
    _add("attempt", sa.Column("time_multiplier", sa.Double(), nullable=False, server_default="1"))
    bind.execute(
        sa.text(
            "UPDATE attempt SET time_multiplier ="
            " CAST(time_limit_seconds AS DOUBLE PRECISION) / usual_limit_seconds"
            " WHERE time_limit_seconds IS NOT NULL AND usual_limit_seconds IS NOT NULL"
        )
    )
    bind.execute(sa.text("UPDATE attempt SET close_reason = 'time_up' WHERE score IS NOT NULL"
                         " AND close_reason NOT IN ('submitted', 'time_up')"))
    bind.execute(sa.text("UPDATE attempt SET close_reason = 'time_up', score = 0"
                         " WHERE closed_at IS NOT NULL AND score IS NULL"))
    _drop(
        "attempt",
        *("usual_limit_seconds", "time_limit_seconds", "question_seconds", "closes_at"),
        *("added_seconds", "paused_seconds", "break_count", "break_seconds", "at_bell"),
        *("submit_grace_seconds", "navigation", "furthest", "tab", "seen_at"),
    )
    _check(
        "attempt",
        never_shortens="time_multiplier >= 1",
        grace_is_not_negative="grace_seconds >= 0",
        closed_means_scored=(
            "(closed_at IS NULL) = (score IS NULL)"
            " AND (closed_at IS NULL) = (close_reason IS NULL)"
        ),
        closereason=_one_of("close_reason", "submitted", "time_up"),
    )


def _change_paper_item() -> None:
    _add(
        "paper_item",
        sa.Column("share", sa.Double()),
        sa.Column("deadline", MOMENT),
        _flag("is_flagged"),
        sa.Column("checked_at", MOMENT),
        _flag("needs_marking"),
        sa.Column("marked_by", sa.Integer()),
        sa.Column("marked_at", MOMENT),
        sa.Column("comment", sa.Text(), nullable=False, server_default=""),
    )
    with op.batch_alter_table("paper_item") as batch:
        batch.create_foreign_key(
            op.f("fk_paper_item_marked_by_teacher"), "teacher", ["marked_by"], ["id"]
        )
        batch.drop_constraint(op.f("ck_paper_item_score_in_range"), type_="check")
    op.get_bind().execute(
        sa.text("UPDATE paper_item SET share = CAST(score AS DOUBLE PRECISION) / max_score")
    )
    _check(
        "paper_item",
        share_in_range="share BETWEEN 0 AND 1",
        score_has_a_share="(share IS NULL) = (score IS NULL)",
        worth_something="max_score > 0",
        score_in_range="score >= -2 * max_score AND score <= max_score",
        marked_by_somebody="(marked_by IS NULL) = (marked_at IS NULL)",
    )


def _restore_paper_item() -> None:
    op.get_bind().execute(sa.text("UPDATE paper_item SET score = 0 WHERE score < 0"))
    with op.batch_alter_table("paper_item") as batch:
        batch.drop_constraint(op.f("fk_paper_item_marked_by_teacher"), type_="foreignkey")
    _drop(
        "paper_item",
        *("share", "deadline", "is_flagged", "checked_at", "needs_marking", "marked_by"),
        *("marked_at", "comment"),
        checks=(
            *("share_in_range", "score_has_a_share", "worth_something", "score_in_range"),
            "marked_by_somebody",
        ),
    )
    _check("paper_item", score_in_range="score >= 0 AND score <= max_score")


def _change_response() -> None:
    _add(
        "response",
        _word("tab", 40, ""),
        sa.Column("certainty", sa.Integer()),
        sa.Column("seconds", sa.Integer()),
        _flag("is_late"),
        _flag("counts", True),
    )
    with op.batch_alter_table("response") as batch:
        batch.drop_constraint(op.f("uq_response_attempt_id_position_sequence"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_response_attempt_id_position_tab_sequence"),
            ["attempt_id", "position", "tab", "sequence"],
        )
    _check(
        "response",
        certainty_has_three_steps="certainty BETWEEN 1 AND 3",
        seconds_not_negative="seconds >= 0",
        in_time_means_it_counts="counts OR is_late",
    )


def _restore_response() -> None:
    """Fails while two tabs have used one number for one question: nothing is thrown away."""
    _drop(
        "response",
        checks=("certainty_has_three_steps", "seconds_not_negative", "in_time_means_it_counts"),
    )
    with op.batch_alter_table("response") as batch:
        batch.drop_constraint(op.f("uq_response_attempt_id_position_tab_sequence"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_response_attempt_id_position_sequence"),
            ["attempt_id", "position", "sequence"],
        )
    _drop("response", "tab", "certainty", "seconds", "is_late", "counts")
