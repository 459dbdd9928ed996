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


def key_of(draft: QuestionDraft) -> list[str]:
    return [option.text for option in draft.options if option.key]


def test_he_may_stand_after_a_date() -> None:
    (draft,) = ask(CAST, "Ivo Brandt closed the gates on Monday. In May he reopened the harbour.")
    assert key_of(draft) == ["Ivo Brandt"]


def test_it_takes_up_what_a_sentence_describes() -> None:
    (draft,) = ask(
        "The harbour lies near the market. The lighthouse is a tower of white stone by the gate. "
        "It was built in the spring of 1820."
    )
    assert key_of(draft) == ["the lighthouse"]
    assert not {"the tower"} & {option.text for option in draft.options}
    why = {option.text: option.rationale for option in draft.options}
    assert why["the gate"].endswith("is in the sentence before, but that sentence is not about it.")
    assert why["the spring"].endswith("comes only after “It”.")


def test_it_that_means_nothing_is_left_alone() -> None:
    assert not ask(
        "The harbour lies near the market. The lighthouse is a tower of white stone by the gate. "
        "It is clear that the gate will need a new lock."
    )


def test_it_after_two_things_that_act_is_left_alone() -> None:
    assert not ask(
        "The harbour lies near the market. The storm broke the lighthouse at the gate. "
        "It was seen from the church."
    )


def test_they_are_people_where_the_verb_asks_for_people() -> None:
    people = "The pilots and the soldiers met. Some lawyers watched the two sides."
    (draft,) = ask(
        people, "The farmers blocked the gates with ropes. They wanted help from Brill at once."
    )
    assert key_of(draft) == ["farmers"]
    assert not ask(people, "The farmers blocked the gates with ropes. They were very old.")


def test_it_inside_a_sentence_has_one_noun_before_it() -> None:
    (draft,) = ask(
        "Storms are common in Brill. The bridge was closed because it had lost a pillar in the "
        "storm."
    )
    assert key_of(draft) == ["the bridge"]
    assert not ask(
        "Storms are common in Brill. The bridge near the church was closed because it had lost "
        "a pillar in the storm."
    )


def test_the_country_is_the_only_one_named_before() -> None:
    far = "Ships come from Norway, from Portugal and from Iceland. Captains like Brill."
    (draft,) = ask(far, "The council bought iron from Sweden. The country sells iron to all.")
    assert key_of(draft) == ["Sweden"]
    assert not ask(far, "The council met Sweden and Finland. The country sells iron to all.")
