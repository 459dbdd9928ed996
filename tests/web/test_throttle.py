"""Who guesses passwords and codes has few tries, on all workers together; a class has enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from quizapp import create_app
from quizapp.config import Settings
from quizapp.db import db
from quizapp.quizzes.models import Quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.clients import Visitor, sign_in_learner, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import LEARNER, STRANGER, Ids, build

NAME_TRIES, ADDRESS_TRIES = 3, 6
REMOTE = "REMOTE_ADDR"


@pytest.fixture
def strict(settings: Settings) -> Settings:
    return replace(settings, name_tries=NAME_TRIES, address_tries=ADDRESS_TRIES)


@pytest.fixture
def app(strict: Settings, clock: MovableClock) -> Iterator[Flask]:
    app = create_app(strict, clock)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def guess(app: Flask, times: int, address: str = "192.0.2.1", **fields: str) -> list[int]:
    """How a teacher's sign-in answers wrong passwords from an address, in a new browser."""
    visitor = Visitor(app)
    wrong = {"sign_in_name": "teacher", "password": "guess", **fields}
    return [
        visitor.send("/teacher/sign-in", wrong, environ_base={REMOTE: address}).status_code
        for _ in range(times)
    ]


def sign_in(visitor: Visitor, ids: Ids, address: str = "192.0.2.9", **fields: str) -> int:
    right = {"code": ids.join_code, "name": LEARNER, "password": PASSWORD, **fields}
    return visitor.send("/sign-in", right, environ_base={REMOTE: address}).status_code


def test_a_name_has_so_many_tries_from_all_addresses_together(app: Flask, ids: Ids) -> None:
    assert guess(app, 2, "192.0.2.1") == [200, 200]
    assert guess(app, 2, "192.0.2.2") == [200, 429]
    fields = {"sign_in_name": " TEACHER", "password": PASSWORD}
    refused = Visitor(app).send("/teacher/sign-in", fields)
    assert refused.status_code == 429


def test_the_tries_of_all_workers_are_counted_together(
    app: Flask, ids: Ids, strict: Settings, clock: MovableClock
) -> None:
    other_worker = create_app(strict, clock)
    assert guess(app, 2) + guess(other_worker, 2) == [200, 200, 200, 429]
    with other_worker.app_context():
        db.engine.dispose()


@ON_SQLITE
def test_who_is_refused_reads_when_to_try_again(app: Flask, ids: Ids, clock: MovableClock) -> None:
    guess(app, NAME_TRIES)
    clock.move(minutes=1, seconds=30)
    fields = {"sign_in_name": "teacher", "password": PASSWORD}
    visitor = Visitor(app)
    refused = visitor.send("/teacher/sign-in", fields)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "210")
    assert "Wait 4 minutes, then try again." in refused.text
    clock.move(seconds=210)
    assert visitor.send("/teacher/sign-in", fields).location == "/teach"


@ON_SQLITE
def test_a_field_that_names_nobody_buys_no_more_tries(app: Flask, ids: Ids) -> None:
    told = [guess(app, 1, name=f"x{number}", code=f"{number}")[0] for number in range(4)]
    assert told == [200, 200, 200, 429]


@ON_SQLITE
def test_an_address_has_so_many_tries_for_all_names_together(app: Flask, ids: Ids) -> None:
    told = [guess(app, 1, sign_in_name=f"nobody {number}")[0] for number in range(7)]
    assert told == [200] * ADDRESS_TRIES + [429]
    assert guess(app, 1, "192.0.2.2", sign_in_name="nobody 8") == [200]


@ON_SQLITE
def test_an_address_that_has_a_whole_network_counts_as_one(app: Flask, ids: Ids) -> None:
    told = [
        guess(app, 1, f"2001:db8::{number:x}", sign_in_name=f"nobody {number}")[0]
        for number in range(1, 8)
    ]
    assert told[-1] == 429
    assert guess(app, 1, "2001:db8:0:1::1", sign_in_name="nobody 9") == [200]


@ON_SQLITE
def test_a_class_that_shares_an_address_signs_in_at_once(app: Flask, ids: Ids) -> None:
    told = [sign_in(Visitor(app), ids) for _ in range(3 * ADDRESS_TRIES)]
    assert set(told) == {302}


def test_who_knows_the_name_alone_cannot_keep_its_learner_out(app: Flask, ids: Ids) -> None:
    own = Visitor(app)
    assert sign_in(own, ids) == 302
    own.send("/sign-out", page="/learn")
    assert sign_in(Visitor(app), ids, password="guess") == 200
    for _ in range(NAME_TRIES):
        sign_in(Visitor(app), ids, password="guess")
    assert sign_in(Visitor(app), ids) == 429, "in a browser that nobody knows"
    assert sign_in(own, ids) == 302, "in their own"


@ON_SQLITE
def test_a_browser_that_is_known_has_few_tries_too_and_none_more_for_other_names(
    app: Flask, ids: Ids
) -> None:
    own = Visitor(app)
    sign_in(own, ids)
    own.send("/sign-out", page="/learn")
    told = [sign_in(own, ids, f"192.0.2.{it}", password="guess") for it in range(1, 5)]
    assert told == [200, 200, 200, 429]
    other = {"code": ids.other_code, "name": STRANGER, "password": "guess"}
    told = [sign_in(own, ids, f"198.51.100.{it}", **other) for it in range(1, 5)]
    assert told == [200, 200, 200, 429]


@ON_SQLITE
def test_course_codes_cannot_be_guessed_at_length(app: Flask, ids: Ids) -> None:
    visitor = Visitor(app)
    told = [visitor.get(f"/join?code=AAAAA{number}").status_code for number in range(7)]
    assert told == [200] * ADDRESS_TRIES + [429]
    assert visitor.get(f"/join?code={ids.join_code}").status_code == 429


@ON_SQLITE
def test_a_class_that_opens_the_link_to_join_is_let_in(app: Flask, ids: Ids) -> None:
    told = {Visitor(app).get(f"/join?code={ids.join_code}").status_code for _ in range(20)}
    assert told == {200}


@ON_SQLITE
def test_the_set_up_code_cannot_be_guessed_at_length(app: Flask) -> None:
    visitor = Visitor(app)
    fields = {"name": "Aru", "sign_in_name": "aru", "password": PASSWORD, "code": "AAAA"}
    told = [visitor.send("/setup", fields).status_code for _ in range(7)]
    assert told == [200] * ADDRESS_TRIES + [429]


def test_an_access_code_cannot_be_guessed_at_length(app: Flask, ids: Ids) -> None:
    with app.app_context():
        db.session.get_one(Quiz, ids.quiz_id).access_code = "river"
        db.session.commit()
    learner = the_learner(app, ids)
    url = f"/learn/assignments/{ids.assignment_id}/attempts"
    told = [learner.send(url, {"code": "guess"}, page="/learn").status_code for _ in range(4)]
    assert told == [302, 302, 302, 429]
    assert learner.send(url, {"code": "river"}, page="/learn").status_code == 429


@ON_SQLITE
def test_a_teachers_own_password_cannot_be_guessed_at_an_open_desk(app: Flask, ids: Ids) -> None:
    teacher = Visitor(app)
    teacher.send("/teacher/sign-in", {"sign_in_name": "teacher", "password": PASSWORD})
    fields = {"old_password": "guess", "new_password": "another horse"}
    told = [teacher.send("/teach/account", fields).status_code for _ in range(4)]
    assert told == [200, 200, 200, 429]
    assert sign_in_learner(app, ids.other_code, STRANGER)
