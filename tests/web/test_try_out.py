"""The try-out: the pages of a sitting for everybody, and nothing of it in the database."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import func, select

from quizapp.attempts.answers import to_page
from quizapp.attempts.result import key_value
from quizapp.db import Base, db
from quizapp.generation.draft import GAP
from quizapp.web.languages import LANGUAGES
from quizapp.web.try_out_words import write_passage, write_questions
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import LEARNER, Ids, build, start_attempt

pytestmark = ON_SQLITE
PAGE = "/learn/try-out"
RIGHT = {1: ["2"], 2: ["3", "1", "2"]}  # the fields as they are printed
WRONG = {1: ["0"], 2: ["1", "2", "3"]}
INVITATION = "New here?"
LINE = "Your first quiz here?"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def visitor(app: Flask, ids: Ids) -> Visitor:
    """Somebody who has opened the try-out without signing in."""
    visitor = Visitor(app)
    visitor.see(PAGE)
    return visitor


def answer(visitor: Visitor, position: int, fields: list[str], **more: Any) -> dict[str, Any]:
    sent = {"position": position, "sequence": 1, "tab": "t", "answer": fields, **more}
    reply = visitor.save(f"{PAGE}/responses", sent, page="/join")
    assert reply.status_code == 200, reply.text
    return dict(reply.json or {})


def ask(visitor: Visitor, url: str = f"{PAGE}/clock") -> dict[str, Any]:
    """What a clock says."""
    return dict(visitor.get(url).json or {})


def count_rows(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def hand_in(visitor: Visitor) -> str:
    reply = visitor.send(f"{PAGE}/submit", page="/join")
    assert reply.location == f"{PAGE}/result"
    return visitor.see(f"{PAGE}/result")


@pytest.mark.parametrize("who", ["nobody", "a learner", "a teacher"])
def test_it_is_for_everybody(app: Flask, ids: Ids, who: str) -> None:
    visitors = {
        "a learner": lambda: the_learner(app, ids),
        "a teacher": lambda: sign_in_teacher(app),
    }
    visitor = visitors.get(who, lambda: Visitor(app))()
    assert "Question 1 of 2" in visitor.see(PAGE)
    answer(visitor, 1, RIGHT[1])
    assert "1 out of 2" in re.sub(r"<[^>]+>", "", hand_in(visitor))


def test_what_is_answered_and_marked_stands_on_the_page_again(visitor: Visitor) -> None:
    answer(visitor, 1, RIGHT[1])
    told = {"position": 2, "flagged": True}
    assert visitor.save(f"{PAGE}/flags", told, page="/join").json == {"flagged": True}
    page = visitor.see(PAGE)
    assert "Question 2 of 2, Try it out" in page, "the first open question is shown"
    assert re.search(r'value="2" checked', page)
    assert "not answered, marked" in page
    assert "Saved <time" in page
    visitor.save(f"{PAGE}/flags", {**told, "flagged": False}, page="/join")
    assert ", marked" not in visitor.see(PAGE)


def test_a_receipt_says_what_a_sitting_says(app: Flask, ids: Ids, visitor: Visitor) -> None:
    learner = the_learner(app, ids)
    attempt = f"/learn/attempts/{start_attempt(app, ids, app.extensions['clock']())}"
    sent = {"position": 1, "sequence": 1, "tab": "t", "answer": []}
    theirs = learner.save(f"{attempt}/responses", sent, page="/learn").json or {}
    ours = answer(visitor, 1, RIGHT[1])
    assert ours.keys() == theirs.keys()
    assert (ours["sequence"], ours["in_force"], ours["late"]) == (2, True, False)
    assert ask(visitor).keys() == ask(learner, f"{attempt}/clock").keys()


def test_an_older_answer_of_another_tab_learns_that_it_is_not_in_force(visitor: Visitor) -> None:
    answer(visitor, 1, RIGHT[1], sequence=3)
    late = answer(visitor, 1, WRONG[1], tab="other", sequence=1)
    assert (late["in_force"], late["sequence"]) == (False, 4)
    assert "1 out of 2" in re.sub(r"<[^>]+>", "", hand_in(visitor))


def test_the_page_that_was_opened_last_holds_it(visitor: Visitor) -> None:
    held = visitor.save(f"{PAGE}/hold", {"tab": "new"}, page="/join").json or {}
    assert held["elsewhere"] is False
    assert ask(visitor, f"{PAGE}/clock?tab=old")["elsewhere"] is True
    assert ask(visitor, f"{PAGE}/clock?tab=new")["elsewhere"] is False


def test_requests_that_overlap_undo_nothing_of_one_another(app: Flask, visitor: Visitor) -> None:
    """Each reply sets only what its request has changed."""
    token = visitor.token("/join")
    sent: list[tuple[str, dict[str, Any]]] = [
        (f"{PAGE}/responses", {"position": 1, "sequence": 1, "tab": "t", "answer": RIGHT[1]}),
        (f"{PAGE}/responses", {"position": 2, "sequence": 1, "tab": "t", "answer": RIGHT[2]}),
        (f"{PAGE}/flags", {"position": 1, "flagged": True}),
        (f"{PAGE}/hold", {"tab": "t"}),
    ]
    changed = [send_alone(app, visitor.client, url, body, token) for url, body in sent]
    assert [len(names) for names in changed] == [1, 1, 1, 1]
    assert len(set().union(*changed)) == 4


def send_alone(
    app: Flask, client: FlaskClient, url: str, body: dict[str, Any], token: str
) -> set[str]:
    """The names of the cookies that the reply sets."""
    reply = client.post(url, json=body, headers={"X-CSRFToken": token})
    assert reply.status_code == 200
    return {it.partition("=")[0] for it in reply.headers.getlist("Set-Cookie")} - {"session"}


@pytest.mark.parametrize(
    "sent",
    [
        {"position": 3, "sequence": 1, "tab": "t", "answer": ["0"]},
        {"position": 1, "sequence": 1, "tab": "t", "answer": ["9"]},
        {"position": "x"},
    ],
)
def test_what_fits_no_question_is_refused_as_in_a_sitting(
    visitor: Visitor, sent: dict[str, Any]
) -> None:
    reply = visitor.save(f"{PAGE}/responses", sent, page="/join")
    assert (reply.status_code, reply.headers["X-Unfit-Answer"]) == (400, "1")
    assert (
        visitor.save(f"{PAGE}/flags", {"position": 3, "flagged": True}, page="/join").status_code
        == 400
    )
    visitor.see(f"{PAGE}?question=3", 404)


def test_when_the_bell_has_rung_it_goes_on(visitor: Visitor, clock: MovableClock) -> None:
    clock.move(minutes=7)
    told = ask(visitor)
    assert (told["remaining_seconds"], told["closed"]) == (0, False)
    answer(visitor, 1, RIGHT[1])
    assert "Hand in" in visitor.see(f"{PAGE}/review")


def test_after_an_hour_it_begins_anew(visitor: Visitor, clock: MovableClock) -> None:
    answer(visitor, 1, RIGHT[1])
    clock.move(minutes=61)
    assert visitor.get(f"{PAGE}/result").location == PAGE
    assert "Nothing to save yet" in visitor.see(PAGE)
    told = ask(visitor)
    assert told["remaining_seconds"] == 360


def test_a_result_shows_everything_and_leads_on(visitor: Visitor) -> None:
    assert visitor.get(f"{PAGE}/result").location == PAGE, "nothing is handed in"
    answer(visitor, 1, WRONG[1])
    answer(visitor, 2, RIGHT[2])
    page = hand_in(visitor)
    for words in (
        "This is how a result looks.",
        "Practice: no grade.",
        "You can stay with the question",
        "Right answer",
        "See it in paragraph 2",
        "the evidence",
        "Try again",
    ):
        assert words in page, words
    assert visitor.get(PAGE).location == f"{PAGE}/result"


def test_what_comes_after_handing_in_is_told_that_it_is_over(visitor: Visitor) -> None:
    hand_in(visitor)
    assert ask(visitor)["result_url"] == f"{PAGE}/result"
    sent = {"position": 1, "sequence": 1, "tab": "t", "answer": RIGHT[1]}
    assert visitor.save(f"{PAGE}/responses", sent, page="/join").status_code == 409
    plain = {"position": "1", "sequence": "1", "answer": "2", "go": "next"}
    assert visitor.send(f"{PAGE}/responses", plain, page="/join").location == PAGE
    assert "0 out of 2" in re.sub(r"<[^>]+>", "", visitor.see(f"{PAGE}/result"))


def test_it_can_be_tried_again(visitor: Visitor) -> None:
    answer(visitor, 1, RIGHT[1])
    hand_in(visitor)
    assert visitor.send(f"{PAGE}/again", page="/join").location == PAGE
    page = visitor.see(PAGE)
    assert "Nothing to save yet" in page
    assert " checked" not in page
    assert "0 out of 2" in re.sub(r"<[^>]+>", "", hand_in(visitor))


def test_nobody_goes_on_where_another_was(app: Flask, ids: Ids) -> None:
    ada = the_learner(app, ids)
    ada.see(PAGE)
    answer(ada, 1, RIGHT[1])
    assert " checked" in ada.see(f"{PAGE}?question=1")
    ada.send("/sign-out", page="/learn")
    assert " checked" not in ada.see(f"{PAGE}?question=1")


def test_a_forged_cookie_is_none(visitor: Visitor) -> None:
    answer(visitor, 1, RIGHT[1])
    visitor.client.set_cookie("try-out-answer1", "W10.forged", path=PAGE)
    assert " checked" not in visitor.see(f"{PAGE}?question=1")


def test_nothing_of_it_is_written_and_a_real_attempt_stays_as_it_is(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    attempt = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    learner.save(f"{attempt}/hold", {"tab": "t"}, page="/join")
    rows, told = count_rows(app), ask(learner, f"{attempt}/clock")
    for _ in range(2):
        learner.see(PAGE)
        learner.save(f"{PAGE}/hold", {"tab": "t"}, page="/join")
        answer(learner, 1, RIGHT[1])
        learner.save(f"{PAGE}/flags", {"position": 1, "flagged": True}, page="/join")
        learner.save(f"{PAGE}/events", {"kind": "left"}, page="/join")
        learner.see(f"{PAGE}/review")
        hand_in(learner)
        learner.send(f"{PAGE}/again", page="/join")
    assert count_rows(app) == rows
    assert ask(learner, f"{attempt}/clock") == told
    assert "Nothing to save yet" in learner.see(attempt)


def test_plain_forms_alone_go_through_it(visitor: Visitor) -> None:
    first = {"position": "1", "tab": "a", "sequence": "1", "answer": RIGHT[1], "go": "flag"}
    reply = visitor.send(f"{PAGE}/responses", first, page="/join")
    assert reply.location == f"{PAGE}?question=1"
    assert "answered, marked" in visitor.see(reply.location)
    second = {"position": "2", "tab": "b", "sequence": "1", "answer": RIGHT[2], "go": "review"}
    reply = visitor.send(f"{PAGE}/responses", second, page="/join")
    assert reply.location == f"{PAGE}/review"
    assert "You have answered every question" in visitor.see(reply.location)
    assert "2 out of 2" in re.sub(r"<[^>]+>", "", hand_in(visitor))


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_its_evidence_is_in_the_passage(app: Flask, language: str) -> None:
    with app.test_request_context(PAGE), force_locale(language):
        passage, questions = write_passage(), write_questions()
    assert passage.word_count > 60
    for it in questions:
        span = it.draft.critical_span
        assert passage.paragraphs[span.paragraph - 1][span.start : span.end] == span.quote
        assert GAP not in it.draft.stem
        printed = to_page(it.draft, it.printed_order, key_value(it.draft))
        assert list(printed) in RIGHT.values()


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Когда сохраняется ответ?"), ("kk", "Жауап қашан сақталады?")]
)
def test_it_speaks_the_language_of_the_page_and_says_so(
    app: Flask, language: str, words: str
) -> None:
    page = Visitor(app).get(PAGE, headers={"Accept-Language": language}).text
    assert words in page
    assert 'lang="en"' not in re.sub(r"<footer.*", "", page, flags=re.DOTALL)


def test_questions_of_a_quiz_stay_in_english(app: Flask, ids: Ids, clock: MovableClock) -> None:
    learner = the_learner(app, ids)
    url = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    page = learner.get(url, headers={"Accept-Language": "ru"}).text
    assert '<html lang="ru"' in page
    assert re.search(r'class="stem[^>]*lang="en"', page)


def test_who_has_never_sat_a_quiz_is_invited(app: Flask, ids: Ids, clock: MovableClock) -> None:
    learner = sign_in_learner(app, ids.join_code, LEARNER)
    assignment = f"/learn/assignments/{ids.assignment_id}"
    assert INVITATION in learner.see("/learn")
    assert LINE in learner.see(assignment)
    start_attempt(app, ids, clock(), closed=True)
    assert INVITATION not in learner.see("/learn")
    assert LINE not in learner.see(assignment)
    assert f'href="{PAGE}"' in learner.see("/learn"), "the foot of the page leads there for ever"


def test_a_teacher_is_led_there_from_the_overview(app: Flask, ids: Ids) -> None:
    assert f'href="{PAGE}"' in sign_in_teacher(app).see("/teach")
