"""what learners keep from reading: looks, places, times, notes and words"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.db import UTCDateTime

revision = "5d0f7a2c91be"
down_revision = "4c1d7ae0b526"
branch_labels = None
depends_on = None


def _learner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["learner_id"], ["learner.id"], name=op.f(f"fk_{table}_learner_id_learner")
    )


def _article(table: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["article_id"],
        ["article.id"],
        name=op.f(f"fk_{table}_article_id_article"),
        ondelete=ondelete,
    )


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "reading_look",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("lines", _enum("linespacing", "usual", "wide", "widest"), nullable=False),
        sa.Column("letters", _enum("letterspacing", "usual", "wide", "widest"), nullable=False),
        sa.Column("face", _enum("face", "serif", "sans", "clear"), nullable=False),
        sa.Column("theme", _enum("theme", "device", "light", "dark", "sepia"), nullable=False),
        sa.Column("line_focus", sa.Boolean(), nullable=False),
        sa.CheckConstraint("size BETWEEN 1 AND 5", name=op.f("ck_reading_look_size_is_a_step")),
        _learner("reading_look"),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_reading_look")),
    )
    op.create_table(
        "reading_place",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("furthest", sa.Integer(), nullable=False),
        sa.Column("read_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "paragraph >= 1 AND furthest >= paragraph",
            name=op.f("ck_reading_place_furthest_is_furthest"),
        ),
        _learner("reading_place"),
        _article("reading_place"),
        sa.PrimaryKeyConstraint("learner_id", "article_id", name=op.f("pk_reading_place")),
    )
    op.create_index(op.f("ix_reading_place_article_id"), "reading_place", ["article_id"])
    op.create_table(
        "reading_day",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "seconds BETWEEN 1 AND 90000", name=op.f("ck_reading_day_seconds_fit_a_day")
        ),
        _learner("reading_day"),
        _article("reading_day"),
        sa.PrimaryKeyConstraint("learner_id", "article_id", "day", name=op.f("pk_reading_day")),
    )
    op.create_index(op.f("ix_reading_day_article_id"), "reading_day", ["article_id"])
    op.create_table(
        "reading_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("colour", _enum("colour", "yellow", "green", "violet"), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("made_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("paragraph >= 1", name=op.f("ck_reading_note_paragraph_from_one")),
        sa.CheckConstraint(
            "start_offset >= 0", name=op.f("ck_reading_note_starts_in_the_paragraph")
        ),
        sa.CheckConstraint(
            "end_offset > start_offset OR (end_offset = start_offset AND start_offset = 0)",
            name=op.f("ck_reading_note_marks_words_or_none"),
        ),
        sa.CheckConstraint(
            "end_offset > 0 OR text <> ''", name=op.f("ck_reading_note_says_something")
        ),
        _learner("reading_note"),
        _article("reading_note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_note")),
    )
    op.create_index(op.f("ix_reading_note_article_id"), "reading_note", ["article_id"])
    op.create_index(
        op.f("ix_reading_note_learner_id_article_id"), "reading_note", ["learner_id", "article_id"]
    )
    op.create_table(
        "kept_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("headword", sa.String(length=80), nullable=False),
        sa.Column("meaning", sa.String(length=600), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("start_offset", sa.Integer(), nullable=True),
        sa.Column("end_offset", sa.Integer(), nullable=True),
        sa.Column("kept_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(paragraph IS NULL) = (start_offset IS NULL)"
            " AND (paragraph IS NULL) = (end_offset IS NULL)",
            name=op.f("ck_kept_word_place_is_whole"),
        ),
        sa.CheckConstraint(
            "article_id IS NULL OR paragraph IS NOT NULL",
            name=op.f("ck_kept_word_article_has_a_place"),
        ),
        sa.CheckConstraint(
            "paragraph >= 1 AND start_offset >= 0 AND end_offset > start_offset",
            name=op.f("ck_kept_word_stood_in_a_sentence"),
        ),
        sa.CheckConstraint(
            "headword <> '' AND meaning <> ''", name=op.f("ck_kept_word_means_something")
        ),
        _learner("kept_word"),
        _article("kept_word", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_word")),
        sa.UniqueConstraint(
            "learner_id", "headword", name=op.f("uq_kept_word_learner_id_headword")
        ),
    )
    op.create_index(op.f("ix_kept_word_article_id"), "kept_word", ["article_id"])


def downgrade() -> None:
    for table in ("kept_word", "reading_note", "reading_day", "reading_place", "reading_look"):
        op.drop_table(table)
