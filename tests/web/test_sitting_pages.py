"""A learner sits a quiz, with plain forms or in the background, and learns no key too soon."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from quizapp.generation.draft import Kind, Pair
from tests.conftest import MovableClock
from tests.factories import one_of_each_kind
from tests.web.clients import Visitor, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.sitting import number, save, start
from tests.web.worlds import (
    COUNT,
    GRACE,
    SECRET,
    Ids,
    build,
    drafts_with_secrets,
    find_position,
    right_answers,
    saved_values,
    start_attempt,
)

LIMIT = 20 * 60


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock(), drafts_with_secrets())


@pytest.fixture
def learner(app: Flask, ids: Ids) -> Visitor:
    return the_learner(app, ids)


def answer(
    learner: Visitor, attempt: str, position: int, fields: list[str], **more: Any
) -> TestResponse:
    """Send the form of one question."""
    sent = {"position": position, "sequence": 1, "answer": fields, "go": "next", **more}
    return learner.send(f"{attempt}/responses", sent, page=f"{attempt}?question={position}")


def test_every_kind_is_answered_with_plain_forms(app: Flask, ids: Ids, learner: Visitor) -> None:
    assert "Bridges" in learner.see("/learn")
    attempt = start(learner, ids)
    for position, fields in right_answers(app, number(attempt)).items():
        last = position == COUNT
        reply = answer(learner, attempt, position, fields, go="review" if last else "next")
        ahead = f"{attempt}/review" if last else f"{attempt}?question={position + 1}"
        assert reply.location == ahead
    assert "You have answered every question" in learner.see(f"{attempt}/review")
    handed_in = learner.send(f"{attempt}/submit", page=f"{attempt}/review")
    assert handed_in.location == f"{attempt}/result"
    result = learner.see(f"{attempt}/result")
    assert f"<strong>{COUNT}</strong> <span>out of {COUNT}</span>" in result
    assert result.count("state-right") == COUNT
    assert SECRET in result
    assert "mark-critical" in result


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        (Kind.MULTIPLE_CHOICE, ["1"], 'value="1" checked'),
        (Kind.MULTIPLE_RESPONSE, ["0", "2"], 'value="2" checked'),
        (Kind.TRUE_FALSE, ["1"], 'value="1" checked'),
        (Kind.TRUE_FALSE_NOT_GIVEN, ["2"], 'value="2" checked'),
        (Kind.SHORT_ANSWER, ["a <b>storm</b>"], 'value="a &lt;b&gt;storm&lt;/b&gt;"'),
        (Kind.CLOZE, ["", "1999"], 'value="1999"'),
        (Kind.NUMERICAL, ["12,5"], 'value="12,5"'),
        (Kind.MATCHING, ["1", ""], '<option value="1" selected>'),
        (Kind.ORDERING, ["3", "", "1"], "<option selected>3</option>"),
    ],
)
@ON_SQLITE
def test_what_was_answered_stands_on_the_page_again(
    app: Flask, ids: Ids, learner: Visitor, kind: Kind, fields: list[str], shown: str
) -> None:
    attempt = start(learner, ids)
    position = find_position(app, number(attempt), kind)
    page = f"{attempt}?question={position}"
    assert shown not in learner.see(page)
    assert answer(learner, attempt, position, fields, go="stay").location == page
    assert shown in learner.see(page)
    assert answer(learner, attempt, position, [], go="stay", sequence=2).location == page
    assert shown not in learner.see(page), "an answer may be taken back"


@ON_SQLITE
def test_the_buttons_of_the_form_lead_where_they_say(ids: Ids, learner: Visitor) -> None:
    attempt = start(learner, ids)
    places = {"previous": 1, "stay": 2, "next": 3, "7": 7, "nonsense": 2}
    for go, target in places.items():
        reply = answer(learner, attempt, 2, [], go=go)
        assert reply.location == f"{attempt}?question={target}", go
    assert answer(learner, attempt, 2, [], go="review").location == f"{attempt}/review"


def test_a_save_in_the_background_is_acknowledged_with_moment_and_number(
    app: Flask, ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    attempt = start(learner, ids)
    position = find_position(app, number(attempt), Kind.MULTIPLE_CHOICE)
    clock.move(seconds=90)
    reply = save(learner, attempt, position=position, answer=["0"])
    assert reply.status_code == 200
    told = reply.json or {}
    assert (told["saved_at"], told["sequence"]) == ("2026-03-02T12:01:30Z", 2)
    assert told["remaining_seconds"] == LIMIT - 90
    assert (told["in_force"], told["late"], told["closed"]) == (True, False, False)
    assert len(saved_values(app, number(attempt), position)) == 1


@ON_SQLITE
def test_whoever_comes_back_goes_on_at_the_first_open_question(
    app: Flask, ids: Ids, learner: Visitor
) -> None:
    attempt = start(learner, ids)
    answers = right_answers(app, number(attempt))
    for position in (1, 2, 4):
        answer(learner, attempt, position, answers[position])
    elsewhere = the_learner(app, ids)
    assert f'href="{attempt}"' in elsewhere.see("/learn")
    assert f"Question 3 of {COUNT}" in elsewhere.see(attempt)
    assert elsewhere.see(f"{attempt}/review").count("Not answered") == COUNT - 3


def test_starting_again_while_an_attempt_runs_leads_to_that_attempt(
    ids: Ids, learner: Visitor
) -> None:
    assert start(learner, ids) == start(learner, ids)


@ON_SQLITE
def test_after_the_last_attempt_starting_is_refused_in_words(
    app: Flask, ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    for _ in range(2):
        start_attempt(app, ids, clock(), closed=True)
    page = f"/learn/assignments/{ids.assignment_id}"
    assert "Start" not in learner.see(page).partition("<main")[2]
    assert learner.send(f"{page}/attempts", page=page).location == page
    assert "You have used all your attempts at this quiz." in learner.see(page)


def test_a_late_form_is_told_what_was_kept(
    app: Flask, ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    attempt = start(learner, ids)
    answers = right_answers(app, number(attempt))
    answer(learner, attempt, 1, answers[1])
    token = learner.token(f"{attempt}?question=2")
    clock.move(seconds=LIMIT + GRACE + 1)
    late = {"csrf_token": token, "position": 2, "sequence": 1, "answer": answers[2]}
    reply = learner.client.post(f"{attempt}/responses", data=late)
    assert reply.status_code == 409
    assert "Your last answer came after the time was over" in reply.text
    assert f"<strong>1</strong> <span>out of {COUNT}</span>" in reply.text
    assert len(saved_values(app, number(attempt), 2)) == 1, "kept for the teacher to decide"


def test_a_late_save_in_the_background_is_kept_and_told_where_the_result_is(
    app: Flask, ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    attempt = start(learner, ids)
    token = learner.token(attempt)
    clock.move(seconds=LIMIT + GRACE + 1)
    reply = learner.client.post(
        f"{attempt}/responses",
        json={"position": 1, "sequence": 1, "answer": []},
        headers={"X-CSRFToken": token},
    )
    told = reply.json or {}
    assert (reply.status_code, told["late"], told["closed"]) == (200, True, True)
    assert told["result_url"] == f"{attempt}/result"
    assert "closed when time was up" in learner.see(f"{attempt}/result")


def test_an_answer_within_the_grace_is_kept(
    app: Flask, ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    attempt = start(learner, ids)
    token = learner.token(attempt)
    fields = right_answers(app, number(attempt))[1]
    clock.move(seconds=LIMIT + GRACE)
    reply = learner.client.post(
        f"{attempt}/responses",
        json={"position": 1, "sequence": 1, "answer": fields},
        headers={"X-CSRFToken": token},
    )
    assert (reply.json or {})["late"] is False
    assert learner.get(attempt).location == f"{attempt}/review", "only handing in is left"


BAD: tuple[dict[str, Any], ...] = (
    {"position": 0},
    {"position": COUNT + 1},
    {"position": 10**30},
    {"position": "one"},
    {"position": None},
    {"position": [1]},
    {"sequence": 0},
    {"sequence": 2**31},
    {"sequence": "x"},
    {"sequence": None},
    {"answer": ["99"]},
    {"answer": ["-1"]},
    {"answer": ["²"]},
    {"answer": ["0", "1"]},
    {"answer": "0"},
    {"answer": None},
    {"answer": {"0": "1"}},
)


def test_an_answer_that_fits_no_question_is_refused_and_nothing_is_kept(
    app: Flask, ids: Ids, learner: Visitor
) -> None:
    attempt = start(learner, ids)
    position = find_position(app, number(attempt), Kind.MULTIPLE_CHOICE)
    for bad in BAD:
        reply = save(learner, attempt, **{"position": position, "answer": ["0"], **bad})
        assert (reply.status_code, list(reply.json or {})) == (400, ["message"]), bad
    bodies: tuple[Any, ...] = ([], 5, "x", None, {})
    for body in bodies:
        reply = learner.save(f"{attempt}/responses", body, page=attempt)
        assert reply.status_code == 400, body
    assert saved_values(app, number(attempt), position) == []
    assert save(learner, attempt, position=position, answer=["0"]).status_code == 200


@ON_SQLITE
def test_a_form_that_fits_no_question_is_refused(app: Flask, ids: Ids, learner: Visitor) -> None:
    attempt = start(learner, ids)
    for bad in ({"position": 99}, {"sequence": 0}, {"position": ""}, {"answer": ["99", "98"]}):
        sent = {"position": 1, "sequence": 1, "answer": [], **bad}
        reply = learner.send(f"{attempt}/responses", sent, page=attempt)
        assert reply.status_code == 400, bad
    learner.see(f"{attempt}?question=0")
    learner.see(f"{attempt}?question=99", 404)


def test_text_of_any_script_is_kept_and_text_without_end_is_refused(
    app: Flask, ids: Ids, learner: Visitor
) -> None:
    attempt = start(learner, ids)
    position = find_position(app, number(attempt), Kind.SHORT_ANSWER)
    for sequence, text in enumerate(("тасқын", "洪水 🌊", "فيضان"), start=1):
        reply = save(learner, attempt, position=position, sequence=sequence, answer=[text])
        assert reply.status_code == 200, text
    assert saved_values(app, number(attempt), position)[-1] == ("فيضان",)
    too_long = save(learner, attempt, position=position, sequence=4, answer=["x" * 501])
    assert too_long.status_code == 400
    broken = save(learner, attempt, position=position, sequence=4, answer=["\ud800"])
    assert broken.status_code == 400


@ON_SQLITE
def test_the_clock_tells_the_servers_time(ids: Ids, learner: Visitor, clock: MovableClock) -> None:
    attempt = start(learner, ids)
    clock.move(minutes=5)
    running = learner.get(f"{attempt}/clock").json or {}
    assert (running["phase"], running["remaining_seconds"]) == ("answering", LIMIT - 300)
    assert (running["closed"], running["result_url"]) == (False, None)
    clock.move(seconds=LIMIT + GRACE)
    over = learner.get(f"{attempt}/clock").json or {}
    assert (over["phase"], over["remaining_seconds"]) == ("closed", 0)
    assert (over["closed"], over["result_url"]) == (True, f"{attempt}/result")


@ON_SQLITE
def test_pages_of_an_attempt_whose_time_is_over_lead_to_the_result(
    ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    attempt = start(learner, ids)
    clock.move(seconds=LIMIT + GRACE + 1)
    for page in (attempt, f"{attempt}/review"):
        assert learner.get(page).location == f"{attempt}/result"
    assert "closed when time was up" in learner.see(f"{attempt}/result")


def test_handing_in_twice_changes_nothing(ids: Ids, learner: Visitor, clock: MovableClock) -> None:
    attempt = start(learner, ids)
    token = learner.token(f"{attempt}/review")
    replies = []
    for _ in range(2):
        replies.append(learner.client.post(f"{attempt}/submit", data={"csrf_token": token}))
        clock.move(minutes=1)
    assert {reply.location for reply in replies} == {f"{attempt}/result"}
    assert "2 Mar 2026, 12:00" in learner.see(f"{attempt}/result")


@ON_SQLITE
def test_long_matches_are_listed_with_letters_and_chosen_by_letter(
    app: Flask, clock: MovableClock
) -> None:
    base = next(draft for draft in one_of_each_kind() if draft.kind is Kind.MATCHING)
    sentences = [f"Sentence {n} tells at great length what came of the old bridge." for n in "abc"]
    pairs = tuple(Pair(f"Gap {n}", text) for n, text in enumerate(sentences, start=1))
    ids = build(app, clock(), (replace(base, pairs=pairs),))
    learner = the_learner(app, ids)
    page = learner.see(start(learner, ids))
    assert all(f"<li>{text}</li>" in page for text in sentences)
    assert page.count(">A</option>") == 3
