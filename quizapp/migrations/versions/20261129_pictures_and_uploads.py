"""Pictures of questions, and files of questions between their preview and their import

Revision ID: 9b3c5d7e1f20
Revises: 6d20e8f4b1a7
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "9b3c5d7e1f20"
down_revision = "6d20e8f4b1a7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "media_type IN ('image/png', 'image/jpeg', 'image/gif', 'image/webp')",
            name=op.f("ck_picture_can_be_drawn"),
        ),
        sa.PrimaryKeyConstraint("sha256", name="pk_picture"),
    )
    op.create_table(
        "version_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["question_version.id"],
            name="fk_version_picture_version_id_question_version",
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["picture.sha256"], name="fk_version_picture_sha256_picture"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_version_picture"),
        sa.UniqueConstraint("version_id", "position", name="uq_version_picture_version_id_position"),
    )
    op.create_index("ix_version_picture_sha256", "version_picture", ["sha256"])
    op.create_table(
        "waiting_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name="fk_waiting_questions_teacher_id_teacher"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_questions"),
        sa.UniqueConstraint("teacher_id", name="uq_waiting_questions_teacher_id"),
    )


def downgrade() -> None:
    """Going back keeps the questions; their pictures have no place there."""
    for table in ("waiting_questions", "version_picture", "picture"):
        op.drop_table(table)
