"""Questions and words take turns, and a kept word is due from the next day on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.notebook.words import KeptWord
from quizapp.progress.models import PracticeCard, Subject, Topic
from quizapp.progress.outlook import (
    AT_ONCE,
    WORDS_A_QUESTION,
    find_midnight,
    list_first_due,
    look_ahead,
    pick_next,
)
from tests.conftest import NOON

ALMATY = ZoneInfo("Asia/Almaty")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Q, W = Topic.QUESTION, Topic.WORD


def test_a_word_is_due_from_the_schools_next_day_on() -> None:
    kept_at = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)  # half past eleven at night in Almaty
    word = KeptWord(id=7, kept_at=kept_at)
    assert list_first_due({}, [word], ALMATY) == {Subject(W, 7): kept_at + HOUR / 2}
    assert list_first_due({}, [word], UTC) == {Subject(W, 7): datetime(2026, 3, 3, tzinfo=UTC)}


def test_a_day_in_which_the_clocks_change_ends_at_midnight_too() -> None:
    prague = ZoneInfo("Europe/Prague")
    noon = datetime(2026, 3, 29, 12, tzinfo=prague)
    assert find_midnight(noon, prague) == datetime(2026, 3, 30, tzinfo=prague)
    assert find_midnight(noon - 11.5 * HOUR, prague) == datetime(2026, 3, 30, tzinfo=prague)


def test_what_is_due_longest_comes_first_and_what_is_new_last() -> None:
    def card(topic: Topic, number: int, due: datetime) -> PracticeCard:
        about = {"question_id": number} if topic is Q else {"kept_word_id": number}
        return PracticeCard(**about, due=due)

    cards = [
        card(Q, 1, NOON - HOUR),
        card(W, 1, NOON - 2 * HOUR),
        card(Q, 2, NOON + HOUR),
        card(W, 2, NOON + 3 * DAY),
        card(W, 9, NOON - HOUR),  # it rests
    ]
    first_due = {
        Subject(Q, 1): None,
        Subject(Q, 2): AT_ONCE,
        Subject(Q, 3): AT_ONCE,
        Subject(Q, 4): None,
        Subject(W, 1): AT_ONCE,
        Subject(W, 2): AT_ONCE,
        Subject(W, 3): NOON - HOUR,
        Subject(W, 4): NOON + 12 * HOUR,
    }
    found = look_ahead(
        first_due, {it.subject: it for it in cards}, now=NOON, midnight=NOON + 12 * HOUR
    )
    assert found.due == (Subject(W, 1), Subject(Q, 1), Subject(Q, 3), Subject(W, 3))
    assert (found.questions, found.words) == (2, 2)
    assert (found.later_today, found.this_week) == (1, 2)
    assert found.cards == {Q: 3, W: 4}
    assert found.practised == 7
    assert found.next_due == NOON + HOUR


def test_where_there_is_nothing_nothing_is_due() -> None:
    found = look_ahead({}, {}, now=NOON, midnight=NOON + HOUR)
    assert (found.due, found.practised, found.next_due) == ((), 0, None)
    assert pick_next((), ()) is None


@pytest.mark.parametrize(
    ("recent", "topic"),
    [
        ([], Q),
        ([Q], W),
        ([Q, W], W),
        ([Q, W, W], Q),
        ([W, W, W], Q),
        ([W, Q], W),
    ],
)
def test_after_a_question_come_two_words(recent: list[Topic], topic: Topic) -> None:
    due = [Subject(W, 1), Subject(Q, 1), Subject(Q, 2), Subject(W, 2)]
    assert pick_next(due, recent) == Subject(topic, 1)
    others = [it for it in due if it.topic is not topic]
    assert pick_next(others, recent) == others[0]


@given(st.integers(0, 12), st.integers(0, 12))
def test_a_session_asks_all_and_neither_topic_waits_for_the_end_of_the_other(
    questions: int, words: int
) -> None:
    due = [Subject(Q, it) for it in range(questions)] + [Subject(W, it) for it in range(words)]
    asked: list[Subject] = []
    while found := pick_next([it for it in due if it not in asked], [it.topic for it in asked]):
        asked.append(found)
    assert sorted(asked) == sorted(due)
    both = min(questions, words // WORDS_A_QUESTION)
    assert [it.topic for it in asked][: 3 * both] == [Q, W, W] * both
