"""Whatever is sent to whichever page, nothing falls over, and nothing comes back as it was sent."""

from __future__ import annotations

import os
from random import Random

import pytest
from flask import Flask

from tests.conftest import MovableClock
from tests.web.clients import sign_in_teacher, the_learner
from tests.web.crawling import Crawler, Place
from tests.web.engines import ON_SQLITE, keep_world
from tests.web.persons import Person, let_in
from tests.web.worlds import Ids, build, lay_ruling, start_attempt

# For each person and engine; `make fuzz` sends many times as many, from other seeds.
REQUESTS = 120 * int(os.environ.get("FUZZ", "1"))
SEED = os.environ.get("FUZZ_SEED", "1")


@pytest.mark.parametrize("person", [Person.TEACHER, Person.LEARNER, Person.VISITOR])
def test_a_hostile_request_is_answered_and_never_a_fault_of_ours(
    app: Flask, clock: MovableClock, person: Person
) -> None:
    ids = build(app, clock())
    closed = start_attempt(app, ids, clock(), closed=True)
    lay_ruling(app, ids, clock())
    running = start_attempt(app, ids, clock())
    with keep_world(app) as put_back:
        place = Place(app, ids, running, closed, put_back)
        crawler = Crawler(
            place, lambda: let_in(app, ids, person, clock), Random(f"{SEED} {person}")
        )
        crawler.crawl(REQUESTS)
    print(f"{crawler.sent} requests, {len(crawler.endpoints)} pages, {dict(crawler.answers)}")
    told = [f"{fault}: {request}" for fault, request in crawler.faults.items()]
    assert not told, "\n".join(told)
    assert len(crawler.answers) > 2, "the crawl has met more than one answer"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@ON_SQLITE
def test_a_host_that_no_name_can_be_is_refused_in_a_sentence(app: Flask) -> None:
    reply = app.test_client().get("/sign-in", headers={"Host": "a" * 300})
    assert reply.status_code == 400
    assert "not one of quizapp's" in reply.text


@ON_SQLITE
@pytest.mark.parametrize(
    "body",
    [
        *(b"[" * 100_000, b'{"a":' * 50_000, b"{", b"[]", b"9" * 6_000, b"\xff\xfe"),
        *(b'{"position": Infinity, "flagged": 1}', b'{"position": 1e999, "kind": []}'),
    ],
)
def test_json_that_says_nothing_is_refused(
    app: Flask, ids: Ids, clock: MovableClock, body: bytes
) -> None:
    learner = the_learner(app, ids)
    headers = {"X-CSRFToken": learner.token("/learn")}
    page = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    more = {"content_type": "application/json", "headers": headers}
    for path in ("responses", "hold", "events", "flags"):
        reply = learner.client.post(f"{page}/{path}", data=body, **more)
        assert (path, reply.status_code) == (path, 400)


@ON_SQLITE
def test_an_event_that_is_a_list_is_none(app: Flask, ids: Ids, clock: MovableClock) -> None:
    page = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    assert the_learner(app, ids).save(f"{page}/events", {"kind": []}, page=page).status_code == 400


@ON_SQLITE
@pytest.mark.parametrize("body", [b'"\\ud800"', b"[1]", b'{"title": 7}', b"[" * 100_000])
def test_a_form_takes_no_json(app: Flask, ids: Ids, body: bytes) -> None:
    teacher = sign_in_teacher(app)
    token = {"X-CSRFToken": teacher.token("/teach/banks/new")}
    more = {"content_type": "application/json", "headers": token}
    for url in ("/teach/banks/new", f"/teach/assignments/{ids.assignment_id}/marking"):
        assert teacher.client.post(url, data=body, **more).status_code == 415


@ON_SQLITE
def test_a_way_on_to_a_question_without_end_leads_nowhere_else(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    page = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    sent = {"position": "1", "sequence": "1", "go": "9" * 5_000}
    reply = learner.send(f"{page}/responses", sent, page=page)
    assert reply.location == f"{page}?question=1"
