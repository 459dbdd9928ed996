"""jobs in phases that can be cancelled, and drafts about picked words"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import quizapp.db

revision = "3f81c0a6d7e2"
down_revision = "c3d1a94f7b20"
branch_labels = None
depends_on = None

MOMENT = quizapp.db.UTCDateTime(timezone=True)
OLD_STATES = ("queued", "running", "done", "failed")
STATES = ("queued", "running", "cancelling", "cancelled", "done", "failed")
PHASES = ("reading", "drafting", "checking")
END_IS_TOLD = "(state IN ('cancelled', 'done', 'failed')) = (ended_at IS NOT NULL)"
IS_ON_ITS_WAY = sa.text("ended_at IS NULL")




def upgrade() -> None:
    with op.batch_alter_table("generation_job") as table:
        table.add_column(sa.Column("phase", sa.String(32)))
        table.add_column(sa.Column("added", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("approved", sa.Integer(), nullable=False, server_default="0"))
        table.drop_column("step")
        table.drop_constraint(op.f("ck_generation_job_jobstate"), type_="check")
    with op.batch_alter_table("generation_job") as table:
        table.alter_column("added", existing_type=sa.Integer(), server_default=None)
        table.alter_column("approved", existing_type=sa.Integer(), server_default=None)
        for name, rule in (
            ("jobstate", _one_of("state", STATES)),
            ("jobphase", _one_of("phase", PHASES)),
            ("approved_of_added", "approved >= 0 AND approved <= added"),
            ("end_is_told", END_IS_TOLD),
        ):
            table.create_check_constraint(op.f(f"ck_generation_job_{name}"), rule)
        table.create_index(
            "uq_generation_job_on_its_way",
            ["article_id"],
            unique=True,
            sqlite_where=IS_ON_ITS_WAY,
            postgresql_where=IS_ON_ITS_WAY,
        )
    _make_span_job()


def downgrade() -> None:
    """Going back calls a cancelled job a failed one, and forgets drafts that nobody has kept."""
    op.drop_table("span_job")
    op.execute("UPDATE generation_job SET state = 'failed' WHERE state = 'cancelled'")
    op.execute("UPDATE generation_job SET state = 'running' WHERE state = 'cancelling'")
    with op.batch_alter_table("generation_job") as table:
        table.drop_index("uq_generation_job_on_its_way")
        for name in ("jobstate", "jobphase", "approved_of_added", "end_is_told"):
            table.drop_constraint(op.f(f"ck_generation_job_{name}"), type_="check")
        for name in ("phase", "added", "approved"):
            table.drop_column(name)
        table.add_column(sa.Column("step", sa.String(80), nullable=False, server_default=""))
    with op.batch_alter_table("generation_job") as table:
        table.alter_column("step", existing_type=sa.String(80), server_default=None)
        rule = _one_of("state", OLD_STATES)
        table.create_check_constraint(op.f("ck_generation_job_jobstate"), rule)


def _make_span_job() -> None:
    op.create_table(
        "span_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("paragraph >= 1", name=op.f("ck_span_job_paragraph_from_one")),
        sa.CheckConstraint(
            "start_offset >= 0 AND end_offset > start_offset",
            name=op.f("ck_span_job_span_has_text"),
        ),
        sa.CheckConstraint(_one_of("state", STATES), name=op.f("ck_span_job_jobstate")),
        sa.CheckConstraint(END_IS_TOLD, name=op.f("ck_span_job_end_is_told")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_span_job_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_span_job")),
    )
    op.create_index(op.f("ix_span_job_article_id"), "span_job", ["article_id"])
    op.create_index(op.f("ix_span_job_state"), "span_job", ["state"])


def _one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"
