"""A book that is read as it is written gives the bytes of one that is in memory."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from quizapp.gradebook import deciding, roll
from quizapp.gradebook.dialects import DIALECTS
from quizapp.gradebook.files import Wishes
from quizapp.gradebook.reading import read_gradebook, stream_gradebook
from quizapp.gradebook.rows import NOT_ATTEMPTED, Gradebook
from tests.conftest import MovableClock
from tests.gradebook.books import EXCUSED, SET, graded, make_book, make_row
from tests.gradebook.courses import make_school
from tests.gradebook.test_dialects import read

BOOK = make_book(make_row(1, "Ada Lovelace", EXCUSED, SET, external_id="7"))
WHERE = {
    "canvas": ("", 2, 5, "EX"),
    "moodle": ("", 1, 2, ""),
    "google": ("01-Bridges.csv", 1, 3, "Excused"),
    "excel": ("Learners", 1, 4, "EX"),
    "wide": ("", 1, 4, "EX"),
    "long": ("", 1, 7, "excused"),
    "oneroster-1.1": ("results.csv", 1, 5, "exempt"),
    "oneroster-1.2": ("results.csv", 1, 5, "exempt"),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_every_system_reads_excused_in_its_own_way(name: str) -> None:
    table, line, column, written = WHERE[name]
    assert read(DIALECTS[name], BOOK)[table][line][column] == written


@pytest.mark.parametrize("name", ["moodle", "google"])
def test_what_a_system_has_to_be_told_by_hand_is_said(name: str) -> None:
    said = " ".join(DIALECTS[name].write(BOOK, Wishes()).notices)
    assert "1 grade is excused" in said


def test_in_one_roster_1_2_what_is_exempt_has_no_score_and_late_is_said() -> None:
    late = graded("4")._replace(is_late=True)
    rows = read(DIALECTS["oneroster-1.2"], make_book(make_row(1, "Ada", EXCUSED, late)))
    head, exempt, other = rows["results.csv"]
    assert exempt[head.index("score")] == ""
    assert [it[head.index("late")] for it in (exempt, other)] == ["false", "true"]


@pytest.mark.parametrize("name", DIALECTS)
def test_the_bytes_and_the_notices_are_those_of_a_book_in_memory(
    session: Session, clock: MovableClock, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "AT_ONCE", 2)  # three learners come in two portions
    school = make_school(session, clock)
    school.sit(session, school.learners[0], school.quizzes[0], right=1)
    school.sit(session, school.learners[2], school.quizzes[1], right=2)
    about, teacher = school.about(1, 0), school.world.teacher
    deciding.excuse(session, about, teacher, reason="Ill", now=clock())
    deciding.comment(session, school.about(2, 1), teacher, words="Good!", now=clock())
    clock.move(days=2)
    whole = read_gradebook(session, school.world.course, now=clock())
    assert isinstance(whole, Gradebook)
    streamed = stream_gradebook(session, school.world.course, now=clock(), zone=Wishes().zone)
    assert streamed.survey == whole.survey
    assert [it.learner for it in streamed.people] == [it.learner for it in whole.people]
    made, expected = (DIALECTS[name].write(it, Wishes()) for it in (streamed, whole))
    assert made.notices == expected.notices
    if name != "excel":  # it bears the moment at which it was made
        assert made.content == expected.content


def test_a_long_file_comes_in_pieces() -> None:
    cells = [graded("5"), NOT_ATTEMPTED]
    book = make_book(*(make_row(at, f"Learner {at}", *cells) for at in range(5_000)))
    pieces = list(DIALECTS["wide"].write(book, Wishes()).chunks)
    assert len(pieces) > 2
    assert b"".join(pieces).count(b"\r\n") == 5_001
