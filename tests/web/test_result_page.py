"""The result page explains every point, and says what counts and what comes later."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from quizapp.accounts.models import Teacher
from quizapp.attempts.deciding import list_to_mark, mark_by_hand
from quizapp.attempts.models import Attempt
from quizapp.db import db
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.quizzes.rules import (
    ANSWERS_AFTER_CLOSING,
    EVERYTHING,
    SCORE_ONLY,
    Aspect,
    BellRule,
    FeedbackBand,
    GradingMethod,
    Moment,
)
from tests.conftest import MovableClock
from tests.factories import give, one_of_each_kind
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build, right_answers, start_attempt

pytestmark = ON_SQLITE
DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
CHOICE, TYPED = DRAFTS[Kind.MULTIPLE_CHOICE], DRAFTS[Kind.SHORT_ANSWER]
LIMIT, GRACE = 20, 60


class Sitting:
    """A world, and attempts of its learner that are answered and handed in."""

    def __init__(self, app: Flask, clock: MovableClock, *drafts: QuestionDraft, **rules: Any):
        self.app, self.clock = app, clock
        self.ids: Ids = build(app, clock(), drafts, **{"max_attempts": None, **rules})
        self.learner: Visitor = the_learner(app, self.ids)

    def start(self) -> int:
        return start_attempt(self.app, self.ids, self.clock())

    def answer(self, attempt_id: int, position: int, *fields: str, **more: Any) -> None:
        with self.app.app_context():
            give(db.session(), attempt_id, position, fields, now=self.clock(), **more)
            db.session.commit()

    def answer_rightly(self, attempt_id: int, position: int = 1, **more: Any) -> None:
        self.answer(attempt_id, position, *right_answers(self.app, attempt_id)[position], **more)

    def answer_wrongly(self, attempt_id: int, position: int = 1, **more: Any) -> None:
        """A choice that is not right."""
        right = right_answers(self.app, attempt_id)[position]
        wrong = next(place for place in ("0", "1") if place not in right)
        self.answer(attempt_id, position, wrong, **more)

    def hand_in(self, attempt_id: int) -> str:
        url = f"/learn/attempts/{attempt_id}"
        self.learner.send(f"{url}/submit", page=f"{url}/review")
        return self.read(attempt_id)

    def read(self, attempt_id: int) -> str:
        return read(self.learner.see(f"/learn/attempts/{attempt_id}/result"))

    def read_as_teacher(self, attempt_id: int) -> str:
        return read(sign_in_teacher(self.app).see(f"/teach/attempts/{attempt_id}"))


def read(page: str) -> str:
    """The words of a page, as somebody reads them."""
    body = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", body).replace("&#39;", "'").split()).replace(" .", ".")


def test_the_sum_is_said_in_points_and_per_cent(app: Flask, clock: MovableClock) -> None:
    sitting = Sitting(app, clock, CHOICE, DRAFTS[Kind.TRUE_FALSE])
    attempt = sitting.start()
    sitting.answer_rightly(attempt)
    assert "Your score: 1 of 2 points = 50 %" in sitting.hand_in(attempt)
    assert "Ada Lovelace" in sitting.read_as_teacher(attempt)
    assert "Score: 1 of 2 points = 50 %" in sitting.read_as_teacher(attempt)


def test_every_part_of_the_points_is_explained(app: Flask, clock: MovableClock) -> None:
    sitting = Sitting(app, clock, DRAFTS[Kind.MULTIPLE_RESPONSE])
    attempt = sitting.start()
    trams = right_answers(app, attempt)[1][:1]
    sitting.answer(attempt, 1, *trams)
    text = sitting.hand_in(attempt)
    assert "How these points came about in question 1" in text
    assert "Trams A right choice: +0.5 of 0.5" in text
    assert "Not chosen Not every right option is chosen: 0 of 0.5" in text
    assert "Together 0.5 of 1 point" in text


def test_a_weight_stands_beside_its_question(app: Flask, clock: MovableClock) -> None:
    sitting = Sitting(app, clock, CHOICE)
    attempt = sitting.start()
    with app.app_context():
        found = db.session.get_one(Attempt, attempt)
        found.max_score = found.items[0].max_score = Decimal(4)
        db.session.commit()
    sitting.answer_rightly(attempt)
    text = sitting.hand_in(attempt)
    assert "Your score: 4 of 4 points = 100 %" in text
    assert "Your choice You chose the right answer: +4 of 4" in text


def test_certainty_is_a_line_of_its_own(app: Flask, clock: MovableClock) -> None:
    sitting = Sitting(app, clock, CHOICE, uses_certainty=True)
    attempt = sitting.start()
    sitting.answer_rightly(attempt, certainty=1)
    text = sitting.hand_in(attempt)
    assert "Certainty: 1 of 3" in text
    assert "Certainty 1 of 3 With this certainty, right earns 1/3 and wrong 0" in text
    assert "Your score: 0.33 of 1 point" in text


def test_points_below_zero_count_as_zero_and_the_page_says_so(
    app: Flask, clock: MovableClock
) -> None:
    sitting = Sitting(app, clock, CHOICE, DRAFTS[Kind.TRUE_FALSE], negative_share=Decimal("0.5"))
    attempt = sitting.start()
    sitting.answer_wrongly(attempt, 1)
    text = sitting.hand_in(attempt)
    assert "Your score: 0 of 2 points = 0 %" in text
    assert "All points together are below 0. That counts as 0." in text
    assert "You chose a wrong answer: -0.5 of 1" in text


def test_with_correctness_hidden_nobody_is_told_that_the_sum_was_below_zero(
    app: Flask, clock: MovableClock
) -> None:
    sitting = Sitting(app, clock, CHOICE, negative_share=Decimal(1), review=SCORE_ONLY)
    attempt = sitting.start()
    sitting.answer_wrongly(attempt)
    assert "below 0" not in sitting.hand_in(attempt)


def test_an_answer_that_waits_for_the_teacher_makes_the_score_one_so_far(
    app: Flask, clock: MovableClock
) -> None:
    sitting = Sitting(app, clock, TYPED, marked_by_hand=True)
    attempt = sitting.start()
    sitting.answer(attempt, 1, "the great rain")
    text = sitting.hand_in(attempt)
    assert "Your score so far: 0 of 1 point" in text
    assert "Your teacher has not read every answer yet." in text
    assert "To be marked" in text
    assert "Your teacher will read this answer." in text
    assert "waits for you to mark it" in sitting.read_as_teacher(attempt)


def test_what_the_teacher_gave_and_wrote_takes_the_place_of_the_parts(
    app: Flask, clock: MovableClock
) -> None:
    sitting = Sitting(app, clock, TYPED, marked_by_hand=True)
    attempt = sitting.start()
    sitting.answer(attempt, 1, "the great rain")
    sitting.hand_in(attempt)
    with app.app_context():
        session = db.session()
        teacher = session.get_one(Teacher, 1)
        ((_, item),) = list_to_mark(session, sitting.ids.assignment_id)
        mark_by_hand(session, item, Decimal("0.5"), "Nearly: a flood.", teacher, now=clock())
        session.commit()
    text = sitting.read(attempt)
    assert "Your score: 0.5 of 1 point" in text
    assert "Marked by your teacher, 2 Mar 2026, 12:00 Nearly: a flood." in text
    assert "0.5 of 1 point, given by the teacher who read the answer." in text


def test_points_of_rules_that_were_changed_since_are_called_so(
    app: Flask, clock: MovableClock
) -> None:
    sitting = Sitting(app, clock, CHOICE)
    attempt = sitting.start()
    sitting.answer_wrongly(attempt)
    sitting.hand_in(attempt)
    with app.app_context():
        db.session.get_one(Attempt, attempt).assignment.quiz.negative_share = Decimal(1)
        db.session.commit()
    text = sitting.read(attempt)
    assert "given by the rules that the quiz had then. They are others now." in text


@pytest.mark.parametrize(
    ("method", "line"),
    [
        (GradingMethod.HIGHEST, "The highest of your 2 attempts counts: 1 of 1 point."),
        (GradingMethod.AVERAGE, "The average of your 2 attempts counts: 0.5 of 1 point."),
        (GradingMethod.FIRST, "The first of your 2 attempts counts: 1 of 1 point."),
        (GradingMethod.LAST, "The last of your 2 attempts counts: 0 of 1 point."),
    ],
)
def test_of_several_attempts_the_page_says_which_counts(
    app: Flask, clock: MovableClock, method: GradingMethod, line: str
) -> None:
    sitting = Sitting(app, clock, CHOICE, grading_method=method)
    first = sitting.start()
    sitting.answer_rightly(first)
    assert "attempts counts" not in sitting.hand_in(first)
    second = sitting.start()
    assert line in sitting.hand_in(second)
    assert line in sitting.read(first)


def test_the_score_that_counts_is_not_told_while_one_of_them_is_hidden(
    app: Flask, clock: MovableClock
) -> None:
    at_first = frozenset({(Moment.RIGHT_AFTER, Aspect.SCORE)})
    sitting = Sitting(app, clock, CHOICE, review=at_first)
    first = sitting.start()
    sitting.answer_rightly(first)
    sitting.hand_in(first)
    clock.move(minutes=5)
    text = sitting.hand_in(sitting.start())
    assert "Your score: 0 of 1 point" in text
    assert "The highest of your 2 attempts counts." in text


def test_practice_has_no_grade(app: Flask, clock: MovableClock) -> None:
    sitting = Sitting(app, clock, CHOICE, is_practice=True)
    sitting.hand_in(sitting.start())
    text = sitting.hand_in(sitting.start())
    assert "Practice: no grade." in text
    assert "attempts counts" not in text


def abandon(app: Flask, clock: MovableClock, **rules: Any) -> tuple[Sitting, int]:
    """An attempt with an answer that nobody handed in."""
    sitting = Sitting(app, clock, CHOICE, at_bell=BellRule.ABANDON, **rules)
    attempt = sitting.start()
    sitting.answer_rightly(attempt)
    clock.move(minutes=LIMIT, seconds=GRACE + 1)
    return sitting, attempt


def test_an_abandoned_attempt_has_no_score_and_shows_the_own_answers_alone(
    app: Flask, clock: MovableClock
) -> None:
    sitting, attempt = abandon(app, clock, review=EVERYTHING)
    text = sitting.read(attempt)
    assert "was not handed in in time, so it has no score. Your teacher can change that." in text
    assert "Jana Kralova Your answer" in text
    for trace in ("Right", "points", "second paragraph says", "the evidence", "out of"):
        assert trace not in text, trace
    assert "You can change that." in sitting.read_as_teacher(attempt)
    assert "Right answer" in sitting.read_as_teacher(attempt)


def test_an_abandoned_attempt_shows_no_answers_that_the_policy_hides(
    app: Flask, clock: MovableClock
) -> None:
    sitting, attempt = abandon(app, clock, review=SCORE_ONLY)
    assert "Jana Kralova" not in sitting.read(attempt)


def test_late_answers_are_listed(app: Flask, clock: MovableClock) -> None:
    sitting = Sitting(app, clock, CHOICE, TYPED)
    attempt = sitting.start()
    right = right_answers(app, attempt)
    clock.move(minutes=LIMIT, seconds=GRACE + 1)
    for position, fields in right.items():
        sitting.answer(attempt, position, *fields)
    text = sitting.read(attempt)
    says = "2 answers came after the time was over. They are kept and marked as late;"
    assert f"{says} your teacher decides." in text
    assert "a flood 2 Mar 2026, 12:21" in text
    assert f"{says} you decide." in sitting.read_as_teacher(attempt)


def test_late_answers_are_counted_alone_where_the_answers_are_hidden(
    app: Flask, clock: MovableClock
) -> None:
    sitting = Sitting(app, clock, TYPED, review=SCORE_ONLY)
    attempt = sitting.start()
    clock.move(minutes=LIMIT, seconds=GRACE + 1)
    sitting.answer(attempt, 1, "a hidden word")
    text = sitting.read(attempt)
    assert "1 answer came after the time was over. It is kept and marked as late;" in text
    assert "a hidden word" not in text


def test_the_time_on_a_question_is_that_of_all_page_loads(app: Flask, clock: MovableClock) -> None:
    sitting = Sitting(app, clock, TYPED)
    attempt = sitting.start()
    for sequence, (tab, seconds) in enumerate((("a", 20), ("a", 50), ("b", 10)), start=1):
        sent = {"position": 1, "sequence": sequence, "tab": tab, "seconds": seconds}
        page = f"/learn/attempts/{attempt}"
        sitting.learner.save(f"{page}/responses", {**sent, "answer": ["a flood"]}, page=page)
    text = sitting.hand_in(attempt)
    assert "Time on the questions: 1 minute" in text


def test_the_words_on_the_score_stand_on_top(app: Flask, clock: MovableClock) -> None:
    bands = (FeedbackBand(0, "Read it again."), FeedbackBand(80, "Excellent."))
    sitting = Sitting(app, clock, CHOICE, feedback=bands)
    attempt = sitting.start()
    sitting.answer_rightly(attempt)
    text = sitting.hand_in(attempt)
    assert "Read it again." not in text
    assert text.index("Excellent.") < text.index("Your score")


def test_what_will_be_shown_later_is_said_with_its_moment(app: Flask, clock: MovableClock) -> None:
    closes_at = clock() + timedelta(hours=2)
    sitting = Sitting(app, clock, CHOICE, review=ANSWERS_AFTER_CLOSING, closes_at=closes_at)
    attempt = sitting.start()
    says = (
        "The marks right and wrong, the reasons, the proofs in the passage and the right answers"
        " are shown"
    )
    assert f"{says} after the quiz closes on 2 Mar 2026, 14:00." in sitting.hand_in(attempt)
    clock.move(hours=2)
    assert f"{says} as soon as nobody can answer any more." in sitting.read(attempt)
    clock.move(seconds=GRACE)
    assert "are shown" not in sitting.read(attempt)


def test_what_is_shown_after_two_minutes_is_said_too(app: Flask, clock: MovableClock) -> None:
    soon = frozenset((moment, Aspect.KEY) for moment in Moment if moment is Moment.WHILE_OPEN)
    sitting = Sitting(app, clock, CHOICE, review=soon)
    text = sitting.hand_in(sitting.start())
    assert "The right answers are shown from 2 Mar 2026, 12:02 on." in text
    clock.move(minutes=2)
    assert "Question 1 Right answer Jana Kralova" in sitting.read(1)


@pytest.mark.parametrize(
    ("aspect", "shown"),
    [
        (Aspect.CORRECTNESS, "Question 1 Right"),
        (Aspect.KEY, "Question 1 Right answer Jana Kralova"),
        (Aspect.RATIONALE, "Question 1 Why: The second paragraph says so."),
        (Aspect.EVIDENCE, "Question 1 Mayor Jana Kralova opened the new bridge"),
    ],
)
def test_each_aspect_alone_stands_under_the_number_of_its_question(
    app: Flask, clock: MovableClock, aspect: Aspect, shown: str
) -> None:
    alone = frozenset((moment, aspect) for moment in Moment if moment is not Moment.DURING)
    sitting = Sitting(app, clock, CHOICE, review=alone)
    attempt = sitting.start()
    sitting.answer_rightly(attempt)
    text = sitting.hand_in(attempt)
    assert shown in text
    assert "Who opened the new bridge?" not in text
    assert "Your answer" not in text.partition("Questions")[2]
