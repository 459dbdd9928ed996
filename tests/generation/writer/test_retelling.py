"""A retelling is held against the original: what is lost, and what was never there, is told."""

from __future__ import annotations

import pytest

from quizapp.generation.writer.client import ModelWriter
from quizapp.generation.writer.retelling import Retold, retell
from quizapp.generation.writer.terms import Budget, BudgetSpentError, Gate, Meter
from tests.generation.writer.harbour import PARAGRAPHS, reading
from tests.scripted_model import NAME, Script, ScriptedModel, rewords, says

PLAIN = (
    "Quelmar is a town of fishermen. Its last cannery closed in 1994, and half of the young people"
    " left. In May 2019 mayor Marta Delgren opened a new port, because big ships could not use the"
    " old quay. It took six years and cost 40 million crowns."
)


def first_paragraph(script: Script) -> Retold:
    with ScriptedModel(script) as model:
        meter = Meter(ModelWriter(model.url, NAME, "", 5), Budget(9, 10**6))
        found = list(retell(reading(), "A2", meter))
        assert [each.paragraph for each in found] == [1, 2, 3]
        assert "level A2" in model.asked[0].system
    return found[0]


def test_what_keeps_every_name_and_number_differs_in_nothing() -> None:
    assert first_paragraph(rewords(set(), PLAIN)) == Retold(1, PLAIN)


def test_what_is_lost_and_what_is_invented_is_told() -> None:
    worse = PLAIN.replace("mayor Marta Delgren", "mayor Anna Petrova").replace("40", "60")
    found = first_paragraph(rewords(set(), worse.replace("six years", "some years")))
    assert found.invented == ("Anna Petrova", "60000000")
    assert found.lost == ("Marta Delgren", "6", "40000000")


@pytest.mark.parametrize(
    ("script", "gate"),
    [
        (lambda _: says("Once upon a time"), Gate.SHAPE),
        (rewords(set(), ""), Gate.SHAPE),
        (rewords(set(), PLAIN * 10), Gate.SHAPE),
        (rewords(set(), f"<p>{PLAIN}</p>"), Gate.SHAPE),
        (rewords(set(), "La ville de Quelmar a perdu sa dernière usine."), Gate.LANGUAGE),
    ],
)
def test_a_paragraph_that_cannot_be_used_stays_as_it_was(script: Script, gate: Gate) -> None:
    found = first_paragraph(script)
    assert found.text == PARAGRAPHS[0]
    assert found.dropped
    assert found.dropped.gate is gate


def test_what_came_before_the_end_of_the_budget_stands() -> None:
    with ScriptedModel(rewords(set(), PLAIN)) as model:
        meter = Meter(ModelWriter(model.url, NAME, "", 5), Budget(2, 10**6))
        told = retell(reading(), "B1", meter)
        assert [next(told).paragraph, next(told).paragraph] == [1, 2]
        with pytest.raises(BudgetSpentError):
            next(told)
