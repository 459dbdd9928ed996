"""Which words that point back are asked about, and which have two possible antecedents."""

from __future__ import annotations

from random import Random

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import reference
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import QuestionDraft
from quizapp.reading import read

CAST = "Lawyer Anna Osei met Mayor Ivo Brandt and Tomas Reil in Quelmar. Brandt said little."


def ask(*paragraphs: str) -> list[QuestionDraft]:
    blocks = tuple(Block(BlockRole.BODY, text) for text in paragraphs)
    reading = read(Document("Harbour News", blocks))
    drafts = list(reference.PATTERN.draft(reading, Random(1)))
    assert all(find_reasons(draft, reading) == () for draft in drafts)
    return drafts


def test_he_is_the_one_person_who_acts_in_the_sentence_before() -> None:
    (draft,) = ask(CAST, "Ivo Brandt closed the gates on Monday. He reopened them within a week.")
    assert draft.stem == (
        "In paragraph 2, who does “He” refer to? “He reopened them within a week.”"
    )
    assert [option.text for option in draft.options if option.key] == ["Ivo Brandt"]
    assert {o.text for o in draft.options if not o.key} == {"Anna Osei", "Tomas Reil"}


def test_he_after_two_names_is_left_alone() -> None:
    assert not ask(CAST, "Ivo Brandt met Tomas Reil on Monday. He reopened the gates at last.")


def test_he_after_the_friend_of_a_person_is_left_alone() -> None:
    assert not ask(CAST, "The director was a friend of Ivo Brandt. He reopened the gates.")


def test_where_he_and_she_both_occur_a_name_may_tell_and_nothing_is_asked() -> None:
    assert not ask(
        f"{CAST} She was tired.", "Ivo Brandt closed the gates on Monday. He reopened them."
    )


def test_they_are_the_only_people_of_the_sentence_before() -> None:
    (draft,) = ask(
        "The protesters and the soldiers of Quelmar met. Some lawyers watched the two sides.",
        "The farmers blocked the gate with straw. They stayed at the harbour until June.",
    )
    assert [option.text for option in draft.options if option.key] == ["farmers"]
    assert {o.text for o in draft.options if not o.key} == {"protesters", "soldiers", "lawyers"}


def test_they_after_two_groups_are_left_alone() -> None:
    assert not ask(
        "The protesters and the soldiers of Quelmar met. Some lawyers watched the two sides.",
        "The farmers met the workers at the gate. They stayed at the harbour until June.",
    )
