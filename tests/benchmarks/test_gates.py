"""What people wrote goes through the gates of a model's questions, whole and damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import gates
from benchmarks.texts import Text


def test_whole_questions_pass_and_damages_are_seen(texts: tuple[Text, ...], tmp_path: Path) -> None:
    item = {
        "stem": "Who was appointed director of the Coastal Safety Committee on May 7?",
        "key": "Ivo Brandt",
        "distractors": ["Marta Delgren", "Anna Osei", "Tomas Reil"],
        "critical_span": "Ivo Brandt, who led the port police for six years, was appointed",
    }
    asked = [{"title": "A harbour chief falls", "paragraphs": [{"items": [item]}]}]
    path = tmp_path / "items.json"
    path.write_text(json.dumps(asked), "utf-8")
    counts = gates.sort_by_gate(gates.gather(texts, path), seed=1)
    assert counts[gates.WHOLE] == {gates.PASSED: 1}
    assert counts["key_in_stem"] == {"craft": 1}
    assert counts["key_swapped"] == {gates.PASSED: 1}, "only who reads sees that"


def test_a_run_prints_each_damage_with_its_gates(
    folder: Path, people_asked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gates.main([str(folder), f"--human-items={people_asked}"])
    printed = capsys.readouterr().out
    assert printed.startswith("as written")
    assert "verb_dropped" in printed


def test_questions_that_are_not_there_are_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        gates.main([str(folder), f"--human-items={tmp_path / 'none.json'}"])
    assert "There is no file" in capsys.readouterr().out
