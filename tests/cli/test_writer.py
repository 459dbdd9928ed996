"""An operator sees in a sentence whether the writer answers."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run
from tests.scripted_model import NAME, Call, Deed, Script, ScriptedModel, examine, says


def ask(run: Run, monkeypatch: pytest.MonkeyPatch, script: Script) -> tuple[int, str]:
    with ScriptedModel(script) as model:
        monkeypatch.setenv("QUIZAPP_WRITER_URL", model.url)
        monkeypatch.setenv("QUIZAPP_WRITER_MODEL", NAME)
        monkeypatch.setenv("QUIZAPP_WRITER_KEY", "sk-hidden-1234")
        found = run("writer")
    assert "sk-hidden" not in found.output
    return found.exit_code, found.output


def test_a_writer_that_answers_is_told_with_its_pace(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, told = ask(run, monkeypatch, lambda call: examine(call, {"At noon"}))
    assert code == 0
    assert told.startswith(f"{NAME} at 127.0.0.1:")
    assert "asked for a JSON Schema" in told


def test_one_that_takes_no_schema_is_told_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def play(call: Call) -> Deed:
        if "response_format" in call.body:
            return Deed(status=400)
        return examine(call, {"At noon"})

    code, told = ask(run, monkeypatch, play)
    assert code == 0
    assert "asked for JSON in words" in told


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (lambda call: examine(call, {"At midnight"}), "Its answer is wrong"),
        (lambda _: says("noon"), "no JSON"),
        (lambda _: Deed(status=401), "does not take the key"),
    ],
)
def test_what_is_wrong_with_a_writer_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, script: Script, sentence: str
) -> None:
    code, told = ask(run, monkeypatch, script)
    assert code == 1
    assert sentence in told


def test_without_a_writer_nothing_is_sent(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUIZAPP_WRITER_URL", raising=False)
    found = run("writer")
    assert (found.exit_code, found.output.startswith("No writer is set")) == (0, True)
