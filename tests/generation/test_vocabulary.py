"""What is asked about words: their meaning, their place, their form; and what is left alone."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.bank.rules import check_question
from quizapp.generation import find_the_word, generate, vocabulary, word_formation
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import GAP, Kind, QuestionDraft, Skill
from quizapp.generation.pattern import Pattern
from quizapp.reading import Reading, read

FILLER = "The old town lies on a hill above the river. Most of its houses are made of stone."


def reading_of(*paragraphs: str) -> Reading:
    blocks = tuple(Block(BlockRole.BODY, text) for text in (*paragraphs, FILLER))
    return read(Document("The Town on the Hill", blocks))


def propose(pattern: Pattern, *paragraphs: str) -> list[QuestionDraft]:
    return list(pattern.draft(reading_of(*paragraphs), Random(1)))


def asked(*paragraphs: str) -> dict[str, str]:
    """The stem and key of every multiple-choice question about a word."""
    drafts = propose(vocabulary.PATTERN, *paragraphs)
    return {d.stem: next(o.text for o in d.options if o.key) for d in drafts}


@pytest.mark.parametrize(
    ("sentence", "stem", "key"),
    [
        (
            "Soldiers quelled the riot in the harbour before night fell.",
            "In “Soldiers quelled the riot in the harbour before night fell”, what does “quell” "
            "mean?",
            "put down",
        ),
        (
            "The captain complied with the order of the harbour master at once.",
            "In “The captain complied with the order of the harbour master at once”, what does "
            "“comply with” mean?",
            "obey",
        ),
        (
            "The trade in silk was lucrative for the merchants’ wives.",
            "In “The trade in silk was lucrative for the merchants’ wives”, what does “lucrative” "
            "mean?",
            "profitable",
        ),
    ],
)
def test_a_word_is_asked_with_its_sentence(sentence: str, stem: str, key: str) -> None:
    assert asked(sentence)[stem] == key


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("The ship’s gifts exceeded in the hall of the town.", id="no object"),
        pytest.param("“Quell” Harbour was the name of a small inn by the river.", id="a name"),
        pytest.param("The doctors studied the immune system of the old sailor.", id="fixed term"),
        pytest.param("The guard wore a ‘porous’ cloak in the rain of autumn.", id="scare quotes"),
        pytest.param("The desert lay before the riders of the old king.", id="another class"),
        pytest.param("The clerk of the town was in earnest about it.", id="a set phrase"),
        pytest.param("The fluctuating price of bread made the bakers sad.", id="a participle"),
        pytest.param("The crew perceived him as a danger to the old ship.", id="as another"),
        pytest.param("The farmers sold a lot of corn to the bakers of the town.", id="plain words"),
    ],
)
def test_a_word_used_otherwise_is_left_alone(sentence: str) -> None:
    assert asked(sentence) == {}


def test_a_word_that_the_article_uses_as_its_term_is_left_alone() -> None:
    article = (
        "A prototype is the best example of an idea.",
        "People keep a prototype of every bird in mind.",
        "The robin is the prototype that most people name.",
    )
    assert not any("prototype" in stem for stem in asked(*article))


def test_an_excerpt_is_whole_and_ends_in_no_link() -> None:
    sentence = (
        "After the storm had passed over the hills, the mayor told everybody in the market that "
        "Anna Osei had abolished the tax on bread, and nobody in the crowd believed a word of "
        "it until the bakers themselves came out of their shops and read the letter aloud."
    )
    stem = next(stem for stem in asked(sentence) if "abolish" in stem)
    assert stem.startswith("In “After the storm had passed")
    assert "Anna Osei had abolished the tax on bread …”" in stem
    assert not any(f" {link} …”" in stem for link in ("and", "of", "the", "to"))


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        (
            'The guard said: "The council has abolished the tax on bread."',
            "The council has abolished the tax on bread",
        ),
        (
            "“It is a lively town of long streets and small shops by the river and I like to walk "
            "in it with my dog,” she said, though she contended that the inns were bad.",
            "she contended that the inns were bad",
        ),
    ],
)
def test_an_excerpt_keeps_quotations_whole(sentence: str, quoted: str) -> None:
    (stem,) = asked(sentence)
    assert quoted in stem
    assert stem.count("‘") <= stem.count("’")
    assert ",’" not in stem


def test_an_excerpt_keeps_the_noun_that_the_word_describes() -> None:
    sentence = (
        "The sailors, who had left the port in the morning with a lucrative and long awaited "
        "cargo of silk and spices from the islands, came back before the storm of the night broke "
        "over the harbour."
    )
    assert not any("lucrative …" in stem for stem in asked(sentence))


def test_an_excerpt_never_loses_the_not_before_it() -> None:
    sentence = (
        "In the spring the council of the town said to all that it was not just the bakers of the "
        "harbour who had endorsed the tax, as the guard of the gate had told the wives of the "
        "sailors on the day before."
    )
    assert not any("“… just" in stem for stem in asked(sentence))


def test_options_and_their_reasons_are_complete() -> None:
    (draft,) = propose(
        vocabulary.PATTERN, "Soldiers quelled the riot in the harbour before night fell."
    )
    assert len(draft.options) == 4
    assert draft.skill is Skill.VOCABULARY
    assert draft.critical_span.quote.startswith("Soldiers")
    assert all(o.rationale.endswith(".") for o in draft.options)
    assert "by force" in draft.options[0].rationale


def test_no_paragraph_is_asked_about_more_than_two_words() -> None:
    article = (
        "Soldiers quelled the riot. The council abolished the tax. The mayor disclosed the plan. "
        "The guards dismantled the gate. The sailors evaded the guards."
    )
    assert len(propose(vocabulary.PATTERN, article)) <= 2


def test_a_word_is_looked_for_in_its_paragraph() -> None:
    paragraphs = (
        "The council abolished the tax on bread in the spring of that year.",
        "The guards dismantled the gate of the town after the war.",
        "Soldiers quelled the riot in the harbour before night fell.",
    )
    drafts = propose(find_the_word.PATTERN, *paragraphs)
    assert len(drafts) == 1
    draft = drafts[0]
    assert draft.kind is Kind.SHORT_ANSWER
    assert draft.stem.startswith("Find a word in paragraph ")
    surface, lemma = draft.accepted_answers[0].text, draft.accepted_answers[1].text
    assert surface in draft.critical_span.quote
    assert lemma in {"abolish", "dismantle", "quell"}


def test_a_word_is_not_looked_for_beside_one_that_means_the_same() -> None:
    paragraphs = (
        "The council abolished the tax on bread in the spring of that year.",
        "The guards dismantled the gate of the town after the war.",
        "The smoke was noxious and its taste was detrimental to the old sailors.",
    )
    drafts = propose(find_the_word.PATTERN, *paragraphs)
    assert not any(draft.accepted_answers[0].text == "detrimental" for draft in drafts)


def formed(*paragraphs: str) -> dict[str, str]:
    drafts = propose(word_formation.PATTERN, *paragraphs)
    return {d.stem: d.accepted_answers[0].text for d in drafts}


@pytest.mark.parametrize(
    ("sentence", "gapped", "key"),
    [
        (
            "The loneliness of the lighthouse was a pity for the town.",
            "LONELY fits the gap? “The ____ of the lighthouse was a pity for the town.”",
            "loneliness",
        ),
        (
            "The council hopes to strengthen its ties with the coast.",
            "STRONG fits the gap? “The council hopes to ____ its ties with the coast.”",
            "strengthen",
        ),
        (
            "The queen sent a peaceful answer to the king of the islands.",
            "PEACE fits the gap? “The queen sent a ____ answer to the king of the islands.”",
            "peaceful",
        ),
    ],
)
def test_a_derived_word_is_asked_for_by_its_base(sentence: str, gapped: str, key: str) -> None:
    found = formed(sentence)
    assert [k for stem, k in found.items() if gapped in stem] == [key]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("The organizations of the town met in the hall.", id="organizers may, too"),
        pytest.param("The destruction of the old gate was a crime.", id="so may a destroyer"),
        pytest.param("The indication of danger was clear to the crew.", id="so may an indicator"),
        pytest.param("The dependence of the town on coal was great.", id="dependency fits"),
        pytest.param("The discoveries of the captain made him rich.", id="discovery fits"),
        pytest.param("Both brothers waited patiently for the ferry.", id="two letters more"),
        pytest.param("The department of the king had a hall in town.", id="not from depart"),
    ],
)
def test_a_gap_that_another_form_would_fit_is_not_made(sentence: str) -> None:
    assert formed(sentence) == {}


def test_a_derived_word_that_the_passage_shows_again_is_not_asked_for() -> None:
    assert not any(
        key == "loneliness"
        for key in formed(
            "The loneliness of the lighthouse was a pity for the town.",
            "Nobody spoke of its loneliness afterwards.",
        ).values()
    )


def test_the_passage_hides_the_word_that_is_to_be_formed() -> None:
    (draft,) = propose(
        word_formation.PATTERN, "The queen sent a peaceful answer to the king of the islands."
    )
    (hidden,) = draft.hidden_spans
    assert hidden.quote == "peaceful"
    assert draft.stem.count(GAP) == 1


def test_both_spellings_are_accepted() -> None:
    (draft,) = propose(
        word_formation.PATTERN, "The enrollment of the young sailors was a success for the navy."
    )
    assert {answer.text for answer in draft.accepted_answers} == {"enrollment", "enrolment"}


ARTICLE = (
    "Soldiers quelled the riot in the harbour of Quelmar before night fell. The loneliness of "
    "the lighthouse was a pity for the people of the town.",
    "The council of the town abolished the tax on bread in the spring. Both brothers waited "
    "patiently for the ferry to come.",
    "The guards dismantled the old gate of the town after the war.",
    "The enrollment of the young sailors was good news for the navy of the island.",
)


def test_questions_about_words_pass_the_gates_and_reach_the_bank() -> None:
    reading = reading_of(*ARTICLE)
    bank = generate(reading)
    words = [draft for draft in bank if draft.skill is Skill.VOCABULARY]
    assert "vocabulary_in_context" in {draft.pattern for draft in words}
    for draft in words:
        assert find_reasons(draft, reading) == ()
        assert check_question(draft, reading.document.paragraphs) == []


def test_no_question_about_words_gives_another_away() -> None:
    bank = generate(reading_of(*ARTICLE))
    for draft in bank:
        for hidden in draft.hidden_spans:
            tells = len(hidden.quote) > 4  # "for" and the like stand in every other stem
            quoted = any(hidden.quote in other.stem for other in bank if other != draft)
            assert not (tells and quoted)


def test_an_excerpt_does_not_begin_with_a_verb_that_has_lost_its_subject() -> None:
    sentence = (
        "Anna Osei, who came to the town as a child with her mother and two sisters and learned to "
        "sail before she could read, was one of the most prominent sailors of the coast of her day."
    )
    assert not any(stem.startswith("In “… was") for stem in asked(sentence))
