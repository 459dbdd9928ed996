"""Does any page fall over, whatever is sent to it?

The crawler fills the forms that pages print, as somebody with a browser can, and changes a little
of them: what is wrong everywhere is refused at the door, what is wrong in one place gets far.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from flask import Flask
from lxml.etree import ParserError
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.web.clients import Visitor
from tests.web.hostile import CRLF, MARK, Sent, draw_body, draw_json, draw_query, draw_text
from tests.web.routes import address
from tests.web.twins import SENT
from tests.web.worlds import Ids

QUERIES = (
    *("question", "page", "sort", "order", "find", "section", "period", "by", "status", "kind"),
    *("next", "code", "q", "query", "tag", "bank", "banks", "quiz", "course", "weeks", "week"),
    *("skill", "difficulty", "paragraph", "version", "versions", "format", "from", "to", "chapter"),
    *(
        "word",
        "at",
        "tab",
        "language",
        "seed",
        "paper",
        "until",
        "size",
        "filter",
        "learner",
        "date",
    ),
)
# Who has signed out meets nothing but the door.
LEFT_OUT = {"session.sign_out", "static"}


@dataclass(frozen=True)
class Form:
    """A form as a page prints it."""

    action: str
    fields: dict[str, Any]
    files: tuple[str, ...]


@dataclass
class Place:
    """The world, and how to put it back."""

    app: Flask
    ids: Ids
    running: int
    closed: int
    put_back: Callable[[], None]


@dataclass
class Crawler:
    """Somebody who sends hostile requests; `faults` are what the program must not do."""

    place: Place
    sign_in: Callable[[], Visitor]
    rng: Random
    faults: dict[str, str] = field(default_factory=dict)
    token: str = ""
    sent: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    endpoints: set[str] = field(default_factory=set)

    def crawl(self, count: int, *, every: int = 60) -> None:
        """Send `count` requests; after `every` of them the world is as it was."""
        visitor = None
        forms: list[Form] = []
        for number in range(count):
            if number % every == 0:
                self.place.put_back()
                visitor = self.sign_in()
                self.token = visitor.token()
                forms = self._collect(visitor)
            assert visitor
            self._send_one(visitor, forms)

    def _collect(self, visitor: Visitor) -> list[Form]:
        """The forms on a dozen pages that the visitor may open."""
        rules = self._rules("GET")
        found: dict[str, Form] = {}
        for rule in self.rng.sample(rules, k=min(12, len(rules))):
            reply = visitor.get(self._address(rule))
            if reply.status_code == 200 and reply.mimetype == "text/html":
                forms = read_forms(reply.text, reply.request.path)
                found |= {it.action: it for it in forms if it.action != "/sign-out"}
        return list(found.values())

    def _send_one(self, visitor: Visitor, forms: list[Form]) -> None:
        known = self._known()
        if forms and self.rng.random() < 0.55:
            form = self.rng.choice(forms)
            self._post(visitor, form.action, draw_body(self.rng, form.fields, known, form.files))
            return
        if self.rng.random() < 0.45:
            rule = self.rng.choice(self._rules("GET"))
            path = self._address(rule)
            self._ask(visitor, f"{path}?{draw_query(self.rng, QUERIES, known)}", rule.endpoint)
            return
        rule = self.rng.choice(self._rules("POST"))
        bodies = SENT.get(rule.endpoint, ())
        sound = self.rng.choice(bodies).get("json") if bodies else None
        if sound is not None or rule.endpoint.startswith("try_out."):
            some = sound or {"position": 1, "sequence": 1, "tab": "t", "answer": [], "kind": "left"}
            body = draw_json(self.rng, some, known)
        else:
            fields = dict(self.rng.choice(bodies).get("data", {})) if bodies else {"title": "x"}
            body = draw_body(self.rng, fields, known, ())
        self._post(visitor, self._address(rule), body)

    def _ask(self, visitor: Visitor, url: str, endpoint: str) -> None:
        self.endpoints.add(f"GET {endpoint}")
        self._judge(f"GET {url[:300]}", lambda: visitor.client.get(url))

    def _post(self, visitor: Visitor, url: str, sent: Sent) -> None:
        headers = [*sent.headers, ("X-CSRFToken", self.token)]
        with self.place.app.test_request_context(url, method="POST") as context:
            self.endpoints.add(f"POST {context.request.endpoint}")
        self._judge(
            f"POST {url} {sent.content_type} {sent.headers} {sent.body[:300]!r}",
            lambda: visitor.client.post(
                url, data=sent.body, content_type=sent.content_type, headers=headers
            ),
        )

    def _judge(self, request: str, send: Callable[[], TestResponse]) -> None:
        self.sent += 1
        try:
            reply = send()
        except Exception as error:
            self.faults.setdefault(tell_where(error), f"{request}\n  {error}"[:900])
            return
        self.answers[reply.status_code] += 1
        for fault in find_faults(reply):
            self.faults.setdefault(f"{fault} {reply.request.path}", request)

    def _rules(self, method: str) -> list[Rule]:
        rules = self.place.app.url_map.iter_rules()
        return [
            it for it in rules if method in (it.methods or set()) and it.endpoint not in LEFT_OUT
        ]

    def _address(self, rule: Rule) -> str:
        """The route's example, or sometimes one with other numbers or names."""
        place = self.place
        url = address(place.app, rule, place.ids, place.running, place.closed)
        if rule.arguments and self.rng.random() < 0.1:
            head, _, tail = url.rpartition("/")
            text = draw_text(self.rng).encode("utf-8", "surrogatepass").hex("%")
            url = f"{head}/%{text[:2_000]}" if text and tail else url
        return url

    def _known(self) -> tuple[str, ...]:
        """Numbers of things that are there, whosever they are."""
        return tuple(str(it) for it in (1, 2, 3, self.place.ids.question_id, "canvas", "approved"))


