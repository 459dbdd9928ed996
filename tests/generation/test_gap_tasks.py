"""Gaps in the article's own sentences: which words are asked for, and which are left alone."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.bank.rules import check_question
from quizapp.generation import generate, multiple_choice_cloze, open_cloze, word_bank
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import GAP, Kind, QuestionDraft
from quizapp.generation.pattern import Pattern
from quizapp.reading import Reading, read
from quizapp.reading.collocations import Frame, load_collocations

FILLER = "The old town lies on a hill above the river. Most of its houses are made of stone."


def reading_of(*paragraphs: str) -> Reading:
    blocks = tuple(Block(BlockRole.BODY, text) for text in (*paragraphs, FILLER))
    return read(Document("The Town on the Hill", blocks))


def propose(pattern: Pattern, *paragraphs: str) -> list[QuestionDraft]:
    return list(pattern.draft(reading_of(*paragraphs), Random(1)))


def chosen(*paragraphs: str) -> list[str]:
    """The keys of the questions with options."""
    drafts = propose(multiple_choice_cloze.PATTERN, *paragraphs)
    return [next(o.text for o in d.options if o.key) for d in drafts]


def typed(*paragraphs: str) -> list[str]:
    drafts = propose(open_cloze.PATTERN, *paragraphs)
    return [draft.accepted_answers[0].text for draft in drafts]


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("The price of bread depends on the harvest in the hills.", "on"),
        ("The judge accused the baker of theft in front of his wife.", "of"),
        ("The baker was convicted of theft by the old judge.", "of"),
        ("Every sailor in the harbour was aware of the danger.", "of"),
        ("The demand for silk made the merchants of the town rich.", "for"),
        ("The captain left the harbour in spite of the storm.", "spite"),
        ("Nobody in the hall paid any attention to the old judge.", "paid"),
        ("The council carried the plan of the mayor out in spring.", "out"),
    ],
)
def test_a_word_that_chooses_its_companion_is_asked_with_a_gap(sentence: str, key: str) -> None:
    assert key in chosen(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("The captain depends in winter on the harvest.", id="a time, not an object"),
        pytest.param("The baker talked to the judge about the town.", id="with may stand there"),
        pytest.param("The bridge was due to open in the spring of that year.", id="no noun after"),
        pytest.param("The mayor gave the captain a role in Quelmar.", id="a place"),
    ],
)
def test_a_gap_that_the_frame_does_not_confirm_is_not_made(sentence: str) -> None:
    assert chosen(sentence) == []


def test_words_that_the_article_shows_again_are_not_asked_for() -> None:
    once = "The price of bread depends on the harvest in the hills."
    again = "The price of fish depended on the weather of the coast."
    assert "on" in chosen(once)
    assert "on" not in chosen(once, again)


def test_wrong_verbs_stand_in_the_form_of_the_right_one() -> None:
    (draft,) = propose(
        multiple_choice_cloze.PATTERN, "The old mayor played a key role in the history of the town."
    )[:1]
    assert {option.text for option in draft.options} == {"played", "made", "did", "paid"}


def test_the_passage_hides_the_word_and_every_option_says_why() -> None:
    (draft,) = propose(
        multiple_choice_cloze.PATTERN, "The price of bread depends on the harvest in the hills."
    )
    assert [span.quote for span in draft.hidden_spans] == ["on"]
    assert draft.stem.count(GAP) == 1
    assert len(draft.options) == 4
    assert all(option.rationale.endswith(".") for option in draft.options)


def test_no_wrong_companion_is_right_in_another_entry_of_the_same_word() -> None:
    """ "result in" and "result from": neither is ever offered against the other."""
    pairs = load_collocations().pairs
    right: dict[tuple[Frame, str], set[str]] = {}
    for (frame, first, second), entry in pairs.items():
        if frame is not Frame.VERB_OF_NOUN:
            right.setdefault((frame, first), set()).add(entry.words[entry.gap])
            assert second == entry.words[entry.gap]
    for (frame, first, _), entry in pairs.items():
        assert not right.get((frame, first), set()) & set(entry.wrong), entry.text


def test_no_wrong_verb_goes_with_the_noun_in_another_entry() -> None:
    pairs = load_collocations().pairs
    for (frame, _, noun), entry in pairs.items():
        if frame is Frame.VERB_OF_NOUN:
            assert not any((frame, wrong, noun) in pairs for wrong in entry.wrong), entry.text


def test_no_right_companion_stands_out_by_its_length() -> None:
    pairs = load_collocations().pairs.values()
    for entry in (e for e in pairs if e.frame is not Frame.VERB_OF_NOUN):
        longest = max(map(len, entry.wrong))
        assert 0.3 * longest <= len(entry.words[entry.gap]) <= 2.2 * longest, entry.text


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("Both the mayor and the judge of the town were in the hall.", "and"),
        ("The mayor was neither rich nor famous in the days of the old king.", "nor"),
        ("The storm not only sank the ferry but also broke the bridge.", "but"),
        ("More than 300 sailors lived in the houses by the harbour.", "than"),
        ("The bridge was built as early as 1750 by masons of the town.", "as"),
        ("The boy was old enough to sail the ferry of his father.", "enough"),
        ("The ice was so thick that the ferry stayed in the harbour.", "that"),
        ("The town honoured a captain whose ship had saved the crew.", "whose"),
        ("The mayor praised the speed with which the masons worked.", "which"),
        ("Anna Osei, who led the crew of the ferry, praised the masons.", "who"),
        ("The flood may have damaged the walls of the old harbour.", "have"),
        ("The ferry has stayed in the harbour since 1998 without a crew.", "since"),
        ("The captain left the harbour in spite of the storm.", "in"),
    ],
)
def test_a_place_that_only_one_small_word_fits_is_a_gap(sentence: str, key: str) -> None:
    assert key in typed(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Prices are higher than in the towns of the coast.", id="higher in fits"),
        pytest.param("The people who live by the river like the ferry.", id="that fits, too"),
        pytest.param("The judge came on the ferry, which was late that day.", id="no sure aside"),
        pytest.param("The storm may have hit the harbour at night.", id="hit is a base form"),
        pytest.param("The bridge was due to open in the spring of that year.", id="no noun after"),
    ],
)
def test_a_place_that_two_words_fit_is_no_gap(sentence: str) -> None:
    assert typed(sentence) == []


SUMMARY = (
    "The council of Quelmar abolished the tax on bread in the spring.",
    "The mayor was ill. Storms had damaged the ancient bridge of Quelmar in the autumn.",
    "Nobody slept. Visitors admire the cathedral of Quelmar in the summer months.",
    "Rain fell. Sailors from Quelmar painted the lighthouse on the northern cliff.",
    "The town was quiet. Merchants of Quelmar wanted to persuade the governor of the coast.",
    "A riot erupted in the harbour, and all the donkeys of the farmers vanished at night.",
)


def test_a_bank_asks_for_every_form_once_and_adds_two_words() -> None:
    (draft,) = propose(word_bank.PATTERN, *SUMMARY)
    gapped = [pair for pair in draft.pairs if pair.premise]
    spare = [pair for pair in draft.pairs if not pair.premise]
    assert len(gapped) >= 4
    assert len(spare) == 2
    assert all(pair.premise.count(GAP) == 1 for pair in gapped)
    hidden = {span.quote for span in draft.hidden_spans}
    assert hidden == {pair.response for pair in gapped}
    assert not any(pair.response in p.premise for pair in draft.pairs for p in gapped)


def test_a_short_text_has_no_bank() -> None:
    assert propose(word_bank.PATTERN, *SUMMARY[:2]) == []


def test_a_sentence_that_needs_the_one_before_is_not_in_a_bank() -> None:
    leaning = "He abolished the tax on bread in the spring of that year."
    drafts = propose(word_bank.PATTERN, *SUMMARY, leaning)
    assert not any(pair.premise.startswith("He ") for d in drafts for pair in d.pairs)


def test_gaps_pass_the_gates_and_none_shows_what_another_hides() -> None:
    reading = reading_of(
        "Both the mayor and the judge of the town were aware of the danger.",
        "The price of bread depends on the harvest in the hills of Quelmar.",
        "Anna Osei, who led the crew of the ferry, accused the masons of theft.",
        "Both the baker and the miller of the hills left their old houses in the spring.",
    )
    bank = generate(reading)
    gaps = [draft for draft in bank if GAP in draft.stem and draft.hidden_spans]
    assert {Kind.MULTIPLE_CHOICE, Kind.CLOZE} <= {draft.kind for draft in gaps}
    for draft in gaps:
        assert find_reasons(draft, reading) == ()
        assert check_question(draft, reading.document.paragraphs) == []
        assert not any(draft.critical_span.quote in other.stem for other in bank)


def test_no_stem_prints_the_sentence_in_which_another_has_a_gap() -> None:
    reading = reading_of(
        "Both the mayor and the judge of the town were aware of the danger that lay in the bay.",
        "Both the baker and the miller of the hills left their old houses in the spring.",
    )
    bank = generate(reading)
    for draft in (each for each in bank if GAP in each.stem and each.hidden_spans):
        key = draft.hidden_spans[0]
        text = reading.document.paragraphs[key.paragraph - 1]
        shown = text[max(key.start - 12, 0) : key.end + 12]
        assert not any(shown in other.stem for other in bank)


def test_two_gaps_of_one_phrase_are_not_asked_side_by_side() -> None:
    reading = reading_of(
        "Instead of waiting for the ferry, the masons of the town walked home over the hills.",
        "The price of bread depends on the harvest in the hills of Quelmar.",
    )
    gaps = [d for d in generate(reading) if GAP in d.stem and d.critical_span.paragraph == 1]
    starts = sorted(draft.hidden_spans[0].start for draft in gaps)
    assert all(b - a >= 20 for a, b in pairwise(starts))
