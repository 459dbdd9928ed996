"""How an attempt went, skill by skill, as far as it may be seen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from quizapp.attempts.models import PaperItem
from quizapp.attempts.result import ALL, NOTHING
from quizapp.attempts.skill_scores import counted_as_zero, score_by_skill
from quizapp.generation.draft import Skill
from tests.factories import choice

DRAFTS = {
    1: choice(skill=Skill.INFERENCE),
    2: choice(skill=Skill.DETAIL),
    3: choice(skill=Skill.DETAIL),
}


def make_items(*scores: str) -> list[PaperItem]:
    """Questions worth 1 point each, with these scores."""
    return [
        PaperItem(
            position=at,
            version_id=at,
            max_score=Decimal(1),
            score=Decimal(score),
            share=max(0.0, float(score)),
        )
        for at, score in enumerate(scores, start=1)
    ]


def test_scores_are_summed_by_skill_in_the_skills_order() -> None:
    detail, inference = score_by_skill(make_items("0.5", "1", "0"), DRAFTS, ALL)
    assert (detail.skill, detail.score, detail.max_score) == (Skill.DETAIL, Decimal(1), Decimal(2))
    assert (detail.right, detail.count, detail.ratio) == (1, 2, 0.5)
    assert (inference.skill, inference.score) == (Skill.INFERENCE, Decimal("0.5"))


def test_with_the_score_hidden_right_answers_are_counted() -> None:
    visible = replace(NOTHING, correctness=True)
    detail, inference = score_by_skill(make_items("0.5", "1", "1"), DRAFTS, visible)
    assert (detail.right, detail.count, detail.score, detail.max_score) == (2, 2, None, None)
    assert (inference.right, inference.ratio) == (0, 0)


def test_with_correctness_hidden_there_is_nothing() -> None:
    assert score_by_skill(make_items("1", "1", "1"), DRAFTS, replace(ALL, correctness=False)) == ()


def test_points_below_zero_draw_no_bar() -> None:
    detail, _ = score_by_skill(make_items("0", "-1", "-0.5"), DRAFTS, ALL)
    assert (detail.score, detail.ratio) == (Decimal("-1.5"), 0)


@pytest.mark.parametrize(
    ("scores", "below"), [(("1", "-2"), True), (("1", "-1"), False), (("0", "0"), False)]
)
def test_a_sum_below_zero_is_told(scores: tuple[str, ...], below: bool) -> None:
    assert counted_as_zero(make_items(*scores)) is below
