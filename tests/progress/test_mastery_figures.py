"""The worked examples of docs/mastery.md are what the program finds."""

from __future__ import annotations

from quizapp.bank.learnt import judge
from quizapp.config import ROOT
from quizapp.generation.draft import Difficulty, Skill
from quizapp.progress.ability import (
    IN_A_SKILL,
    IN_ALL,
    MARKED,
    OF_A_QUESTION,
    UNKNOWN,
    Ability,
    Estimate,
    Reply,
    chance,
    inform,
    move,
)
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
        "share right | difficulty | c | P | K | in all | k | own | I | ability | error"
    )
    assert len(rows) == 4
    for share, difficulty, floor, *told in rows:
        own = ability.own.get(Skill.CAUSE, UNKNOWN)
        at, place, guess = ability.overall.value + own.value, float(difficulty), float(floor)
        steps = IN_ALL.step(ability.overall.n), IN_A_SKILL.step(own.n)
        ability.take(Reply(Skill.CAUSE, float(share), place, guess))
        found = ability.find(Skill.CAUSE)
        values = (
            *(chance(at, place, guess), steps[0], ability.overall.value),
            *(steps[1], ability.own[Skill.CAUSE].value),
            *(inform(at, place, guess), found.value, found.error),
        )
        assert [f"{it:.3f}" for it in values] == told
    mastery = Mastery.of(ability, Skill.CAUSE)
    shown = [f"{it:.0%}".replace("%", " %") for it in (mastery.estimate, mastery.low, mastery.high)]
    assert "that is {}, probably between {} and {}.".format(*shown) in DOC


def test_three_answers_make_the_difficulty_that_the_document_tells() -> None:
    estimate = Estimate(MARKED[Difficulty.EASY])
    rows = read_table("ability | share right | P | K | difficulty | error")
    assert len(rows) == 3
    for ability, share, *told in rows:
        at, before = float(ability), estimate
        expected = chance(at, before.value, 0.25)
        told_by = inform(at, before.value, 0.25)
        estimate = move(before, expected - float(share), told_by, OF_A_QUESTION)
        error = estimate.error(OF_A_QUESTION)
        values = (expected, OF_A_QUESTION.step(before.n), estimate.value, error)
        assert [f"{it:.3f}" for it in values] == told


def test_a_band_is_told_apart_as_the_document_says() -> None:
    rows = read_table("marked | n | difficulty | error | what is said")
    assert len(rows) == 4
    for marked, n, value, error, said in rows:
        band = judge(Difficulty(marked), int(n), float(value), float(error))
        assert (band.value if band else "as marked") == said
