"""After the migrations the tables are those of the models, and there is a way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, UniqueConstraint, func, inspect, select
from sqlalchemy.exc import IntegrityError

from quizapp import create_app
from quizapp.bank.models import QuestionVersion, VersionOption
from quizapp.config import Settings
from quizapp.db import Base, db, is_migrated
from quizapp.generation.draft import Kind
from tests.factories import make_bank, make_teacher, one_of_each_kind


def is_ours(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave out the tables of the job queue, which it makes itself."""
    return kind != "table" or name in Base.metadata.tables


def test_the_migrated_tables_are_those_of_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_ours}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_named_constraint_of_the_models_is_in_the_database(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        inspector = inspect(connection)
        for table in Base.metadata.tables.values():
            found = {it["name"] for it in inspector.get_check_constraints(table.name)}
            found |= {it["name"] for it in inspector.get_unique_constraints(table.name)}
            wanted = {
                str(constraint.name)
                for constraint in table.constraints
                if isinstance(constraint, CheckConstraint | UniqueConstraint)
            }
            assert {name for name in found if name} == wanted, table.name


@pytest.fixture
def fresh(tmp_path: Path) -> Flask:
    """A program whose database is still empty."""
    return create_app(Settings(instance=str(tmp_path), secret_key="test"))


def table_names(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


def test_a_fresh_database_goes_up_and_back_to_nothing(fresh: Flask) -> None:
    assert table_names(fresh) == set()
    with fresh.app_context():
        assert not is_migrated(db.session())
        db.session.remove()
        upgrade()
        assert is_migrated(db.session())
        db.session.remove()
    assert table_names(fresh) == {*Base.metadata.tables, "alembic_version"}
    with fresh.app_context():
        downgrade(revision="base")
    assert table_names(fresh) == {"alembic_version"}
    with fresh.app_context():
        upgrade()
    assert table_names(fresh) == {*Base.metadata.tables, "alembic_version"}
    with fresh.app_context():
        db.engine.dispose()


def test_upgrading_twice_changes_nothing(app: Flask) -> None:
    before = table_names(app)
    with app.app_context():
        upgrade()
        db.session.remove()
    assert table_names(app) == before


def test_a_bank_and_its_options_outlive_the_migrations_that_follow(app: Flask) -> None:
    def count() -> tuple[int, int]:
        versions = db.session.scalar(select(func.count()).select_from(QuestionVersion))
        options = db.session.scalar(select(func.count()).select_from(VersionOption))
        db.session.remove()
        return versions or 0, options or 0

    with app.app_context():
        drafts = tuple(d for d in one_of_each_kind() if d.kind is not Kind.IRRELEVANT_SENTENCE)
        now = datetime(2026, 1, 1, tzinfo=UTC)
        make_bank(db.session(), make_teacher(db.session(), now), now, drafts)
        db.session.commit()
        before = count()
        downgrade(revision="228c19b7f194")
        upgrade()
        assert count() == before
        assert min(before) > 0


def test_going_back_fails_while_a_question_of_the_newer_kind_exists(app: Flask) -> None:
    with app.app_context():
        now = datetime(2026, 1, 1, tzinfo=UTC)
        make_bank(db.session(), make_teacher(db.session(), now), now)
        db.session.commit()
        with pytest.raises(IntegrityError):
            downgrade(revision="228c19b7f194")
        assert is_migrated(db.session())
