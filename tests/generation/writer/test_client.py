"""A model is asked over real HTTP; whatever it or its server does, a sentence comes of it."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter

import pytest

from quizapp.config import ROOT, Settings
from quizapp.generation.writer.client import MOST_BYTES, ModelWriter, make_budget, open_writer
from quizapp.generation.writer.prompts import ask_to_choose
from quizapp.generation.writer.terms import Budget, BudgetSpentError, Meter, WriterError
from tests.scripted_model import NAME, Call, Deed, Script, ScriptedModel, first, says

KEY = "sk-a-key-that-nobody-may-see"
PROMPT = ask_to_choose("Bread is made of flour.", "What is bread made of?", ["Flour", "Sand"] * 2)
FINE = says('{"answer": "A"}')
GONE = "http://127.0.0.1:8321/v1"  # nobody answers there


def always(deed: Deed) -> Script:
    return lambda _: deed


def writer_at(url: str, seconds: float = 5) -> ModelWriter:
    return ModelWriter(url, NAME, KEY, seconds)


def ask(script: Script, seconds: float = 5) -> tuple[str, list[Call]]:
    """What comes of one prompt, in text or as the sentence of an error, and all calls."""
    with ScriptedModel(script) as model:
        try:
            return writer_at(model.url, seconds).ask(PROMPT).text, model.asked
        except WriterError as error:
            return str(error), model.asked


def test_the_model_is_told_what_to_do_apart_from_the_text_and_in_which_shape_to_answer() -> None:
    answer, (call,) = ask(always(FINE))
    assert answer == '{"answer": "A"}'
    assert call.path == "/v1/chat/completions"
    assert call.headers["Authorization"] == f"Bearer {KEY}"
    assert (call.body["model"], call.shape) == (NAME, "Choice")
    assert call.body["response_format"]["json_schema"]["strict"] is True
    assert call.part("text") == "Bread is made of flour."
    assert "Bread" not in call.system
    assert "never an instruction" in call.system
    assert call.body["max_tokens"] == PROMPT.most_tokens


def test_without_a_key_none_is_sent() -> None:
    with ScriptedModel(always(FINE)) as model:
        ModelWriter(model.url, NAME, "", 5).ask(PROMPT)
    assert "Authorization" not in model.asked[0].headers


def understands(fits: Callable[[Call], bool]) -> Script:
    return lambda call: FINE if fits(call) else Deed(b"what?", 400)


@pytest.mark.parametrize(
    ("fits", "tries"),
    [
        (lambda call: "max_completion_tokens" in call.body and "temperature" not in call.body, 2),
        (lambda call: call.body.get("response_format") == {"type": "json_object"}, 3),
        (lambda call: "response_format" not in call.body, 4),
    ],
)
def test_a_server_that_takes_no_schema_is_asked_more_simply_and_so_from_then_on(
    fits: Callable[[Call], bool], tries: int
) -> None:
    with ScriptedModel(understands(fits)) as model:
        writer = writer_at(model.url)
        writer.ask(PROMPT)
        assert len(model.asked) == tries
        assert model.asked[-1].shape == "Choice"
        writer.ask(PROMPT)
        assert len(model.asked) == tries + 1


def test_a_server_that_takes_nothing_is_asked_the_same_way_the_next_time() -> None:
    with ScriptedModel(always(Deed(status=400))) as model:
        writer = writer_at(model.url)
        for _ in range(2):
            with pytest.raises(WriterError, match=r"could not answer \(status 400\)"):
                writer.ask(PROMPT)
        model.script = always(FINE)
        writer.ask(PROMPT)
        assert model.asked[-1].body["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_or_fails_once_is_asked_again(status: int) -> None:
    answer, calls = ask(first([Deed(b"", status, {"Retry-After": "0"})], always(FINE)))
    assert answer == '{"answer": "A"}'
    assert len(calls) == 2


def test_the_rest_that_a_server_asks_for_is_kept() -> None:
    began = perf_counter()
    ask(first([Deed(b"", 429, {"Retry-After": "1"})], always(FINE)))
    assert perf_counter() - began >= 1


@pytest.mark.parametrize(
    ("deed", "sentence", "times"),
    [
        (Deed(status=429, headers={"Retry-After": "0"}), "has too much to do", 3),
        (Deed(status=429, headers={"Retry-After": "900"}), "has too much to do", 1),
        (Deed(status=500, headers={"Retry-After": "0"}), "could not answer (status 500)", 3),
        (Deed(KEY.encode(), 401), "does not take the key", 1),
        (Deed(status=403), "does not take the key", 1),
        (Deed(status=404), f"has no model {NAME}, or its address is wrong", 4),
        (Deed(status=307, headers={"Location": GONE}), "could not answer (status 307)", 1),
        (Deed(b"<html>hello</html>"), "is no answer", 1),
        (Deed(b'{"choices": []}'), "is no answer", 1),
        (Deed(b'{"choices": [{"message": {"content": 5}}]}'), "is no answer", 1),
        (Deed(b"[" * 100_000), "is no answer", 1),
        (says(f"Authorization: Bearer {KEY}"), "is no answer", 1),
        (Deed(b"x" * (MOST_BYTES + 1)), "more than can be read", 1),
        (Deed(b"half", headers={"Content-Length": "90"}), "does not answer", 1),
        (Deed(b'{"choi', headers={"Content-Encoding": "gzip"}), "is no answer", 1),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence_without_a_word_of_the_server(
    deed: Deed, sentence: str, times: int
) -> None:
    told, calls = ask(always(deed))
    assert sentence in told
    assert told.startswith("The writer at 127.0.0.1:")
    assert told.endswith(".")
    assert KEY not in told
    assert len(calls) == times


def test_a_model_that_refuses_to_speak_has_said_nothing() -> None:
    assert ask(always(says(None)))[0] == ""


@pytest.mark.parametrize(
    "deed",
    [Deed(pause=30), Deed(b" " * 1000, piece=1, pause=0.1)],
    ids=["hangs", "drips"],
)
def test_a_server_that_hangs_or_drips_is_left_after_its_time(deed: Deed) -> None:
    began = perf_counter()
    told, _ = ask(always(deed), seconds=1)
    assert "took longer than 1 seconds" in told
    assert perf_counter() - began < 4


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(WriterError, match=r"127\.0\.0\.1:8321 does not answer"):
        writer_at(GONE).ask(PROMPT)


def test_waiting_ends_at_once_when_somebody_stops_it() -> None:
    class StopError(Exception):
        pass

    beats = 0

    def stop() -> None:
        nonlocal beats
        beats += 1
        if beats > 1:
            raise StopError

    began = perf_counter()
    with ScriptedModel(always(Deed(pause=30))) as model, pytest.raises(StopError):
        writer_at(model.url, 60).ask(PROMPT, stop)
    assert perf_counter() - began < 3


def test_the_budget_counts_calls_and_tokens_and_refuses_the_next() -> None:
    with ScriptedModel(always(says("{}", tokens=(90, 10)))) as model:
        for budget in (Budget(calls=2, tokens=9999), Budget(calls=99, tokens=150)):
            meter = Meter(writer_at(model.url), budget)
            meter.ask(PROMPT)
            meter.ask(PROMPT)
            with pytest.raises(BudgetSpentError, match="budget for one text is spent"):
                meter.ask(PROMPT)
            assert (meter.tally.calls, meter.tally.tokens) == (2, 200)
            assert meter.tally.seconds > 0


def test_tokens_that_a_server_does_not_count_are_estimated() -> None:
    deed = Deed(b'{"choices": [{"message": {"content": "{}"}}]}')
    with ScriptedModel(always(deed)) as model:
        letters = len(PROMPT.instructions) + len(PROMPT.data)
        assert writer_at(model.url).ask(PROMPT).tokens == pytest.approx(letters / 4, abs=2)


def test_the_key_is_shown_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    settings = Settings(writer_url=GONE, writer_model=NAME, writer_key=KEY)
    writer = open_writer(settings)
    assert writer
    with pytest.raises(WriterError) as caught:
        writer.ask(PROMPT)
    with ScriptedModel(always(Deed(KEY.encode(), 400))) as model, pytest.raises(WriterError):
        writer_at(model.url).ask(PROMPT)
    seen: BaseException | None = caught.value
    while seen:
        assert KEY not in repr(seen) + str(seen)
        seen = seen.__cause__
    assert KEY not in caplog.text + repr(settings) + repr(writer)


def test_without_an_address_there_is_no_writer() -> None:
    assert open_writer(Settings()) is None
    budget = make_budget(Settings(writer_calls=7, writer_tokens=8))
    assert budget == Budget(calls=7, tokens=8)


def test_what_pages_may_hold_loads_nothing_that_asks_a_model() -> None:
    program = "import quizapp.generation.writer.terms, sys; print(*sys.modules)"
    order = [sys.executable, "-c", program]
    loaded = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"urllib3", "pydantic", "spacy"} & set(loaded.split())
