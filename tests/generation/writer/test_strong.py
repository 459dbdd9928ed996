"""Of what a good model would write, what is sound passes, and what is subtly wrong is refused.

The table is strong.yaml: what its gates are when the model answers honestly in the round trip. What
only the round trip refuses passes when the model stands by whatever it has written.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from quizapp.articles.importing import read_document
from quizapp.generation.draft import QuestionDraft
from quizapp.generation.reasons import Reason
from quizapp.generation.writer.client import ModelWriter
from quizapp.generation.writer.questions import QuestionTask, write_questions
from quizapp.generation.writer.terms import Aim, Budget, Gate, Meter, Written
from quizapp.reading import Reading, read
from tests.generation.writer.harbour import wrong
from tests.scripted_model import (
    NAME,
    Call,
    Deed,
    Question,
    Script,
    ScriptedModel,
    examine,
    writes,
    writes_and_knows,
)

SEED = Path(__file__).parents[3] / "seeds" / "kazakhstan-january-2022.intermediate.md"
CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("strong.yaml").read_text("utf-8")
)
OF_THE_MODEL = {Gate.ANSWERS, Gate.SUPPORT}


def tell(case: dict[str, Any]) -> str:
    return str(case.get("fault") or case["question"])


@lru_cache(maxsize=1)
def seed() -> Reading:
    return read(read_document(SEED.read_bytes(), SEED.name))


def write(case: dict[str, Any], script: Script) -> Written:
    """What comes of a case when the model writes and answers by the script."""
    told = case["in"]
    task = QuestionTask(Aim(case["aim"]), (told,) if isinstance(told, int) else tuple(told))
    held: tuple[QuestionDraft, ...] = ()
    if "after" in case:
        before = next(other for other in CASES if other.get("name") == case["after"])
        held = write(before, honest(before)).drafts
    with ScriptedModel(script) as model:
        meter = Meter(ModelWriter(model.url, NAME, "", 5), Budget(20, 10**6))
        return next(write_questions(seed(), meter, (task,), held, Random(1)))


def as_question(case: dict[str, Any]) -> Question:
    told = ("quote", "question", "answer")
    return {
        **{name: case[name] for name in told},
        "why_right": case.get("why", "The text says so."),
        "wrong_answers": wrong(*case["wrong"]),
    }


def honest(case: dict[str, Any]) -> Script:
    """Writes the case, and answers by what it is shown alone."""
    right = set(case.get("right", [case["answer"]]))

    def play(call: Call) -> Deed:
        if call.shape == "Questions":
            return writes(as_question(case))
        shown = call.part("text")
        others = case.get("elsewhere", {}).items()
        known = {text for text, number in others if seed().document.paragraphs[number - 1] in shown}
        return examine(call, right | known, guesses=case.get("mark") == Reason.GUESSED)

    return play


@pytest.mark.parametrize("case", CASES, ids=tell)
def test_a_question_passes_or_the_gate_of_its_fault_refuses_it(case: dict[str, Any]) -> None:
    written = write(case, honest(case))
    refused = [(str(dropped.gate), dropped.reason) for dropped in written.dropped]
    assert [gate for gate, _ in refused] == ([case["gate"]] if "gate" in case else []), refused
    marks = [reason for draft in written.drafts for reason in draft.reasons]
    assert [mark for mark in marks if mark != Reason.WRITTEN_BY_MODEL] == (
        [case["mark"]] if "mark" in case else []
    )


@pytest.mark.parametrize("case", [it for it in CASES if it.get("gate") in OF_THE_MODEL], ids=tell)
def test_what_the_round_trip_alone_refuses_rests_on_an_honest_model(case: dict[str, Any]) -> None:
    assert len(write(case, writes_and_knows(as_question(case))).drafts) == 1
