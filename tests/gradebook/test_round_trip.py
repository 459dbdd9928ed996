"""What goes out to another system comes in again as the class list of the same learners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.accounts.roster_exports import read_export
from quizapp.accounts.roster_files import read_roster
from quizapp.accounts.roster_matching import RosterRow
from quizapp.gradebook.dialects import DIALECTS
from quizapp.gradebook.files import Wishes
from quizapp.gradebook.rows import NOT_ATTEMPTED, Gradebook
from tests.gradebook.books import graded, make_book, make_row

names = st.sampled_from(["Ada Lovelace", "Bo", "Maria del Mar Soto", "Zoë O’Brien", "Li Wei"])


@st.composite
def classes(draw: st.DrawFn) -> Gradebook:
    """Learners with numbers of their own, as a school has them."""
    cells = st.sampled_from([NOT_ATTEMPTED, graded("5")])
    return make_book(
        *(
            make_row(
                number,
                draw(names),
                draw(cells),
                external_id=f"{number:03d}",
                sign_in_name=f"learner{number}@school.example",
                section=draw(st.sampled_from(["", "A"])),
            )
            for number in range(1, draw(st.integers(1, 4)) + 1)
        ),
        titles=("Bridges",),
    )


def read(name: str, book: Gradebook) -> tuple[RosterRow, ...]:
    content = DIALECTS[name].write(book, Wishes()).content
    if not name.startswith("oneroster"):
        return read_roster(content.decode()).rows
    export = read_export(content)
    (only,) = export.list_classes()
    return read_roster(export.list_learners(only).text).rows


@pytest.mark.parametrize("name", ["canvas", "moodle", "oneroster-1.1", "oneroster-1.2", "wide"])
@given(book=classes())
def test_every_learner_comes_back_with_name_and_number(name: str, book: Gradebook) -> None:
    found = read(name, book)
    assert [it.problem for it in found] == [""] * len(book.rows)
    expected = [(it.learner.name, it.learner.external_id) for it in book.rows]
    if name.startswith("oneroster"):  # one word is both names there
        expected = [("Bo Bo" if it == "Bo" else it, number) for it, number in expected]
    assert [(it.name, it.external_id) for it in found] == expected
