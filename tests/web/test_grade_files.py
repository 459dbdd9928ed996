"""Grades are taken to other systems: a page says how and what changes, and the file follows."""

from __future__ import annotations

import csv
import html
import io

import pytest
from flask import Flask

from quizapp.gradebook.dialects import DIALECTS, Dialect
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, start_attempt

MARK = b"\xef\xbb\xbf"
every_dialect = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock(), title="Final Score (2024)")


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def page_of(ids: Ids, name: str, file: str = "") -> str:
    return f"/teach/courses/{ids.course_id}/gradebook/{name}{file}"


@every_dialect
@ON_SQLITE
def test_the_gradebook_leads_to_a_page_and_a_file_for_every_system(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock, dialect: Dialect
) -> None:
    start_attempt(app, ids, clock(), closed=True)
    listed = html.unescape(teacher.see(f"/teach/courses/{ids.course_id}/gradebook"))
    assert f'href="{page_of(ids, dialect.name)}">{dialect.title}</a>' in listed
    assert dialect.hint in listed
    shown = html.unescape(teacher.see(page_of(ids, dialect.name)))
    for words in (dialect.title, *dialect.steps, dialect.name_file(ids.join_code)):
        assert words in shown
    reply = teacher.get(page_of(ids, dialect.name, "/file"))
    assert (reply.status_code, reply.mimetype) == (200, dialect.media_type)
    name = dialect.name_file(ids.join_code)
    assert reply.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert reply.data


@ON_SQLITE
def test_what_the_file_changes_is_said_before_it_is_taken(ids: Ids, teacher: Visitor) -> None:
    shown = teacher.see(page_of(ids, "canvas"))
    assert "“Final Score (2024)” is called “Final-Score [2024]” in the file" in shown
    assert "1 learner without an ID can only be found by name: Ada Lovelace." in shown
    assert "Before you bring it in" not in teacher.see(page_of(ids, "wide"))


@ON_SQLITE
def test_a_system_offers_what_it_leaves_open(ids: Ids, teacher: Visitor) -> None:
    offered = {
        name: [
            it for it in ("separator", "canvas_ids", "byte_order_mark") if f'name="{it}"' in page
        ]
        for name in DIALECTS
        if (page := teacher.see(page_of(ids, name)))
    }
    assert offered == {
        "canvas": ["canvas_ids", "byte_order_mark"],
        "moodle": ["separator", "byte_order_mark"],
        "oneroster-1.1": [],
        "oneroster-1.2": [],
        "google": ["byte_order_mark"],
        "excel": [],
        "wide": ["byte_order_mark"],
        "long": ["byte_order_mark"],
    }


@ON_SQLITE
def test_the_file_is_as_it_was_wished(ids: Ids, teacher: Visitor) -> None:
    plain = teacher.get(page_of(ids, "moodle", "/file")).data
    assert plain.startswith(b"Full name,ID number,")
    wished = teacher.get(page_of(ids, "moodle", "/file?separator=semicolon&byte_order_mark=y")).data
    assert wished.startswith(MARK + b"Full name;ID number;")


@ON_SQLITE
def test_spreadsheets_get_the_mark_unless_it_is_taken_away(ids: Ids, teacher: Visitor) -> None:
    ticked = 'name="byte_order_mark" type="checkbox" value="y"'
    for name, is_ticked in (("wide", True), ("long", True), ("canvas", False), ("moodle", False)):
        page = teacher.see(page_of(ids, name))
        (box,) = [it for it in page.split("<") if ticked in it]
        assert ("checked" in box) == is_ticked, name


@pytest.mark.parametrize(
    ("layout", "header", "row"),
    [
        (
            "wide",
            f"Final Score (2024) (out of {COUNT})",
            ["", "Ada Lovelace", "", "0.00", "0.00"],
        ),
        (
            "long",
            "max_score",
            ["graded", "1", "0.00", f"{COUNT}.00", "0.00", "2026-03-02T12:00:00Z"],
        ),
    ],
)
def test_the_gradebook_is_a_file_that_spreadsheets_read(
    app: Flask,
    ids: Ids,
    teacher: Visitor,
    clock: MovableClock,
    layout: str,
    header: str,
    row: list[str],
) -> None:
    start_attempt(app, ids, clock(), closed=True)
    reply = teacher.get(page_of(ids, layout, "/file?byte_order_mark=y"))
    assert reply.data.startswith(MARK)
    table = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))
    assert header in table[0]
    assert table[1][-len(row) :] == row


@ON_SQLITE
def test_a_system_or_a_wish_that_does_not_exist_is_not_found(ids: Ids, teacher: Visitor) -> None:
    for url in (
        page_of(ids, "xml"),
        page_of(ids, "xml", "/file"),
        page_of(ids, "moodle", "/file?separator=dash"),
        page_of(ids, "canvas", "/file?canvas_ids=maybe"),
    ):
        assert teacher.get(url).status_code == 404, url


@ON_SQLITE
def test_an_attempt_that_is_over_is_closed_before_its_score_is_taken(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    start_attempt(app, ids, clock())
    assert ",in_progress," in teacher.get(page_of(ids, "long", "/file")).text
    clock.move(hours=1)
    assert ",graded," in teacher.get(page_of(ids, "long", "/file")).text
