"""What cannot be is told at its field, and nothing that was typed or set is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from quizapp.db import db
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import ANSWERS_AFTER_CLOSING
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.controls import read_controls
from tests.web.engines import ON_SQLITE
from tests.web.quiz_forms import change, edit_page, rules_of
from tests.web.worlds import Ids, build

HOUR = timedelta(hours=1)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


# The form

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "title", "Write a title."),
    ({"slots__0__count": "99"}, "slots-0-count", "The bank can fill 12 of 99 places"),
    ({"slots__0__count": "0"}, "slots-0-count", "Write a number from 1 to 100."),
    ({"slots__0__count": "four"}, "slots-0-count", "Not a valid integer"),
    ({"slots__0__weight": "-1"}, "slots-0-weight", "Write points from 0.01 to 100."),
    ({"slots__0__weight": "nan"}, "slots-0-weight", "Write points as a number"),
    ({"slots__0__weight": "1.234567"}, "slots-0-weight", "at most five decimals"),
    ({"slots__0__weight": ""}, "slots-0-weight", "Write points as a number"),
    ({"slots__0__skills": ["telepathy"]}, "slots-0-skills", "Invalid choice"),
    ({"slots__0__question": "77"}, "slots-0-question", "Not a valid choice"),
    ({"time_limit": "0"}, "time_limit", "Write minutes, from 1 to 1440, or nothing."),
    ({"time_limit": "1e9"}, "time_limit", "Write minutes, from 1 to 1440, or nothing."),
    ({"time_limit": "soon"}, "time_limit", "Write minutes as a number, such as 20 or 1.5."),
    ({"question_seconds": "30"}, "question_seconds", "needs questions that only go forward"),
    ({"question_seconds": "2"}, "question_seconds", "Write seconds, from 5 to 3600"),
    ({"navigation": "sequential", "layout": "all"}, "layout", "are shown one at a time"),
    ({"at_bell": "grace"}, "submit_grace", "Say how long handing in stays possible"),
    ({"at_bell": "never"}, "at_bell", "Invalid Choice"),
    ({"max_attempts": "0"}, "max_attempts", "Write a number from 1 to 100, or nothing."),
    ({"wait": "-5"}, "wait", "Write minutes, from 1 to"),
    (
        {"uses_certainty": "y", "negative_share": "0.5"},
        "negative_share",
        "Certainty has negative marks of its own",
    ),
    ({"ip_ranges": "10.0.0.0/8\r\nthe library"}, "ip_ranges", "the library is no range"),
    ({"access_code": "x" * 81}, "access_code", "longer than 80"),
    ({"review_policy": "custom", "rights": ["never.key"]}, "rights", "Invalid choice"),
    ({"feedback__0__text": "Well done."}, "feedback-0-from_percent", "Write from which"),
    ({"feedback__0__from_percent": "50"}, "feedback-0-text", "Write the text."),
    ({"feedback__0__from_percent": "101"}, "feedback-0-from_percent", "from 0 to 100"),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), REFUSED)
@ON_SQLITE
def test_what_is_wrong_stands_at_its_field_and_in_the_summary_and_nothing_is_lost(
    app: Flask, ids: Ids, teacher: Visitor, changes: dict[str, Any], field: str, sentence: str
) -> None:
    before = rules_of(app, ids.quiz_id)
    fields = change(read_controls(teacher.see(edit_page(ids))), **{"title": "Kept", **changes})
    reply = teacher.send(edit_page(ids), fields)
    assert reply.status_code == 200
    summary = reply.text.partition("There is a problem")[2].partition("</ul>")[0]
    assert sentence in summary
    assert f'href="#{field}"' in summary
    assert re.search(rf'id="{field}-error">.*?{re.escape(sentence)}', reply.text, re.DOTALL)
    shown = read_controls(reply.text)
    same = {name: values for name, values in fields.items() if name != "rights"}
    if field not in {"slots-0-skills", "slots-0-question", "at_bell"}:  # a forged choice is gone
        assert {name: shown.getlist(name) for name in same} == same
    assert rules_of(app, ids.quiz_id) == before


@ON_SQLITE
def test_two_texts_cannot_begin_at_the_same_percentage(ids: Ids, teacher: Visitor) -> None:
    bands = {f"feedback__{at}__from_percent": "50" for at in (0, 1)}
    words = {f"feedback__{at}__text": "Half." for at in (0, 1)}
    fields = change(read_controls(teacher.see(edit_page(ids))), **bands, **words)
    assert "Two texts begin at 50 %" in teacher.send(edit_page(ids), fields).text


@ON_SQLITE
def test_answers_that_wait_for_the_closing_are_refused_where_a_course_has_none(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    fields = change(read_controls(teacher.see(edit_page(ids))), review_policy="after_closing")
    reply = teacher.send(edit_page(ids), fields)
    assert "first write when it closes for English 10A" in reply.text
    page = f"/teach/quizzes/{ids.quiz_id}"
    window = {"courses": str(ids.course_id), "closes_at": "2026-03-09T08:00"}
    teacher.send(f"{page}/publish", window, page=page)
    assert teacher.send(edit_page(ids), fields).status_code == 302
    assert rules_of(app, ids.quiz_id).review == ANSWERS_AFTER_CLOSING


@pytest.mark.parametrize(
    "nonsense", ["", "-1", "1e999999", "nan", "sNaN", "99999999999", "x", "\u0661", "1.1.1", "[]"]
)
def test_whatever_is_sent_is_answered_with_the_form(
    app: Flask, ids: Ids, teacher: Visitor, nonsense: str
) -> None:
    names = change(read_controls(teacher.see(edit_page(ids)))).keys() | {
        *("slots-0-skills", "slots-0-kinds", "slots-9-count", "is_practice", "uses_certainty"),
    }
    reply = teacher.send(edit_page(ids), dict.fromkeys(names, nonsense))
    assert reply.status_code == 200
    assert "There is a problem" in reply.text
    checked = teacher.send(edit_page(ids), {**dict.fromkeys(names, nonsense), "check_paper": "1"})
    assert checked.status_code == 200
    assert rules_of(app, ids.quiz_id).title == "Bridges"


# Windows


@ON_SQLITE
def test_a_window_is_never_removed_without_being_asked_for(app: Flask, clock: MovableClock) -> None:
    opens_at, closes_at = clock() - HOUR, clock() + HOUR
    ids = build(app, clock(), opens_at=opens_at, closes_at=closes_at)
    teacher, page = sign_in_teacher(app), f"/teach/quizzes/{ids.quiz_id}"

    def window() -> tuple[object, object]:
        with app.app_context():
            assignment = db.session.get_one(Assignment, ids.assignment_id)
            return assignment.opens_at, assignment.closes_at

    empty = {"courses": str(ids.course_id), "opens_at": "", "closes_at": ""}
    asked = teacher.send(f"{page}/publish", empty, page=page)
    assert "English 10A has an opening time." in asked.text
    assert "English 10A has a closing time." in asked.text
    assert window() == (opens_at, closes_at)
    moved = {**empty, "closes_at": "2026-03-02T15:00"}
    assert (
        "English 10A has an opening time." in teacher.send(f"{page}/publish", moved, page=page).text
    )
    assert teacher.send(f"{page}/publish", {**moved, "clears": "y"}, page=page).location == page
    assert window() == (None, clock() + 3 * HOUR)


@ON_SQLITE
def test_the_window_of_a_course_is_shown_to_be_changed(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), opens_at=clock() - HOUR, closes_at=clock() + HOUR)
    app.extensions["settings"] = replace(app.extensions["settings"], timezone="Asia/Almaty")
    teacher, page = sign_in_teacher(app), f"/teach/quizzes/{ids.quiz_id}"
    assert f"{page}?course={ids.course_id}#publish" in teacher.see(page)
    shown = read_controls(teacher.see(f"{page}?course={ids.course_id}"))
    assert shown["courses"] == str(ids.course_id)
    assert (shown["opens_at"], shown["closes_at"]) == ("2026-03-02T16:00", "2026-03-02T18:00")
    teacher.see(f"{page}?course=99")
