"""A paper asks what it should, nothing twice, and its printed order tells no key."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.generation.draft import Kind, Option, Skill, Span
from quizapp.quizzes.assembly import FIXED_ORDER, Candidate, assemble, print_order
from tests.factories import choice, one_of_each_kind

DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
seeds = st.integers(0, 10**6).map(Random)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    """Questions of any kind and skill, on evidence that may overlap."""
    found = []
    for number in range(draw(st.integers(0, 15))):
        start = draw(st.integers(0, 60))
        span = Span(draw(st.integers(1, 3)), start, start + draw(st.integers(1, 30)), "x")
        draft = DRAFTS[draw(st.sampled_from(list(Kind)))]
        skill = draw(st.sampled_from(list(Skill)[:4]))
        whole = replace(draft, skill=skill, critical_span=span, hidden_spans=())
        found.append(Candidate(number, whole))
    return found


def alone(number: int, skill: Skill = Skill.DETAIL) -> Candidate:
    """A question whose evidence no other question shares."""
    return Candidate(number, choice(skill=skill, critical_span=Span(number + 1, 0, 5, "x")))


@given(candidates(), st.integers(1, 20), seeds)
def test_no_question_stands_twice_and_the_count_is_kept(
    found: list[Candidate], count: int, rng: Random
) -> None:
    drawn = [entry.version_id for entry in assemble(found, count, rng)]
    assert len(drawn) == len(set(drawn)) == min(count, len(found))
    assert set(drawn) <= {it.version_id for it in found}


@given(candidates(), st.integers(1, 20), st.integers(0, 10**6))
def test_the_same_seed_gives_the_same_paper(found: list[Candidate], count: int, seed: int) -> None:
    assert assemble(found, count, Random(seed)) == assemble(found, count, Random(seed))


@given(candidates(), seeds)
def test_a_printed_order_is_a_permutation(found: list[Candidate], rng: Random) -> None:
    drafts = {it.version_id: it.draft for it in found}
    for entry in assemble(found, len(found), rng):
        draft = drafts[entry.version_id]
        count = len(draft.options or draft.pairs or draft.order)
        assert sorted(entry.printed_order) == list(range(count))


@given(candidates(), st.integers(1, 20), seeds)
def test_a_paper_follows_the_passage(found: list[Candidate], count: int, rng: Random) -> None:
    drafts = {it.version_id: it.draft for it in found}
    spans = [drafts[it.version_id].critical_span for it in assemble(found, count, rng)]
    places = [(span.paragraph, span.start) for span in spans]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", sorted(FIXED_ORDER))
@given(rng=seeds)
def test_true_and_false_are_never_shuffled(kind: Kind, rng: Random) -> None:
    assert print_order(DRAFTS[kind], rng) == tuple(range(len(DRAFTS[kind].options)))


@given(st.integers(2, 8), seeds)
def test_an_ordering_is_never_printed_in_its_right_order(count: int, rng: Random) -> None:
    draft = replace(DRAFTS[Kind.ORDERING], order=tuple(map(str, range(count))))
    assert list(print_order(draft, rng)) != list(range(count))


@given(seeds)
def test_the_responses_of_a_matching_never_stand_beside_their_premises(rng: Random) -> None:
    assert print_order(DRAFTS[Kind.MATCHING], rng) != (0, 1, 2)


@pytest.mark.parametrize(
    "texts", [("12", "40", "400"), ("1998", "May 4, 2003", "2010"), ("5 people", "9 people")]
)
@given(rng=seeds)
def test_numbers_and_dates_stay_in_the_order_they_were_written(
    texts: tuple[str, ...], rng: Random
) -> None:
    draft = choice(options=tuple(Option(text, at == 0) for at, text in enumerate(texts)))
    assert print_order(draft, rng) == tuple(range(len(texts)))


def test_the_key_of_a_choice_stands_everywhere_about_as_often() -> None:
    rng = Random(1)
    places = Counter(print_order(choice(), rng).index(0) for _ in range(3000))
    assert set(places) == {0, 1, 2}
    assert all(900 < count < 1100 for count in places.values())


@pytest.mark.parametrize("kind", [Kind.SHORT_ANSWER, Kind.CLOZE, Kind.NUMERICAL])
def test_a_typed_question_has_nothing_to_shuffle(kind: Kind) -> None:
    assert print_order(DRAFTS[kind], Random(1)) == ()


@given(st.integers(1, 3), seeds)
def test_skills_take_turns(turns: int, rng: Random) -> None:
    """However many questions one skill has, a paper asks each skill equally often."""
    skills = [Skill.DETAIL] * 9 + [Skill.CAUSE] * 3 + [Skill.PURPOSE] * 3
    found = [alone(number, skill) for number, skill in enumerate(skills)]
    drafts = {it.version_id: it.draft for it in found}
    paper = assemble(found, 3 * turns, rng)
    asked = Counter(drafts[entry.version_id].skill for entry in paper)
    assert asked == {Skill.DETAIL: turns, Skill.CAUSE: turns, Skill.PURPOSE: turns}


@given(seeds)
def test_a_question_on_evidence_that_is_asked_about_waits(rng: Random) -> None:
    same = [
        Candidate(number, choice(critical_span=Span(1, number * 4, number * 4 + 5, "x")))
        for number in range(2)
    ]
    drawn = [it.version_id for it in assemble([*same, alone(7)], 2, rng)]
    assert 7 in drawn
    assert len(assemble([*same, alone(7)], 3, rng)) == 3


def test_evidence_that_only_touches_does_not_overlap() -> None:
    touching = [
        Candidate(number, choice(critical_span=Span(1, number * 5, number * 5 + 5, "x")))
        for number in range(2)
    ]
    papers = [assemble([*touching, alone(7)], 2, Random(seed)) for seed in range(30)]
    assert {0, 1} in [{entry.version_id for entry in paper} for paper in papers]


def test_a_bank_without_questions_gives_an_empty_paper() -> None:
    assert assemble([], 10, Random(1)) == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_everything_that_a_question_shows_is_printed_once(kind: Kind) -> None:
    draft = DRAFTS[kind]
    count = len(draft.options or draft.pairs or draft.order)
    assert sorted(print_order(draft, Random(1))) == list(range(count))


@given(seeds)
def test_a_question_is_not_asked_beside_one_that_hides_its_evidence(rng: Random) -> None:
    asking = Candidate(1, choice(critical_span=Span(2, 10, 30, "x")))
    hiding = Candidate(
        2, choice(critical_span=Span(1, 0, 5, "x"), hidden_spans=(Span(2, 25, 40, "x"),))
    )
    bystander = Candidate(3, choice(critical_span=Span(3, 0, 5, "x")))
    drawn = {entry.version_id for entry in assemble([asking, hiding, bystander], 3, rng)}
    assert drawn in ({1, 3}, {2, 3})


@given(seeds)
def test_a_paragraph_with_a_gap_is_not_printed_whole_on_the_same_paper(rng: Random) -> None:
    whole = choice(critical_span=Span(1, 0, 5, "x"))
    whole = replace(whole, kind=Kind.SELECT_SENTENCE)
    gap = choice(critical_span=Span(1, 50, 60, "x"), hidden_spans=(Span(1, 50, 60, "x"),))
    elsewhere = choice(critical_span=Span(2, 50, 60, "x"), hidden_spans=(Span(2, 50, 60, "x"),))
    assert len(assemble([Candidate(1, whole), Candidate(2, gap)], 2, rng)) == 1
    assert len(assemble([Candidate(1, whole), Candidate(3, elsewhere)], 2, rng)) == 2


@given(seeds)
def test_a_sentence_that_one_question_hides_is_quoted_by_no_other(rng: Random) -> None:
    words = "the tower fell at night"
    hiding = choice(critical_span=Span(1, 0, 5, "x"), hidden_spans=(Span(1, 30, 53, words),))
    quoting = choice(stem=f"After “{words}”, who came?", critical_span=Span(3, 0, 5, "x"))
    assert len(assemble([Candidate(1, hiding), Candidate(2, quoting)], 2, rng)) == 1
