"""Practice on its pages: a card asks, tells how it went, and counts once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.attempts.answers import to_page
from quizapp.attempts.result import key_value
from quizapp.attempts.review import is_result_seen
from quizapp.bank.content import load_versions
from quizapp.bank.models import Question
from quizapp.db import db
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.progress.models import PracticeReview
from quizapp.quizzes.assembly import print_order
from quizapp.quizzes.rules import ANSWERS_AFTER_CLOSING, EVERYTHING, SCORE_ONLY, Aspect
from tests.conftest import MovableClock
from tests.factories import choice, one_of_each_kind, span
from tests.web.clients import Visitor, another_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import (
    COUNT,
    SECRET,
    Ids,
    build,
    drafts_with_secrets,
    find_question,
    start_attempt,
)

pytestmark = ON_SQLITE
DRAFTS = (
    choice("one"),
    choice("two", critical_span=span(1, "The old bridge")),
    choice("three", critical_span=span(3, "trams and cyclists")),
)
HIDDEN = re.compile(r'name="(number|version|shown_at)"[^>]*value="(\d+)"')


@dataclass
class Practising:
    """A learner who has missed every question of a quiz."""

    app: Flask
    ids: Ids
    attempt_id: int
    learner: Visitor

    def begin(self) -> str:
        """Begin five minutes; the address of the first card."""
        reply = self.learner.send("/learn/practice")
        assert reply.location
        return str(reply.location)

    def fields(self, url: str) -> dict[str, str]:
        """What the form of a card carries."""
        return dict(HIDDEN.findall(self.learner.see(url)))

    def answer(self, url: str, draft: QuestionDraft, **more: Any) -> Any:
        """Answer a card rightly."""
        fields = self.fields(url)
        order = print_order(draft, Random(f"{fields['version']}:{fields['number']}"))
        given = list(to_page(draft, order, key_value(draft)))
        return self.learner.send(url, {**fields, "answer": given, **more})

    def draft(self, url: str) -> QuestionDraft:
        with self.app.app_context():
            version = int(self.fields(url)["version"])
            return load_versions(db.session(), [version])[version]

    def reviews(self) -> list[tuple[int, float, int | None, int | None]]:
        with self.app.app_context():
            rows = db.session.scalars(select(PracticeReview).order_by(PracticeReview.id))
            return [(it.number, it.share, it.seconds, it.certainty) for it in rows]


def open_practice(
    app: Flask, clock: MovableClock, drafts: tuple[QuestionDraft, ...] = DRAFTS, **rules: Any
) -> Practising:
    ids = build(app, clock(), drafts, **{"max_attempts": None, **rules})
    attempt_id = start_attempt(app, ids, clock(), closed=True)
    return Practising(app, ids, attempt_id, the_learner(app, ids))


def test_what_was_missed_waits_on_the_home_page_and_on_its_own(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    assert "Due for practice: 3 questions" in place.learner.see("/learn")
    page = place.learner.see("/learn/practice")
    assert "Practise 5 minutes" in page
    assert "Your teacher does not see your answers here." in page


def test_who_has_missed_nothing_is_told_what_comes_next(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), DRAFTS)
    learner = another_learner(app, ids)
    assert "ue for practice" not in learner.see("/learn")
    assert "Nothing to practise yet" in learner.see("/learn/practice")
    assert learner.send("/learn/practice").location == "/learn/practice/done"
    assert "Nothing practised this time" in learner.see("/learn/practice/done")


def test_a_card_asks_then_tells_how_it_went_and_leads_to_the_next(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    draft = place.draft(url)
    clock.move(seconds=31)
    reply = place.answer(url, draft, certainty="2")
    assert reply.location == url
    page = place.learner.see(url)
    assert "<h1>Right</h1>" in page
    assert "This question is due again in 2 days." in page
    assert "Where the text says so" in page
    assert draft.critical_span.quote in page
    following = re.search(r'btn-lg" href="(/learn/practice/questions/\d+)"', page)
    assert following
    assert following.group(1) != url
    assert place.reviews() == [(1, 1.0, 0, 2)]


def test_the_seconds_are_those_between_the_page_and_the_answer(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    fields = place.fields(url)
    clock.move(seconds=31)
    place.learner.send(url, {**fields, "unknown": "1"}, page="/learn/practice")
    assert place.reviews() == [(1, 0.0, 31, None)]


@pytest.mark.parametrize("shown_at", ["0", "99999999999"])
def test_a_time_that_cannot_be_is_no_time(app: Flask, clock: MovableClock, shown_at: str) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    fields = {**place.fields(url), "shown_at": shown_at, "unknown": "1"}
    place.learner.send(url, fields)
    assert place.reviews() == [(1, 0.0, None, None)]


def test_neither_a_second_sending_nor_the_way_back_counts_twice(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    fields = {**place.fields(url), "unknown": "1"}
    for _ in range(2):
        assert place.learner.send(url, fields).location == url
    assert len(place.reviews()) == 1
    assert "Now you can learn it" in place.learner.see(url)
    assert 'name="number"' not in place.learner.see(url)


def test_the_log_of_the_attempt_says_that_its_learner_has_seen_what_was_right(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    url = place.begin()

    def is_seen() -> bool:
        with app.app_context():
            return is_result_seen(db.session(), place.attempt_id)

    place.learner.see(url)
    assert not is_seen()
    place.learner.send(url, {**place.fields(url), "unknown": "1"})
    assert is_seen()


def test_a_card_is_asked_anew_once_it_is_due(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    place.learner.send(url, {**place.fields(url), "unknown": "1"})
    clock.move(minutes=9)
    assert 'name="number"' not in place.learner.see(url)
    clock.move(minutes=1)
    assert place.fields(url)["number"] == "2"


def test_an_empty_answer_is_asked_for_once_more_and_nothing_is_lost(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    fields = place.fields(url)
    clock.move(seconds=20)
    reply = place.learner.send(url, {**fields, "certainty": "3"}, page="/learn/practice")
    assert reply.status_code == 200
    assert "Answer the question, or choose “I do not know”." in reply.text
    assert "<title>Error:" in reply.text
    assert dict(HIDDEN.findall(reply.text)) == fields
    assert re.search(r'<input checked[^>]*name="certainty"[^>]*value="3"', reply.text)
    assert place.reviews() == []


def test_what_no_page_of_ours_sends_changes_nothing(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    fields = place.fields(url)
    for change in ({"number": "x"}, {"version": "999"}, {"certainty": "7"}, {"number": "-1"}):
        reply = place.learner.send(url, {**fields, "unknown": "1", **change})
        assert reply.location == url
    assert place.learner.send(url, {**fields, "answer": "99"}).status_code == 400
    assert place.reviews() == []


def test_a_session_ends_after_five_minutes_and_says_how_it_went(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    place.answer(url, place.draft(url))
    clock.move(minutes=4, seconds=59)
    assert "Less than a minute left" in place.learner.see(url)
    clock.move(seconds=1)
    assert 'btn-lg" href="/learn/practice/done"' in place.learner.see(url)
    page = place.learner.see("/learn/practice/done")
    assert "You answered 1 question. 1 was right." in page
    assert "Still due: 2 questions." in page
    assert "Practise 5 more minutes" in page


def test_a_session_ends_when_nothing_is_due(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock, DRAFTS[:1])
    url = place.begin()
    place.answer(url, place.draft(url))
    assert 'btn-lg" href="/learn/practice/done"' in place.learner.see(url)
    page = place.learner.see("/learn/practice/done")
    assert "The next is due in 12 hours." in page  # a word that was kept today
    assert "Practise 5 more minutes" not in page
    assert "Nothing is due now." in place.learner.see("/learn/practice")
    assert "ue for practice" not in place.learner.see("/learn")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_practised(app: Flask, clock: MovableClock, kind: Kind) -> None:
    place = open_practice(app, clock, one_of_each_kind())
    url = f"/learn/practice/questions/{find_question(app, place.ids, kind)}"
    draft = place.draft(url)
    assert place.answer(url, draft).location == url
    assert "<h1>Right</h1>" in place.learner.see(url)


def test_another_learners_card_does_not_exist(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    place.learner.see(url)
    stranger = another_learner(app, place.ids)
    stranger.see(url, 404)
    assert stranger.send(url, page="/learn/practice").status_code == 404
    missed = f"/learn/attempts/{place.attempt_id}/practice"
    assert stranger.send(missed, page="/learn/practice").status_code == 404
    place.learner.see(f"/learn/practice/questions/{10**12}", 404)


@pytest.mark.parametrize("aspect", [Aspect.KEY, Aspect.CORRECTNESS, Aspect.ATTEMPT])
def test_what_the_policy_hides_is_not_practised(
    app: Flask, clock: MovableClock, aspect: Aspect
) -> None:
    policy = frozenset(it for it in EVERYTHING if it[1] is not aspect)
    place = open_practice(app, clock, drafts_with_secrets(), review=policy)
    assert "ue for practice" not in place.learner.see("/learn")
    page = place.learner.see(f"/learn/practice/questions/{place.ids.question_id}")
    assert "This question rests" in page
    assert SECRET not in page
    reply = place.learner.send(f"/learn/attempts/{place.attempt_id}/practice", page="/learn")
    assert reply.location == f"/learn/attempts/{place.attempt_id}/result"


def test_a_hidden_rationale_stays_hidden_in_practice(app: Flask, clock: MovableClock) -> None:
    policy = frozenset(it for it in EVERYTHING if it[1] is not Aspect.RATIONALE)
    place = open_practice(app, clock, drafts_with_secrets(), review=policy)
    url = f"/learn/practice/questions/{find_question(app, place.ids, Kind.MULTIPLE_CHOICE)}"
    place.learner.send(url, {**place.fields(url), "unknown": "1"})
    page = place.learner.see(url)
    assert "Right answer" in page
    assert SECRET not in page


def test_a_card_shows_no_key_before_it_is_answered(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock, drafts_with_secrets())
    with app.app_context():
        ids = list(db.session.scalars(select(Question.id)))
    for number in ids[:COUNT]:
        assert SECRET not in place.learner.see(f"/learn/practice/questions/{number}")


def test_a_card_rests_while_an_attempt_about_its_text_runs(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    fields = {**place.fields(url), "unknown": "1"}
    start_attempt(app, place.ids, clock())
    assert "This question rests" in place.learner.see(url)
    assert place.learner.send(url, fields, page="/learn/practice").location == url
    assert place.reviews() == []


def test_a_result_leads_to_practice_of_what_was_missed(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    result = f"/learn/attempts/{place.attempt_id}/result"
    page = place.learner.see(result)
    assert "What to do next" in page
    assert "Practise 3 questions that you missed." in page
    reply = place.learner.send(f"/learn/attempts/{place.attempt_id}/practice", page=result)
    assert reply.location.startswith("/learn/practice/questions/")


def test_what_is_chosen_is_asked_though_it_was_not_due(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    place.answer(url, place.draft(url))
    clock.move(minutes=1)
    missed = f"/learn/attempts/{place.attempt_id}/practice"
    result = f"/learn/attempts/{place.attempt_id}/result"
    assert 'name="number"' not in place.learner.see(url)
    place.learner.send(missed, page=result)
    assert place.fields(url)["number"] == "2"


def test_a_result_leads_to_the_evidence_and_back(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    page = place.learner.see(f"/learn/attempts/{place.attempt_id}/result")
    targets = set(re.findall(r'href="#(passage-\d+-p\d+|q\d+)"', page))
    assert targets == {it for it in targets if f'id="{it}"' in page}
    assert len([it for it in targets if it.startswith("q")]) == len(DRAFTS)
    assert "Back to question 1" in page


@pytest.mark.parametrize("policy", [SCORE_ONLY, ANSWERS_AFTER_CLOSING])
def test_a_result_that_hides_everything_has_no_next_steps(
    app: Flask, clock: MovableClock, policy: Any
) -> None:
    closes_at = clock() + timedelta(hours=1)
    place = open_practice(app, clock, review=policy, closes_at=closes_at)
    page = place.learner.see(f"/learn/attempts/{place.attempt_id}/result")
    assert "What to do next" not in page
    assert "Back to question" not in page


def test_a_teacher_sees_a_learners_progress_and_nothing_of_the_practice(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    url = place.begin()
    place.learner.send(url, {**place.fields(url), "unknown": "1"})
    assert "Questions in practice" in place.learner.see("/learn/progress")
    teacher = sign_in_teacher(app)
    path = f"/teach/courses/{place.ids.course_id}/learners/{place.ids.learner_id}/progress"
    page = teacher.see(path)
    assert "Scores" in page
    assert "ractice" not in page
    assert "What to do next" not in teacher.see(f"/teach/attempts/{place.attempt_id}")


def test_the_scores_have_a_time_axis_with_dates(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    clock.move(days=10)
    start_attempt(app, place.ids, clock(), closed=True)
    page = the_learner(app, place.ids).see("/learn/progress")
    for day in ("2 Mar 2026", "7 Mar 2026", "12 Mar 2026"):
        assert f"<span>{day}</span>" in page
