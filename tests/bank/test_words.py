"""What is searched for is found under every form of its words, and lit up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.words import MOST_WORDS, Phrase, fold, light_up, read_search, stem_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("arrested", "Arrests"),
        ("policy", "policies"),
        ("Králová", "KRALOVA"),
        ("Straße", "strasse"),
        ("ﬁnal", "final"),
        ("naïve", "naive"),
    ],
)
def test_two_forms_of_a_word_are_the_same(one: str, other: str) -> None:
    assert stem_words(one) == stem_words(other)


def test_different_words_stay_different() -> None:
    assert stem_words("bridge") != stem_words("bridle")


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("", []),
        ("  ", []),
        ("😀 *?!", []),
        ('"', []),
        ("new bridge ", [Phrase(("new",)), Phrase(("bridg",))]),
        ("new bri", [Phrase(("new",)), Phrase(("bri",), begins="bri")]),
        ("who opened the bridge ", [Phrase(("who",)), Phrase(("open",)), Phrase(("bridg",))]),
        ('"the new bridge" opened ', [Phrase(("the", "new", "bridg")), Phrase(("open",))]),
        ("“new bridge”", [Phrase(("new", "bridg"))]),
        ('new "bridge ', [Phrase(("new",)), Phrase(("bridg",))]),
        (
            "to be or not",
            [Phrase((word,)) for word in ("to", "be", "or")] + [Phrase(("not",), "not")],
        ),
        ("flood AND (bridge* NEAR) ", [Phrase(("flood",)), Phrase(("bridg",)), Phrase(("near",))]),
    ],
)
def test_a_search_is_read_as_a_person_means_it(typed: str, phrases: list[Phrase]) -> None:
    assert read_search(typed) == phrases


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_whatever_is_typed_is_read(text: str) -> None:
    phrases = read_search(text)
    assert len(phrases) <= MOST_WORDS
    assert all(phrase.stems for phrase in phrases)
    assert bool(phrases) == bool(fold(text))


@given(st.text())
def test_every_word_of_a_text_lights_up_when_it_is_searched_for(text: str) -> None:
    pieces = light_up(text, [Phrase((stem,)) for stem in stem_words(text)])
    unlit = " ".join(words for words, lit in pieces if not lit)
    assert not [word for word in fold(unlit).split() if word.isascii()]


def test_what_was_found_is_lit_and_nothing_is_lost() -> None:
    pieces = light_up("Mayor Kralová opened it; opening hours", read_search("open kralova "))
    assert pieces == [
        ("Mayor ", False),
        ("Kralová", True),
        (" ", False),
        ("opened", True),
        (" it; ", False),
        ("opening", True),
        (" hours", False),
    ]
