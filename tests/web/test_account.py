"""Who is signed in where can be ended: by signing out, from afar, by a password, by time."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.accounts.models import SignIn
from quizapp.db import db
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.statements import statements_of
from tests.web.clients import Visitor, sign_in_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import LEARNER, STRANGER, Ids, build, start_attempt

ACCOUNT, OWN_ACCOUNT = "/teach/account", "/learn/account"
NEW = "another horse"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def is_in(visitor: Visitor, page: str = "/teach") -> bool:
    return visitor.get(page).status_code == 200


def steal(visitor: Visitor, app: Flask) -> Visitor:
    """Another browser with a copy of this one's cookie."""
    thief = Visitor(app)
    cookie = visitor.client.get_cookie("session")
    assert cookie
    thief.client.set_cookie("session", cookie.value)
    return thief


def count_sign_ins(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(SignIn)).all())


def test_signing_out_ends_a_copy_of_the_cookie_too(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    thief = steal(teacher, app)
    assert is_in(thief)
    teacher.send("/sign-out", page="/teach")
    assert not is_in(thief)
    assert count_sign_ins(app) == 0


@ON_SQLITE
def test_a_cookie_of_before_signing_in_is_worth_nothing_after(app: Flask, ids: Ids) -> None:
    visitor = Visitor(app)
    visitor.see("/sign-in")
    planted = steal(visitor, app)
    fields = {"code": ids.join_code, "name": LEARNER, "password": PASSWORD}
    visitor.send("/sign-in", fields)
    assert is_in(visitor, "/learn")
    assert not is_in(planted, "/learn")


@ON_SQLITE
def test_signing_in_again_ends_the_sign_in_of_before(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    before = steal(teacher, app)
    teacher.send("/teacher/sign-in", {"sign_in_name": "teacher", "password": PASSWORD})
    assert is_in(teacher)
    assert not is_in(before)
    assert count_sign_ins(app) == 1


def test_a_teacher_signs_out_everywhere(app: Flask, ids: Ids) -> None:
    here, there, other = sign_in_teacher(app), sign_in_teacher(app), sign_in_teacher(app, "other")
    page = here.see(ACCOUNT)
    assert (page.count(">here<"), page.count("on another device")) == (1, 1)
    reply = here.send(f"{ACCOUNT}/sign-out-everywhere", page=ACCOUNT)
    assert reply.location == "/teacher/sign-in"
    assert [is_in(it) for it in (here, there, other)] == [False, False, True]


def test_a_new_password_signs_out_everywhere_but_here(app: Flask, ids: Ids) -> None:
    here, there = sign_in_teacher(app), sign_in_teacher(app)
    fields = {"old_password": PASSWORD, "new_password": NEW}
    assert here.send(ACCOUNT, fields).location == ACCOUNT
    assert [is_in(it) for it in (here, there)] == [True, False]
    refused = Visitor(app).send("/teacher/sign-in", {"sign_in_name": "teacher", "password": NEW})
    assert refused.location == "/teach"


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"old_password": "wrong horse"}, "not the password that you have now"),
        ({"old_password": ""}, "Write the password that you have now"),
        ({"new_password": "short"}, "at least 8 characters"),
        ({"new_password": "password1"}, "easy to guess"),
    ],
)
def test_a_password_that_cannot_be_changed_stays_and_ends_nothing(
    app: Flask, ids: Ids, change: dict[str, str], words: str
) -> None:
    here, there = sign_in_teacher(app), sign_in_teacher(app)
    fields = {"old_password": PASSWORD, "new_password": NEW, **change}
    assert words in here.send(ACCOUNT, fields).text
    assert [is_in(it) for it in (here, there)] == [True, True]
    assert is_in(sign_in_teacher(app))


