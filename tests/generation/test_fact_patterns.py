"""Which facts are asked about, and which are left alone: each refusal beside its permission."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.generation.registry import PATTERNS
from quizapp.generation.true_false_not_given import load_open_statements
from quizapp.reading import Reading, read

CAST = (
    "Lawyer Anna Osei met Captain Ivo Brandt in Brill. Mayor Tomas Reil was there, and Osei and "
    "Captain Brandt told Mayor Reil a story. Osei, Captain Brandt and Mayor Reil like Brill."
)


def read_text(*paragraphs: str) -> Reading:
    blocks = tuple(Block(BlockRole.BODY, text) for text in (*paragraphs, CAST))
    return read(Document("Harbour News", blocks))


def propose(pattern: str, *paragraphs: str) -> list[QuestionDraft]:
    """Everything that one pattern proposes about the paragraphs."""
    wanted = next(each for each in PATTERNS if each.name == pattern)
    return list(wanted.draft(read_text(*paragraphs), Random(1)))


def stems(pattern: str, *paragraphs: str) -> list[str]:
    return [draft.stem for draft in propose(pattern, *paragraphs)]


def answers(draft: QuestionDraft) -> list[str]:
    return [answer.text for answer in draft.accepted_answers]


def test_a_surname_in_a_question_is_given_in_full() -> None:
    found = stems("who_did", "Anna Osei sold the harbour of Quelmar to Brandt.")
    assert "Who sold the harbour of Quelmar to Ivo Brandt?" in found


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Osei sold the painting to a museum in Quelmar.",
        "Anna Osei sold another house in Quelmar to a friend.",
        "Anna Osei then sold this house in Quelmar to a friend.",
        "Anna Osei had sold the harbour of Quelmar to a friend.",
    ],
)
def test_what_leans_or_had_happened_before_is_not_asked_about(sentence: str) -> None:
    assert not any("sold" in stem for stem in stems("who_did", sentence))


def test_a_deed_that_two_share_is_not_asked_about_as_one_ones() -> None:
    alone = "Norway rejected the harbour plan of Denmark in Quelmar."
    shared = "Norway, like Sweden, rejected the harbour plan of Denmark in Quelmar."
    assert any("rejected" in stem for stem in stems("country_did", alone))
    assert not any("rejected" in stem for stem in stems("country_did", shared))


def test_a_typed_name_may_be_the_surname_or_have_its_title() -> None:
    draft = next(
        d
        for d in propose("who_did", "Mayor Tomas Reil closed the harbour of Quelmar in 2020.")
        if "closed" in d.stem
    )
    texts = answers(draft) or [o.text for o in draft.options]
    assert {"Tomas Reil"} <= set(texts)
    if draft.kind is Kind.SHORT_ANSWER:
        assert {"Reil", "Mayor Reil"} <= set(texts)


def test_the_year_is_needed_where_the_text_gives_it() -> None:
    (draft,) = propose("when_did", "Anna Osei closed the harbour of Quelmar on May 4, 2019.")
    assert answers(draft)[0] == "May 4, 2019"
    assert "4 May 2019" in answers(draft)
    assert "on May 4, 2019" in answers(draft)
    assert "May 4" not in answers(draft)


def test_a_day_without_a_year_may_be_written_either_way_round() -> None:
    (draft,) = propose("when_did", "Anna Osei closed the harbour of Quelmar on May 4.")
    assert {"May 4", "4 May"} <= set(answers(draft))


def test_a_year_of_another_age_is_no_option() -> None:
    drafts = propose(
        "when_did",
        "Anna Osei closed the harbour of Quelmar in 2019. Ivo Brandt opened the harbour of Brill "
        "in 2015, and Tomas Reil left the harbour of Quelmar in 2012.",
        "A storm sank a ship in 1703.",
    )
    draft = next(d for d in drafts if "close" in d.stem)
    assert [option.text for option in draft.options] == ["2012", "2015", "2019"]


def test_a_duration_is_typed_in_digits_or_words_without_nearly() -> None:
    (draft,) = propose("how_long", "Anna Osei led the harbour of Quelmar for nearly 30 years.")
    assert draft.stem == "For how long did Anna Osei lead the harbour of Quelmar?"
    assert {"nearly 30 years", "30 years", "thirty years"} <= set(answers(draft))


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Osei led the harbour of Quelmar until 30 years ago.",
        "Anna Osei, who is 30 years old, led the harbour of Quelmar.",
        "Anna Osei led the harbour of Quelmar for several years.",
    ],
)
def test_what_is_no_exact_duration_of_the_deed_is_not_asked(sentence: str) -> None:
    assert stems("how_long", sentence) == []


@pytest.mark.parametrize(
    ("sentence", "stem", "value"),
    [
        (
            "Anna Osei claimed there were 20,000 ships in Quelmar.",
            "According to Anna Osei, how many ships were in Quelmar?",
            "20000",
        ),
        (
            "Park officials said 40 sailors were rescued from the harbour of Quelmar.",
            "According to Park officials, how many sailors were rescued from the harbour of "
            "Quelmar?",
            "40",
        ),
    ],
)
def test_a_number_in_a_claim_is_asked_as_the_claim(sentence: str, stem: str, value: str) -> None:
    found = {d.stem.lower(): answers(d)[0] for d in propose("according_to", sentence)}
    assert found[stem.lower()] == value


def test_the_claim_of_the_officials_nobody_named_is_left_alone() -> None:
    sentence = "They said 40 sailors were rescued from the harbour of Quelmar."
    assert stems("according_to", sentence) == []


def test_a_share_is_asked_as_a_percentage() -> None:
    drafts = propose(
        "how_many", "About 40% of harbour workers in Quelmar lost their jobs in a single year."
    )
    assert [(d.stem.split(" of ")[0], answers(d)) for d in drafts] == [
        ("About what percentage", ["40"])
    ]


def test_two_or_three_is_guessed_and_not_asked() -> None:
    sentence = "Two harbour workers in Quelmar lost their jobs in a single year."
    assert stems("how_many", sentence) == []


def test_a_short_name_that_comes_up_again_is_asked_about() -> None:
    text = (
        "The Northern Rescue Alliance (NRA) came to Quelmar. The NRA stayed in the harbour. "
        "Sailors liked the NRA."
    )
    (draft,) = propose("abbreviation", text)
    assert draft.stem == "What does the abbreviation NRA stand for?"
    assert answers(draft) == ["Northern Rescue Alliance"]
    assert propose("abbreviation", "The Northern Rescue Alliance (NRA) came to Quelmar.") == []


def test_the_holder_of_an_office_of_a_named_body_is_asked_for() -> None:
    named = "Ivo Brandt, director of the Hartley Rescue Institute, spoke in the harbour."
    bare = "Ivo Brandt, director of the Institute, spoke in the harbour."
    assert stems("which_role", named) == ["Who is the director of the Hartley Rescue Institute?"]
    assert stems("which_role", bare) == []


def test_a_whole_quotation_is_asked_about_where_others_speak_too() -> None:
    quoted = "“The harbour of Quelmar has always been too small,” said Anna Osei."
    other = "Ivo Brandt said that the harbour was big enough."
    stem = "Who said, “The harbour of Quelmar has always been too small”?"
    assert stem in stems("who_said", quoted, other)


@pytest.mark.parametrize(
    "quoted",
    [
        "“They have always been too small for this town,” said Anna Osei.",
        "“The harbour of Quelmar has always been too small,” Ivo Brandt read. Anna Osei said no.",
        "“But the harbour of Quelmar has always been too small,” said Anna Osei.",
    ],
)
def test_a_quotation_that_leans_or_has_no_sure_speaker_is_not_asked_about(quoted: str) -> None:
    other = "Ivo Brandt said that the harbour was big enough."
    assert not any("too small" in stem for stem in stems("who_said", quoted, other))


def test_two_people_are_swapped_only_where_one_acts_on_the_other() -> None:
    (draft,) = propose("true_false_actors", "Anna Osei defeated Ivo Brandt in the race of Quelmar.")
    assert draft.stem == "Ivo Brandt defeated Anna Osei in the race of Quelmar."
    assert [option.text for option in draft.options if option.key] == ["False"]
    assert (
        propose("true_false_actors", "Anna Osei married Ivo Brandt in the chapel of Quelmar.") == []
    )


def test_a_detail_is_not_given_only_where_no_word_near_it_comes_up() -> None:
    event = "The arrest of Anna Osei surprised the people of the harbour."
    (draft,) = propose("true_false_not_given", event)
    assert [option.text for option in draft.options if option.key] == ["Not given"]
    assert draft.confidence < 0.5
    spoken_of = "Police came to her house at an early hour of the morning, in the street."
    assert propose("true_false_not_given", event, spoken_of) == []


def test_every_open_statement_has_a_name_and_words_near_it() -> None:
    for statements in load_open_statements().values():
        assert all("{name}" in each.text and each.near for each in statements)


def test_a_cloze_is_a_whole_weighty_sentence() -> None:
    cut = "Anna Osei sold the old harbour boats of Quelmar to Ivo Brandt, who was glad."
    assert propose("cloze_name_or_number", cut) == []
