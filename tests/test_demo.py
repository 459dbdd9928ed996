"""The demo is a class in full use, and the same seed gives the same class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from random import Random
from statistics import mean

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.accounts.models import Course, Enrolment, Learner, Teacher
from quizapp.accounts.needs import list_needs
from quizapp.accounts.people import is_setup_open, sign_in_learner, sign_in_teacher
from quizapp.attempts.answers import from_page, to_page
from quizapp.attempts.models import Attempt, CloseReason, Response
from quizapp.attempts.overview import list_due
from quizapp.config import Settings
from quizapp.db import db
from quizapp.demo import (
    COURSES,
    GRACE,
    LEARNERS,
    NEEDS,
    PASSWORD,
    TEACHER_SIGN_IN,
    Demo,
    DemoExistsError,
    draw_value,
    find_sign_ins,
    is_untouched,
    load_demo,
)
from quizapp.demo.reader import KEPT
from quizapp.generation.draft import Difficulty, Kind
from quizapp.gradebook.csv_wide import write_wide
from quizapp.gradebook.reading import read_gradebook
from quizapp.gradebook.rows import CellStatus, Gradebook
from quizapp.gradebook.totals import find_total
from quizapp.notebook.places import sum_reading
from quizapp.notebook.words import list_words
from quizapp.progress.mastery import list_mastery, list_taken
from quizapp.progress.models import PracticeReview, Subject, Topic
from quizapp.progress.outlook import list_first_due, look_ahead
from quizapp.progress.practice import list_cards
from quizapp.progress.practisable import list_practisable
from quizapp.quizzes.models import Quiz
from quizapp.statistics.reading import list_question_statistics
from tests.conftest import NOON
from tests.factories import choice, one_of_each_kind


def load(folder: Path) -> tuple[Flask, Demo]:
    """A program of its own with the demo in it."""
    app = create_app(Settings(instance=str(folder), secret_key="test"))
    with app.app_context():
        upgrade()
        assert is_untouched(db.session())
        assert find_sign_ins(db.session()) == []
        loaded = load_demo(db.session(), now=NOON, rng=Random(1))
        db.session.commit()
        db.session.remove()
    return app, loaded


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Demo]:
    """Loaded once: a month of a class takes some seconds."""
    return load(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def demo_session(demo: tuple[Flask, Demo]) -> Iterator[Session]:
    app, _ = demo
    with app.app_context():
        yield db.session()
        db.session.remove()


def read_gradebooks(session: Session) -> list[Gradebook]:
    return [read_gradebook(session, it) for it in session.scalars(select(Course))]


def test_thirty_learners_are_in_three_courses(demo_session: Session) -> None:
    sizes = demo_session.execute(
        select(Course.name, func.count())
        .join(Enrolment, Enrolment.course_id == Course.id)
        .group_by(Course.id)
        .order_by(Course.id)
    )
    assert tuple((name, count) for name, count in sizes) == COURSES
    names = list(demo_session.scalars(select(Learner.name).order_by(Learner.id)))
    assert tuple(names) == LEARNERS
    assert len(names) == 30
    ids = list(demo_session.scalars(select(Learner.external_id)))
    assert len(set(ids)) == 30
    assert all(it.startswith("0") for it in ids)


def test_every_state_of_a_gradebook_cell_is_there(demo_session: Session) -> None:
    states = Counter(
        cell.status
        for gradebook in read_gradebooks(demo_session)
        for row in gradebook.rows
        for cell in row.cells
    )
    assert set(states) == {
        CellStatus.GRADED,
        CellStatus.IN_PROGRESS,
        CellStatus.NOT_ATTEMPTED,
    }
    reasons = set(demo_session.scalars(select(Attempt.close_reason)))
    assert reasons == {None, CloseReason.SUBMITTED, CloseReason.TIME_UP}


def test_every_state_of_an_assignment_but_the_future_is_there(demo_session: Session) -> None:
    states = {
        item.state
        for learner in demo_session.scalars(select(Learner))
        for item in list_due(demo_session, learner.id, now=NOON)
    }
    assert states >= {"in_progress", "open", "closed"}


def test_learners_differ_and_the_able_score_higher(
    demo: tuple[Flask, Demo], demo_session: Session
) -> None:
    abilities = demo[1].abilities
    averages = {
        row.learner.id: total
        for gradebook in read_gradebooks(demo_session)
        for row in gradebook.rows
        if (total := find_total(gradebook.columns, row.cells, gradebook.scheme)) is not None
    }
    ranked = sorted(averages, key=lambda learner_id: abilities[learner_id])
    third = len(ranked) // 3
    weak, able = ([averages[it] for it in group] for group in (ranked[:third], ranked[-third:]))
    assert mean(able) > mean(weak) + 0.1
    for learner_id in averages:
        taken = list_taken(demo_session, learner_id)
        assert list_mastery(demo_session, learner_id, taken)


def test_the_first_class_has_practised_and_has_more_to_practise(demo_session: Session) -> None:
    learner = demo_session.scalars(select(Learner).order_by(Learner.id)).first()
    assert learner
    asked = list_practisable(demo_session, learner.id, grace=GRACE, now=NOON)
    cards = list_cards(demo_session, learner.id)
    first_due = list_first_due(asked, (), UTC)
    outlook = look_ahead(first_due, cards, now=NOON, midnight=NOON + timedelta(hours=12))
    assert cards
    assert outlook.due or outlook.this_week
    of_questions = PracticeReview.version_id.is_not(None)
    first = demo_session.scalar(select(func.min(PracticeReview.at)).where(of_questions))
    last = demo_session.scalar(select(func.max(Attempt.closed_at)).where(Attempt.closed_at <= NOON))
    assert first
    assert last
    assert first >= last


def test_the_learner_whose_name_is_told_has_kept_words_and_reads(demo_session: Session) -> None:
    learner = demo_session.scalars(select(Learner).where(Learner.name == LEARNERS[0])).one()
    words = list_words(demo_session, learner.id)
    assert {it.headword for it in words} == {it for several in KEPT.values() for it in several}
    assert all(it.article_id for it in words)
    cards = list_cards(demo_session, learner.id)
    practised = {it.headword for it in words if Subject(Topic.WORD, it.id) in cards}
    assert practised == {it.headword for it in words} - set(KEPT[1])
    first_due = list_first_due({}, words, UTC)
    outlook = look_ahead(first_due, cards, now=NOON, midnight=NOON + timedelta(hours=12))
    assert outlook.words >= len(KEPT[1])
    assert sum_reading(demo_session, learner.id)


def test_the_quizzes_have_statistics(demo_session: Session) -> None:
    quizzes = demo_session.scalars(select(Quiz.id)).all()
    found = [it for quiz in quizzes for it in list_question_statistics(demo_session, quiz)]
    assert found
    assert any(it.discrimination_index is not None for it in found)


def test_no_attempt_is_in_the_future_and_none_is_overdue(demo_session: Session) -> None:
    attempts = demo_session.scalars(select(Attempt)).all()
    assert all(it.started_at < NOON for it in attempts)
    assert all(it.closed_at < NOON for it in attempts if it.closed_at)
    assert all(it.deadline and it.deadline > NOON for it in attempts if it.closed_at is None)


def test_some_learners_have_needs(demo_session: Session) -> None:
    learners = {it.id: it.name for it in demo_session.scalars(select(Learner))}
    found = list_needs(demo_session, learners)
    assert {learners[key]: needs for key, needs in found.items()} == NEEDS


def test_an_answer_that_came_late_waits_for_the_teacher(demo_session: Session) -> None:
    assert demo_session.scalars(select(Response).where(Response.is_late)).all()


def test_the_sign_ins_that_are_told_work(demo: tuple[Flask, Demo], demo_session: Session) -> None:
    lines = demo[1].sign_ins
    assert lines == find_sign_ins(demo_session)
    assert sign_in_teacher(demo_session, TEACHER_SIGN_IN, PASSWORD)
    course = demo_session.scalars(select(Course).order_by(Course.id)).first()
    assert course is not None
    assert f"course code {course.join_code}, name {LEARNERS[0]}, password {PASSWORD}" in lines[1]
    assert sign_in_learner(demo_session, course.join_code, LEARNERS[0], PASSWORD)


def test_the_demo_leaves_the_set_up_open_and_is_loaded_once(demo_session: Session) -> None:
    assert is_setup_open(demo_session)
    assert not is_untouched(demo_session)
    with pytest.raises(DemoExistsError, match="loaded already; nothing was changed"):
        load_demo(demo_session, now=NOON, rng=Random(2))
    assert demo_session.scalar(select(func.count()).select_from(Teacher)) == 1


def test_the_same_seed_gives_the_same_scores(
    demo: tuple[Flask, Demo], demo_session: Session, tmp_path: Path
) -> None:
    first = ["".join(write_wide(gradebook)) for gradebook in read_gradebooks(demo_session)]
    again, loaded = load(tmp_path)
    assert loaded == demo[1]
    with again.app_context():
        second = ["".join(write_wide(it)) for it in read_gradebooks(db.session())]
        db.session.remove()
        db.engine.dispose()
    assert first == second


@pytest.mark.parametrize("kind", list(Kind))
def test_a_drawn_value_is_one_that_a_page_can_send(kind: Kind) -> None:
    draft = next(it for it in one_of_each_kind() if it.kind is kind)
    order = tuple(range(len(draft.options or draft.pairs or draft.order)))
    for seed in range(30):
        value = draw_value(draft, 0.0, Random(seed))
        assert from_page(draft, order, to_page(draft, order, value)) == value


def test_who_knows_more_is_right_more_often() -> None:
    def share(ability: float, difficulty: Difficulty) -> float:
        rng, draft = Random(1), choice(difficulty=difficulty)
        return mean(draw_value(draft, ability, rng) == ("0",) for _ in range(2000))

    assert share(2, Difficulty.EASY) > share(0, Difficulty.EASY) > share(0, Difficulty.HARD)
    # Nobody is worse than a guess among three options.
    assert share(-9, Difficulty.HARD) == pytest.approx(1 / 3, abs=0.05)
