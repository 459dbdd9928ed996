"""A language model that plays a part: a real server on this machine that speaks OpenAI's protocol.

    with ScriptedModel(good_writer(HARBOUR)) as model: …  model.url, model.asked

A script is asked for each call what to do; the misbehaviours of models and servers are `Deed`s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

NAME = "scripted-1"
Question = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call as the server got it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def data(self) -> str:
        return str(self.body["messages"][1]["content"])

    @property
    def shape(self) -> str:
        """Which answer is asked for, by the title of its schema."""
        form = self.body.get("response_format", {})
        if form.get("type") == "json_schema":
            return str(form["json_schema"]["name"])
        found = re.search(r'"title":"(\w+)","type":"object"\}$', self.system)
        assert found, self.system
        return found.group(1)

    def part(self, name: str) -> str:
        """What stands in the data under a name, or nothing."""
        found = re.search(rf"<<<{name} (\w+)>>>\n(.*?)\n<<<end of {name} \1>>>", self.data, re.S)
        return found.group(2) if found else ""


@dataclass(frozen=True)
class Deed:
    """What the server does: a status, headers, the body in pieces, and a pause before each."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    piece: int = 65_536
    pause: float = 0.0


Script = Callable[[Call], Deed]


class ScriptedModel:
    """The server; `asked` are all calls so far."""

    def __init__(self, script: Script, port: int = 0) -> None:
        self.script = script
        self.asked: list[Call] = []
        self.closing = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _make_handler(self))
        self._server.daemon_threads = True
        self._server.block_on_close = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> ScriptedModel:
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


def _make_handler(model: ScriptedModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            call = Call(self.path, dict(self.headers), body)
            model.asked.append(call)
            deed = model.script(call)
            self.close_connection = True
            if model.closing.wait(deed.pause):
                return
            self.send_response(deed.status)
            for name, value in {"Content-Length": str(len(deed.body)), **deed.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for start in range(0, len(deed.body), deed.piece):
                self.wfile.write(deed.body[start : start + deed.piece])
                if model.closing.wait(deed.pause):
                    return

        def handle(self) -> None:
            with suppress(ConnectionError):  # whoever asked has gone
                super().handle()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    return Handler


def says(content: str | None, tokens: tuple[int, int] = (100, 20)) -> Deed:
    """A sound answer of a server, whatever the model says in it."""
    answer = {
        "id": "1",
        "object": "chat.completion",
        "model": NAME,
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": content},
            }
        ],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]},
    }
    return Deed(json.dumps(answer).encode(), headers={"Content-Type": "application/json"})


def says_json(value: object) -> Deed:
    return says(json.dumps(value, ensure_ascii=False))


def writes(*questions: Question) -> Deed:
    return says_json({"questions": list(questions)})


def good_writer(questions: Sequence[Question]) -> Script:
    """Writes those of the questions whose quote it is shown, one a call, each once."""
    left = list(questions)
    keys = {question["answer"] for question in questions}

    def play(call: Call) -> Deed:
        if call.shape == "Questions":
            shown = [it for it in left if it["quote"] in call.part("text")]
            for question in shown[:1]:
                left.remove(question)
            return writes(*shown[:1])
        return examine(call, keys)

    return play


def writes_and_knows(*questions: Question) -> Script:
    """Writes the same each time, and answers as it has keyed when it is asked again."""
    keys = {question["answer"] for question in questions}

    def play(call: Call) -> Deed:
        return writes(*questions) if call.shape == "Questions" else examine(call, keys)

    return play


def examine(call: Call, keys: set[str], guesses: bool = False) -> Deed:
    """Chooses the one that is among the keys, and supports those; without the text it says none."""
    if call.shape == "Verdict":
        return says_json({"supported": "yes" if call.part("answer") in keys else "no"})
    assert call.shape == "Choice", call.shape
    options = dict(re.findall(r"^([A-D])\. (.*)$", call.part("question"), re.M))
    right = [letter for letter, text in options.items() if text in keys]
    knows = len(right) == 1 and (bool(call.part("text")) or guesses)
    return says_json({"answer": right[0] if knows else "none"})


def rewords(keys: set[str], wording: str = "", wrong: Sequence[dict[str, str]] = ()) -> Script:
    """Gives this wording or these wrong options, finds both questions the same, knows the keys."""

    def play(call: Call) -> Deed:
        if call.shape == "WrongOptions":
            return says_json({"wrong_answers": list(wrong)})
        if call.shape == "Wording":
            return says_json({"text": wording})
        if call.part("other"):
            return says_json({"supported": "yes"})
        return examine(call, keys)

    return play


def instead_of(shape: str, deed: Deed, script: Script) -> Script:
    """The script, but that each answer of one shape is this one."""
    return lambda call: deed if call.shape == shape else script(call)


def first(deeds: Sequence[Deed], script: Script) -> Script:
    """These deeds, one a call, and the script afterwards."""
    left = list(deeds)
    return lambda call: left.pop(0) if left else script(call)
