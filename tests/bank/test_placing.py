"""What a file quotes is found in the passage, wherever it says that it stands."""

from __future__ import annotations

from dataclasses import replace

from quizapp.bank.formats.exchange import quote_span
from quizapp.bank.placing import GUESSED, place_spans
from quizapp.generation.draft import NOWHERE, Kind
from tests.factories import DOCUMENT, choice, one_of_each_kind, span

PARAGRAPHS = DOCUMENT.paragraphs


def test_a_quote_gets_its_place_in_the_paragraph_that_is_named() -> None:
    draft = choice(critical_span=quote_span(3, "trams and cyclists"))
    assert place_spans(draft, PARAGRAPHS).critical_span == span(3, "trams and cyclists")


def test_a_quote_under_a_wrong_number_is_found_in_another_paragraph() -> None:
    for number in (0, 2, 99):
        draft = choice(critical_span=quote_span(number, "trams and cyclists"))
        assert place_spans(draft, PARAGRAPHS).critical_span == span(3, "trams and cyclists")


def test_without_evidence_the_one_sentence_with_the_key_is_proposed_and_said() -> None:
    placed = place_spans(choice(critical_span=NOWHERE), PARAGRAPHS)
    assert placed.critical_span == span(2, PARAGRAPHS[1])
    assert placed.reasons == (GUESSED,)


def test_words_that_stand_nowhere_or_twice_prove_nothing() -> None:
    draft = choice(critical_span=quote_span(1, "words of another text"))
    for key in ("Nobody of this text", "bridge", "a"):
        options = (replace(draft.options[0], text=key), *draft.options[1:])
        placed = place_spans(replace(draft, options=options), PARAGRAPHS)
        assert (placed.critical_span, placed.reasons) == (NOWHERE, ())


def test_distractor_spans_that_stand_nowhere_are_left_out() -> None:
    spans = (quote_span(1, "trams"), quote_span(1, "no such words"))
    placed = place_spans(choice(distractor_spans=spans), PARAGRAPHS)
    assert placed.distractor_spans == (span(3, "trams"),)


def test_what_would_give_the_key_away_is_hidden_again() -> None:
    drafts = {draft.kind: replace(draft, hidden_spans=()) for draft in one_of_each_kind()}
    cloze = place_spans(drafts[Kind.CLOZE], PARAGRAPHS)
    assert cloze.hidden_spans == (span(2, "Jana Kralova"), span(2, "2003"))
    stem = f"Where does this sentence belong? “{PARAGRAPHS[1]}”"
    insertion = place_spans(replace(drafts[Kind.INSERTION], stem=stem), PARAGRAPHS)
    assert insertion.hidden_spans == (span(2, PARAGRAPHS[1]),)
    intruder = place_spans(drafts[Kind.IRRELEVANT_SENTENCE], PARAGRAPHS)
    assert span(1, PARAGRAPHS[0]) in intruder.hidden_spans


def test_a_sentence_that_is_quoted_with_other_marks_is_hidden_all_the_same() -> None:
    passage = ("It rained. He said “no” and left the room at once. The door closed.",)
    stem = "Where does it belong? “He said ‘no’ and left the room at once.”"
    drafts = {draft.kind: draft for draft in one_of_each_kind()}
    placed = place_spans(replace(drafts[Kind.INSERTION], stem=stem, hidden_spans=()), passage)
    (hidden,) = placed.hidden_spans
    assert hidden.quote == "He said “no” and left the room at once."


def test_the_sentences_around_an_intruder_are_hidden_in_whatever_order_they_stand() -> None:
    passage = ("One came first. Two came then. Three came last.",)
    draft = next(it for it in one_of_each_kind() if it.kind is Kind.IRRELEVANT_SENTENCE)
    options = tuple(
        replace(option, text=text, key=key)
        for option, (text, key) in zip(
            draft.options,
            [("Three came last.", False), ("Nobody saw it.", True), ("One came first.", False)],
            strict=True,
        )
    )
    placed = place_spans(replace(draft, options=options, hidden_spans=()), passage)
    assert passage[0] in {span.quote for span in placed.hidden_spans}


def test_nothing_is_proposed_for_a_key_that_is_no_words_of_the_passage() -> None:
    passage = ("The false rumour spread. It is true that nobody liked it.",)
    for draft in one_of_each_kind():
        if draft.kind in (Kind.TRUE_FALSE, Kind.TRUE_FALSE_NOT_GIVEN, Kind.INSERTION):
            placed = place_spans(replace(draft, critical_span=NOWHERE), passage)
            assert placed.critical_span == NOWHERE
