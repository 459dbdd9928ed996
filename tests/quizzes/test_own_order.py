"""Options whose order means something are left as they were written, and only those."""

from __future__ import annotations

import pytest

from quizapp.quizzes.own_order import is_about_all, is_ordered


@pytest.mark.parametrize(
    "texts",
    [
        ("12", "40", "400"),
        ("400", "40", "12"),
        ("2,000", "5,000", "10,000", "20,000"),
        ("5 people", "9 people", "12 people"),
        ("$5 million", "$10 million", "$20 million"),
        ("Two", "Three", "Four"),
        ("Two weeks", "Twenty-one days", "Forty days"),
        ("1998", "May 4, 2003", "2010"),
        ("January", "March", "May"),
        ("January 4", "January 5", "January 7"),
        ("On 4 May", "On 9 May", "On 2 June"),
        ("In the early 1990s", "In 2016", "In 2019", "In January 2022"),
        ("In 2016, after the flood", "In 2019, before it", "In 2019, after it"),
        ("the 1980s", "the 1990s", "the 2000s"),
        ("Monday", "Wednesday", "Friday"),
        ("The first", "The second", "The fourth"),
        ("Paragraph 2", "Paragraph 5", "Paragraph 6"),
        ("Only A", "Only B", "Both A and B", "Neither"),
        ("Paris", "London", "All of the above"),
    ],
)
def test_what_goes_up_or_down_or_speaks_of_the_others_has_an_order(texts: tuple[str, ...]) -> None:
    assert is_ordered(tuple(texts))


@pytest.mark.parametrize(
    "texts",
    [
        ("Paris", "London", "Rome"),
        ("20", "5", "10"),
        ("Apollo 11", "Apollo 13", "Soyuz 1"),
        ("12", "40", "many"),
        ("1998", "1998"),
        ("He may leave", "He must leave", "He can stay"),
        ("He led it in 2016.", "He was ill for years.", "He left the country."),
        ("the mayor", "the engineer", "the first engineer"),
        ("All of them", "Some of the trams", "The cyclists"),
    ],
)
def test_names_and_numbers_without_an_order_have_none(texts: tuple[str, ...]) -> None:
    assert not is_ordered(tuple(texts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("None of these", True), ("all of the options", True), ("None of the ministers", False)],
)
def test_what_speaks_of_all_the_options_is_known(text: str, expected: bool) -> None:
    assert is_about_all(text) == expected
