"""A visitor with a browser: pages are read, and forms are sent as the page printed them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import PASSWORD
from tests.web.worlds import LEARNER, STRANGER, Ids

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
Fields = Mapping[str, Any]


class Visitor:
    """Somebody with cookies of their own."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, url: str, **more: Any) -> TestResponse:
        return self.client.get(url, **more)

    def see(self, url: str, status: int = 200) -> str:
        """The page's text; it has to answer with `status`."""
        reply = self.get(url)
        assert reply.status_code == status, (url, reply.status, reply.location)
        return reply.text

    def token(self, url: str = "/sign-in") -> str:
        """The token that the forms of a page carry."""
        found = TOKEN.search(self.see(url))
        assert found, f"{url} has no form with a token"
        return found.group(1)

    def send(
        self, url: str, fields: Fields | None = None, *, page: str = "", **more: Any
    ) -> TestResponse:
        """Post `fields` to `url` with the token of the page that has the form."""
        token = self.token(page or url)
        return self.client.post(url, data={"csrf_token": token, **(fields or {})}, **more)

    def save(self, url: str, answer: Any, *, page: str) -> TestResponse:
        """Post JSON as the attempt page does in the background."""
        return self.client.post(url, json=answer, headers={"X-CSRFToken": self.token(page)})


def sign_in_teacher(app: Flask, name: str = "teacher") -> Visitor:
    visitor = Visitor(app)
    reply = visitor.send("/teacher/sign-in", {"sign_in_name": name, "password": PASSWORD})
    assert reply.location == "/teach", reply.text
    return visitor


def sign_in_learner(app: Flask, code: str, name: str) -> Visitor:
    visitor = Visitor(app)
    reply = visitor.send("/sign-in", {"code": code, "name": name, "password": PASSWORD})
    assert reply.location == "/learn", reply.text
    return visitor


def the_learner(app: Flask, ids: Ids) -> Visitor:
    """The world's learner, signed in."""
    return sign_in_learner(app, ids.join_code, LEARNER)


def another_learner(app: Flask, ids: Ids) -> Visitor:
    """A learner of another teacher's course, signed in."""
    return sign_in_learner(app, ids.other_code, STRANGER)
