"""No key, reason or evidence is in any response before the review policy allows it.

Two worlds that differ only in what is right are crawled: every page and JSON that a learner can
open, found from the program's own routes. Where what is right is hidden, they are the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from quizapp import create_app
from quizapp.accounts.people import join_course
from quizapp.attempts.log import list_events
from quizapp.attempts.models import EventKind
from quizapp.config import Settings
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import (
    AFTERWARDS,
    ANSWERS_AFTER_CLOSING,
    EVERYTHING,
    PRACTICE,
    PRESETS,
    SCORE_ONLY,
    Aspect,
    FeedbackBand,
    Layout,
    Moment,
    Navigation,
    ReviewPolicy,
)
from tests.conftest import MovableClock, lend_dictionary
from tests.factories import PASSWORD, one_of_each_kind
from tests.web.clients import sign_in_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.twins import (
    EVIDENCE,
    KEY,
    RATIONALE,
    SECRETS,
    SENT,
    TOKENS,
    Place,
    answer_all,
    check,
    crawl,
    hand_in,
    list_learner_routes,
    open_place,
)
from tests.web.worlds import build, start_attempt

HOUR = timedelta(hours=1)
SITTINGS: dict[str, dict[str, Any]] = {
    "one a page": {},
    "all on one page": {"layout": Layout.ALL},
    "forward only": {"navigation": Navigation.SEQUENTIAL},
    "with certainty": {"uses_certainty": True},
    "with negative marks": {"negative_share": Decimal(1)},
    "marked by hand": {"marked_by_hand": True},
    "practice": {"is_practice": True, "review": PRACTICE},
    "everything afterwards": {"review": EVERYTHING},
}


@pytest.fixture
def other_app(
    tmp_path: Path,
    sqlite_template: Path,
    dictionary: Path,
    clock: MovableClock,
    templates_compiled: FileSystemBytecodeCache,
) -> Iterator[Flask]:
    """Another program with a database of its own."""
    folder = tmp_path / "twin"
    folder.mkdir()
    lend_dictionary(dictionary, folder)
    shutil.copy(sqlite_template, folder / "quizapp.sqlite3")
    app = create_app(Settings(instance=str(folder), secret_key="test"), clock)
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = templates_compiled
    yield app
    with app.app_context():
        db.engine.dispose()


class Twins:
    """The usual world and one that differs from it."""

    def __init__(self, *apps: Flask, clock: MovableClock) -> None:
        self.apps, self.clock = apps, clock
        self.places: list[Place] = []

    def open(self, differ: Collection[str] = SECRETS, **rules: Any) -> None:
        usual, other = self.apps
        self.places = [
            open_place(usual, self.clock, (), **rules),
            open_place(other, self.clock, differ, **rules),
        ]

    def each(self, step: Any, *more: Any) -> None:
        for place in self.places:
            step(place, *more)

    def list_differences(self) -> list[str]:
        """The addresses that do not say the same in both worlds."""
        one, other = (crawl(place) for place in self.places)
        assert one.keys() == other.keys()
        return [url for url in one if one[url] != other[url]]


@pytest.fixture
def twins(app: Flask, other_app: Flask, clock: MovableClock) -> Twins:
    return Twins(app, other_app, clock=clock)


def show_always(*aspects: Aspect) -> ReviewPolicy:
    """A policy that shows these aspects at every moment afterwards."""
    return frozenset((moment, it) for moment in AFTERWARDS for it in aspects)


@ON_SQLITE
def test_the_crawl_knows_what_to_send_to_every_route(app: Flask) -> None:
    assert set(list_learner_routes(app, "POST")) == set(SENT)


@pytest.mark.parametrize("sitting", list(SITTINGS))
@ON_SQLITE
def test_a_running_attempt_tells_nothing_of_what_is_right(twins: Twins, sitting: str) -> None:
    twins.open(**SITTINGS[sitting])
    assert twins.list_differences() == []


@pytest.mark.parametrize("sitting", ["one a page", "with certainty", "practice"])
@ON_SQLITE
def test_answers_that_are_saved_tell_nothing_of_what_is_right(twins: Twins, sitting: str) -> None:
    twins.open(**SITTINGS[sitting])
    twins.each(answer_all)
    assert twins.list_differences() == []


@pytest.mark.parametrize("kind", [Kind.MULTIPLE_CHOICE, Kind.CLOZE, Kind.MATCHING])
@ON_SQLITE
def test_a_checked_question_tells_nothing_of_the_others(twins: Twins, kind: Kind) -> None:
    twins.open(**SITTINGS["practice"], same={kind})
    twins.each(answer_all)
    twins.each(check, kind)
    assert twins.list_differences() == []


@ON_SQLITE
def test_no_question_can_be_checked_where_the_policy_shows_nothing_meanwhile(
    twins: Twins,
) -> None:
    twins.open(review=EVERYTHING)
    place = twins.places[0]
    token = {"csrf_token": place.learner.token("/learn")}
    assert place.learner.client.post(f"{place.url}/checks/1", data=token).status_code == 403


@pytest.mark.parametrize(
    ("preset", "told"),
    [
        ("everything", {Moment.RIGHT_AFTER, Moment.WHILE_OPEN, Moment.AFTER_CLOSING}),
        ("after_closing", {Moment.AFTER_CLOSING}),
        ("score_only", set()),
    ],
)
@ON_SQLITE
def test_a_preset_tells_what_is_right_at_its_moments_alone(
    twins: Twins, clock: MovableClock, preset: str, told: set[Moment]
) -> None:
    twins.open(review=PRESETS[preset], closes_at=clock() + HOUR, max_attempts=1)
    twins.each(hand_in)
    results = {}
    for moment, lapse in zip(AFTERWARDS, ({}, {"minutes": 5}, {"hours": 2}), strict=True):
        clock.move(**lapse)
        results[moment] = twins.list_differences()
    assert {moment for moment, urls in results.items() if urls} == told
    page = f"{twins.places[0].url}/result"
    assert all(f"before GET {page}" in results[moment] for moment in told)


@ON_SQLITE
def test_own_answers_without_correctness_tell_nothing_of_what_is_right(twins: Twins) -> None:
    twins.open(review=show_always(Aspect.ATTEMPT), max_attempts=1)
    twins.each(answer_all)
    twins.each(hand_in)
    assert twins.list_differences() == []


@pytest.mark.parametrize("with_attempt", [True, False])
@pytest.mark.parametrize(
    ("aspect", "others"),
    [
        (Aspect.KEY, {RATIONALE, EVIDENCE}),
        (Aspect.RATIONALE, {KEY, EVIDENCE}),
        (Aspect.EVIDENCE, {KEY, RATIONALE}),
        (Aspect.CORRECTNESS, {RATIONALE, EVIDENCE}),
        (Aspect.SCORE, {RATIONALE, EVIDENCE}),
    ],
)
@ON_SQLITE
def test_an_aspect_alone_tells_nothing_of_the_others(
    twins: Twins, aspect: Aspect, others: set[str], with_attempt: bool
) -> None:
    more = [Aspect.ATTEMPT] if with_attempt else []
    twins.open(others, review=show_always(aspect, *more), max_attempts=1)
    twins.each(answer_all)
    twins.each(hand_in)
    assert twins.list_differences() == []


@pytest.mark.parametrize(
    ("aspect", "secret"),
    [(Aspect.KEY, KEY), (Aspect.RATIONALE, RATIONALE), (Aspect.EVIDENCE, EVIDENCE)],
)
@ON_SQLITE
def test_an_aspect_alone_is_shown(twins: Twins, aspect: Aspect, secret: str) -> None:
    twins.open({secret}, review=show_always(aspect), max_attempts=1)
    twins.each(answer_all)
    twins.each(hand_in)
    differences = twins.list_differences()
    assert f"before GET {twins.places[0].url}/result" in differences


@pytest.mark.parametrize(
    "aspects", [(Aspect.ATTEMPT,), (Aspect.ATTEMPT, Aspect.KEY, Aspect.EVIDENCE), ()]
)
@ON_SQLITE
def test_where_the_score_is_hidden_no_page_tells_it(
    twins: Twins, aspects: tuple[Aspect, ...]
) -> None:
    """Answers that are right in one world and wrong in the other; the key itself is the same."""
    bands = (FeedbackBand(0, "Read it again."), FeedbackBand(1, "Well done."))
    twins.open((), review=show_always(*aspects), feedback=bands)
    answer_all(twins.places[0])
    twins.each(hand_in)
    pages = ("/learn", "/learn/progress", f"/learn/assignments/{twins.places[0].ids.assignment_id}")
    for page in pages:
        one, other = (place.learner.see(page) for place in twins.places)
        assert "%" not in one.partition("<main")[2], page
        assert TOKENS.sub("", one) == TOKENS.sub("", other), page
    text = twins.places[0].learner.see(f"{twins.places[0].url}/result")
    for telling in ("out of", "points", "Well done.", "Read it again.", "state-", "By skill"):
        assert telling not in text, telling


@pytest.mark.parametrize("policy", [SCORE_ONLY, show_always(Aspect.SCORE)])
@ON_SQLITE
def test_the_score_alone_shows_no_question_no_answer_and_no_skill(
    twins: Twins, policy: ReviewPolicy
) -> None:
    twins.open((), review=policy)
    place = twins.places[0]
    answer_all(place)
    hand_in(place)
    text = place.learner.see(f"{place.url}/result")
    assert "out of" in text
    for trace in ("Question 1", "stem", 'class="option', "By skill", "passage-title", "Certainty"):
        assert trace not in text, trace


@ON_SQLITE
def test_what_a_running_attempt_hides_is_not_in_the_result_of_an_earlier_one(
    app: Flask, clock: MovableClock
) -> None:
    place = next(draft for draft in one_of_each_kind() if draft.kind is Kind.INSERTION)
    ids = build(app, clock(), (place,), review=EVERYTHING)
    result = f"/learn/attempts/{start_attempt(app, ids, clock(), closed=True)}/result"
    learner = the_learner(app, ids)
    taken_out = "crowns, and it"
    assert taken_out in learner.see(result)
    running = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    assert taken_out not in learner.see(result)
    learner.send(f"{running}/submit", page=f"{running}/review")
    assert taken_out in learner.see(result)


@ON_SQLITE
def test_a_classmates_attempt_does_not_exist(app: Flask, clock: MovableClock) -> None:
    place = open_place(app, clock, ())
    with app.app_context():
        course = db.session.get_one(Assignment, place.ids.assignment_id).course
        join_course(db.session(), course, "Charles Babbage", PASSWORD, now=clock())
        db.session.commit()
    learner = sign_in_learner(app, place.ids.join_code, "Charles Babbage")
    classmate = Place(app, place.ids, place.attempt_id, learner)
    token = {"csrf_token": learner.token("/learn")}
    for _ in ("while it runs", "once it is closed"):
        pages = {url: text for url, text in crawl(classmate).items() if place.url in url}
        assert len(pages) > len(SENT)
        assert {url for url, text in pages.items() if not text.startswith("404")} == set()
        for path in ("checks/1", "submit"):
            assert learner.client.post(f"{place.url}/{path}", data=token).status_code == 404
        hand_in(place)


def count_sights(app: Flask, attempt_id: int) -> int:
    """How often the log says that the learner has seen what was right."""
    with app.app_context():
        events = list_events(db.session(), attempt_id)
        return sum(it.kind is EventKind.RESULT_SEEN for it in events)


def test_the_first_sight_of_what_was_right_is_noted(app: Flask, clock: MovableClock) -> None:
    place = open_place(app, clock, (), review=ANSWERS_AFTER_CLOSING, closes_at=clock() + HOUR)
    result = f"{place.url}/result"
    place.learner.get(result)
    hand_in(place)
    place.learner.see(result)
    assert count_sights(app, place.attempt_id) == 0, "the score tells nothing of what was right"
    clock.move(hours=2)
    sign_in_teacher(app).see(f"/teach/attempts/{place.attempt_id}")
    assert count_sights(app, place.attempt_id) == 0, "a teacher is no learner"
    for _ in ("at first", "and again"):
        place.learner.see(result)
        assert count_sights(app, place.attempt_id) == 1


@pytest.mark.parametrize(
    ("aspect", "times"),
    [(Aspect.CORRECTNESS, 1), (Aspect.KEY, 1), (Aspect.ATTEMPT, 0), (Aspect.SCORE, 0)],
)
@ON_SQLITE
def test_what_tells_the_learner_what_was_right_is_noted(
    app: Flask, clock: MovableClock, aspect: Aspect, times: int
) -> None:
    place = open_place(app, clock, (), review=show_always(aspect))
    hand_in(place)
    place.learner.see(f"{place.url}/result")
    assert count_sights(app, place.attempt_id) == times


@ON_SQLITE
def test_an_answer_that_comes_too_late_is_answered_with_a_result_that_counts_as_seen(
    app: Flask, clock: MovableClock
) -> None:
    place = open_place(app, clock, (), review=EVERYTHING)
    token = place.learner.token("/learn")
    hand_in(place)
    sent = {"csrf_token": token, "position": "1", "sequence": "1", "go": "next"}
    reply = place.learner.client.post(f"{place.url}/responses", data=sent)
    assert reply.status_code == 409
    assert count_sights(app, place.attempt_id) == 1
