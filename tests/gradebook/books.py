"""Gradebooks for tests of their files: small ones with every state, and any that can be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from quizapp.accounts.models import Course, Learner, Teacher
from quizapp.gradebook.rows import (
    NOT_ATTEMPTED,
    Cell,
    CellStatus,
    Column,
    Gradebook,
    GradebookRow,
)

FORMULA_STARTS = "=+-@|%\t\r\n＝＋－＠"
CREATED_AT = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
CLOSED_AT = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
NASTY = (
    "Final Score",
    "Unposted Current Grade",
    "Override Status",
    "Midterm (2024)",
    "Midterm [2024]",
    "Section",
    "ID",
    "Notes",
    "1.2.3",
    "a;b;c;d;e;f;g;h",
    "Two\nlines",
    "Test",
    "Test",
    "Test #2",
    "    Points Possible",
    "Student, Test",
    "=HYPERLINK(1)",
    "-5",
    "@home",
    '"quoted", and so on',
    "Ünïcödé 日本",
)


def graded(score: str, maximum: int = 10, feedback: str = "") -> Cell:
    return Cell(
        CellStatus.GRADED, Decimal(score), Decimal(maximum), 1, 1, CLOSED_AT, feedback=feedback
    )


TO_MARK = graded("3")._replace(status=CellStatus.TO_MARK)
EXCUSED = Cell(CellStatus.EXCUSED, attempts=1, own_score=Decimal(4), own_max=Decimal(10))
MISSED = Cell(CellStatus.MISSED)
SET = graded("9")._replace(status=CellStatus.OVERRIDDEN, own_score=Decimal(4), own_max=Decimal(10))
RUNNING = Cell(CellStatus.IN_PROGRESS, attempts=1)
ABANDONED = Cell(CellStatus.ABANDONED, attempts=1)


def make_row(
    number: int,
    name: str,
    *cells: Cell,
    external_id: str = "",
    sign_in_name: str = "",
    section: str = "",
    left_at: datetime | None = None,
) -> GradebookRow:
    learner = Learner(id=number, name=name, external_id=external_id)
    return GradebookRow(learner, section, cells, left_at, sign_in_name or name.casefold())


def make_book(*rows: GradebookRow, titles: tuple[str, ...] = ("Bridges", "Rivers")) -> Gradebook:
    course = Course(id=5, name="English 10A", join_code="ABC234", created_at=CREATED_AT)
    course.teacher = Teacher(id=7, name="Marta Novak", sign_in_name="marta")
    columns = (
        Column(at, title, Decimal(10), CREATED_AT + timedelta(days=at), None)
        for at, title in enumerate(titles, start=1)
    )
    return Gradebook(course, tuple(columns), rows)


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
nasty = (
    st.sampled_from(NASTY) | texts | st.tuples(st.sampled_from(FORMULA_STARTS), texts).map("".join)
)
words = nasty.filter(str.strip)
cells = st.decimals(0, 10, places=5).map(lambda it: graded(str(it))) | st.sampled_from(
    [
        NOT_ATTEMPTED,
        RUNNING,
        ABANDONED,
        MISSED,
        TO_MARK,
        SET,
        graded("0"),
        graded("2", feedback="=good\nwork"),
    ]
)


@st.composite
def books(draw: st.DrawFn) -> Gradebook:
    """Up to four learners and quizzes, with names, titles and numbers that make trouble."""
    titles = tuple(draw(st.lists(words, max_size=4)))
    sign_ins = st.sampled_from(["ada", "ada@school.example", "a.lovelace", "=x@y.z"]) | words
    rows = [
        make_row(
            number,
            draw(words),
            *draw(st.lists(cells, min_size=len(titles), max_size=len(titles))),
            external_id=draw(st.sampled_from(["", "007", "0", "=1", "quizapp-learner-1"]) | texts),
            sign_in_name=draw(sign_ins),
            section=draw(nasty),
            left_at=draw(st.sampled_from([None, None, CLOSED_AT])),
        )
        for number in range(1, draw(st.integers(0, 4)) + 1)
    ]
    return make_book(*rows, titles=titles)
