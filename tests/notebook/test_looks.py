"""A learner's look is kept, and follows the learner."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.notebook.looks import (
    USUAL,
    Face,
    LetterSpacing,
    LineSpacing,
    Look,
    ReadingLook,
    Theme,
    choose_look,
    find_look,
)
from tests.conftest import NOON
from tests.factories import make_world

LOOKS = st.builds(
    Look,
    st.integers(1, 5),
    st.sampled_from(LineSpacing),
    st.sampled_from(LetterSpacing),
    st.sampled_from(Face),
    st.sampled_from(Theme),
    st.booleans(),
)


def test_who_has_chosen_nothing_sees_the_usual_look(session: Session) -> None:
    assert find_look(session, make_world(session, NOON).learner.id) == USUAL


def test_the_last_look_that_was_chosen_is_kept(session: Session) -> None:
    learner = make_world(session, NOON).learner

    @given(LOOKS)
    def keeps(look: Look) -> None:
        choose_look(session, learner, look)
        session.expire_all()
        assert find_look(session, learner.id) == look

    keeps()


@pytest.mark.parametrize("size", [0, 6])
def test_the_database_refuses_a_size_that_is_no_step(session: Session, size: int) -> None:
    learner = make_world(session, NOON).learner
    with pytest.raises(IntegrityError, match="size_is_a_step"):
        choose_look(session, learner, Look(size=size))
    session.rollback()
    assert session.get(ReadingLook, 1) is None
