"""Who is behind the class is told only where it is certain."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizapp.generation.draft import Skill
from quizapp.progress.ability import Ability, Reply, learn
from quizapp.week.behind import NINE_IN_TEN, find_behind

shares = st.lists(st.sampled_from([0.0, 1.0]), max_size=15)


def able(*given: float, skill: Skill = Skill.DETAIL) -> Ability:
    return learn(Reply(skill, it, 0.0, 0.0) for it in given)


def test_one_who_misses_what_the_others_know_is_behind() -> None:
    usual = {number: able(*[1.0] * 8) for number in range(6)}
    (found,) = find_behind({**usual, 9: able(*[0.0] * 8)})
    assert found.learner_id == 9
    (skill,) = found.skills
    assert skill.mastery.skill is Skill.DETAIL
    assert skill.mastery.high < skill.usual


def test_two_answers_are_too_few_to_be_judged_by() -> None:
    usual = {number: able(*[1.0] * 8) for number in range(6)}
    assert find_behind({**usual, 9: able(0.0, 0.0)}) == []


def test_four_learners_are_too_few_to_compare() -> None:
    usual = {number: able(*[1.0] * 8) for number in range(3)}
    assert find_behind({**usual, 9: able(*[0.0] * 8)}) == []


def test_a_class_that_is_alike_has_nobody_behind() -> None:
    assert find_behind({number: able(1.0, 0.0, 1.0, 0.0) for number in range(10)}) == []


@given(st.lists(shares, min_size=5, max_size=12))
def test_whoever_is_named_lies_surely_below_the_mean_and_the_widest_gap_comes_first(
    classes: list[list[float]],
) -> None:
    abilities = {number: able(*it) for number, it in enumerate(classes)}
    asked = [it.find(Skill.DETAIL) for it in abilities.values() if it.count(Skill.DETAIL)]
    found = find_behind(abilities)
    for behind in found:
        own = abilities[behind.learner_id].find(Skill.DETAIL)
        assert own.value + NINE_IN_TEN * own.error < sum(it.value for it in asked) / len(asked)
    gaps = [it.skills[0].gap for it in found]
    assert gaps == sorted(gaps, reverse=True)
