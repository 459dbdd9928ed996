"""A teacher lets a text be read in parts, and sees who has come how far."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from quizapp.articles.library import add_article, describe
from quizapp.articles.models import Article
from quizapp.bank.models import Question
from quizapp.bank.review import add_bank, add_questions
from quizapp.db import db
from quizapp.generation.draft import Status
from quizapp.guided.gates import list_standing
from tests.conftest import NOON, MovableClock
from tests.factories import DOCUMENT, choice, make_ferry_bank
from tests.guided.reading import FIRST, SECOND, find_id, gate_drafts
from tests.web.clients import sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.gated import answer, build_gated
from tests.web.worlds import Ids, build

pytestmark = ON_SQLITE


def page_of(ids: Ids) -> str:
    return f"/teach/articles/{ids.article_id}/guided"


def standing(app: Flask, ids: Ids) -> dict[int, tuple[str, bool]]:
    """What each gate asks, by paragraph, and whether it opens after tries."""
    with app.app_context():
        gates = list_standing(db.session(), db.session.get_one(Article, ids.article_id))
        return {it.gate.after: (it.gate.draft.uid, it.gate.opens_after_tries) for it in gates}


def question(app: Flask, ids: Ids, uid: str) -> int:
    with app.app_context():
        return find_id(db.session(), db.session.get_one(Article, ids.article_id), uid)


def test_two_clicks_from_the_article_set_gates(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), gate_drafts())
    teacher = sign_in_teacher(app)
    assert f'href="{page_of(ids)}"' in teacher.see(f"/teach/articles/{ids.article_id}")
    reply = teacher.send(f"{page_of(ids)}/suggest", page=page_of(ids))
    assert reply.location == page_of(ids)
    assert standing(app, ids) == {2: (FIRST, True)}
    page = teacher.see(page_of(ids))
    assert "1 gate is set." in page
    assert "<strong>2 parts</strong>: paragraphs 1 to 2, 3" in page
    teacher.send(f"{page_of(ids)}/suggest", page=page_of(ids))
    assert "No further gate could be set" in teacher.see(page_of(ids))


def test_a_gate_is_set_changed_and_removed(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), gate_drafts())
    teacher = sign_in_teacher(app)
    url = f"{page_of(ids)}/2"
    page = teacher.see(url)
    assert page.index("The old bridge was closed") < page.index("Who opened the new bridge?")
    sent = {"question": str(question(app, ids, SECOND)), "opens_after_tries": "y"}
    assert teacher.send(url, sent).location == f"{page_of(ids)}#after-2"
    assert standing(app, ids) == {2: (SECOND, True)}
    teacher.send(url, {"question": str(question(app, ids, FIRST))})
    assert standing(app, ids) == {2: (FIRST, False)}
    assert "opens with the right answer alone" in teacher.see(page_of(ids))
    teacher.send(f"{url}/remove", page=page_of(ids))
    assert standing(app, ids) == {}


def test_a_question_that_cannot_stand_there_is_refused(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), gate_drafts())
    with app.app_context():
        article = db.session.get_one(Article, ids.article_id)
        ferry = make_ferry_bank(db.session(), article.teacher, clock())
        assert ferry.article
        foreign = find_id(db.session(), ferry.article, "which-river")
        db.session.commit()
    teacher = sign_in_teacher(app)
    for question_id in (foreign, question(app, ids, "trams"), 99_999):
        reply = teacher.send(f"{page_of(ids)}/2", {"question": str(question_id)})
        assert reply.status_code == 200
        assert "Choose one of the questions." in reply.text
    reply = teacher.send(f"{page_of(ids)}/2", {})
    assert "Choose one of the questions." in reply.text
    assert standing(app, ids) == {}
    sent = {"question": str(question(app, ids, SECOND))}
    assert teacher.send(f"{page_of(ids)}/2", sent).status_code == 302


@pytest.mark.parametrize("paragraph", [0, 3, 10**20])
def test_a_gate_stands_between_two_paragraphs(
    app: Flask, clock: MovableClock, paragraph: int
) -> None:
    ids = build(app, clock(), gate_drafts())
    teacher = sign_in_teacher(app)
    teacher.see(f"{page_of(ids)}/{paragraph}", 404)
    teacher.see(f"{page_of(ids)}/2")


def test_another_teachers_article_has_no_such_page(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    other = sign_in_teacher(app, "other")
    other.see(page_of(ids), 404)
    token = {"csrf_token": other.token("/teach/articles/new")}
    for url in ("suggest", "1", "1/remove"):
        assert other.client.post(f"{page_of(ids)}/{url}", data=token).status_code == 404
    assert len(standing(app, ids)) == 2


def test_what_a_quiz_may_ask_is_pointed_out_until_it_is_over(
    app: Flask, clock: MovableClock
) -> None:
    ids = build_gated(app, clock(), closes_at=NOON + timedelta(hours=1))
    teacher = sign_in_teacher(app)
    told = "2 questions stand at a gate and in a quiz that is still open or to come."
    page = teacher.see(page_of(ids))
    assert told in page
    assert "Also in a quiz still open or to come:</strong> Bridges" in page
    assert "Also in a quiz" in teacher.see(f"{page_of(ids)}/2")
    clock.move(hours=2)
    assert told not in teacher.see(page_of(ids))
    assert "Also in a quiz" not in teacher.see(f"{page_of(ids)}/2")


def test_a_gate_that_stands_open_is_told_with_its_reason(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    with app.app_context():
        article = db.session.get_one(Article, ids.article_id)
        retired = db.session.get_one(Question, find_id(db.session(), article, FIRST))
        retired.status = Status.RETIRED
        db.session.commit()
    page = sign_in_teacher(app).see(page_of(ids))
    assert "It stands open:</strong> its question is no longer approved." in page
    assert "<strong>2 parts</strong>" in page


def test_the_table_tells_of_the_learners_of_own_courses(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    learner = the_learner(app, ids)
    for words in ("False", "True"):
        answer(learner, ids, words)
    page = " ".join(sign_in_teacher(app).see(page_of(ids)).split())
    assert "Ada Lovelace" in page
    assert "Mallory" not in page
    assert "Part 2 of 3" in page
    assert 'Right <span class="hint">2 tries</span>' in page


def test_a_level_without_gates_is_pointed_out(app: Flask, clock: MovableClock) -> None:
    ids = build_gated(app, clock())
    with app.app_context():
        article = db.session.get_one(Article, ids.article_id)
        longer = replace(DOCUMENT, level="advanced", blocks=(*DOCUMENT.blocks, DOCUMENT.blocks[1]))
        add_article(db.session(), article.teacher, longer, now=clock())
        db.session.commit()
    teacher = sign_in_teacher(app)
    assert "at another level" in teacher.see(page_of(ids))
    with app.app_context():
        describe(db.session(), db.session.get_one(Article, ids.article_id), {"level": ""})
        db.session.commit()
    assert "at another level" not in teacher.see(page_of(ids))


def test_where_nothing_can_be_asked_the_page_says_what_to_do(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), (choice(status=Status.APPROVED),))
    teacher = sign_in_teacher(app)
    assert "No question can stand here yet" in teacher.see(f"{page_of(ids)}/1")
    assert "No question can stand here yet" not in teacher.see(f"{page_of(ids)}/2")


def test_a_text_that_nobody_has_yet_says_when_they_will(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    with app.app_context():
        teacher = db.session.get_one(Article, ids.article_id).teacher
        other = replace(DOCUMENT, title="Unread", blocks=DOCUMENT.blocks[1:3])
        article = add_article(db.session(), teacher, other, now=clock())
        bank = add_bank(db.session(), article, now=clock())
        add_questions(db.session(), bank, gate_drafts()[:1], now=clock())
        db.session.commit()
        url = f"/teach/articles/{article.id}/guided"
    visitor = sign_in_teacher(app)
    visitor.send(f"{url}/suggest", page=url)
    assert "Nobody has the text yet" in visitor.see(url)
