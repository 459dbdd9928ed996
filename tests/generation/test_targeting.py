"""What is drafted about the words that a teacher has picked."""

from __future__ import annotations

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.bank.rules import check_question
from quizapp.generation.draft import GAP, Kind, Option, Skill, Status
from quizapp.generation.picking import SpanError
from quizapp.generation.targeting import TargetedDraft, draft_for, find_spans
from quizapp.reading import Reading, read

TEXT = (
    "On March 3, 2021, Mayor Petra Novak opened the long bridge over the river. The council had "
    "imposed a strict curfew on the harbour in the winter.",
    "Jan Dvorak, the architect, praised the new road. On May 9, 2022, the council closed the old "
    "harbour because soldiers had to quell a riot there.",
    "Eva Mala repaired the narrow gate of the castle on June 1, 2023. Karel Benes said that 400 "
    "boats had left the bay.",
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(Document("Life in Ostrov", tuple(Block(BlockRole.BODY, text) for text in TEXT)))


def drafts_about(reading: Reading, words: str) -> tuple[TargetedDraft, ...]:
    return draft_for(reading, find_spans(reading, words))


def others(targeted: TargetedDraft) -> list[Option]:
    return [proposal.option for proposal in targeted.proposals]


def keys(targeted: TargetedDraft) -> set[str]:
    draft = targeted.draft
    return {o.text for o in draft.options if o.key} | {a.text for a in draft.accepted_answers}


def test_a_date_is_asked_with_when_and_stripped_of_its_preposition(reading: Reading) -> None:
    found = drafts_about(reading, "On March 3, 2021")
    assert any(each.draft.stem.startswith("When did") for each in found)
    assert all("March 3, 2021" in keys(each) for each in found)


def test_a_person_is_asked_with_who_beside_other_people(reading: Reading) -> None:
    found = drafts_about(reading, "Petra Novak")
    who = next(each for each in found if each.draft.stem.startswith("Who opened"))
    names = {option.text for option in (*who.draft.options, *others(who))}
    assert names & {"Jan Dvorak", "Eva Mala", "Karel Benes"}


def test_an_object_is_asked_with_what(reading: Reading) -> None:
    found = drafts_about(reading, "the narrow gate of the castle")
    assert "What did Eva Mala repair on June 1, 2023?" in {each.draft.stem for each in found}


def test_a_word_of_the_list_is_asked_for_its_meaning(reading: Reading) -> None:
    found = drafts_about(reading, "quell")
    assert Skill.VOCABULARY in {each.draft.skill for each in found}


def test_any_words_of_one_sentence_can_be_a_gap(reading: Reading) -> None:
    found = drafts_about(reading, "strict curfew")
    gap = next(each.draft for each in found if each.draft.kind is Kind.CLOZE)
    assert gap.stem.count(GAP) == 1
    assert [span.quote for span in gap.hidden_spans] == ["strict curfew"]


def test_wrong_options_are_built_like_the_key_and_say_where_they_stand(reading: Reading) -> None:
    proposals = [o for each in drafts_about(reading, "long bridge") for o in others(each)]
    assert {"new road", "narrow gate"} & {option.text for option in proposals}
    assert all("paragraph" in option.rationale for option in proposals)


def test_a_name_is_never_its_own_distractor(reading: Reading) -> None:
    for each in drafts_about(reading, "Petra Novak"):
        wrong = [o.text for o in (*each.draft.options, *others(each)) if not o.text]
        assert not any("Novak" in text for text in wrong)


def test_every_draft_keeps_the_rules_of_its_kind_and_stays_a_draft(reading: Reading) -> None:
    for words in ("Petra Novak", "On March 3, 2021", "quell", "400", "strict curfew"):
        for each in drafts_about(reading, words):
            assert check_question(each.draft, reading.document.paragraphs) == []
            assert each.draft.status is Status.DRAFT


def test_the_same_words_give_the_same_drafts(reading: Reading) -> None:
    assert drafts_about(reading, "Petra Novak") == drafts_about(reading, "Petra Novak")


@pytest.mark.parametrize(
    ("words", "paragraph", "message"),
    [
        ("the emperor", None, "does not stand in the article"),
        ("quell", 1, "does not stand in paragraph 1"),
        ("the new road. On May 9, 2022", None, "more than one sentence"),
        ("  ", None, "which words"),
    ],
)
def test_words_that_cannot_be_asked_about_are_refused_with_a_reason(
    reading: Reading, words: str, paragraph: int | None, message: str
) -> None:
    with pytest.raises(SpanError, match=message):
        find_spans(reading, words, paragraph)
