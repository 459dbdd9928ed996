"""A try-out goes as a sitting does, and no session of the database ever holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.attempts.answers import AnswerError
from quizapp.attempts.clock import Phase, read_clock
from quizapp.attempts.models import CloseReason, Response
from quizapp.attempts.responses import Answer
from quizapp.attempts.try_out import (
    LASTS,
    TIME_LIMIT,
    Given,
    TryOut,
    TryOutQuestion,
    open_try_out,
    take_answer,
)
from quizapp.generation.draft import Kind
from tests.conftest import NOON
from tests.factories import choice, one_of_each_kind

ORDERING = next(it for it in one_of_each_kind() if it.kind is Kind.ORDERING)
QUESTIONS = (
    TryOutQuestion(choice("first"), (1, 0, 2)),
    TryOutQuestion(ORDERING, tuple(reversed(range(len(ORDERING.order))))),
)
BEGUN = Given("one", NOON)


def begin(given: Given = BEGUN) -> TryOut:
    return open_try_out("Try it out", QUESTIONS, given)


def answer(position: int, *fields: str, tab: str = "t", sequence: int = 1) -> Answer:
    return Answer(position, tab, sequence, fields)


def keep(found: TryOut, response: Response) -> TryOut:
    """The try-out with the response, as the next request has it."""
    kept = {**found.responses, response.position: response}
    return begin(replace(found.given, responses=kept))


def test_an_answer_is_kept_in_the_versions_own_order() -> None:
    response, saved = take_answer(begin(), answer(1, "1"), now=NOON)
    assert response.value == ("0",)
    assert (saved.next_sequence, saved.in_force, saved.late) == (2, True, False)


def test_what_fits_no_question_is_refused() -> None:
    with pytest.raises(AnswerError):
        take_answer(begin(), answer(1, "9"), now=NOON)
    with pytest.raises(LookupError):
        take_answer(begin(), answer(3, "0"), now=NOON)


def test_the_same_save_again_is_one_save() -> None:
    first, saved = take_answer(begin(), answer(1, "1"), now=NOON)
    later = NOON + timedelta(seconds=9)
    again, receipt = take_answer(keep(begin(), first), answer(1, "1"), now=later)
    assert again is first
    assert receipt == saved


def test_another_value_under_a_number_that_its_tab_has_used_goes_behind() -> None:
    first, _ = take_answer(begin(), answer(1, "1"), now=NOON)
    second, saved = take_answer(keep(begin(), first), answer(1, "0"), now=NOON)
    assert (second.value, second.sequence) == (("1",), 2)
    assert (saved.next_sequence, saved.in_force) == (3, True)


def test_an_older_number_of_another_tab_learns_that_it_is_not_in_force() -> None:
    newer, _ = take_answer(begin(), answer(1, "1", sequence=4), now=NOON)
    kept, saved = take_answer(keep(begin(), newer), answer(1, "0", tab="old"), now=NOON)
    assert kept is newer
    assert (saved.next_sequence, saved.in_force) == (5, False)


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(1, 4), st.sampled_from("012")), max_size=8
    )
)
def test_the_number_in_force_never_goes_back(saves: list[tuple[str, int, str]]) -> None:
    found, highest = begin(), 0
    for tab, sequence, field in saves:
        response, saved = take_answer(found, answer(1, field, tab=tab, sequence=sequence), now=NOON)
        assert response.sequence >= max(highest, 1)
        assert saved.next_sequence == response.sequence + 1
        found, highest = keep(found, response), response.sequence


def test_the_clock_shows_and_ends_nothing() -> None:
    after_bell = NOON + TIME_LIMIT + timedelta(minutes=1)
    view = read_clock(begin().attempt, after_bell)
    assert (view.phase, view.remaining) == (Phase.HANDING_IN, 0)
    _, saved = take_answer(begin(), answer(1, "1"), now=after_bell)
    assert not saved.late
    ended = read_clock(begin().attempt, NOON + TIME_LIMIT + LASTS + timedelta(seconds=1))
    assert ended.phase is Phase.CLOSED


def test_what_is_handed_in_is_scored_as_any_attempt() -> None:
    right, _ = take_answer(begin(), answer(1, "1"), now=NOON)
    given = Given("one", NOON, responses={1: right}, handed_in_at=NOON + timedelta(minutes=2))
    attempt = begin(given).attempt
    assert (attempt.score, attempt.max_score) == (Decimal(1), Decimal(2))
    assert [item.share for item in attempt.items] == [1.0, 0.0]
    assert attempt.close_reason is CloseReason.SUBMITTED


def test_marks_for_later_stand_on_the_paper() -> None:
    items = begin(Given("one", NOON, marked=frozenset({2}))).attempt.items
    assert [item.is_flagged for item in items] == [False, True]


def test_no_session_holds_any_of_it(session: Session) -> None:
    found = begin(Given("one", NOON, handed_in_at=NOON))
    take_answer(begin(), answer(1, "1"), now=NOON)
    assert not session.new
    assert found.attempt not in session
    assert found.attempt.assignment.quiz not in session
