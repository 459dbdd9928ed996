"""A question that begins with a sentence of the passage has its options and its key from there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.passage_questions import (
    PickError,
    begin_with,
    offer_sentences,
    settle_hidden_spans,
)
from quizapp.bank.rules import check_question
from quizapp.bank.writing import begin_draft
from quizapp.generation.draft import AcceptedAnswer, Kind, Option, QuestionDraft

LONG = "The town grew. It had a mill. The mill burned down in 1900. Nobody rebuilt it."
SHORT = "It has one sentence only."
MANY = " ".join(f"Sentence number {name} stands here." for name in "ABCDEFGHIJKL")
PARAGRAPHS = (SHORT, LONG, MANY)


def keys(draft: QuestionDraft) -> list[str]:
    return [option.text for option in draft.options if option.key]


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        (1, "Before “It had a mill.”"),
        (2, "After “The town grew.”"),
        (4, "After “The mill burned down in 1900.”"),
    ],
)
def test_a_sentence_that_is_taken_out_belongs_where_it_stood(sentence: int, key: str) -> None:
    draft = begin_with(begin_draft(Kind.INSERTION), PARAGRAPHS, 2, sentence)
    assert keys(draft) == [key]
    assert len(draft.options) == 4
    (hidden,) = draft.hidden_spans
    assert hidden.quote in draft.stem
    assert draft.critical_span.quote.endswith(hidden.quote)
    assert check_question(draft, PARAGRAPHS) == []


def test_the_sentences_of_a_paragraph_are_the_options_and_the_chosen_one_is_the_key() -> None:
    draft = begin_with(begin_draft(Kind.SELECT_SENTENCE), PARAGRAPHS, 2, 3)
    assert keys(draft) == ["The mill burned down in 1900."]
    assert draft.critical_span.quote == keys(draft)[0]
    asked = replace(draft, stem="Which sentence of paragraph 2 names a year?")
    assert check_question(asked, PARAGRAPHS) == []


def test_an_intruder_stands_after_the_chosen_sentence_and_its_paragraph_is_hidden() -> None:
    draft = begin_with(begin_draft(Kind.IRRELEVANT_SENTENCE), PARAGRAPHS, 2, 2)
    assert [option.key for option in draft.options] == [False, False, True, False, False]
    (host,) = draft.hidden_spans
    assert host.quote == LONG
    written = tuple(replace(it, text=it.text or "Mills are old.") for it in draft.options)
    assert check_question(replace(draft, options=written), PARAGRAPHS) == []


def test_an_intruder_from_the_passage_is_hidden_there_too() -> None:
    draft = begin_with(begin_draft(Kind.IRRELEVANT_SENTENCE), PARAGRAPHS, 2, 2)
    written = replace(
        draft, options=tuple(replace(it, text=it.text or SHORT) for it in draft.options)
    )
    settled = settle_hidden_spans(draft, written, PARAGRAPHS)
    assert [span.quote for span in settled.hidden_spans] == [LONG, SHORT]
    assert settle_hidden_spans(settled, settled, PARAGRAPHS) == settled


@pytest.mark.parametrize("sentence", range(1, 13))
@pytest.mark.parametrize("kind", [Kind.INSERTION, Kind.SELECT_SENTENCE, Kind.IRRELEVANT_SENTENCE])
def test_a_long_paragraph_gives_no_more_options_than_a_question_may_have(
    kind: Kind, sentence: int
) -> None:
    draft = begin_with(begin_draft(kind), PARAGRAPHS, 3, sentence)
    assert len(draft.options) == 8
    assert len(keys(draft)) == 1


@pytest.mark.parametrize(("paragraph", "sentence"), [(1, 1), (2, 5), (2, 0), (0, 1), (9, 1)])
def test_a_sentence_that_is_not_offered_cannot_be_chosen(paragraph: int, sentence: int) -> None:
    with pytest.raises(PickError):
        begin_with(begin_draft(Kind.INSERTION), PARAGRAPHS, paragraph, sentence)
    assert begin_with(begin_draft(Kind.INSERTION), PARAGRAPHS, 2, 1)


def test_a_paragraph_of_one_sentence_is_offered_for_gaps_alone() -> None:
    assert [len(it) for it in offer_sentences(Kind.INSERTION, PARAGRAPHS)] == [0, 4, 12]
    assert [len(it) for it in offer_sentences(Kind.CLOZE, PARAGRAPHS)] == [1, 4, 12]


@pytest.mark.parametrize(
    ("stem", "answers", "hidden"),
    [
        ("The ____ burned down in ____.", [("mill", 1), ("1900", 2)], ["mill", "1900"]),
        ("the MILL  burned down in ____.", [("1900", 1)], ["1900"]),
        ("“The ____ burned down in 1900.” Use a form of GRIND.", [("mill", 1)], ["mill"]),
        ("The mill was destroyed in ____.", [("1900", 1)], []),
        ("The ____ burned down in 1900.", [("barn", 1)], []),
        ("The ____ burned down in ____.", [("mill", 1)], []),
        ("____", [("mill", 1)], []),
    ],
)
def test_gapped_words_of_the_passage_are_hidden_in_it(
    stem: str, answers: list[tuple[str, int]], hidden: list[str]
) -> None:
    before = begin_draft(Kind.CLOZE)
    accepted = tuple(AcceptedAnswer(text, gap) for text, gap in answers)
    after = replace(before, stem=stem, accepted_answers=accepted)
    settled = settle_hidden_spans(before, after, PARAGRAPHS)
    assert [span.quote for span in settled.hidden_spans] == hidden
    for span in settled.hidden_spans:
        assert PARAGRAPHS[span.paragraph - 1][span.start : span.end] == span.quote


def test_what_other_kinds_hide_stays() -> None:
    before = begin_with(begin_draft(Kind.INSERTION), PARAGRAPHS, 2, 2)
    after = replace(before, stem="Where?", options=(*before.options[:1], Option("x")))
    assert settle_hidden_spans(before, after, PARAGRAPHS).hidden_spans == before.hidden_spans


@given(
    st.lists(st.sampled_from("abcdefghijklmnop"), min_size=3, max_size=14, unique=True),
    st.data(),
    st.sampled_from([Kind.INSERTION, Kind.SELECT_SENTENCE, Kind.IRRELEVANT_SENTENCE]),
)
def test_whatever_sentence_is_chosen_the_question_keeps_the_rules(
    names: list[str], data: st.DataObject, kind: Kind
) -> None:
    paragraphs = (" ".join(f"Here stands {name}." for name in names),)
    at = data.draw(st.integers(1, len(names)))
    draft = begin_with(begin_draft(kind), paragraphs, 1, at)
    written = tuple(replace(it, text=it.text or "Not from here.") for it in draft.options)
    complete = replace(draft, stem=draft.stem or "Which one?", options=written)
    assert check_question(complete, paragraphs) == []
