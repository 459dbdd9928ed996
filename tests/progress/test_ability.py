"""What answers say of a learner's ability, and how certain that is."""

from __future__ import annotations

import doctest
from itertools import pairwise, permutations
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.generation.draft import Difficulty, Kind, Skill
from quizapp.progress import ability
from quizapp.progress.ability import (
    FURTHEST,
    GROWTH,
    IN_ALL,
    MARKED,
    OF_A_QUESTION,
    UNKNOWN,
    Ability,
    Estimate,
    Reply,
    chance,
    find_floor,
    inform,
    learn,
    move,
)

shares = st.floats(0, 1)
places = st.floats(-4, 4)
floors = st.sampled_from([0.0, 0.2, 0.25, 1 / 3, 0.5])
skills = st.sampled_from([Skill.DETAIL, Skill.CAUSE])
replies = st.builds(Reply, skills, shares, places, floors, st.just(0))
histories = st.lists(replies, max_size=30)
sittings = st.lists(st.lists(replies, max_size=8), max_size=6)


def after(history: list[Reply], *more: Reply) -> Ability:
    return learn([*history, *more])


def number(parts: list[list[Reply]]) -> list[Reply]:
    """The answers of one sitting after the other."""
    return [it._replace(sitting=place) for place, part in enumerate(parts) for it in part]


def test_the_examples_in_the_module_are_true() -> None:
    assert doctest.testmod(ability).failed == 0


def test_the_model_is_the_logistic_one_above_its_guess_floor() -> None:
    assert chance(1.2, 0.2) == pytest.approx(1 / (1 + exp(-1)))
    assert chance(1.2, 0.2, floor=0.25) == pytest.approx(0.25 + 0.75 / (1 + exp(-1)))
    assert [chance(0, MARKED[it]) for it in Difficulty] == pytest.approx(
        [0.731, 0.5, 0.269], abs=1e-3
    )


@given(places, places, floors)
def test_information_is_fishers(theta: float, difficulty: float, floor: float) -> None:
    step = 1e-5
    higher, lower = (chance(theta + it, difficulty, floor) for it in (step, -step))
    slope, expected = (higher - lower) / (2 * step), chance(theta, difficulty, floor)
    wanted = slope**2 / (expected * (1 - expected))
    assert inform(theta, difficulty, floor) == pytest.approx(wanted, rel=1e-3, abs=1e-6)


@given(histories, skills, places, floors)
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises(
    history: list[Reply], skill: Skill, difficulty: float, floor: float
) -> None:
    before = after(history)
    right, wrong = (after(history, Reply(skill, it, difficulty, floor)) for it in (1.0, 0.0))
    for asked in (skill, None):
        assert right.find(asked).value >= before.find(asked).value
        assert wrong.find(asked).value <= before.find(asked).value


@given(histories, skills, st.lists(shares, min_size=2, max_size=2), places, floors)
def test_more_that_is_right_is_worth_no_less(
    history: list[Reply], skill: Skill, two: list[float], difficulty: float, floor: float
) -> None:
    less, more = (after(history, Reply(skill, it, difficulty, floor)) for it in sorted(two))
    assert less.find(skill).value <= more.find(skill).value


@given(histories, skills, st.lists(places, min_size=2, max_size=2), floors)
def test_right_at_a_hard_question_raises_at_least_as_much_as_at_an_easy_one(
    history: list[Reply], skill: Skill, two: list[float], floor: float
) -> None:
    easy, hard = (after(history, Reply(skill, 1.0, it, floor)) for it in sorted(two))
    assert hard.find(skill).value >= easy.find(skill).value


@given(histories, skills, places)
def test_right_where_guessing_helps_raises_no_more_than_where_it_does_not(
    history: list[Reply], skill: Skill, difficulty: float
) -> None:
    typed, guessed = (after(history, Reply(skill, 1.0, difficulty, it)) for it in (0.0, 0.5))
    assert guessed.find(skill).value <= typed.find(skill).value


@given(histories, replies)
def test_an_interval_narrows_with_every_answer_of_a_sitting(
    history: list[Reply], reply: Reply
) -> None:
    few, many = after(history), after(history, reply)
    for asked in (reply.skill, None):
        assert many.find(asked).error < few.find(asked).error


@given(sittings)
def test_an_ability_stays_on_the_scale_and_within_its_interval(parts: list[list[Reply]]) -> None:
    found = after(number(parts)).find(Skill.DETAIL)
    assert -2 * FURTHEST <= found.value <= 2 * FURTHEST
    assert found.low < found.value < found.high