def tell_where(error: Exception) -> str:
    """The kind of `error`, and the last line of ours that it came through."""
    lines = traceback.extract_tb(error.__traceback__)
    own = [it for it in lines if "quizapp/" in it.filename]
    where = f"{own[-1].filename.rpartition('quizapp/')[2]}:{own[-1].lineno}" if own else "?"
    return f"{type(error).__name__} at {where}"


def find_faults(reply: TestResponse) -> list[str]:
    """What an answer must never be: our fault, somebody's mark-up, header or other site."""
    faults = [f"status {reply.status_code}"] if reply.status_code >= 500 else []
    if reply.mimetype == "text/html" and MARK.encode() in reply.data:
        faults.append("mark-up as it came")
    if "X-Injected" in reply.headers or CRLF in str(reply.headers):
        faults.append("a header as it came")
    target = urlsplit(reply.location or "")
    if target.netloc not in {"", "localhost"} or (reply.location or "").startswith(("//", "/\\")):
        faults.append(f"sent to {reply.location}")
    return faults


def read_forms(text: str, path: str) -> list[Form]:
    """The forms of a page that are sent with POST, filled as the page fills them."""
    try:
        page = lxml.html.document_fromstring(text)
    except ParserError:
        return []
    forms = []
    for form in page.forms:
        if form.method != "POST":
            continue
        fields: dict[str, Any] = {}
        files = []
        for it in form.inputs:
            if it.name is None:
                continue
            kind = it.get("type", "")
            if kind == "file":
                files.append(it.name)
            elif kind in {"checkbox", "radio"}:
                fields.setdefault(it.name, it.get("value", "on"))
            elif it.tag == "select":
                options = [option.get("value", "") for option in it.findall(".//option")]
                fields[it.name] = it.get("value") or (options[-1] if options else "")
            else:
                fields[it.name] = it.get("value") or (it.text or "" if it.tag == "textarea" else "")
        for button in form.iterfind(".//button[@name]"):
            fields[button.get("name")] = button.get("value", "")
        forms.append(Form(form.action or path, fields, tuple(files)))
    return forms
