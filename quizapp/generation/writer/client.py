"""How is a language model asked over the network?

By the chat completions of any server that speaks OpenAI's protocol: Ollama, llama.cpp, vLLM, a
provider. The only module that sends anything; it is imported by jobs and commands alone. What a
server says in an error is never repeated: it may hold the key or the text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Thread
from time import perf_counter, sleep
from typing import Any

import urllib3

from quizapp.config import Settings
from quizapp.generation.writer.terms import (
    Beat,
    Budget,
    LateError,
    Prompt,
    Reply,
    WriterError,
    keep_on,
)

MOST_BYTES = 500_000  # of one answer; a question has two thousand
TRIES = 3
LONGEST_REST = 30.0  # seconds: a server that wants a longer rest is left alone
_CONNECT_SECONDS = 10.0
_RESTS = (1.0, 4.0)  # seconds before the second and the third try
_TEMPERATURE = 0.3
_SECRET = 12  # letters of a key that no text has by chance; "ollama" and the like are none
_BUSY, _NOT_UNDERSTOOD = 429, frozenset({400, 404, 415, 422, 501})


@dataclass(frozen=True)
class _Dialect:
    """How a server wants to be told the shape and the length of an answer."""

    shape: str  # "json_schema", "json_object", or empty: the instructions say it
    limit: str = "max_tokens"
    is_plain: bool = False  # takes no temperature


# Tried in this order; the first that a server understands is kept to.
_DIALECTS = (
    _Dialect("json_schema"),
    _Dialect("json_schema", "max_completion_tokens", is_plain=True),
    _Dialect("json_object"),
    _Dialect(""),
)


@dataclass(frozen=True)
class _Answer:
    """What a server sent: its status, the rest it asks for in seconds, and the body."""

    status: int
    rest: float | None
    body: bytes


@dataclass
class ModelWriter:
    """A language model behind an address; `seconds` is the longest that one call may take."""

    url: str
    name: str
    key: str = field(repr=False)
    seconds: float
    _dialect: int = 0

    @property
    def host(self) -> str:
        return urllib3.util.parse_url(self.url).netloc or self.url

    @property
    def form(self) -> str:
        """How it is asked for a shape: as the last answer was."""
        shape = _DIALECTS[self._dialect].shape
        return {"json_schema": "a JSON Schema", "json_object": "JSON"}.get(shape, "JSON in words")

    def ask(self, prompt: Prompt, beat: Beat = keep_on) -> Reply:
        """The answer to one prompt (see `terms.Writer`)."""
        began = perf_counter()
        for number in range(self._dialect, len(_DIALECTS)):
            answer = self._send(_make_body(self.name, prompt, _DIALECTS[number]), beat)
            if answer.status == 200:
                self._dialect = number
                text, tokens = self._read(answer.body, prompt)
                return Reply(text, tokens, perf_counter() - began)
            if answer.status not in _NOT_UNDERSTOOD:
                break
        raise WriterError(self._tell_refusal(answer.status))

    def _send(self, body: Mapping[str, Any], beat: Beat) -> _Answer:
        """What the server says at last; when it is busy or has failed, it is asked again."""
        for number in range(TRIES):
            answer = self._wait_for(lambda: self._post(body), beat)
            if answer.status != _BUSY and answer.status < 500:
                return answer
            last = number == TRIES - 1
            rest = answer.rest if answer.rest is not None or last else _RESTS[number]
            if last or rest is None or rest > LONGEST_REST or answer.status == 501:
                return answer
            _rest(rest, beat)
        raise AssertionError("the last try has returned")

    def _wait_for(self, work: Callable[[], _Answer], beat: Beat) -> _Answer:
        """Wait for `work` in a thread of its own, so that the waiting can be ended."""
        done: Queue[_Answer | Exception] = Queue(1)

        def run() -> None:
            try:
                done.put(work())
            except Exception as error:  # raised where somebody waits for it
                done.put(error)

        Thread(target=run, daemon=True).start()
        until = perf_counter() + self.seconds
        while True:
            beat()
            left = until - perf_counter()
            try:
                found = done.get(timeout=max(min(left, 1.0), 0.01))
            except Empty:
                if left <= 0:
                    raise LateError(self._tell_slow()) from None
                continue
            if isinstance(found, _Answer):
                return found
            raise self._explain(found) from None  # its text may hold an address or a header

    def _post(self, body: Mapping[str, Any]) -> _Answer:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        with urllib3.PoolManager() as pool:  # a line that was kept may be gone when it is wanted
            response = pool.request(
                "POST",
                f"{self.url.rstrip('/')}/chat/completions",
                body=json.dumps(body, ensure_ascii=False).encode(),
                headers=headers,
                timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=self.seconds),
                retries=False,
                redirect=False,  # the key goes to the address that the operator wrote
                preload_content=False,
            )
            try:
                return _Answer(response.status, _read_rest(response), self._take(response))
            finally:
                response.close()

    def _take(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """The body, bounded in size and time: a server may drip."""
        until = perf_counter() + self.seconds
        body = bytearray()
        while piece := response.read1(65_536, decode_content=False):
            body += piece
            if len(body) > MOST_BYTES:
                raise WriterError(f"The writer at {self.host} sent more than can be read.")
            if perf_counter() > until:
                raise LateError(self._tell_slow())
        return bytes(body)

    def _read(self, body: bytes, prompt: Prompt) -> tuple[str, int]:
        """The text of the answer and its tokens; where the server does not count, an estimate."""
        try:
            found = json.loads(body)
            text = found["choices"][0]["message"]["content"] or ""
            used = found.get("usage") or {}
            counted = int(used.get("prompt_tokens", 0)) + int(used.get("completion_tokens", 0))
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            raise WriterError(
                f"The writer at {self.host} sent something that is no answer."
            ) from error
        if not isinstance(text, str) or (len(self.key) >= _SECRET and self.key in text):
            raise WriterError(f"The writer at {self.host} sent something that is no answer.")
        letters = len(prompt.instructions) + len(prompt.data) + len(text)
        return text, counted if counted > 0 else letters // 4

    def _explain(self, error: Exception) -> WriterError:
        if isinstance(error, WriterError):
            return error
        slow, away = urllib3.exceptions.TimeoutError, urllib3.exceptions.NewConnectionError
        if isinstance(error, slow) and not isinstance(error, away):
            return LateError(self._tell_slow())
        return WriterError(
            f"The writer at {self.host} does not answer. Tell whoever runs the program."
        )

    def _tell_slow(self) -> str:
        return f"The writer at {self.host} took longer than {self.seconds:.0f} seconds."

    def _tell_refusal(self, status: int) -> str:
        if status in {401, 403}:
            return f"The writer at {self.host} does not take the key that it was given."
        if status == 404:
            return f"The writer at {self.host} has no model {self.name}, or its address is wrong."
        if status == _BUSY:
            return f"The writer at {self.host} has too much to do. Try again later."
        long = " Perhaps the text is longer than its context." if status in _NOT_UNDERSTOOD else ""
        return f"The writer at {self.host} could not answer (status {status}).{long}"


def open_writer(settings: Settings) -> ModelWriter | None:
    """The writer that the operator has set, or None: then nothing is ever sent."""
    if not settings.writer_url:
        return None
    return ModelWriter(
        settings.writer_url, settings.writer_model, settings.writer_key, settings.writer_seconds
    )


def make_budget(settings: Settings) -> Budget:
    """What one article may cost."""
    return Budget(settings.writer_calls, settings.writer_tokens)


def _make_body(model: str, prompt: Prompt, dialect: _Dialect) -> dict[str, Any]:
    instructions = prompt.instructions
    body: dict[str, Any] = {"model": model, dialect.limit: prompt.most_tokens, "stream": False}
    if not dialect.is_plain:
        body["temperature"] = _TEMPERATURE
    if dialect.shape == "json_schema":
        named = {"name": prompt.schema["title"], "schema": prompt.schema, "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    else:
        schema = json.dumps(prompt.schema, separators=(",", ":"))
        instructions += f"\nAnswer with one JSON object that fits this JSON Schema: {schema}"
    if dialect.shape == "json_object":
        body["response_format"] = {"type": "json_object"}
    body["messages"] = [
        {"role": "system", "content": instructions},
        {"role": "user", "content": prompt.data},
    ]
    return body


def _read_rest(response: urllib3.BaseHTTPResponse) -> float | None:
    """How many seconds the server asks to be left alone, if it says so."""
    said = response.headers.get("Retry-After")
    try:
        return urllib3.Retry().parse_retry_after(said) if said else None
    except urllib3.exceptions.InvalidHeader:
        return None


def _rest(seconds: float, beat: Beat) -> None:
    until = perf_counter() + seconds
    while (left := until - perf_counter()) > 0:
        beat()
        sleep(min(left, 1.0))
