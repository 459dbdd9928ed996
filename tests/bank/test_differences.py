"""A difference shows what was removed and what was added, and loses no word of either text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.differences import Fate, compare, compare_words
from quizapp.generation.draft import Difficulty, Option, QuestionDraft, Skill
from tests.factories import choice, one_of_each_kind, span

texts = st.text(alphabet="ab c.\n“é😀", max_size=30)


@given(texts, texts)
def test_without_what_was_added_it_is_the_old_text_and_without_what_was_removed_the_new(
    old: str, new: str
) -> None:
    stretches = compare_words(old, new)
    assert "".join(text for fate, text in stretches if fate is not Fate.ADDED) == old
    assert "".join(text for fate, text in stretches if fate is not Fate.REMOVED) == new


@given(texts)
def test_a_text_that_stays_is_kept_whole(text: str) -> None:
    assert all(fate is Fate.KEPT for fate, _ in compare_words(text, text))


def test_a_changed_word_is_shown_among_those_that_stay() -> None:
    assert compare_words("Who opened the bridge?", "Who closed the bridge?") == (
        (Fate.KEPT, "Who "),
        (Fate.REMOVED, "opened"),
        (Fate.ADDED, "closed"),
        (Fate.KEPT, " the bridge?"),
    )


@pytest.mark.parametrize("draft", one_of_each_kind(), ids=lambda it: it.kind)
def test_a_question_that_stays_has_no_difference(draft: QuestionDraft) -> None:
    assert compare(draft, draft) == ()


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"stem": "Who?"}, ["Question"]),
        ({"skill": Skill.CAUSE, "difficulty": Difficulty.HARD}, ["Skill", "Difficulty"]),
        ({"critical_span": span(1, "a flood")}, ["Evidence"]),
        ({"hidden_spans": (span(1, "a flood"),)}, ["Left out of the passage"]),
        ({"distractor_spans": (span(3, "trams"),)}, ["What wrong options lean on"]),
        ({"options": choice().options[:2]}, ["Option 3", "Why option 3"]),
        ({"options": (Option("She", True), *choice().options[1:])}, ["Option 1", "Why option 1"]),
        ({"rationale": "So it is."}, ["Rationale"]),
    ],
)
def test_each_part_that_changed_is_named_in_the_order_of_reading(
    changes: dict[str, object], parts: list[str]
) -> None:
    changed = replace(choice(), **changes)  # type: ignore[arg-type]
    assert [it.part for it in compare(choice(), changed)] == parts


def test_a_key_that_moved_is_a_difference_though_the_words_stay() -> None:
    first, second, third = choice().options
    moved = choice(
        options=(
            replace(first, key=False),
            replace(second, key=True, distractor_class=None),
            third,
        )
    )
    told = compare(choice(), moved)
    assert [it.part for it in told] == ["Option 1", "Option 2"]
    assert (Fate.REMOVED, " (key)") in told[0].stretches
