"""What is told of how hard an article is, held against texts that people have graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.articles.importing import read_document
from quizapp.articles.levels import LEVELS, WORDS_A_MINUTE, estimate_level, measure
from quizapp.config import ROOT
from tests.articles.pages import PARAGRAPHS

SHARED = Path(__file__).parents[2].parent / "shared" / "texts" / "articles"


def level_of(path: Path) -> int:
    return LEVELS.index(estimate_level(read_document(path.read_bytes(), path.name).paragraphs))


def test_three_versions_of_one_passage_stand_in_the_order_of_their_levels() -> None:
    places = [
        level_of(ROOT / "seeds" / f"kazakhstan-january-2022.{level}.md")
        for level in ("introductory", "intermediate", "advanced")
    ]
    assert places == sorted(set(places))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reading texts are not here")
def test_texts_that_were_graded_advanced_are_b2_or_c1() -> None:
    places = [level_of(path) for path in SHARED.glob("onestop_*.txt")]
    assert min(places) >= LEVELS.index("B2")
    assert places.count(LEVELS.index("C1")) >= len(places) / 2


def test_short_sentences_of_common_words_are_easy_and_long_ones_are_not() -> None:
    assert estimate_level(["The sea is cold. We go home. The house is warm and dry."]) == "A2"
    hard = (
        "Notwithstanding vociferous protestations, the municipal administration's acrimonious "
        "deliberations culminated in an unprecedented moratorium on discretionary expenditure, "
        "whose ramifications remain conspicuously ambiguous."
    )
    assert estimate_level([hard]) == "C1"


def test_words_and_minutes_are_those_of_the_body() -> None:
    told = measure(PARAGRAPHS * 5)
    assert told.words == sum(len(text.split()) for text in PARAGRAPHS * 5)
    assert told.minutes == round(told.words / WORDS_A_MINUTE)
    assert measure(["One word."]).minutes == 1
    assert told.level in LEVELS


@pytest.mark.parametrize("paragraphs", [[], [""], ["1 2 3"], ["ТЕКСТ"]])
def test_a_text_without_words_is_measured_without_a_guess(paragraphs: list[str]) -> None:
    with pytest.raises(ValueError, match="without words"):
        estimate_level(paragraphs)
