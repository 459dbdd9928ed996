"""Every answer forbids what the pages do not need, and no page is kept by a shared computer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from quizapp import create_app
from quizapp.config import Settings
from quizapp.db import db
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.routes import Whose, address, list_routes
from tests.web.worlds import Ids, build, start_attempt

FIRST_VISIT = 60_000
# What browsers send over HTTP, as on a school's network, and over HTTPS.
ENCODINGS = ("gzip, deflate", "gzip, deflate, br, zstd")
pytestmark = ON_SQLITE


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def list_answers(app: Flask, ids: Ids, clock: MovableClock) -> dict[str, TestResponse]:
    """The answer of every page to somebody who may see it, and of each kind of refusal."""
    closed = start_attempt(app, ids, clock(), closed=True)
    running = start_attempt(app, ids, clock())
    visitors = {
        Whose.EVERYBODY: Visitor(app),
        Whose.TEACHER: sign_in_teacher(app),
        Whose.LEARNER: the_learner(app, ids),
    }
    answers = {
        rule.endpoint: visitor.get(address(app, rule, ids, running, closed))
        for whose, visitor in visitors.items()
        for rule in list_routes(app, whose, "GET")
    }
    answers["403"] = visitors[Whose.LEARNER].get("/teach")
    answers["404"] = visitors[Whose.LEARNER].get("/nowhere")
    answers["400"] = visitors[Whose.LEARNER].client.post("/sign-out")
    answers["405"] = visitors[Whose.LEARNER].client.post("/")
    return answers


def test_every_answer_has_the_headers_that_protect_it(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    for name, answer in list_answers(app, ids, clock).items():
        policy = answer.headers["Content-Security-Policy"]
        is_picture = "pictures." in name
        source = "'none'" if is_picture else "'self'"  # a picture may load nothing
        assert f"default-src {source}" in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert "camera=()" in answer.headers["Permissions-Policy"], name
        assert "Strict-Transport-Security" not in answer.headers, name
        kept = "max-age" if is_picture or name.endswith("static") else "no-store"
        assert kept in answer.headers["Cache-Control"], name


def test_over_https_the_cookie_is_bound_to_the_host_and_browsers_come_back_over_https(
    settings: Settings,
) -> None:
    app = create_app(replace(settings, secure_cookies=True, hosts="quiz.example, .school.example"))
    client = app.test_client()
    for host in ("quiz.example", "a.school.example"):
        reply = client.get("/sign-in", base_url=f"https://{host}")
        cookie = reply.headers["Set-Cookie"]
        assert cookie.startswith("__Host-session=")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert reply.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "upgrade-insecure-requests" in reply.headers["Content-Security-Policy"]
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("host", ["evil.example", "quiz.example.evil.example", "school.example2"])
def test_a_host_that_is_not_ours_is_refused_in_a_sentence(settings: Settings, host: str) -> None:
    app = create_app(replace(settings, hosts="quiz.example, .school.example"))
    for path in ("/sign-in", "/static/quizapp.css", "/nowhere"):
        reply = app.test_client().get(path, base_url=f"http://{host}")
        assert reply.status_code == 400
        assert "not one of quizapp's" in reply.text
    with app.app_context():
        db.engine.dispose()


def test_no_page_holds_a_script_or_a_style_of_its_own(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    for name, answer in list_answers(app, ids, clock).items():
        if answer.mimetype != "text/html":
            continue
        assert "<script>" not in answer.text, name
        assert " style=" not in answer.text, name
        assert " onclick=" not in answer.text, name
        assert "<style" not in answer.text, name
        assert 'src="http' not in answer.text, name
        assert 'href="http' not in answer.text, name


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(app: Flask, ids: Ids) -> None:
    cookie = Visitor(app).get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("accepted", ENCODINGS)
def test_what_is_text_travels_compressed(app: Flask, accepted: str) -> None:
    client = app.test_client()
    for path in ("/static/quizapp.css", "/static/packed/sitting/page.js", "/"):
        plain = client.get(path)
        packed = client.get(path, headers={"Accept-Encoding": accepted})
        assert packed.headers["Content-Encoding"] in accepted.split(", "), path
        assert len(packed.data) < len(plain.data) * 0.6, path
        assert "Accept-Encoding" in packed.headers["Vary"], path
        assert "Content-Encoding" not in plain.headers, path


def test_the_first_visit_of_the_attempt_page_is_light(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    page = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    paths = [page, *re.findall(r'<(?:link|script)\b[^>]*(?:href|src)="([^"]+)"', learner.see(page))]
    files = {path.partition("/static/")[2].partition("/")[2] for path in paths}
    assert {"quizapp.css", "packed/sitting/page.js"} < files
    for accepted in ENCODINGS:
        packed = {"Accept-Encoding": accepted}
        sizes = {path: len(learner.get(path, headers=packed).data) for path in paths}
        assert sum(sizes.values()) < FIRST_VISIT, sizes
