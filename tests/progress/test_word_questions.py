"""A kept word is asked with its meaning among others, or is typed; exactly one option is right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.scoring import mark_response
from quizapp.dictionary.looking import Sense, draw_words, find_words, list_forms, list_senses
from quizapp.generation.draft import QuestionDraft
from quizapp.progress.models import PracticeCard, WordTask
from quizapp.progress.word_questions import (
    EXACTLY,
    MOST_OPTIONS,
    RECALL_FROM,
    WITH_A_SLIP,
    WordQuestion,
    ask_meaning,
    ask_word,
    choose_task,
    describe,
    mean_the_same,
)

FLOOD = Sense("flood", "too much water on dry land", "n")
FORMS = frozenset({"flood", "floods", "flooded", "flooding"})
BRIDGE = Sense("bridge", "a way over a river", "n")
CARRY = Sense("carry", "to take from one place to another", "v")
ODD = Sense("odd", "unlike what is usual", "")


def ask(
    others: list[Sense], seed: int = 1, word: Sense = FLOOD, own: tuple[str, ...] = ()
) -> QuestionDraft | None:
    return ask_meaning(word, [others], own=own, forms=FORMS, rng=Random(seed))


def texts(draft: QuestionDraft | None) -> list[str]:
    return [it.text for it in draft.options] if draft else []


def test_a_word_is_recognised_until_it_is_remembered_for_some_days() -> None:
    assert choose_task(None) is WordTask.RECOGNITION
    assert choose_task(PracticeCard(stability=RECALL_FROM - 0.1)) is WordTask.RECOGNITION
    assert choose_task(PracticeCard(stability=RECALL_FROM)) is WordTask.RECALL


def test_wrong_meanings_are_of_the_same_part_of_speech_where_it_is_known() -> None:
    assert set(texts(ask([CARRY, BRIDGE, ODD]))) == {FLOOD.text, BRIDGE.text, ODD.text}
    assert set(texts(ask([CARRY]))) == {FLOOD.text, CARRY.text}
    assert ask([]) is None


def test_the_nearest_words_come_first() -> None:
    near = [Sense(f"near{it}", f"thing {it}", "n") for it in ("ab", "cd", "ef")]
    far = [Sense(f"far{it}", f"{it}a {it}b {it}c", "n") for it in "ghijklmnopqrst"]
    draft = ask_meaning(FLOOD, [near, far], own=(), forms=FORMS, rng=Random(1))
    assert set(texts(draft)) == {FLOOD.text, *(it.text for it in near)}


@pytest.mark.parametrize(
    "same",
    [
        Sense("deluge", "too much water on dry land", "n"),
        Sense("deluge", "water on the land", "n"),
        Sense("inundation", "the act of filling to overflowing", "n"),
        Sense("dam", "what holds a flood back", "n"),
        Sense("floods", "several of them", "n"),
    ],
)
def test_what_could_be_right_too_is_no_wrong_meaning(same: Sense) -> None:
    own = ("the act of filling to overflowing",)
    assert texts(ask([same, BRIDGE], own=own)) == [FLOOD.text, BRIDGE.text]


def test_no_option_names_the_word() -> None:
    comply = Sense("comply", "(comply with) to do as asked; who complies obeys", "v")
    forms = {"comply", "complies"}
    draft = ask_meaning(comply, [[CARRY]], own=(), forms=forms, rng=Random(1))
    assert texts(draft) == ["to do as asked; who … obeys", CARRY.text]
    typed = ask_word(comply, forms)
    assert typed.stem == "to do as asked; who … obeys"
    assert [it.text for it in typed.accepted_answers] == ["comply", "complies"]


@pytest.mark.parametrize(
    ("typed", "share", "with_a_slip"),
    [
        ("flood", 1, 1),
        ("The Flood.", 1, 1),
        ("flooding", 1, 1),
        ("flod", 0, 1),
        ("fld", 0, 0),
        ("bridge", 0, 0),
        ("", 0, 0),
    ],
)
def test_a_typed_word_is_marked_as_a_typed_answer(typed: str, share: int, with_a_slip: int) -> None:
    draft = ask_word(FLOOD, FORMS)
    for rules, expected in ((EXACTLY, share), (WITH_A_SLIP, with_a_slip)):
        assert mark_response(draft, (typed,), Decimal(1), rules).share == expected


def test_an_answer_is_told_in_words() -> None:
    draft = ask([BRIDGE])
    assert draft
    chosen = WordQuestion(1, WordTask.RECOGNITION, draft)
    assert describe(chosen, ("1",)) == (BRIDGE.text,)
    assert describe(chosen, ()) == ()
    typed = replace(chosen, task=WordTask.RECALL, draft=ask_word(FLOOD, FORMS))
    assert describe(typed, ("flod",)) == ("flod",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a person who rides a bicycle", "somebody who rides a bicycle", True),
        ("a person who rides a bicycle", "a person who builds bridges", False),
        ("of the", "of the", True),
        ("…", "a river", False),
        ("…", "…", True),
    ],
)
def test_meanings_are_compared_by_the_words_that_say_something(
    one: str, other: str, same: bool
) -> None:
    assert mean_the_same(one, other) is mean_the_same(other, one) is same


WORDS = st.text("abcdef", min_size=1, max_size=4)
SENSES = st.builds(
    Sense,
    WORDS,
    st.lists(WORDS, min_size=1, max_size=5).map(" ".join),
    st.sampled_from(["n", "v", "a", "r", ""]),
)


@given(SENSES, st.lists(SENSES, max_size=12), st.integers(0, 9))
def test_whatever_others_there_are_one_option_is_right_and_all_differ(
    word: Sense, others: list[Sense], seed: int
) -> None:
    forms = {word.headword}
    draft = ask_meaning(word, [others], own=(word.text,), forms=forms, rng=Random(seed))
    if draft is None:
        return
    assert 2 <= len(draft.options) <= MOST_OPTIONS
    assert [it.key for it in draft.options].count(True) == 1
    options = texts(draft)
    for place, text in enumerate(options):
        assert not find_words(text, forms)
        assert not any(mean_the_same(text, it) for it in options[:place])
    again = ask_meaning(word, [others[::-1]], own=(word.text,), forms=forms, rng=Random(seed))
    assert again == draft


@given(st.integers(0, 10_000))
def test_with_the_dictionary_there_are_never_fewer_than_two(dictionary: Path, seed: int) -> None:
    rng = Random(seed)
    headword, *others = draw_words(dictionary, 41, rng)
    senses = list_senses(dictionary, [headword, *others])
    word, own = senses[headword][0], [it.text for it in senses[headword]]
    forms = list_forms(dictionary, [headword])[headword]
    spare = [several[0] for it, several in senses.items() if it != headword]
    draft = ask_meaning(word, [[], spare], own=own, forms=forms, rng=rng)
    assert draft
    assert 2 <= len(draft.options) <= MOST_OPTIONS
