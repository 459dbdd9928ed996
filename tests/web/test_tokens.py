"""Nothing is changed by a request that no page of ours made."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.routes import Whose, address, list_routes
from tests.web.worlds import Ids, build, start_attempt


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@ON_SQLITE
def test_a_post_without_its_token_is_refused_everywhere(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    running = start_attempt(app, ids, clock())
    visitors = {
        Whose.EVERYBODY: Visitor(app),
        Whose.TEACHER: sign_in_teacher(app),
        Whose.LEARNER: the_learner(app, ids),
    }
    answers = {}
    for whose, visitor in visitors.items():
        for rule in list_routes(app, whose, "POST"):
            url = address(app, rule, ids, running, running)
            for fields in ({}, {"csrf_token": ""}, {"csrf_token": "not-a-token"}):
                answers[rule.endpoint, str(fields)] = visitor.client.post(
                    url, data=fields
                ).status_code
    assert len(answers) > 40
    assert {name: it for name, it in answers.items() if it != 400} == {}


@ON_SQLITE
def test_json_without_its_token_is_refused_and_with_it_saved(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    learner = the_learner(app, ids)
    url = f"/learn/attempts/{attempt_id}/responses"
    answer = {"position": 1, "sequence": 1, "answer": []}
    refused = learner.client.post(url, json=answer)
    assert (refused.status_code, list(refused.json or {})) == (400, ["message"])
    assert learner.save(url, answer, page=f"/learn/attempts/{attempt_id}").status_code == 200


@ON_SQLITE
def test_a_token_of_another_session_is_refused(app: Flask, ids: Ids) -> None:
    learner, stranger = the_learner(app, ids), Visitor(app)
    url = f"/learn/assignments/{ids.assignment_id}/attempts"
    reply = learner.client.post(url, data={"csrf_token": stranger.token()})
    assert reply.status_code == 400
    assert learner.send(url, page="/learn").status_code == 302
