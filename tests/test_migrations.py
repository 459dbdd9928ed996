"""After the migrations the tables are those of the models, and there is a way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, UniqueConstraint, func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from quizapp import create_app
from quizapp.accounts.models import Learner
from quizapp.accounts.needs import Needs, set_needs
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt, Response
from quizapp.bank.models import QuestionVersion, VersionOption
from quizapp.bank.search import search_questions
from quizapp.config import Settings
from quizapp.db import Base, db, is_migrated
from quizapp.dictionary.looking import Sense
from quizapp.generation.draft import Kind, Skill
from quizapp.notebook.words import keep_word
from quizapp.progress.models import WordTask
from quizapp.progress.practice import Given, review_question, review_word
from quizapp.progress.practisable import list_practisable
from quizapp.progress.word_questions import WordQuestion, ask_word
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.rules import ANSWERS_AFTER_CLOSING
from quizapp.quizzes.terms import read_rules
from tests.factories import choice, give, make_bank, make_teacher, make_world, one_of_each_kind

SEARCH = "question_search"  # SQLite's own index of words, with the tables that it keeps
SEARCH_INDEX = "ix_question_text_words"  # PostgreSQL's


def is_ours(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave out the tables of the job queue, which it makes itself, and each engine's search."""
    return name != SEARCH_INDEX and (kind != "table" or name in Base.metadata.tables)


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
        names = inspect(db.engine).get_table_names()
        return {name for name in names if not name.startswith(SEARCH)}


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


def test_quizzes_and_attempts_outlive_the_step_to_fair_sittings_and_back(app: Flask) -> None:
    def look() -> tuple[object, ...]:
        quiz = db.session.scalars(select(Quiz)).one()
        attempts = db.session.scalars(select(Attempt).order_by(Attempt.number)).all()
        seen = (
            read_rules(quiz),
            [
                (it.started_at, it.deadline, it.usual_limit_seconds, it.time_limit_seconds)
                for it in attempts
            ],
            [(it.score, it.close_reason, [i.score for i in it.items]) for it in attempts],
            [i.share for it in attempts for i in it.items],
            [(r.position, r.value, r.sequence) for r in db.session.scalars(select(Response))],
        )
        db.session.remove()
        return seen

    with app.app_context():
        session, now = db.session(), datetime(2026, 1, 1, tzinfo=UTC)
        drafts = tuple(d for d in one_of_each_kind() if d.kind is not Kind.IRRELEVANT_SENTENCE)
        rules: dict[str, Any] = {
            "question_count": 4,
            "skills": [Skill.DETAIL],
            "review": ANSWERS_AFTER_CLOSING,
        }
        closes_at = now + timedelta(days=1)
        world = make_world(session, now, drafts=drafts, closes_at=closes_at, **rules)
        set_needs(session, world.learner.id, Needs(time_multiplier=1.5))
        for number in (1, 2):
            attempt = sitting.start(
                session, world.assignment, world.learner, now=now, rng=Random(1), grace_seconds=60
            )
            give(session, attempt.id, 1, ["0"], now=now)
            if number == 1:
                sitting.submit(session, attempt.id, now=now)
        session.commit()
        before = look()
        downgrade(revision="5b0c2f6e9a31")
        upgrade()
        assert look() == before


def test_questions_that_were_there_before_the_search_are_found(app: Flask) -> None:
    with app.app_context():
        session, now = db.session(), datetime(2026, 1, 1, tzinfo=UTC)
        teacher_id = make_bank(session, make_teacher(session, now), now).teacher_id
        session.commit()
        before = search_questions(session, teacher_id, "flood").total
        session.commit()
        downgrade(revision="3fb81c95d740")
        upgrade()
        assert search_questions(db.session(), teacher_id, "flood").total == before > 0


def test_practice_of_questions_outlives_the_step_to_words_and_back(app: Flask) -> None:
    def look() -> list[tuple[object, ...]]:
        rows = db.session.execute(
            text(
                "SELECT c.question_id, c.reviews, r.number, r.version_id, r.value"
                " FROM practice_review r JOIN practice_card c ON c.id = r.card_id ORDER BY r.id"
            )
        ).all()
        db.session.remove()
        return [tuple(it) for it in rows]

    with app.app_context():
        session, now = db.session(), datetime(2026, 1, 1, tzinfo=UTC)
        world = make_world(session, now, drafts=(choice("one"),))
        attempt = sitting.start(
            session, world.assignment, world.learner, now=now, rng=Random(1), grace_seconds=60
        )
        sitting.submit(session, attempt.id, now=now)
        asked = list_practisable(session, world.learner.id, grace=timedelta(60), now=now)
        missed = next(iter(asked.values()))
        review_question(session, world.learner.id, missed, Given(1, ("1",)), now=now)
        learner_id = world.learner.id
        session.commit()
        before = look()
        learner = session.get_one(Learner, learner_id)
        word = keep_word(session, learner, "flood", "water", None, now=now)
        task = WordQuestion(word.id, WordTask.RECALL, ask_word(Sense("flood", "water"), {"flood"}))
        review_word(session, learner_id, task, Given(1, ("flood",)), now=now)
        session.commit()
        assert len(look()) == 2
        downgrade(revision="5d0f7a2c91be")
        assert look() == before
        upgrade()
        assert look() == before
