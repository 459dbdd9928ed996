"""a kind of question: the irrelevant sentence"""

from __future__ import annotations

from alembic import op

revision = "5b0c2f6e9a31"
down_revision = "228c19b7f194"
branch_labels = None
depends_on = None

NAME = "ck_question_version_kind"
OLD = (
    "multiple_choice",
    "multiple_response",
    "true_false",
    "true_false_not_given",
    "short_answer",
    "cloze",
    "numerical",
    "matching",
    "ordering",
    "insertion",
    "select_sentence",
)


def upgrade() -> None:
    _allow((*OLD, "irrelevant_sentence"))


def downgrade() -> None:
    """Going back fails while a question of the kind exists: nothing is thrown away."""
    _allow(OLD)


def _allow(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("question_version") as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), f"kind IN ({listed})")
