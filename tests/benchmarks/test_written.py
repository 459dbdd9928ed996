"""What a language model writes is counted by gate and skill, and can be judged blind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import eval as evaluation
from benchmarks import judging_sheet
from benchmarks.written import open_writer_or_exit
from tests.generation.writer.harbour import FEAR, PARAGRAPHS, WHY
from tests.scripted_model import NAME, ScriptedModel, writes, writes_and_knows


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "texts" / "quelmar.txt"
    path.parent.mkdir()
    path.write_text("\n\n".join(("The port of Quelmar", *PARAGRAPHS)), "utf-8")
    return path


def test_a_run_counts_what_was_accepted_dropped_and_spent_and_a_sheet_mixes_it_in(
    article: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    invented = {**WHY, "quote": "words that stand nowhere"}
    good = writes_and_knows(FEAR)
    with ScriptedModel(
        lambda call: (
            writes(invented)
            if call.shape == "Questions" and FEAR["quote"] not in call.part("text")
            else good(call)
        )
    ) as model:
        monkeypatch.setenv("QUIZAPP_WRITER_URL", model.url)
        monkeypatch.setenv("QUIZAPP_WRITER_MODEL", NAME)
        out = tmp_path / "eval.json"
        run = [str(article), "--repeats=1", "--growth", "--writer", f"--out={out}"]
        evaluation.main(run)
        calls = len(model.asked)
    record = json.loads(out.read_text("utf-8"))["writer"]
    assert record["model"] == NAME
    assert record["all"] == record["texts"]["quelmar"]
    assert record["all"]["calls"] == calls
    assert record["all"]["tokens"] == 120 * calls
    assert record["all"]["accepted"] == 1
    assert record["all"]["gates"]["quote"] >= 1
    assert record["all"]["dropped"] == sum(record["all"]["gates"].values())
    assert record["all"]["dropped"] == len(record["dropped"])
    assert sum(skill["dropped"] for skill in record["skills"].values()) == record["all"]["dropped"]
    assert "quote" in capsys.readouterr().out

    sheet = tmp_path / "sheet"
    kept = tmp_path / "written.json"
    judging_sheet.main([str(article), f"--written={kept}", f"--out={sheet}", "--controls=0"])
    origins = json.loads((sheet / "key.json").read_text("utf-8")).values()
    assert [it["pattern"] for it in origins if it["origin"] == "language_model"] == ["written"]
    printed = (sheet / "sheet-questions.md").read_text("utf-8")
    assert FEAR["question"] in printed
    assert NAME not in printed


def test_without_a_writer_there_is_nothing_to_measure(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        open_writer_or_exit({})
    assert "There is no writer" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        open_writer_or_exit({"QUIZAPP_WRITER_URL": "ftp://example.org"})
    assert "QUIZAPP_WRITER_URL" in capsys.readouterr().out
