"""A book waits for a chapter: one a teacher, for a day."""

from __future__ import annotations

from sqlalchemy.orm import Session

from quizapp.articles.books import find_book, keep_book
from tests.conftest import MovableClock
from tests.factories import make_teacher


def test_a_teacher_has_one_book_and_the_next_takes_its_place(
    session: Session, clock: MovableClock
) -> None:
    one, other = (make_teacher(session, clock(), name) for name in ("one", "other"))
    keep_book(session, one.id, b"first", "first.epub", now=clock())
    keep_book(session, other.id, b"another", "another.epub", now=clock())
    keep_book(session, one.id, b"second", "second.epub", now=clock())
    found, others = find_book(session, one.id), find_book(session, other.id)
    assert found
    assert others
    assert (found.raw, others.raw) == (b"second", b"another")


def test_a_book_is_gone_a_day_later_when_anybody_brings_one(
    session: Session, clock: MovableClock
) -> None:
    one, other = (make_teacher(session, clock(), name) for name in ("one", "other"))
    keep_book(session, one.id, b"first", "first.epub", now=clock())
    clock.move(hours=23)
    keep_book(session, other.id, b"another", "another.epub", now=clock())
    assert find_book(session, one.id)
    clock.move(hours=2)
    keep_book(session, other.id, b"another", "another.epub", now=clock())
    assert find_book(session, one.id) is None
