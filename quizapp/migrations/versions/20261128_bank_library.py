"""tags, shares, copies, pairs to keep, and a search over all questions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quizapp.bank.indexing import index_questions

revision = "6d20e8f4b1a7"
down_revision = "b7d20e4f8c16"
branch_labels = None
depends_on = None

# Words come folded and stemmed (bank/words.py): both engines only have to split at spaces.
SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE question_search USING fts5("
    "stem, labels, body, content='question_text', content_rowid='question_id',"
    " tokenize='ascii', prefix='3')",
    "CREATE TRIGGER question_text_added AFTER INSERT ON question_text BEGIN"
    " INSERT INTO question_search (rowid, stem, labels, body)"
    " VALUES (new.question_id, new.stem, new.labels, new.body); END",
    "CREATE TRIGGER question_text_gone AFTER DELETE ON question_text BEGIN"
    " INSERT INTO question_search (question_search, rowid, stem, labels, body)"
    " VALUES ('delete', old.question_id, old.stem, old.labels, old.body); END",
    "CREATE TRIGGER question_text_changed AFTER UPDATE ON question_text BEGIN"
    " INSERT INTO question_search (question_search, rowid, stem, labels, body)"
    " VALUES ('delete', old.question_id, old.stem, old.labels, old.body);"
    " INSERT INTO question_search (rowid, stem, labels, body)"
    " VALUES (new.question_id, new.stem, new.labels, new.body); END",
)
POSTGRESQL_INDEX = (
    "CREATE INDEX ix_question_text_words ON question_text USING gin (("
    "setweight(to_tsvector('simple', stem), 'A')"
    " || setweight(to_tsvector('simple', labels), 'B')"
    " || setweight(to_tsvector('simple', body), 'C')))",
)


def upgrade() -> None:
    with op.batch_alter_table("question") as question:
        question.add_column(sa.Column("copied_from_id", sa.Integer(), nullable=True))
        question.create_foreign_key(
            "fk_question_copied_from_id_question", "question", ["copied_from_id"], ["id"]
        )
        question.create_index("ix_question_copied_from_id", ["copied_from_id"])
    for thing in ("bank", "question"):
        _create_tags(thing)
    op.create_table(
        "bank_share",
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column(
            "access",
            sa.Enum(
                "read", "edit", name="access", native_enum=False, create_constraint=False, length=32
            ),
            nullable=False,
        ),
        sa.CheckConstraint("access IN ('read', 'edit')", name=op.f("ck_bank_share_access")),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name="fk_bank_share_bank_id_bank", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name="fk_bank_share_teacher_id_teacher"
        ),
        sa.PrimaryKeyConstraint("bank_id", "teacher_id", name="pk_bank_share"),
    )
    op.create_index("ix_bank_share_teacher_id", "bank_share", ["teacher_id"])
    op.create_table(
        "kept_pair",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_kept_pair_is_in_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["question.id"], name="fk_kept_pair_first_id_question"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["question.id"], name="fk_kept_pair_second_id_question"
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="pk_kept_pair"),
    )
    op.create_index("ix_kept_pair_second_id", "kept_pair", ["second_id"])
    _create_search()


def _create_tags(thing: str) -> None:
    op.create_table(
        f"{thing}_tag",
        sa.Column(f"{thing}_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.CheckConstraint("word <> ''", name=op.f(f"ck_{thing}_tag_says_something")),
        sa.ForeignKeyConstraint(
            [f"{thing}_id"],
            [f"{thing}.id"],
            name=f"fk_{thing}_tag_{thing}_id_{thing}",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(f"{thing}_id", "word", name=f"pk_{thing}_tag"),
    )
    op.create_index(f"ix_{thing}_tag_word", f"{thing}_tag", ["word"])


def _create_search() -> None:
    op.create_table(
        "question_text",
        sa.Column("question_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("stem", "labels", "body")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_text_question_id_question"
        ),
        sa.PrimaryKeyConstraint("question_id", name="pk_question_text"),
    )
    connection = op.get_bind()
    on_sqlite = connection.dialect.name == "sqlite"
    for statement in SQLITE_INDEX if on_sqlite else POSTGRESQL_INDEX:
        op.execute(statement)
    ids = connection.scalars(sa.text("SELECT id FROM question")).all()
    index_questions(connection, ids)


def downgrade() -> None:
    """Going back keeps the questions; tags, shares and pairs to keep have no place there."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE question_search")
    for table in ("question_text", "kept_pair", "bank_share", "question_tag", "bank_tag"):
        op.drop_table(table)
    with op.batch_alter_table("question") as question:
        question.drop_index("ix_question_copied_from_id")
        question.drop_constraint("fk_question_copied_from_id_question", type_="foreignkey")
        question.drop_column("copied_from_id")
