"""A real server with a real model understands what it is asked, and answers in the shape."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.local_model import NAME, PYTHON, local_model
from quizapp.generation.writer.client import ModelWriter
from quizapp.generation.writer.prompts import ask_for_support, ask_to_choose, make_prompt
from quizapp.generation.writer.shapes import Choice, Verdict, WrongOptions, read_shape
from quizapp.generation.writer.terms import WriterError

pytestmark = pytest.mark.skipif(
    not PYTHON.exists(), reason="requirements/model.txt is not installed: see `make eval-writer`"
)
TEXT, STEM = "The port of Quelmar employs 320 people.", "How many people does the port employ?"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with local_model() as url:
        yield url


def test_answers_come_in_the_shape_that_the_schema_asks_for(url: str) -> None:
    writer = ModelWriter(url, NAME, "", 60)
    chosen = writer.ask(ask_to_choose(TEXT, STEM, ["320", "200", "3", "40"]))
    assert read_shape(chosen.text, Choice)
    assert read_shape(writer.ask(ask_for_support(TEXT, STEM, "320")).text, Verdict)
    assert chosen.tokens > len(TEXT.split())


def test_an_answer_that_breaks_off_is_no_answer(url: str) -> None:
    writer = ModelWriter(url, NAME, "", 60)
    prompt = make_prompt("Write three wrong answers.", {"question": STEM}, WrongOptions, 40)
    with pytest.raises(ValueError, match="breaks off"):
        read_shape(writer.ask(prompt).text, WrongOptions)


def test_a_model_that_is_too_slow_is_left_alone(url: str) -> None:
    with pytest.raises(WriterError, match="took longer than 0 seconds"):
        ModelWriter(url, NAME, "", 0.05).ask(ask_to_choose(TEXT, STEM, ["320", "200", "3", "40"]))
