"""What the pages of a sitting and its result show, and what they keep to themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from quizapp.generation.draft import Kind
from quizapp.quizzes.rules import (
    ANSWERS_AFTER_CLOSING,
    EVERYTHING,
    SCORE_ONLY,
    ReviewPolicy,
)
from tests.conftest import MovableClock
from tests.factories import one_of_each_kind
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.persons import Person, let_in
from tests.web.sitting import number, save, start
from tests.web.twins import Place, crawl
from tests.web.worlds import (
    COUNT,
    GRACE,
    SECRET,
    Ids,
    build,
    drafts_with_secrets,
    right_answers,
    start_attempt,
)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock(), drafts_with_secrets())


@pytest.fixture
def learner(app: Flask, ids: Ids) -> Visitor:
    return the_learner(app, ids)


@ON_SQLITE
def test_a_running_attempt_shows_no_key_no_rationale_and_no_evidence(
    app: Flask, ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    attempt = start(learner, ids)
    pages = [f"{attempt}?question={position}" for position in range(1, COUNT + 1)]
    pages += [
        *(attempt, f"{attempt}/review", f"{attempt}/clock", "/learn", "/learn/progress"),
        f"/learn/assignments/{ids.assignment_id}",
    ]
    seen = {page: learner.see(page) for page in pages}
    for position, fields in right_answers(app, number(attempt)).items():
        seen[f"save {position}"] = save(
            learner, attempt, position=position, answer=fields if position % 2 else fields[:1]
        ).text
    result = learner.get(f"{attempt}/result")
    assert result.location == attempt
    for page, text in seen.items():
        assert SECRET not in text, page
        for trace in ("mark-critical", "is-key", "rationale", "distractor", "Right answer"):
            assert trace not in text, (page, trace)
    learner.send(f"{attempt}/submit", page=attempt)
    assert SECRET in learner.see(f"{attempt}/result"), "the marker is where it may be"


@ON_SQLITE
def test_no_page_of_anybody_in_the_course_tells_what_is_right_while_an_attempt_runs(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    for person in (Person.LEARNER, Person.CLASSMATE, Person.VISITOR):
        visitor = let_in(app, ids, person, clock)
        pages = crawl(Place(app, ids, attempt_id, visitor))
        assert len(pages) > 40
        assert [url for url, text in pages.items() if SECRET in text] == [], person


def visible(text: str) -> set[str]:
    """Which parts of a result the page shows."""
    traces = {
        "score": f"out of {COUNT}",
        "correctness": "state-unanswered",
        "key": "Right answer",
        "rationale": SECRET + ": why",
        "evidence": "mark-critical",
    }
    return {part for part, trace in traces.items() if trace in text}


ALL = {"score", "correctness", "key", "rationale", "evidence"}


@pytest.mark.parametrize(
    ("policy", "at_once", "later"),
    [
        (EVERYTHING, ALL, ALL),
        (ANSWERS_AFTER_CLOSING, {"score"}, ALL),
        (SCORE_ONLY, {"score"}, {"score"}),
    ],
)
@ON_SQLITE
def test_a_result_shows_what_the_review_policy_allows(
    app: Flask,
    clock: MovableClock,
    policy: ReviewPolicy,
    at_once: set[str],
    later: set[str],
) -> None:
    closes_at = clock() + timedelta(hours=2)
    ids = build(app, clock(), drafts_with_secrets(), review=policy, closes_at=closes_at)
    attempt = start_attempt(app, ids, clock(), closed=True)
    learner = the_learner(app, ids)
    assert visible(learner.see(f"/learn/attempts/{attempt}/result")) == at_once
    clock.move(hours=3)
    assert visible(learner.see(f"/learn/attempts/{attempt}/result")) == later


def test_the_progress_page_draws_what_was_handed_in(
    app: Flask, ids: Ids, learner: Visitor, clock: MovableClock
) -> None:
    assert "Nothing to show yet" in learner.see("/learn/progress")
    for _ in range(2):
        start_attempt(app, ids, clock(), closed=True)
        clock.move(minutes=1)
    page = learner.see("/learn/progress")
    assert page.count(f"0 of {COUNT}") == 2
    assert "<polyline" in page


def hidden_by_place(app: Flask, clock: MovableClock, **rules: Any) -> Ids:
    """A world whose only question takes a sentence out of the passage."""
    place = next(draft for draft in one_of_each_kind() if draft.kind is Kind.INSERTION)
    return build(app, clock(), (place,), **rules)


@ON_SQLITE
def test_what_a_running_attempt_hides_is_on_no_other_page(app: Flask, clock: MovableClock) -> None:
    ids = hidden_by_place(app, clock, review=SCORE_ONLY)
    learner = the_learner(app, ids)
    page = f"/learn/assignments/{ids.assignment_id}"
    taken_out = "crowns, and it"
    assert "40 million crowns" in learner.see(page)
    assert taken_out not in learner.see(page)
    attempt = start(learner, ids)
    assert taken_out not in learner.see(attempt)
    assert taken_out not in learner.see(page)
    learner.send(f"{attempt}/submit", page=f"{attempt}/review")
    assert taken_out not in learner.see(f"{attempt}/result")


@ON_SQLITE
def test_after_closing_waits_until_nobody_can_answer(app: Flask, clock: MovableClock) -> None:
    policy = ANSWERS_AFTER_CLOSING
    closes_at = clock() + timedelta(minutes=10)
    ids = build(app, clock(), drafts_with_secrets(), review=policy, closes_at=closes_at)
    attempt = start_attempt(app, ids, clock(), closed=True)
    result = f"/learn/attempts/{attempt}/result"
    learner = the_learner(app, ids)
    clock.move(minutes=10, seconds=5)
    assert visible(learner.see(result)) == {"score"}
    clock.move(seconds=GRACE)
    assert visible(learner.see(result)) == ALL


@ON_SQLITE
def test_progress_tells_no_more_of_the_skills_than_the_results_do(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), drafts_with_secrets(), review=SCORE_ONLY)
    start_attempt(app, ids, clock(), closed=True)
    assert "from 1 answer" not in the_learner(app, ids).see("/learn/progress")
    teacher = sign_in_teacher(app)
    page = f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}/progress"
    assert "from 1 answer" in teacher.see(page)
