"""what a language model proposed for an article, and that it was asked to"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import quizapp.db

revision = "8a10c4e2b3ff"
down_revision = "8a10c4e2b311"
branch_labels = None
depends_on = None

MOMENT = quizapp.db.UTCDateTime(timezone=True)
OLD_PHASES = ("reading", "drafting", "checking")
PHASES = (*OLD_PHASES, "writing")
SKILLS = (
    "detail",
    "vocabulary",
    "reference",
    "cohesion",
    "sequence",
    "cause",
    "attribution",
    "inference",
    "main_idea",
    "purpose",
)


def upgrade() -> None:
    _set_phases(PHASES)
    op.add_column(
        "generation_job",
        sa.Column("with_writer", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "writing_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("writer", sa.String(length=200), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("kept >= 0", name=op.f("ck_writing_run_kept_from_none")),
        sa.CheckConstraint(
            "calls >= 0 AND tokens >= 0 AND seconds >= 0",
            name=op.f("ck_writing_run_spent_from_none"),
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_writing_run_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_writing_run")),
    )
    op.create_index(op.f("ix_writing_run_article_id"), "writing_run", ["article_id"])
    op.create_table(
        "gate_count",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("gate", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 1", name=op.f("ck_gate_count_counts_something")),
        _of_a_run("gate_count"),
        sa.PrimaryKeyConstraint("run_id", "gate", name=op.f("pk_gate_count")),
    )
    op.create_table(
        "dropped_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("gate", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("skill", sa.String(length=32), nullable=True),
        sa.CheckConstraint(_one_of("skill", SKILLS), name=op.f("ck_dropped_draft_skill")),
        _of_a_run("dropped_draft"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_draft")),
    )
    op.create_index(op.f("ix_dropped_draft_run_id"), "dropped_draft", ["run_id"])


def downgrade() -> None:
    """Going back forgets what was dropped; a job at which a model writes is checking then."""
    op.drop_table("dropped_draft")
    op.drop_table("gate_count")
    op.drop_table("writing_run")
    with op.batch_alter_table("generation_job") as batch:
        batch.drop_column("with_writer")
    op.execute("UPDATE generation_job SET phase = 'checking' WHERE phase = 'writing'")
    _set_phases(OLD_PHASES)


def _set_phases(phases: tuple[str, ...]) -> None:
    name = op.f("ck_generation_job_jobphase")
    with op.batch_alter_table("generation_job") as batch:
        batch.drop_constraint(name, type_="check")
    with op.batch_alter_table("generation_job") as batch:
        batch.create_check_constraint(name, _one_of("phase", phases))


def _one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def _of_a_run(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["run_id"],
        ["writing_run.id"],
        name=op.f(f"fk_{table}_run_id_writing_run"),
        ondelete="CASCADE",
    )
