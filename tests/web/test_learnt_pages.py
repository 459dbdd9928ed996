"""The pages of a bank say how hard learners find a question, beside its mark."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from quizapp.bank.content import load_latest
from quizapp.bank.learnt import LearntDifficulty
from quizapp.db import db
from quizapp.generation.draft import Difficulty, Origin
from tests.conftest import MovableClock
from tests.factories import choice
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

pytestmark = ON_SQLITE
DRAFTS = (
    choice("generated", origin=Origin.GENERATED, pattern="fact", confidence=0.9),
    choice("written"),
    choice("as-marked"),
    choice("few"),
)
FIGURES = {
    "generated": (34, 1.2, Difficulty.HARD),
    "written": (34, 1.2, Difficulty.HARD),
    "as-marked": (34, -1.0, None),
    "few": (6, 1.2, None),
}


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    """A bank of questions that are all marked easy, with what 34 learners say of them."""
    stems = {it.uid: replace(it, stem=f"Who opened it ({it.uid})?") for it in DRAFTS}
    ids = build(app, clock(), tuple(stems.values()))
    with app.app_context():
        for question, version, _ in load_latest(db.session(), ids.bank_id):
            n, value, band = FIGURES[question.uid]
            since = clock() if band else None
            row = LearntDifficulty(
                version_id=version.id, n=n, value=value, error=0.3, band=band, since=since
            )
            db.session.add(row)
        db.session.commit()
    return ids


def read_question(app: Flask, teacher: Visitor, ids: Ids, uid: str) -> str:
    with app.app_context():
        found = {it.uid: it.id for it, _, _ in load_latest(db.session(), ids.bank_id)}
    return " ".join(teacher.see(f"/teach/questions/{found[uid]}").split())


def test_a_question_says_how_hard_learners_find_it_and_what_follows(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    generated = read_question(app, teacher, ids, "generated")
    assert "Learners find it harder than marked</strong>: hard rather than easy" in generated
    assert "take it as hard." in generated
    written = read_question(app, teacher, ids, "written")
    assert "Learners find it harder than marked" in written
    assert "quizzes keep to it until you change it" in written
    assert "as hard as it is marked" in read_question(app, teacher, ids, "as-marked")
    assert "Learners find" not in read_question(app, teacher, ids, "few")


def test_the_bank_is_filtered_by_what_is_known_of_generated_questions(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    page = teacher.see(f"/teach/banks/{ids.bank_id}?difficulty=hard")
    assert "1 of 4 questions" in page
    assert "(generated)" in page
    assert "Learners find it hard, it is marked easy (n = 34)" in page
    easy = teacher.see(f"/teach/banks/{ids.bank_id}?difficulty=easy")
    assert "3 of 4 questions" in easy
    assert "(generated)" not in easy
