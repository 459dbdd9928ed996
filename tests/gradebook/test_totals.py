"""What a learner has all in all: the laws of the formula."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.gradebook.rows import NOT_ATTEMPTED, Cell, CellStatus, Column
from quizapp.gradebook.scheme import PLAIN, Category, Scheme
from quizapp.gradebook.totals import find_total
from tests.gradebook.books import ABANDONED, EXCUSED, MISSED, RUNNING, graded

TEN = Decimal(10)
LOST = (MISSED, ABANDONED)


@dataclass(frozen=True)
class Case:
    columns: list[Column]
    cells: list[Cell]
    scheme: Scheme

    @property
    def total(self) -> float | None:
        return find_total(self.columns, self.cells, self.scheme)

    def but(self, **changes: object) -> Case:
        return replace(self, scheme=replace(self.scheme, **changes))  # type: ignore[arg-type]


weights = st.decimals("0.01", 100, places=2)
marks = st.decimals(0, 10, places=2).map(lambda it: graded(str(it)))
cells = marks | st.sampled_from([NOT_ATTEMPTED, RUNNING, EXCUSED, MISSED, ABANDONED])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to eight quizzes in up to three categories, or in none."""
    categories = [
        Category(key, f"C{key}", draw(weights), draw(st.integers(0, 3)))
        for key in range(1, draw(st.integers(0, 3)) + 1)
    ]
    kinds = st.sampled_from([None, *(it.id for it in categories)])
    columns = [
        Column(at, f"Quiz {at}", TEN, category_id=draw(kinds))
        for at in range(draw(st.integers(0, 8)))
    ]
    found = draw(st.lists(cells, min_size=len(columns), max_size=len(columns)))
    return Case(columns, found, Scheme(tuple(categories), draw(st.booleans()), draw(weights)))


@given(cases())
def test_a_total_is_a_share_or_nothing(case: Case) -> None:
    assert case.total is None or -1e-9 <= case.total <= 1 + 1e-9


@given(cases(), st.integers(1, 3))
def test_dropping_never_lowers_a_total(case: Case, more: int) -> None:
    dropped = [replace(it, drop_lowest=it.drop_lowest + more) for it in case.scheme.categories]
    assert (case.but(categories=tuple(dropped)).total or 0) >= (case.total or 0) - 1e-9


@given(cases(), st.integers(0, 7))
def test_what_is_excused_is_as_if_the_quiz_were_not_there(case: Case, at: int) -> None:
    assume(at < len(case.columns))
    excused = replace(case, cells=[*case.cells[:at], EXCUSED, *case.cells[at + 1 :]])
    gone = replace(
        case,
        columns=case.columns[:at] + case.columns[at + 1 :],
        cells=case.cells[:at] + case.cells[at + 1 :],
    )
    assert excused.total == gone.total


@given(cases(), st.integers(1, 50))
def test_only_the_relation_of_weights_counts(case: Case, factor: int) -> None:
    heavier = tuple(replace(it, weight=it.weight * factor) for it in case.scheme.categories)
    scaled = case.but(categories=heavier, other_weight=case.scheme.other_weight * factor)
    assert scaled.total == pytest.approx(case.total)


@given(cases())
def test_what_was_missed_lowers_a_total_only_where_it_counts(case: Case) -> None:
    left_out = case.but(missed_counts=False)
    known = [it for it in case.cells if it not in LOST]
    columns = [it for it, cell in zip(case.columns, case.cells, strict=True) if cell not in LOST]
    assert left_out.total == find_total(columns, known, left_out.scheme)
    counted = case.but(
        missed_counts=True,
        categories=tuple(replace(it, drop_lowest=0) for it in case.scheme.categories),
    )
    without = replace(counted, scheme=replace(counted.scheme, missed_counts=False))
    for category in {it.category_id for it in case.columns}:
        own = [it.category_id == category for it in case.columns]
        one = [
            replace(
                it,
                columns=[x for x, is_own in zip(it.columns, own, strict=True) if is_own],
                cells=[x for x, is_own in zip(it.cells, own, strict=True) if is_own],
            ).total
            for it in (counted, without)
        ]
        assert one[1] is None or (one[0] is not None and one[0] <= one[1] + 1e-9)


@given(cases())
def test_the_order_of_the_quizzes_changes_nothing(case: Case) -> None:
    turned = replace(case, columns=case.columns[::-1], cells=case.cells[::-1])
    assert turned.total == pytest.approx(case.total)


@pytest.mark.parametrize(
    ("found", "total"),
    [
        ((), None),
        ((NOT_ATTEMPTED,), None),
        ((RUNNING,), None),
        ((graded("0", 4),), 0.0),
        ((graded("4", 4), graded("0", 4)), 0.5),
        ((graded("1", 4), graded("10"), NOT_ATTEMPTED), 0.625),
        ((graded("8"), EXCUSED), 0.8),
    ],
)
def test_without_categories_it_is_the_mean_of_the_graded_quizzes(
    found: tuple[Cell, ...], total: float | None
) -> None:
    columns = [Column(at, "Quiz", TEN) for at in range(len(found))]
    assert find_total(columns, found, PLAIN) == total


def test_the_example_of_the_documentation() -> None:
    homework, tests = Category(1, "Homework", Decimal(1), 1), Category(2, "Tests", Decimal(3))
    columns = [
        Column(at, "Quiz", TEN, category_id=key) for at, key in enumerate([1, 1, 1, 2, None])
    ]
    found = [*map(graded, ("4", "8", "10", "7", "5"))]
    scheme = Scheme((homework, tests))
    # (1 x 0.9 + 3 x 0.7 + 1 x 0.5) / 5
    assert find_total(columns, found, scheme) == pytest.approx(0.7)
    late = [*found[:3], Cell(CellStatus.NOT_ATTEMPTED), found[4]]
    assert find_total(columns, late, scheme) == pytest.approx((0.9 + 0.5) / 2)
