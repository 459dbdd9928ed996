"""Syllables are counted by spelling; grades follow the published formula."""

from __future__ import annotations

from time import process_time

import pytest

from quizapp.articles.readability import count_sentences, count_syllables, flesch_kincaid_grade
from quizapp.articles.sentences import split_sentences


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("a", 1),
        ("cat", 1),
        ("made", 1),
        ("the", 1),
        ("people", 2),
        ("table", 2),
        ("whole", 1),
        ("acre", 2),
        ("fire", 1),
        ("marched", 1),
        ("wanted", 2),
        ("times", 1),
        ("houses", 2),
        ("clashes", 2),
        ("being", 2),
        ("radio", 3),
        ("area", 3),
        ("create", 2),
        ("science", 2),
        ("nation", 2),
        ("special", 2),
        ("various", 3),
        ("quality", 3),
        ("January", 4),
        ("question", 2),
        ("president", 3),
        ("government", 3),
        ("organization", 5),
        ("responsibility", 6),
        ("country's", 2),
        ("CAPITAL", 3),
        ("2019", 1),
        ("", 1),
    ],
)
def test_count_syllables(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


def test_grade_follows_the_formula() -> None:
    text = "The cat sat on the mat. It was happy."  # 9 words, 2 sentences, 10 syllables
    expected = 0.39 * 9 / 2 + 11.8 * 10 / 9 - 15.59
    assert flesch_kincaid_grade(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The cat sat", 1),
        ('He said "no." Then he left!', 2),
        ("The price rose 2.5 times in a year.", 1),
        ("Mr. Smith met Dr. Jones.", 1),
        ("John F. Kennedy spoke.", 1),
        ("Really?! Yes...", 2),
    ],
)
def test_sentences_that_the_grade_rests_on(text: str, sentences: int) -> None:
    one_sentence = flesch_kincaid_grade(text.replace(".", "").replace("!", "").replace("?", ""))
    words = len(text.replace("2.5", "25").split())
    difference = 0.39 * words - 0.39 * words / sentences
    assert one_sentence - flesch_kincaid_grade(text) == pytest.approx(difference, abs=0.25)


def test_a_number_with_a_comma_is_one_word() -> None:
    assert flesch_kincaid_grade("They saw 20,000 men.") == flesch_kincaid_grade(
        "They saw 20000 men."
    )


def test_longer_sentences_and_words_raise_the_grade() -> None:
    easy = "The men ran. The dog ran. They all ran home."
    hard = "Representatives of the administration considered the implications of the legislation."
    assert flesch_kincaid_grade(easy) < 3
    assert flesch_kincaid_grade(hard) > 12


@pytest.mark.parametrize("text", ["", "   ", "...", "\n\n"])
def test_a_text_without_words_has_no_grade(text: str) -> None:
    with pytest.raises(ValueError, match="without words"):
        flesch_kincaid_grade(text)


@pytest.mark.parametrize(
    "text", ["." * 200_000 + "x", "!?" * 100_000, '."' * 100_000, "A. " * 70_000]
)
def test_marks_without_end_are_looked_through_at_once(text: str) -> None:
    began = process_time()
    count_sentences(text)
    split_sentences(text)
    assert process_time() - began < 5
