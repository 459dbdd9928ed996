"""A right answer opens the way, some tries do where the gate says so, and both for good."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.articles.models import Article
from quizapp.bank.models import VersionPicture
from quizapp.bank.pictures import keep_pictures
from quizapp.db import begin_write, db
from quizapp.guided.answering import NONE, TRIES, Tries, answer_gate, find_picture_at, find_tries
from quizapp.guided.gates import list_standing, remove_gate, set_gate
from quizapp.guided.models import GateAnswer
from tests.conftest import NOON
from tests.factories import World
from tests.guided.reading import (
    RIGHT,
    WRONG,
    answer,
    flush,
    gates_for,
    gates_of,
    make_gated_world,
)
from tests.web.worlds import PICTURE, PICTURE_SHA256


def tries(session: Session, world: World, gate_id: int) -> Tries | None:
    return find_tries(session, world.learner.id, [gate_id]).get(gate_id)


def test_a_right_answer_opens_and_a_wrong_one_does_not(session: Session) -> None:
    world = make_gated_world(session)
    gate, _ = gates_for(session, world)
    assert tries(session, world, gate.id) is None
    answer(session, world, gate, WRONG)
    assert tries(session, world, gate.id) == Tries(1)
    answer(session, world, gate, RIGHT, 2)
    assert tries(session, world, gate.id) == Tries(2, has_passed=True, was_right=True)


def test_after_some_tries_the_way_is_open_all_the_same(session: Session) -> None:
    world = make_gated_world(session)
    gate, _ = gates_for(session, world)
    for number in range(1, TRIES + 1):
        assert not (tries(session, world, gate.id) or NONE).has_passed
        answer(session, world, gate, WRONG, number)
    assert tries(session, world, gate.id) == Tries(TRIES, has_passed=True)


def test_where_a_gate_waits_for_the_right_answer_tries_do_not_open_it(session: Session) -> None:
    world = make_gated_world(session)
    gate = replace(gates_for(session, world)[0], opens_after_tries=False)
    for number in range(1, TRIES + 3):
        answer(session, world, gate, WRONG, number)
    assert tries(session, world, gate.id) == Tries(TRIES + 2)


def test_what_was_passed_stays_passed_when_the_gate_changes(session: Session) -> None:
    world = make_gated_world(session)
    gate, _ = gates_for(session, world)
    for number in range(1, TRIES + 1):
        answer(session, world, gate, WRONG, number)
    set_gate(session, world.article, 1, gate.question_id, opens_after_tries=False)
    assert tries(session, world, gate.id) == Tries(TRIES, has_passed=True)


def test_an_answer_that_is_sent_twice_is_one(session: Session) -> None:
    world = make_gated_world(session)
    gate, _ = gates_for(session, world)
    assert answer(session, world, gate, WRONG) is not None
    assert answer(session, world, gate, WRONG) is None
    assert answer(session, world, gate, RIGHT, 5) is None
    assert answer(session, world, gate, RIGHT, 2) is not None
    assert answer(session, world, gate, WRONG, 3) is None
    assert tries(session, world, gate.id) == Tries(2, has_passed=True, was_right=True)


def test_no_answer_is_no_try(session: Session) -> None:
    world = make_gated_world(session)
    with pytest.raises(ValueError, match="says something"):
        answer(session, world, gates_for(session, world)[0], ())


def test_the_answers_go_with_their_gate(session: Session) -> None:
    world = make_gated_world(session)
    gate, _ = gates_for(session, world)
    answer(session, world, gate, WRONG)
    remove_gate(session, world.article, 1)
    session.expire_all()
    assert session.query(GateAnswer).count() == 0


def test_the_database_keeps_one_answer_a_number_and_knows_that_right_opens(
    session: Session,
) -> None:
    world = make_gated_world(session)
    gate, _ = gates_for(session, world)
    answer(session, world, gate, WRONG)
    for changes in ({"number": 1}, {"share": 1.0}, {"number": 0}, {"share": 1.5, "opens": True}):
        row = {"number": 2, "share": 0.0, "opens": False, **changes}
        refused = GateAnswer(
            gate_id=gate.id,
            learner_id=world.learner.id,
            version_id=gate.version_id,
            value=WRONG,
            at=NOON,
            **row,
        )
        with pytest.raises(IntegrityError):
            flush(session, refused)


def test_of_two_answers_at_once_one_counts(app: Flask) -> None:
    with app.app_context():
        world = make_gated_world(db.session())
        article_id, learner_id = world.article.id, world.learner.id
        db.session.commit()
    together, kept = Barrier(2), []

    def send() -> None:
        with app.app_context():
            session = db.session()
            gate = list_standing(session, session.get_one(Article, article_id))[0].gate
            learner = session.get_one(Learner, learner_id)
            session.commit()
            together.wait()
            begin_write(session)  # as a request does that changes something
            kept.append(answer_gate(session, learner, gate, 1, WRONG, now=NOON) is not None)
            session.commit()

    threads = [Thread(target=send) for _ in range(2)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    assert sorted(kept) == [False, True]


def test_a_picture_is_found_by_the_question_that_shows_it(session: Session) -> None:
    world = make_gated_world(session)
    shown, bare = (it.version_id for it in gates_of(session, world.article))
    keep_pictures(session, {PICTURE_SHA256: PICTURE})
    session.add(VersionPicture(version_id=shown, position=0, sha256=PICTURE_SHA256, description=""))
    session.flush()
    assert find_picture_at(session, PICTURE_SHA256, [shown]) is not None
    assert find_picture_at(session, PICTURE_SHA256, [bare]) is None
