"""The worked examples of docs/mastery.md are what the program finds."""

from __future__ import annotations

import pytest

from quizapp.bank.learnt import judge
from quizapp.config import ROOT
from quizapp.generation.draft import Difficulty, Skill
from quizapp.progress.ability import (
    GROWTH,
    IN_A_SKILL,
    IN_ALL,
    MARKED,
    OF_A_QUESTION,
    WIDENING,
    Ability,
    Estimate,
    Reply,
    chance,
    inform,
    move,
)
from quizapp.progress.difficulties import STAYS, find_error
from quizapp.progress.mastery import Mastery

DOC = (ROOT / "docs" / "mastery.md").read_text(encoding="utf-8")


def read_table(head: str) -> list[list[str]]:
    """The rows of the table that begins with this head."""
    _, _, after = DOC.partition(f"| {head} |")
    lines = after.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_four_answers_make_the_ability_that_the_document_tells() -> None:
    ability = Ability()
    rows = read_table(
        "sitting | share right | difficulty | c | P | I | K | in all | k | own | ability | error"
    )
    assert len(rows) == 4
    in_all, own, variances, asked = 0.0, 0.0, [IN_ALL, IN_A_SKILL], 0
    for sitting, share, difficulty, floor, *told in rows:
        if int(sitting) == 2 and asked:
            in_all, variances[0], asked = (
                in_all + GROWTH * asked,
                variances[0] + WIDENING * asked,
                0,
            )
        place, guess = float(difficulty), float(floor)
        expected, information = (it(in_all + own, place, guess) for it in (chance, inform))
        steps = [it / (1 + sum(variances) * information) for it in variances]
        in_all, own = (
            it + step * (float(share) - expected)
            for it, step in zip((in_all, own), steps, strict=True)
        )
        variances = [
            it - step * it * information for it, step in zip(variances, steps, strict=True)
        ]
        asked += int(sitting) == 1
        ability.take(Reply(Skill.CAUSE, float(share), place, guess, int(sitting)))
        found = ability.find(Skill.CAUSE)
        values = (expected, information, steps[0], in_all, steps[1], own, found.value, found.error)
        assert [f"{it:.3f}" for it in values] == told
        assert (ability.overall.value, ability.own[Skill.CAUSE].value) == pytest.approx(
            (in_all, own)
        )
    mastery = Mastery.of(ability, Skill.CAUSE)
    shown = [f"{it:.0%}".replace("%", " %") for it in (mastery.estimate, mastery.low, mastery.high)]
    assert "that is {}, probably between {} and {}.".format(*shown) in DOC


def test_three_answers_make_the_difficulty_that_the_document_tells() -> None:
    estimate = Estimate(MARKED[Difficulty.EASY], OF_A_QUESTION)
    rows = read_table("ability | share right | P | I | K | difficulty | error")
    assert len(rows) == 3
    for ability, share, *told in rows:
        at, before = float(ability), estimate
        expected, information = (it(at, before.value, 0.25) for it in (chance, inform))
        step = before.variance / (1 + before.variance * information)
        estimate = move(before, expected - float(share), information)
        values = (expected, information, step, estimate.value, find_error(estimate))
        assert [f"{it:.3f}" for it in values] == told
        assert estimate.value == pytest.approx(before.value + step * (expected - float(share)))


def test_the_document_tells_the_constants() -> None:
    for told in (
        f"at first V = {IN_ALL}",
        f"at first v = {IN_A_SKILL}",
        f"at first V = {OF_A_QUESTION},",
        f"raises the ability in all by {GROWTH}, and its variance V by {WIDENING}",
        f"The error is √(V + {STAYS}²).",
    ):
        assert told in DOC


def test_a_band_is_told_apart_as_the_document_says() -> None:
    rows = read_table("marked | n | difficulty | error | what is said")
    assert len(rows) == 4
    for marked, n, value, error, said in rows:
        band = judge(Difficulty(marked), int(n), float(value), float(error))
        assert (band.value if band else "as marked") == said
