"""sign-ins that end, and can be ended; everybody signs in anew once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "4c1e0a9d7b52"
down_revision = "8a10c4e2b309"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("began_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(teacher_id IS NULL) <> (learner_id IS NULL)", name=op.f("ck_sign_in_of_one_person")
        ),
        sa.CheckConstraint(
            "began_at <= seen_at AND seen_at < ends_at", name=op.f("ck_sign_in_ends_after_it_began")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_sign_in_teacher_id_teacher")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_sign_in_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_teacher_id"), "sign_in", ["teacher_id"])
    op.create_index(op.f("ix_sign_in_learner_id"), "sign_in", ["learner_id"])
    op.create_index(op.f("ix_sign_in_ends_at"), "sign_in", ["ends_at"])


def downgrade() -> None:
    op.drop_table("sign_in")
