"""What does a learner ask of the server, as one of very many in one process?

The real pages over real connections that are kept open, as a browser keeps them; scripts and
styles are left out, which a browser has after the first page. An answer that is not the expected
one ends the learner with a sentence: a load test must not measure refusals.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientTimeout, CookieJar, TCPConnector
from yarl import URL

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
OPTIONS = 3  # every question of the quiz has at least as many
PATIENCE = ClientTimeout(total=60)


class LoadError(RuntimeError):
    """The server has answered what a learner should not see."""


@dataclass(frozen=True)
class Door:
    """Where the program listens, and what a learner is told to do there."""

    address: str
    course_code: str
    password: str
    assignment_id: int
    questions: int
    lane: str = ""  # where saves go, when they are served apart from pages


@dataclass
class Timings:
    """How long every request took, in seconds, by what it was for."""

    by_step: dict[str, list[float]] = field(default_factory=dict)
    then: Timings | None = None  # where it goes on, from some moment on

    def note(self, step: str, seconds: float) -> None:
        if self.then:
            self.then.note(step, seconds)
            return
        self.by_step.setdefault(step, []).append(seconds)


class Learner:
    """One learner with cookies and connections of their own."""

    def __init__(self, door: Door, name: str, timings: Timings, rng: Random) -> None:
        self.door, self.name, self.timings, self.rng = door, name, timings, rng
        self.tab = f"{rng.getrandbits(64):016x}"
        self.token, self.attempt, self.saved = "", "", 0
        self.sequences: dict[int, int] = {}

    async def __aenter__(self) -> Learner:
        self._session = ClientSession(
            self.door.address,
            cookie_jar=CookieJar(unsafe=True),  # it would take none from a bare IP address
            connector=TCPConnector(limit=1, keepalive_timeout=1),  # the server keeps it for 2 s
            timeout=PATIENCE,
        )
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._session.close()

    async def sign_in(self) -> None:
        self._take_token(await self._get("/sign-in", "sign-in page"))
        fields = {"code": self.door.course_code, "name": self.name, "password": self.door.password}
        await self._post("/sign-in", fields, "/learn", "sign in")
        self._take_token(await self._get(self._assignment, "assignment"))

    def take(self, cookie: str, token: str) -> None:
        """Be signed in with the cookie of a session and the token of its forms."""
        self._session.cookie_jar.update_cookies({"session": cookie}, URL(self.door.address))
        self.token = token

    async def start(self) -> None:
        """Start an attempt and open its page."""
        where = await self._post(f"{self._assignment}/attempts", {}, "/learn/attempts/", "start")
        self.attempt = urlsplit(where).path
        self.sequences = dict.fromkeys(range(1, self.door.questions + 1), 1)
        await self.open()

    async def open(self) -> None:
        await self._get(self.attempt, "attempt page")

    async def hold(self) -> None:
        """The page holds the sitting, as its script does when it is loaded."""
        began = time.perf_counter()
        headers = {"X-CSRFToken": self.token}
        async with self._session.post(
            f"{self.door.lane}{self.attempt}/hold", json={"tab": self.tab}, headers=headers
        ) as reply:
            await reply.read()
        self.timings.note("hold", time.perf_counter() - began)
        if reply.status != 200:
            raise LoadError(f"{self.name}: to hold was answered with {reply.status}")

    async def save(self, position: int | None = None) -> None:
        """Answer a question, by default some question."""
        position = position or self.rng.randint(1, self.door.questions)
        body = {
            "position": position,
            "tab": self.tab,
            "sequence": self.sequences[position],
            "answer": [str(self.rng.randrange(OPTIONS))],
            "seconds": 12,
        }
        began = time.perf_counter()
        headers = {"X-CSRFToken": self.token}
        path = f"{self.door.lane}{self.attempt}/responses"
        async with self._session.post(path, json=body, headers=headers) as reply:
            told = await reply.json() if reply.status == 200 else {}
        self.timings.note("save", time.perf_counter() - began)
        if not told.get("saved_at") or told["late"] or not told["in_force"]:
            raise LoadError(f"{self.name}: a save was answered with {reply.status} {told}")
        self.sequences[position], self.saved = told["sequence"], self.saved + 1

    async def submit(self) -> None:
        """Look at what is answered, hand in, see the result."""
        await self._get(f"{self.attempt}/review", "review")
        await self._post(f"{self.attempt}/submit", {}, f"{self.attempt}/result", "submit")
        await self._get(f"{self.attempt}/result", "result")

    async def sit(self) -> None:
        """A whole attempt, from its start to its result, each question answered once."""
        await self.start()
        for position in range(1, self.door.questions + 1):
            await self.save(position)
        await self.submit()

    @property
    def _assignment(self) -> str:
        return f"/learn/assignments/{self.door.assignment_id}"

    def _take_token(self, page: str) -> None:
        found = TOKEN.search(page)
        if not found:
            raise LoadError(f"{self.name}: a page without a form: {page[:200]}")
        self.token = found.group(1)

    async def _get(self, path: str, step: str) -> str:
        began = time.perf_counter()
        async with self._session.get(path, allow_redirects=False) as reply:
            text = await reply.text()
        self.timings.note(step, time.perf_counter() - began)
        if reply.status != 200:
            raise LoadError(f"{self.name}: {path} was answered with {reply.status} {text[:200]}")
        return text

    async def _post(self, path: str, fields: dict[str, Any], leads_to: str, step: str) -> str:
        began = time.perf_counter()
        sent = {"csrf_token": self.token, **fields}
        async with self._session.post(path, data=sent, allow_redirects=False) as reply:
            await reply.read()
        self.timings.note(step, time.perf_counter() - began)
        target = reply.headers.get("Location", "")
        if reply.status != 302 or not urlsplit(target).path.startswith(leads_to):
            raise LoadError(f"{self.name}: {path} led to {reply.status} {target}")
        return target
