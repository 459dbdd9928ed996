"""What does a learner with a browser do while the server falls over?

Everything goes through the real pages, over real connections. A save is sent again, unchanged,
until the server has confirmed it, as the attempt page does.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPMessage
from http.cookies import SimpleCookie
from random import Random
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
OPTIONS = 3  # every question of the quiz has at least as many
TIMEOUT = 30.0
TRY_AGAIN = (408, 429)  # as the page does, besides all from 500 on


class LearnerError(RuntimeError):
    """The program has answered what no learner should see, or not at all."""


@dataclass(frozen=True)
class Door:
    """Where the program listens, and what the learner is told to do there."""

    ports: tuple[int, ...]  # of its web nodes; whoever finds one down goes to the next
    course_code: str
    password: str
    assignment_id: int
    questions: int
    patience: float  # seconds for which one thing is tried again


@dataclass(frozen=True)
class Save:
    """A save as it was sent; `option` counts as printed, from 0."""

    position: int
    tab: str
    sequence: int
    option: int


@dataclass
class Ledger:
    """What one learner has done, as their own page knows it."""

    name: str
    attempt_id: int = 0
    sent: set[Save] = field(default_factory=set)
    saved: set[Save] = field(default_factory=set)
    retries: int = 0
    has_submitted: bool = False
    error: str = ""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: HTTPMessage
    text: str


class Learner:
    """One learner; `rng` decides what they answer and how long they think."""

    def __init__(self, door: Door, name: str, rng: Random) -> None:
        self.door, self.rng, self.ledger = door, rng, Ledger(name)
        self.cookies: SimpleCookie = SimpleCookie()
        self.token = ""
        self.node = rng.randrange(len(door.ports))
        self.tab = f"{rng.getrandbits(64):016x}"

    def sign_in(self) -> None:
        self.token = self._read_token("/sign-in")
        fields = {"code": self.door.course_code, "name": self.ledger.name}
        self._post_form("/sign-in", {**fields, "password": self.door.password}, "/learn")
        self.token = self._read_token(self._assignment)

    def sit(self, is_over: Callable[[], bool]) -> None:
        """Start, answer until it is over, and hand in."""
        self.start()
        following = dict.fromkeys(range(1, self.door.questions + 1), 1)
        while not is_over():
            position = self.rng.randint(1, self.door.questions)
            option = self.rng.randrange(OPTIONS)
            save = Save(position, self.tab, following[position], option)
            following[position] = self.save(save)
            time.sleep(self.rng.uniform(0.2, 4))
        self.submit()

    def start(self) -> None:
        target = self._post_form(f"{self._assignment}/attempts", {}, "/learn/attempts/")
        self.ledger.attempt_id = int(target.rsplit("/", 1)[1])
        self._insist("GET", target, {}, "")

    def save(self, save: Save) -> int:
        """Save an answer; the number that the next one to this question carries."""
        body = {
            "position": save.position,
            "tab": save.tab,
            "sequence": save.sequence,
            "answer": [str(save.option)],
        }
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        self.ledger.sent.add(save)
        reply = self._insist("POST", f"{self._attempt}/responses", headers, json.dumps(body))
        receipt = json.loads(reply.text) if reply.status == 200 else {}
        if not receipt.get("saved_at") or receipt["late"] or not receipt["in_force"]:
            raise LearnerError(f"a save was answered with {reply.status} {reply.text[:200]}")
        self.ledger.saved.add(save)
        return int(receipt["sequence"])

    def submit(self) -> None:
        self._post_form(f"{self._attempt}/submit", {}, f"{self._attempt}/result")
        self.ledger.has_submitted = True

    @property
    def _assignment(self) -> str:
        return f"/learn/assignments/{self.door.assignment_id}"

    @property
    def _attempt(self) -> str:
        return f"/learn/attempts/{self.ledger.attempt_id}"

    def _read_token(self, path: str) -> str:
        reply = self._insist("GET", path, {}, "")
        found = TOKEN.search(reply.text)
        if not found:
            raise LearnerError(f"{path} has no form: {reply.status} {reply.text[:200]}")
        return found.group(1)

    def _post_form(self, path: str, fields: dict[str, str], leads_to: str) -> str:
        """Send a form; where it leads, which has to begin with `leads_to`."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"csrf_token": self.token, **fields})
        reply = self._insist("POST", path, headers, body)
        target = urlsplit(reply.headers.get("Location", "")).path
        if reply.status != 302 or not target.startswith(leads_to):
            raise LearnerError(f"{path} led to {reply.status} {target} {reply.text[:200]}")
        return target

    def _insist(self, method: str, path: str, headers: dict[str, str], body: str) -> Reply:
        """Send a request again, unchanged, until the server has answered it."""
        give_up, wait = time.monotonic() + self.door.patience, 0.2
        while True:
            try:
                reply = self._ask(method, path, headers, body)
            except (OSError, HTTPException) as error:
                problem = repr(error)
            else:
                if reply.status < 500 and reply.status not in TRY_AGAIN:
                    return reply
                problem = f"{reply.status} {reply.text[:200]}"
            if time.monotonic() > give_up:
                raise LearnerError(f"{method} {path}: {problem}")
            self.ledger.retries += 1
            self.node = (self.node + 1) % len(self.door.ports)
            time.sleep(wait * self.rng.uniform(0.5, 1.5))
            wait = min(2 * wait, 3.0)

    def _ask(self, method: str, path: str, headers: dict[str, str], body: str) -> Reply:
        # A connection for each request: one that breaks was broken by a fault of the server's.
        connection = HTTPConnection("127.0.0.1", self.door.ports[self.node], timeout=TIMEOUT)
        cookies = "; ".join(f"{it.key}={it.value}" for it in self.cookies.values())
        try:
            connection.request(method, path, body or None, {**headers, "Cookie": cookies})
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies.load(line)
        return Reply(response.status, response.headers, text)
