"""A teacher chooses distractors; the question stays whole, whatever is chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.rules import check_question
from quizapp.generation.draft import DistractorClass, Kind, Option
from quizapp.generation.drafting import Distractor
from quizapp.generation.targeting import TargetedDraft
from quizapp.jobs.candidates import Candidate, Candidates, ChoiceError, choose_distractors, offer
from tests.factories import DOCUMENT, choice, one_of_each_kind, span

PLACES = (span(1, "The old bridge"), span(1, "a flood"), span(3, "trams"), span(3, "cyclists"))


def wrong(text: str) -> Option:
    return Option(text, distractor_class=DistractorClass.OTHER_SPAN)


def targeted(key: str, *texts: str) -> TargetedDraft:
    """A draft with two distractors, and the other texts as further ones."""
    rivals = [Distractor(wrong(text), place) for text, place in zip(texts, PLACES, strict=True)]
    draft = choice(
        options=(Option(key, key=True), *(it.option for it in rivals[:2])),
        distractor_spans=tuple(it.span for it in rivals[:2]),
    )
    return TargetedDraft(draft, tuple(rivals[2:]))


NAMES = offer(targeted("Jana Kralova", "Ann", "Ben", "Cid", "Dan"))
YEARS = offer(targeted("1998", "2001", "1990", "1999", "2003"))


def leaning(candidate: Candidate) -> dict[str, str]:
    """Which words of the passage each distractor leans on."""
    texts = [option.text for option in candidate.draft.options if not option.key]
    spans = [place.quote for place in candidate.draft.distractor_spans]
    return dict(zip(texts, spans, strict=True))


@pytest.mark.parametrize("candidate", [NAMES, YEARS], ids=["names", "years"])
@given(chosen=st.sets(st.integers(0, 3), min_size=2, max_size=4))
def test_any_two_to_four_make_a_sound_question(candidate: Candidate, chosen: set[int]) -> None:
    made = choose_distractors(candidate, chosen)
    assert check_question(made, DOCUMENT.paragraphs) == []
    texts = {option.text for option in made.options if not option.key}
    assert texts == {candidate.distractors[number].text for number in chosen}
    assert leaning(Candidate(made, 0)).items() <= leaning(candidate).items()
    assert choose_distractors(candidate, chosen) == made


@given(chosen=st.sets(st.integers(0, 3), min_size=2, max_size=4))
def test_years_stand_from_early_to_late(chosen: set[int]) -> None:
    texts = [option.text for option in choose_distractors(YEARS, chosen).options]
    assert texts == sorted(texts)


@pytest.mark.parametrize("chosen", [set(), {0}, {0, 9}, {-1, 0, 1}])
def test_fewer_than_two_and_what_is_not_there_is_refused(chosen: set[int]) -> None:
    with pytest.raises(ChoiceError, match="Choose 2 to 4 wrong options"):
        choose_distractors(NAMES, chosen)


def test_more_than_four_are_refused() -> None:
    options = (*NAMES.draft.options, wrong("Eve"), wrong("Fay"))
    many = Candidate(replace(NAMES.draft, options=options, distractor_spans=()), 2)
    assert len(choose_distractors(many, range(1, 5)).options) == 5
    with pytest.raises(ChoiceError):
        choose_distractors(many, range(5))


def test_the_drafts_own_distractors_are_suggested_first() -> None:
    assert NAMES.suggested == 2
    assert [option.text for option in NAMES.distractors] == ["Ann", "Ben", "Cid", "Dan"]


def test_a_draft_whose_distractors_lean_on_nothing_is_offered_as_it_is() -> None:
    bare = targeted("Jana Kralova", "Ann", "Ben", "Cid", "Dan")
    bare = replace(bare, draft=replace(bare.draft, distractor_spans=()))
    assert offer(bare) == Candidate(bare.draft, 2)


def test_the_distractors_of_other_kinds_belong_together() -> None:
    for draft in one_of_each_kind():
        if draft.kind is not Kind.MULTIPLE_CHOICE:
            assert choose_distractors(Candidate(draft, 0), []) == draft


def test_candidates_are_the_same_after_the_database() -> None:
    column = Candidates()
    found = (NAMES, *(Candidate(draft, 1) for draft in one_of_each_kind()))
    stored = column.process_bind_param(found, None)  # type: ignore[arg-type]
    assert column.process_result_value(stored, None) == found  # type: ignore[arg-type]