@given(histories)
def test_the_same_answers_give_the_same_ability(history: list[Reply]) -> None:
    assert after(history) == after(history)


@given(histories, replies)
def test_a_surprise_moves_an_ability_less_the_more_certain_it_is(
    history: list[Reply], reply: Reply
) -> None:
    before = after(history).overall
    longer, shorter = (move(it, 0.5, 0.2).value - it.value for it in (UNKNOWN, before))
    assert shorter <= longer + 1e-9
    assert after(history, reply).overall.variance < before.variance


@given(sittings, replies)
def test_between_sittings_a_learner_learns_and_gets_less_certain_never_more_than_before_any(
    parts: list[list[Reply]], reply: Reply
) -> None:
    before = after(number(parts))
    later = after(number(parts))
    later.take(reply._replace(sitting=len(parts), share=0.5))
    same = after(number(parts))
    same.take(reply._replace(sitting=same.sitting or 0, share=0.5))
    assert later.overall.value >= same.overall.value - 1e-9
    assert before.overall.variance <= IN_ALL
    assert later.overall.variance >= same.overall.variance - 1e-9


def test_what_is_learnt_between_two_sittings_follows_from_how_much_was_asked() -> None:
    twice = learn([Reply(Skill.CAUSE, 0.5, 0.0, 0.0)] * 10)
    assert twice.overall.value == 0
    twice.take(Reply(Skill.CAUSE, chance(10 * GROWTH, 0), 0.0, 0.0, sitting=1))
    assert twice.overall.value == pytest.approx(10 * GROWTH)


@given(places, st.floats(-1, 1))
def test_a_question_and_a_learner_move_in_opposite_directions(
    place: float, surprise: float
) -> None:
    learner, question = (
        move(Estimate(place, OF_A_QUESTION), it, 0.2) for it in (surprise, -surprise)
    )
    assert learner.value - place == pytest.approx(place - question.value)
    assert learner.n == 1


def test_a_part_of_an_ability_moves_as_much_as_it_is_a_part_of_what_is_uncertain() -> None:
    whole = Estimate(0.0, 1.0)
    parts = [move(Estimate(0.0, it), 0.5, 0.2, 1.0) for it in (0.8, 0.2)]
    assert sum(it.value for it in parts) == pytest.approx(move(whole, 0.5, 0.2).value)


def test_an_estimate_follows_a_learner_who_learns() -> None:
    def answers(count: int, share: float) -> list[list[Reply]]:
        return [[Reply(Skill.CAUSE, share, 0.0, 0.0)] * 10] * (count // 10)

    weak = learn(number(answers(40, 0.2)))
    assert chance(weak.find(Skill.CAUSE).value, 0) == pytest.approx(0.2, abs=0.05)
    grown = learn(number([*answers(40, 0.2), *answers(80, 0.8)]))
    assert chance(grown.find(Skill.CAUSE).value, 0) == pytest.approx(0.8, abs=0.08)


def test_what_is_known_in_all_says_something_of_a_skill_that_was_never_asked() -> None:
    able = learn([Reply(Skill.DETAIL, 1.0, 0.0, 0.0)] * 10)
    elsewhere, here = able.find(Skill.CAUSE), able.find(Skill.DETAIL)
    assert 0 < elsewhere.value < here.value
    assert elsewhere.error > here.error
    assert able.count(Skill.CAUSE) == 0


@pytest.mark.parametrize(
    ("kind", "choices", "floor"),
    [
        (Kind.MULTIPLE_CHOICE, 4, 1 / 4),
        (Kind.TRUE_FALSE, 2, 1 / 2),
        (Kind.TRUE_FALSE_NOT_GIVEN, 3, 1 / 3),
        (Kind.SELECT_SENTENCE, 5, 1 / 5),
        (Kind.MULTIPLE_RESPONSE, 4, 0),
        (Kind.SHORT_ANSWER, 0, 0),
        (Kind.CLOZE, 0, 0),
        (Kind.MATCHING, 3, 1 / 3),
        (Kind.ORDERING, 4, 1 / 4),
    ],
)
def test_guessing_earns_what_chance_gives(kind: Kind, choices: int, floor: float) -> None:
    assert find_floor(kind, choices) == floor


def test_the_floor_of_an_ordering_is_the_mean_share_of_all_orders() -> None:
    orders = list(permutations(range(4)))
    neighbours = [sum(b == a + 1 for a, b in pairwise(it)) / 3 for it in orders]
    assert find_floor(Kind.ORDERING, 4) == pytest.approx(sum(neighbours) / len(orders))
