"""Which number a text writes: in the English way, and in any usual way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.numbers import number_readings, ordinal_reading, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("40", "40"),
        (" 40 ", "40"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
        ("0.5", "0.5"),
        (".5", "0.5"),
        ("20,000", "20000"),
        ("20 000", "20000"),
        ("20\u00a0000", "20000"),
        ("20\u202f000", "20000"),
        ("20'000", "20000"),
        ("1,00,000", "100000"),
        ("1,234,567.5", "1234567.5"),
        ("0040", "40"),
    ],
)
def test_numbers_in_the_english_way(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "forty",
        "40 million",
        "1,5",
        "0,500",
        "20,0000",
        "1,234 567",
        "1.2.3",
        "1e3",
        "1_0",
        "nan",
        "Infinity",
        "-inf",
        "sNaN",
        "--1",
    ],
)
def test_what_is_no_number_in_the_english_way(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("20,000", ["20000"]),
        ("20.000", ["20", "20000"]),
        ("1,234", ["1234", "1.234"]),
        ("20.000,5", ["20000.5"]),
        ("20 000,5", ["20000.5"]),
        ("1.234.567", ["1234567"]),
        ("1,5", ["1.5"]),
        ("0,500", ["0.5"]),
        ("５", ["5"]),
        ("5.", ["5"]),
        ("zero", ["0"]),
        ("Seventeen", ["17"]),
        ("twenty-one", ["21"]),
        ("a hundred", ["100"]),
        ("one hundred and five", ["105"]),
        ("twelve hundred", ["1200"]),
        ("twenty thousand", ["20000"]),
        ("two thousand and three", ["2003"]),
        ("two million, three hundred thousand and six", ["2300006"]),
        ("minus five", ["-5"]),
        ("40m", ["40000000"]),
        ("40 M", ["40000000"]),
        ("40 million", ["40000000"]),
        ("2.5 million", ["2500000"]),
        ("2,5 million", ["2500000"]),
        ("1.5bn", ["1500000000"]),
        ("3k", ["3000"]),
    ],
)
def test_a_number_is_read_in_every_usual_way(text: str, numbers: list[str]) -> None:
    assert number_readings(text) == tuple(map(Fraction, numbers))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "and",
        "flood",
        "fifth",
        "million",
        "m",
        "two thousand and",
        "thousand two million",
        "three five",
        "twenty eleven",
        "nineteen ninety-eight",
        "five people",
        "40 metres",
        "20,0000",
        "1.2.3",
        "05.01.2022",
        "1/2",
        "1e3",
        "nan",
    ],
)
def test_what_is_no_number_in_any_usual_way(text: str) -> None:
    assert number_readings(text) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("first", 1),
        ("Third", 3),
        ("3rd", 3),
        ("twelfth", 12),
        ("twentieth", 20),
        ("twenty-first", 21),
        ("ninety ninth", 99),
        ("101st", 101),
        ("three", None),
        ("twenty tenth", None),
        ("two first", None),
        ("3", None),
        ("", None),
    ],
)
def test_a_place_is_read_in_figures_and_in_words(text: str, place: int | None) -> None:
    assert ordinal_reading(text) == place


@given(st.decimals(-(10**9), 10**9, places=3))
def test_the_english_reading_comes_first(number: Decimal) -> None:
    assert number_readings(f"{number:,f}")[0] == Fraction(number)


@given(st.text(alphabet="0123456789+-.,' km", max_size=30))
def test_there_are_at_most_two_readings(text: str) -> None:
    assert len(number_readings(text)) <= 2
