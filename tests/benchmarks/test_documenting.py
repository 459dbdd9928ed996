"""docs/questions.md says what the code says."""

from __future__ import annotations

import json

import pytest

from benchmarks.documenting import PAGE, describe_measurements, fill, list_gates, list_patterns
from benchmarks.eval import evaluate
from benchmarks.sheet import CRITERIA
from benchmarks.texts import Text

DOCUMENT = PAGE.read_text("utf-8")
STALE = "docs/questions.md is behind the code: run `python -m benchmarks.documenting`"


@pytest.mark.parametrize("row", [*list_patterns().splitlines(), *list_gates().splitlines()])
def test_every_pattern_and_every_reason_is_documented(row: str) -> None:
    assert row in DOCUMENT, STALE


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_criterion_is_documented(criterion: str) -> None:
    words = CRITERIA[criterion].rstrip(".")
    assert f"| {criterion} | {words[:1].lower()}{words[1:]} |" in DOCUMENT


def test_a_part_is_exchanged_between_its_markers_alone() -> None:
    page = "before\n<!-- gates: begin -->\nold\n<!-- gates: end -->\nafter"
    assert fill(page, "gates", "new") == page.replace("old", "new")
    assert fill(page, "patterns", "new") == page


def test_a_run_can_be_told_in_words(texts: tuple[Text, ...]) -> None:
    record = evaluate(texts[:1], seed=1, repeats=1, growth=[])
    told = describe_measurements({"date": "2026-11-24"} | json.loads(json.dumps(record)))
    assert told.startswith("Run of 2026-11-24: 1 texts")
    assert "Peak memory" in told