def test_a_learner_changes_the_password_and_stays_signed_in_here_alone(
    app: Flask, ids: Ids
) -> None:
    here, there = the_learner(app, ids), the_learner(app, ids)
    page = here.see("/learn")
    assert f'href="{OWN_ACCOUNT}"' in page
    fields = {"old_password": PASSWORD, "new_password": NEW}
    assert here.send(OWN_ACCOUNT, fields).location == OWN_ACCOUNT
    assert [is_in(it, "/learn") for it in (here, there)] == [True, False]
    again = {"code": ids.join_code, "name": LEARNER, "password": NEW}
    assert Visitor(app).send("/sign-in", again).location == "/learn"


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"old_password": "wrong horse"}, "not the password that you have now"),
        ({"new_password": "short"}, "at least 6 characters"),
    ],
)
def test_a_learners_password_that_cannot_be_changed_stays(
    app: Flask, ids: Ids, change: dict[str, str], words: str
) -> None:
    here, there = the_learner(app, ids), the_learner(app, ids)
    fields = {"old_password": PASSWORD, "new_password": NEW, **change}
    assert words in here.send(OWN_ACCOUNT, fields).text
    assert [is_in(it, "/learn") for it in (here, there)] == [True, True]


def test_a_learner_signs_out_everywhere(app: Flask, ids: Ids) -> None:
    here, there = the_learner(app, ids), the_learner(app, ids)
    other = sign_in_learner(app, ids.other_code, STRANGER)
    reply = here.send(f"{OWN_ACCOUNT}/sign-out-everywhere", page=OWN_ACCOUNT)
    assert reply.location == "/sign-in"
    assert [is_in(it, "/learn") for it in (here, there, other)] == [False, False, True]


@ON_SQLITE
def test_a_learner_is_told_in_their_own_language(app: Flask, ids: Ids) -> None:
    learner = the_learner(app, ids)
    learner.send("/language", {"language": "ru", "next": "/learn"}, page="/learn")
    page = learner.send(OWN_ACCOUNT, {"old_password": "wrong horse", "new_password": NEW}).text
    assert "Это не ваш нынешний пароль." in page
    assert "Где вы вошли" in page


def test_a_password_that_a_teacher_sets_signs_the_learner_out(app: Flask, ids: Ids) -> None:
    learner, teacher = the_learner(app, ids), sign_in_teacher(app)
    page = f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}"
    assert is_in(learner, "/learn")
    teacher.send(f"{page}/password", {"password": NEW}, page=page)
    assert not is_in(learner, "/learn")


@ON_SQLITE
def test_a_teacher_who_comes_back_the_next_day_signs_in_anew(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    teacher, learner = sign_in_teacher(app), the_learner(app, ids)
    clock.move(hours=13)
    assert not is_in(teacher)
    assert is_in(learner, "/learn")


def test_who_works_all_day_stays_signed_in(app: Flask, ids: Ids, clock: MovableClock) -> None:
    teacher = sign_in_teacher(app)
    for _ in range(6):
        clock.move(hours=6)
        assert is_in(teacher)


@ON_SQLITE
def test_an_old_sign_in_ends_but_never_in_a_sitting(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    for _ in range(89):
        clock.move(days=1)
        assert is_in(learner, "/learn")
    clock.move(hours=23, minutes=55)
    attempt_id = start_attempt(app, ids, clock())
    page = f"/learn/attempts/{attempt_id}"
    clock.move(minutes=10)
    saved = learner.save(
        f"{page}/responses", {"position": 1, "sequence": 1, "answer": []}, page=page
    )
    assert saved.status_code == 200
    learner.send(f"{page}/submit", page=page)
    clock.move(days=1)
    assert not is_in(learner, "/learn")


@ON_SQLITE
def test_a_page_asks_once_who_is_signed_in_and_writes_nothing(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    with statements_of(app) as quiet:
        learner.see("/learn")
    clock.move(hours=2)
    with statements_of(app) as statements:
        learner.see("/learn")
    assert sum("sign_in.token_sha256" in it for it in quiet) == 1
    assert not any("FROM learner \nWHERE learner.id" in it for it in quiet)
    assert not any(it.startswith(("UPDATE", "INSERT")) for it in quiet)
    assert sum(it.startswith("UPDATE sign_in") for it in statements) == 1
