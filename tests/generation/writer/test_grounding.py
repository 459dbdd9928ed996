"""What an article does not name, count or date is found; what it says in other words is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation.writer.grounding import Ground
from quizapp.generation.writer.language import is_english, is_in
from quizapp.generation.writer.quotes import find_quote
from quizapp.generation.writer.showing import make_visible
from quizapp.generation.writer.values import find_values
from quizapp.reading import read

TEXT = (
    "Marta Delgren opened the port of Quelmar on May 4, 2019. The Committee for Safe Cranes (CSC)"
    " paid for it, Ivo Brandt said. Peru sent 20,000 people to the northern coast in the 1990s, and"
    " Carla Lopez-Reyes “led  the\n first group” of them."
)
DOCUMENT = Document(
    "The port", (Block(BlockRole.BODY, TEXT),), published_on=date(2020, 1, 1), source="Rotterdam"
)


@lru_cache(maxsize=1)
def ground() -> Ground:
    return Ground(read(DOCUMENT))


@pytest.mark.parametrize(
    "text",
    [
        "Why did Delgren open the port?",
        "Marta’s plan for Quelmar",
        "President Delgren came to Quelmar",
        "What did the CSC pay for?",
        "What did Lopez-Reyes lead?",
        "Peruvian people came",
        "Northern Peru is far",
        "Because Brandt said so",
        "Protests followed",
        "How many people did I see?",
    ],
)
def test_names_of_the_article_in_any_form_are_its_own(text: str) -> None:
    assert ground().list_invented_names(text) == ()


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("Who is Ivo Delgren?", ("Ivo Delgren",)),
        ("Petrov’s plan failed", ("Petrov",)),
        ("What did NATO pay for?", ("NATO",)),
        ("Did Brandt go to Rotterdam?", ("Rotterdam",)),
        ("The Port of Borduria", ("Borduria",)),
        ("Delgren met Anna Petrova and Petrov", ("Anna Petrova", "Petrov")),
    ],
)
def test_names_that_are_not_in_the_article_are_found(text: str, invented: tuple[str, ...]) -> None:
    found = ground().list_invented_names(text)
    assert all(any(name in it for it in found) for name in invented), found


@pytest.mark.parametrize(
    ("text", "dates", "numbers"),
    [
        ("on 4 May 2019, in May 2019, in 2019", (), ()),
        ("in the 1990s and in 1995", ("1995",), ("1995",)),
        ("twenty thousand people", (), ()),
        ("on May 5", ("May 5",), ("5",)),
        ("in June 2019", ("June 2019",), ()),
        ("21,000 people in three groups", (), ("3", "21000")),
    ],
)
def test_dates_and_numbers_are_held_by_value(
    text: str, dates: tuple[str, ...], numbers: tuple[str, ...]
) -> None:
    assert ground().list_invented_dates(text) == dates
    assert ground().list_invented_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("20,000 or twenty thousand or 20 000", "20000"),
        ("3.5 million", "3500000"),
        ("two hundred and five", "205"),
        ("In 2019 two men", "2 2019"),
        ("twenty-one in the 21st", "21"),
        ("the third time, twice, a dozen", "2 3 12"),
        ("one of them, no one, first of all", ""),
        ("five, six or seven", "5 6 7"),
        ("$40m, 1990s, 5-year-old", "5 40 1990"),
        ("forty 8", "8 40"),
        ("hundreds of thousands, dozens of them", ""),
    ],
)
def test_numbers_are_read_by_value(text: str, values: str) -> None:
    assert find_values(text) == {Decimal(value) for value in values.split()}


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("paid for it", "paid for it"),
        ("“led the first group”", "led  the\n first group"),
        ("'led the \"first", None),
        ("paid for", "paid for"),
        ("aid for it", None),
        ("paid for him", None),
        ("Paid for it", None),
        (".*", None),
        ("it", None),
        ("word " * 100, None),
    ],
)
def test_a_quote_stands_letter_by_letter_or_not_at_all(quote: str, found: str | None) -> None:
    span = find_quote(DOCUMENT, quote, [1])
    assert (span.quote if span else None) == found
    assert span is None or TEXT[span.start : span.end] == found


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Why did the government resign?", True),
        ("37th, 10th and 2nd", True),
        ("Marta Delgren", True),
        ("Pourquoi le gouvernement a-t-il démissionné?", False),
        ("Warum trat die Regierung im Januar zurück?", False),
        ("¿Por qué renunció el gobierno?", False),
        ("Hükümet neden istifa etti?", False),
        ("Почему?", False),
        ("为什么政府辞职", False),
        ("…", False),
    ],
)
def test_english_is_told_from_other_languages(text: str, english: bool) -> None:
    assert is_english(text) is english


def test_kazakh_and_russian_are_told_apart() -> None:
    assert is_in("Порт не үшін ашылды?", "kk")
    assert not is_in("Порт не үшін ашылды?", "ru")
    assert is_in("Почему открыли порт?", "ru")
    assert not is_in("Why?", "ru")


def test_only_what_eyes_see_is_left() -> None:
    hidden = "a\u200bb\u202ec\x00d\ue000e\ufe0ff\U000e0041g\u3164h\u00adi\n"
    assert make_visible(hidden) == "abcdefghi\n"
