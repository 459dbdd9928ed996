"""A course is shared, closed, archived and renamed by whoever may, and by nobody else."""

from __future__ import annotations

import pytest
from flask import Flask

from quizapp.accounts.models import Course
from quizapp.accounts.people import find_teacher_by_name
from quizapp.accounts.teaching import add_co_teacher
from quizapp.db import db
from quizapp.quizzes.setting import add_quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD, make_bank, make_rules
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import LEARNER, Ids, build

pytestmark = ON_SQLITE


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def share(app: Flask, ids: Ids, clock: MovableClock) -> int:
    """Let the other teacher teach the course too; their id."""
    with app.app_context():
        course = db.session.get_one(Course, ids.course_id)
        teacher = add_co_teacher(db.session(), course, "other", now=clock())
        db.session.commit()
        return teacher.id


def teacher_id(app: Flask, name: str) -> int:
    with app.app_context():
        found = find_teacher_by_name(db.session(), name)
        assert found
        return found.id


def read_course(app: Flask, ids: Ids) -> Course:
    with app.app_context():
        return db.session.get_one(Course, ids.course_id)


def settings(ids: Ids, path: str = "settings") -> str:
    return f"/teach/courses/{ids.course_id}/{path}"


def test_a_co_teacher_assigns_their_own_quiz_and_the_owner_watches_it(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    share(app, ids, clock)
    with app.app_context():
        teacher = find_teacher_by_name(db.session(), "other")
        assert teacher
        bank = make_bank(db.session(), teacher, clock())
        quiz = add_quiz(db.session(), teacher, [bank], make_rules(title="Rivers"), now=clock())
        db.session.commit()
        page = f"/teach/quizzes/{quiz.id}"
    other, owner = sign_in_teacher(app, "other"), sign_in_teacher(app)
    assert other.send(f"{page}/publish", {"courses": [ids.course_id]}, page=page).location == page
    course = owner.see(f"/teach/courses/{ids.course_id}")
    assert "Rivers" in course
    assert f'href="{page}"' not in course
    owner.see(page, 404)
    owner.see(f"/teach/assignments/{ids.assignment_id + 1}/live")
    owner.see(f"/teach/assignments/{ids.assignment_id + 1}/papers")


def test_a_teacher_is_added_by_name_and_removed(app: Flask, ids: Ids) -> None:
    owner, url = sign_in_teacher(app), settings(ids, "teachers")
    reply = owner.send(url, {"sign_in_name": "nobody"}, page=settings(ids))
    assert "No teacher signs in as nobody" in reply.text
    reply = owner.send(url, {"sign_in_name": "OTHER"}, page=settings(ids))
    assert reply.location == settings(ids)
    other = sign_in_teacher(app, "other")
    assert "Owned by Ms Test" in other.see("/teach/courses")
    page = other.see(f"/teach/courses/{ids.course_id}")
    assert "you teach it too" in page
    assert f"/teach/quizzes/{ids.quiz_id}" not in page, "the quiz is the owner's"
    remove = settings(ids, f"teachers/{teacher_id(app, 'other')}/remove")
    owner.send(remove, page=settings(ids))
    other.see(f"/teach/courses/{ids.course_id}", 404)


def test_a_co_teacher_may_leave_and_the_owner_stays(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    own_id = share(app, ids, clock)
    other = sign_in_teacher(app, "other")
    reply = other.send(settings(ids, f"teachers/{own_id}/remove"), page=settings(ids))
    assert reply.location == "/teach/courses"
    other.see(f"/teach/courses/{ids.course_id}", 404)
    sign_in_teacher(app).see(f"/teach/courses/{ids.course_id}")


def test_a_course_is_handed_over(app: Flask, ids: Ids, clock: MovableClock) -> None:
    other_id = share(app, ids, clock)
    owner = sign_in_teacher(app)
    owner.send(settings(ids, f"teachers/{other_id}/owner"), page=settings(ids))
    assert read_course(app, ids).teacher_id == other_id
    assert "Archive the course" not in owner.see(settings(ids))
    assert "Archive the course" in sign_in_teacher(app, "other").see(settings(ids))


def test_who_does_not_teach_a_course_any_more_finds_no_doors_to_it_beside_their_quiz(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    other_id = share(app, ids, clock)
    owner = sign_in_teacher(app)
    owner.send(settings(ids, f"teachers/{other_id}/owner"), page=settings(ids))
    own_id = teacher_id(app, "teacher")
    owner.send(settings(ids, f"teachers/{own_id}/remove"), page=settings(ids))
    page = owner.see(f"/teach/quizzes/{ids.quiz_id}")
    assert "You do not teach it any more." in page
    assert f"/teach/courses/{ids.course_id}" not in page


def test_a_course_gets_another_name(app: Flask, ids: Ids) -> None:
    owner = sign_in_teacher(app)
    assert "Write the course" in owner.send(settings(ids), {"name": " "}).text
    owner.send(settings(ids), {"name": "English 11A"})
    assert "<h1>English 11A</h1>" in owner.see(f"/teach/courses/{ids.course_id}")


def test_a_new_code_is_told_and_the_old_one_opens_no_join_page(app: Flask, ids: Ids) -> None:
    owner = sign_in_teacher(app)
    owner.send(settings(ids, "code"), page=settings(ids))
    new = read_course(app, ids).join_code
    assert new != ids.join_code
    assert new in owner.see(settings(ids))
    visitor = Visitor(app)
    assert "No course has this code" in visitor.see(f"/join?code={ids.join_code}")
    assert "Join English 10A" in visitor.see(f"/join?code={new}")
    the_learner(app, ids).see("/learn")  # signs in with the old code


def test_a_closed_course_says_so_before_a_name_is_typed_and_opens_again(
    app: Flask, ids: Ids
) -> None:
    owner, visitor = sign_in_teacher(app), Visitor(app)
    owner.send(settings(ids, "joining"), page=settings(ids))
    page = visitor.see(f"/join?code={ids.join_code}")
    assert "closed for joining" in page
    assert "Choose a name" not in page
    fields = {"code": ids.join_code, "name": "Bo", "password": PASSWORD}
    reply = visitor.send("/join", fields)
    assert "closed for joining" in reply.text
    the_learner(app, ids).see("/learn")
    owner.send(settings(ids, "joining"), {"open": "1"}, page=settings(ids))
    assert visitor.send("/join", fields).location == "/learn"


def test_an_archived_course_is_put_away_and_taken_out_again(app: Flask, ids: Ids) -> None:
    owner, learner = sign_in_teacher(app), the_learner(app, ids)
    learner.see(f"/learn/assignments/{ids.assignment_id}")
    owner.send(settings(ids, "archive"), page=settings(ids))
    index = owner.see("/teach/courses")
    assert index.index("Archive (1)") < index.index(">English 10A</a>")
    choice = ">English 10A</label>"
    assert choice not in owner.see(f"/teach/quizzes/{ids.quiz_id}")
    owner.see(f"/teach/courses/{ids.course_id}/gradebook")
    learner.see(f"/learn/assignments/{ids.assignment_id}", 404)
    fields = {"code": ids.join_code, "name": LEARNER, "password": PASSWORD}
    assert "English 10A is over" in Visitor(app).send("/sign-in", fields).text
    owner.send(settings(ids, "archive"), {"back": "1"}, page=settings(ids))
    assert choice in owner.see(f"/teach/quizzes/{ids.quiz_id}")
    learner.see(f"/learn/assignments/{ids.assignment_id}")


def test_the_sheet_to_join_has_the_address_the_code_and_a_square_for_the_camera(
    app: Flask, ids: Ids
) -> None:
    page = sign_in_teacher(app).see(settings(ids, "join-sheet"))
    assert ids.join_code in page
    assert "http://localhost/join" in page
    assert '<svg viewBox="0 0' in page
