"""Kept words are practised as questions are, by the same schedule, and go with their cards."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.people import join_course
from quizapp.dictionary.looking import Sense
from quizapp.notebook.words import KeptWord, keep_word, remove_word
from quizapp.progress.models import PracticeCard, PracticeReview, Subject, Topic, WordTask
from quizapp.progress.practice import (
    Given,
    is_learnt,
    list_cards,
    list_reviews,
    list_reviews_of,
    review_word,
)
from quizapp.progress.rating import rate
from quizapp.progress.scheduling import schedule
from quizapp.progress.word_questions import (
    WITH_A_SLIP,
    WordQuestion,
    ask_meaning,
    ask_word,
)
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, make_world

FLOOD = Sense("flood", "too much water")
RIGHT, WRONG = ("0",), ("1",)


def keep_flood(session: Session, world: World, clock: MovableClock) -> KeptWord:
    return keep_word(session, world.learner, "flood", FLOOD.text, None, now=clock())


def recognise(word: KeptWord) -> WordQuestion:
    others = [[Sense("bridge", "a way over a river")]]
    draft = ask_meaning(FLOOD, others, own=(), forms={"flood"}, rng=Random(1))
    assert draft
    return WordQuestion(word.id, WordTask.RECOGNITION, draft)


def recall(word: KeptWord) -> WordQuestion:
    return WordQuestion(word.id, WordTask.RECALL, ask_word(FLOOD, {"flood"}), WITH_A_SLIP)


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock())


def test_a_word_is_scheduled_and_rated_as_a_question_is(
    session: Session, world: World, clock: MovableClock
) -> None:
    word = keep_flood(session, world, clock)
    given = Given(1, RIGHT, seconds=4, certainty=3)
    review = review_word(session, world.learner.id, recognise(word), given, now=clock())
    assert review
    assert (review.task, review.version_id, review.topic) == (
        WordTask.RECOGNITION,
        None,
        Topic.WORD,
    )
    assert (review.value, review.share) == (("too much water",), 1)
    assert review.rating == rate(1, 4, expected=15, certainty=3)
    card = list_cards(session, world.learner.id)[Subject(Topic.WORD, word.id)]
    memory = schedule(None, rate(1, 4, expected=15, certainty=3), now=clock())
    assert (card.due, card.stability) == (memory.due, memory.stability)
    assert list_reviews(session, world.learner.id, clock()) == [review]


def test_a_wrong_answer_brings_a_word_back_soon_and_says_what_was_chosen(
    session: Session, world: World, clock: MovableClock
) -> None:
    word = keep_flood(session, world, clock)
    review = review_word(session, world.learner.id, recognise(word), Given(1, WRONG), now=clock())
    assert review
    assert (review.share, review.value) == (0, ("a way over a river",))
    card = list_cards(session, world.learner.id)[Subject(Topic.WORD, word.id)]
    assert card.due == clock() + timedelta(minutes=10)


def test_a_typed_word_may_have_a_slip(session: Session, world: World, clock: MovableClock) -> None:
    word = keep_flood(session, world, clock)
    review = review_word(session, world.learner.id, recall(word), Given(1, ("flod",)), now=clock())
    assert review
    assert (review.task, review.share, review.value) == (WordTask.RECALL, 1, ("flod",))


def test_an_answer_to_a_word_that_is_sent_twice_is_one_review(
    session: Session, world: World, clock: MovableClock
) -> None:
    word = keep_flood(session, world, clock)
    learner_id = world.learner.id
    assert review_word(session, learner_id, recognise(word), Given(1, RIGHT), now=clock())
    for number in (1, 3, 0):
        again = Given(number, WRONG)
        assert review_word(session, learner_id, recognise(word), again, now=clock()) is None
    assert count(session, PracticeReview) == 1


def test_nobody_practises_the_word_of_another(
    session: Session, world: World, clock: MovableClock
) -> None:
    word = keep_flood(session, world, clock)
    stranger = join_course(session, world.course, "Bo", PASSWORD, now=clock())
    asked = recognise(word)
    assert review_word(session, stranger.id, asked, Given(1, RIGHT), now=clock()) is None
    assert count(session, PracticeCard) == 0
    assert review_word(session, world.learner.id, asked, Given(1, RIGHT), now=clock())


def test_a_word_that_is_removed_takes_its_card_and_reviews_along(
    session: Session, world: World, clock: MovableClock
) -> None:
    word = keep_flood(session, world, clock)
    bridge = keep_word(session, world.learner, "bridge", "a way over a river", None, now=clock())
    for it in (word, bridge):
        review_word(session, world.learner.id, recognise(it), Given(1, RIGHT), now=clock())
    remove_word(session, word)
    session.expire_all()
    assert list(list_cards(session, world.learner.id)) == [Subject(Topic.WORD, bridge.id)]
    assert count(session, PracticeReview) == 1
    # Kept once more it begins anew.
    again = keep_flood(session, world, clock)
    assert Subject(Topic.WORD, again.id) not in list_cards(session, world.learner.id)


def test_a_word_with_another_meaning_keeps_its_card(
    session: Session, world: World, clock: MovableClock
) -> None:
    word = keep_flood(session, world, clock)
    review_word(session, world.learner.id, recognise(word), Given(1, RIGHT), now=clock())
    keep_word(session, world.learner, "flood", "a large flow", None, now=clock())
    assert Subject(Topic.WORD, word.id) in list_cards(session, world.learner.id)


def test_a_word_that_is_known_again_and_again_counts_as_learnt(
    session: Session, world: World, clock: MovableClock
) -> None:
    word = keep_flood(session, world, clock)
    for number in (1, 2, 3):
        review_word(session, world.learner.id, recall(word), Given(number, ("flood",)), now=clock())
        card = list_cards(session, world.learner.id)[Subject(Topic.WORD, word.id)]
        assert is_learnt(card) == (number == 3)
        clock.moment = card.due
    reviews = list_reviews_of(session, [card.id])
    assert [it.number for it in reviews] == [1, 2, 3]
    assert list_reviews_of(session, []) == []


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("practice_card", "kept_word_id = NULL"),
        ("practice_card", "question_id = 1"),
        ("practice_review", "task = NULL"),
        ("practice_review", "version_id = 1"),
        ("practice_review", "task = 'guess'"),
    ],
)
def test_the_database_refuses_a_card_or_review_of_neither_or_both(
    session: Session, world: World, clock: MovableClock, table: str, change: str
) -> None:
    word = keep_flood(session, world, clock)
    review_word(session, world.learner.id, recognise(word), Given(1, RIGHT), now=clock())
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE {table} SET {change}"))


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0
