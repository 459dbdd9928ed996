"""What was missed is practised once it may be known, and an answer sets when it is due again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt, Response
from quizapp.bank.content import current_draft
from quizapp.bank.models import Question
from quizapp.bank.review import edit
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.progress.models import PracticeCard, PracticeReview, Subject, Topic
from quizapp.progress.outlook import Outlook, list_first_due, look_ahead
from quizapp.progress.practice import (
    Given,
    bring_forward,
    find_last_review,
    is_learnt,
    list_cards,
    list_reviews,
    review_question,
)
from quizapp.progress.practisable import (
    Practisable,
    count_missed,
    is_asked,
    list_practisable,
)
from quizapp.quizzes.rules import ANSWERS_AFTER_CLOSING, EVERYTHING, SCORE_ONLY, Aspect
from tests.attempts.sittings import answer_rightly, begin
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, choice, make_world, span

GRACE = timedelta(seconds=60)
DRAFTS = (
    choice("one"),
    choice("two", critical_span=span(1, "The old bridge")),
    choice("three", critical_span=span(3, "trams and cyclists")),
)
RIGHT, WRONG = ("0",), ("1",)


def open_world(
    session: Session, now: datetime, drafts: tuple[QuestionDraft, ...] = DRAFTS, **rules: Any
) -> World:
    return make_world(session, now, drafts=drafts, **{"max_attempts": None, **rules})


def sit(session: Session, world: World, clock: MovableClock, right: set[str]) -> Attempt:
    """A whole attempt in which the questions named in `right` are answered rightly."""
    attempt = begin(session, world, clock())
    for item in attempt.items:
        if item.version.question.uid in right:
            answer_rightly(session, attempt, item, clock())
    clock.move(minutes=1)
    sitting.submit(session, attempt.id, now=clock())
    return attempt


def practisable(session: Session, world: World, now: datetime) -> dict[int, Practisable]:
    return list_practisable(session, world.learner.id, grace=GRACE, now=now)


def missed(session: Session, world: World, now: datetime) -> set[str]:
    """The names of the questions that wait to be practised."""
    return {
        session.get_one(Question, key).uid
        for key, it in practisable(session, world, now).items()
        if it.missed_in
    }


def outlook(session: Session, world: World, now: datetime) -> Outlook:
    midnight = now.replace(hour=0) + timedelta(days=1)
    cards = list_cards(session, world.learner.id)
    first = list_first_due(practisable(session, world, now), (), UTC)
    return look_ahead(first, cards, now=now, midnight=midnight)


def first_due(session: Session, world: World, now: datetime) -> Practisable:
    return practisable(session, world, now)[outlook(session, world, now).due[0].id]


def question(question_id: int) -> Subject:
    return Subject(Topic.QUESTION, question_id)


def test_what_was_missed_is_due_at_once_and_what_was_right_is_not(
    session: Session, clock: MovableClock
) -> None:
    world = open_world(session, clock())
    assert missed(session, world, clock()) == set()
    attempt = sit(session, world, clock, {"two"})
    assert missed(session, world, clock()) == {"one", "three"}
    assert len(outlook(session, world, clock()).due) == 2
    assert all(it.missed_in <= {attempt.id} for it in practisable(session, world, clock()).values())


def test_another_learner_has_nothing_of_it(session: Session, clock: MovableClock) -> None:
    world = open_world(session, clock())
    sit(session, world, clock, set())
    stranger = join_course(session, world.course, "Bo", PASSWORD, now=clock())
    assert list_practisable(session, stranger.id, grace=GRACE, now=clock()) == {}
    question_id = next(iter(practisable(session, world, clock())))
    assert is_asked(session, world.learner.id, question_id)
    assert not is_asked(session, stranger.id, question_id)


@pytest.mark.parametrize(
    "policy",
    [
        SCORE_ONLY,
        frozenset(it for it in EVERYTHING if it[1] is not Aspect.KEY),
        frozenset(it for it in EVERYTHING if it[1] is not Aspect.CORRECTNESS),
        frozenset(it for it in EVERYTHING if it[1] is not Aspect.ATTEMPT),
    ],
)
def test_what_a_policy_hides_is_never_practised(
    session: Session, clock: MovableClock, policy: Any
) -> None:
    world = open_world(session, clock(), review=policy)
    sit(session, world, clock, set())
    assert practisable(session, world, clock()) == {}


def test_what_is_shown_after_the_closing_is_practised_from_then_on(
    session: Session, clock: MovableClock
) -> None:
    closes_at = clock() + timedelta(hours=1)
    world = open_world(session, clock(), closes_at=closes_at, review=ANSWERS_AFTER_CLOSING)
    sit(session, world, clock, set())
    assert missed(session, world, clock()) == set()
    clock.move(hours=2)
    assert missed(session, world, clock()) == {"one", "two", "three"}


def test_practice_shows_no_more_than_the_result_does(session: Session, clock: MovableClock) -> None:
    hidden = frozenset(it for it in EVERYTHING if it[1] is not Aspect.RATIONALE)
    world = open_world(session, clock(), review=hidden)
    sit(session, world, clock, set())
    seen = [it.visible for it in practisable(session, world, clock()).values()]
    assert [(it.key, it.evidence, it.rationale) for it in seen] == [(True, True, False)] * 3


def test_nothing_about_a_text_is_practised_while_an_attempt_about_it_runs(
    session: Session, clock: MovableClock
) -> None:
    world = open_world(session, clock())
    sit(session, world, clock, set())
    running = begin(session, world, clock())
    assert practisable(session, world, clock()) == {}
    sitting.submit(session, running.id, now=clock())
    assert missed(session, world, clock()) == {"one", "two", "three"}


def test_the_version_in_force_is_practised_and_a_retired_question_is_not(
    session: Session, clock: MovableClock
) -> None:
    world = open_world(session, clock())
    sit(session, world, clock, set())
    one = session.scalars(select(Question).where(Question.uid == "one")).one()
    before = practisable(session, world, clock())[one.id].version_id
    draft = replace(current_draft(session, one), stem="Who opened the second bridge?")
    edit(session, one, draft, teacher_id=world.teacher.id, now=clock())
    after = practisable(session, world, clock())[one.id]
    assert after.version_id > before
    assert after.missed_in
    one.status = Status.RETIRED
    session.flush()
    assert missed(session, world, clock()) == {"two", "three"}


def test_a_version_that_another_quiz_hides_is_not_shown_for_the_sake_of_an_older_one(
    session: Session, clock: MovableClock
) -> None:
    world = open_world(session, clock())
    sit(session, world, clock, set())
    one = session.scalars(select(Question).where(Question.uid == "one")).one()
    draft = replace(current_draft(session, one), stem="Who opened the second bridge?")
    edit(session, one, draft, teacher_id=world.teacher.id, now=clock())
    assert one.id in practisable(session, world, clock())
    world.quiz.review_rights = []
    session.flush()
    sit(session, world, clock, set())
    assert practisable(session, world, clock()) == {}


def nothing(session: Session, world: World, clock: MovableClock) -> None:
    """Nothing happens after the attempt."""


def retire(session: Session, world: World, clock: MovableClock) -> None:
    session.scalars(select(Question).where(Question.uid == "one")).one().status = Status.RETIRED
    session.flush()


def supersede(session: Session, world: World, clock: MovableClock) -> None:
    one = session.scalars(select(Question).where(Question.uid == "one")).one()
    draft = replace(current_draft(session, one), stem="Who opened the second bridge?")
    edit(session, one, draft, teacher_id=world.teacher.id, now=clock())


def supersede_and_hide(session: Session, world: World, clock: MovableClock) -> None:
    supersede(session, world, clock)
    sit(session, world, clock, set())
    world.quiz.review_rights = [it for it in world.quiz.review_rights if it.aspect != Aspect.KEY]
    session.flush()


def sit_again(session: Session, world: World, clock: MovableClock) -> None:
    begin(session, world, clock())


@pytest.mark.parametrize(
    ("happens", "count"),
    [(nothing, 2), (retire, 1), (supersede, 2), (supersede_and_hide, 0), (sit_again, 0)],
)
def test_a_result_tells_how_many_questions_wait_to_be_practised(
    session: Session, clock: MovableClock, happens: Any, count: int
) -> None:
    world = open_world(session, clock())
    attempt = sit(session, world, clock, {"two"})
    happens(session, world, clock)
    listed = practisable(session, world, clock()).values()
    assert sum(attempt.id in it.missed_in for it in listed) == count
    assert count_missed(session, attempt, grace=GRACE, now=clock()) == count


@pytest.mark.parametrize(("certainty", "is_missed"), [(1, True), (2, False), (3, False)])
def test_a_right_answer_that_was_a_guess_is_practised_too(
    session: Session, clock: MovableClock, certainty: int, is_missed: bool
) -> None:
    world = open_world(session, clock(), DRAFTS[:1], uses_certainty=True)
    attempt = begin(session, world, clock())
    answer_rightly(session, attempt, attempt.items[0], clock())
    session.execute(update(Response).values(certainty=certainty))
    sitting.submit(session, attempt.id, now=clock())
    assert bool(missed(session, world, clock())) is is_missed


def test_a_right_answer_puts_a_card_off_and_a_wrong_one_brings_it_back_soon(
    session: Session, clock: MovableClock
) -> None:
    world = open_world(session, clock())
    sit(session, world, clock, {"three"})
    now = clock()
    for value in (RIGHT, WRONG):
        asked = first_due(session, world, now)
        review_question(session, world.learner.id, asked, Given(1, value, 30, 2), now=now)
    shown = outlook(session, world, now)
    assert (shown.due, shown.later_today, shown.this_week, shown.practised) == ((), 1, 1, 2)
    assert shown.next_due == now + timedelta(minutes=10)
    reviews = list_reviews(session, world.learner.id, now)
    assert [(it.share, it.rating, it.seconds, it.certainty) for it in reviews] == [
        (1, 3, 30, 2),
        (0, 1, 30, 2),
    ]
    clock.move(minutes=10)
    assert len(outlook(session, world, clock()).due) == 1
    assert list_reviews(session, world.learner.id, clock()) == []


def test_a_form_that_is_sent_twice_is_one_review(session: Session, clock: MovableClock) -> None:
    world = open_world(session, clock())
    sit(session, world, clock, set())
    asked = first_due(session, world, clock())
    first = review_question(session, world.learner.id, asked, Given(1, RIGHT), now=clock())
    assert first is not None
    for number, value in [(1, RIGHT), (1, WRONG), (3, WRONG), (0, WRONG)]:
        again = Given(number, value)
        assert review_question(session, world.learner.id, asked, again, now=clock()) is None
    assert session.scalar(select(func.count()).select_from(PracticeReview)) == 1
    card = list_cards(session, world.learner.id)[question(asked.question_id)]
    assert find_last_review(session, card).id == first.id
    second = review_question(session, world.learner.id, asked, Given(2, WRONG), now=clock())
    assert second is not None
    assert card.reviews == 2


def test_cards_are_brought_forward_on_demand(session: Session, clock: MovableClock) -> None:
    world = open_world(session, clock())
    sit(session, world, clock, {"two", "three"})
    asked = first_due(session, world, clock())
    review_question(session, world.learner.id, asked, Given(1, RIGHT), now=clock())
    assert outlook(session, world, clock()).due == ()
    clock.move(minutes=1)
    stranger = join_course(session, world.course, "Bo", PASSWORD, now=clock())
    bring_forward(session, stranger.id, [asked.question_id], now=clock())
    assert outlook(session, world, clock()).due == ()
    bring_forward(session, world.learner.id, [asked.question_id], now=clock())
    session.expire_all()
    assert outlook(session, world, clock()).due == (question(asked.question_id),)


def test_what_is_remembered_for_weeks_counts_as_learnt(
    session: Session, clock: MovableClock
) -> None:
    world = open_world(session, clock(), DRAFTS[:1])
    sit(session, world, clock, set())
    for number in (1, 2, 3):
        asked = first_due(session, world, clock())
        review_question(session, world.learner.id, asked, Given(number, RIGHT), now=clock())
        cards = list_cards(session, world.learner.id).values()
        assert [is_learnt(it) for it in cards] == [number == 3]
        clock.moment = next(iter(cards)).due


def test_a_typed_answer_is_marked_as_its_quiz_marked_it(
    session: Session, clock: MovableClock
) -> None:
    world = open_world(session, clock(), spelling_distance=2, marked_by_hand=True)
    sit(session, world, clock, {"one", "two", "three"})
    rules = next(iter(practisable(session, world, clock()).values())).rules
    assert (rules.spelling_distance, rules.marked_by_hand) == (2, False)


def test_an_answer_that_waits_for_its_teacher_is_not_missed_yet(
    session: Session, clock: MovableClock
) -> None:
    world = open_world(session, clock())
    attempt = sit(session, world, clock, set())
    attempt.items[0].needs_marking = True
    session.flush()
    assert len(missed(session, world, clock())) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"stability": 0.0},
        {"difficulty": 11.0},
        {"step": None},
        {"reviews": 0},
        {"due": datetime(2020, 1, 1).astimezone()},
    ],
)
def test_the_database_refuses_a_card_that_cannot_be(
    session: Session, clock: MovableClock, change: dict[str, Any]
) -> None:
    world = open_world(session, clock(), DRAFTS[:1])
    sit(session, world, clock, set())
    asked = first_due(session, world, clock())
    review_question(session, world.learner.id, asked, Given(1, WRONG), now=clock())
    with pytest.raises(IntegrityError):
        session.execute(update(PracticeCard).values(**change))


def test_a_second_attempt_adds_what_it_missed(session: Session, clock: MovableClock) -> None:
    world = open_world(session, clock())
    sit(session, world, clock, {"one", "two"})
    second = sit(session, world, clock, {"two", "three"})
    assert missed(session, world, clock()) == {"one", "three"}
    found = practisable(session, world, clock()).values()
    assert sum(second.id in it.missed_in for it in found) == 1
