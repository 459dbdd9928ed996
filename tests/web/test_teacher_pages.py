"""A teacher brings an article, reviews its questions, sets a quiz and reads the gradebook."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from quizapp.config import ROOT
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.quizzes.models import Assignment, Quiz
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, find_question, read_question, start_attempt

SEED = ROOT / "seeds" / "kazakhstan-january-2022.introductory.md"
PASTED = SEED.read_text(encoding="utf-8").split("---", 2)[2]
FIELD = re.compile(
    r'<input[^>]*\bname="(?P<name>[^"]+)"[^>]*>'
    r'|<textarea[^>]*\bname="(?P<area>[^"]+)"[^>]*>\r?\n?(?P<text>.*?)</textarea>'
    r'|<select[^>]*\bname="(?P<select>[^"]+)"[^>]*>(?P<options>.*?)</select>',
    re.DOTALL,
)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def printed_fields(page: str) -> dict[str, str]:
    """What the page's form would send untouched."""
    fields: dict[str, str] = {}
    for match in FIELD.finditer(page.partition("<main")[2]):
        tag = match.group(0)
        if match.group("area"):
            fields[match.group("area")] = match.group("text")
        elif match.group("select"):
            chosen = re.search(r'<option selected[^>]*value="([^"]*)"', match.group("options"))
            fields[match.group("select")] = chosen.group(1) if chosen else ""
        elif not re.search('type="(checkbox|radio)"', tag) or " checked" in tag:
            value = re.search(r'value="([^"]*)"', tag)
            fields[match.group("name")] = value.group(1) if value else ""
    return {name: unescape(value) for name, value in fields.items()}


def count(app: Flask, model: type[Quiz] | type[Assignment]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


# Articles


def test_a_pasted_article_is_shown_with_what_was_said_about_it(teacher: Visitor) -> None:
    fields = {"title": "A January", "text": PASTED, "author": "B. Pannier", "licence": "CC-BY"}
    reply = teacher.send("/teach/articles/new", fields)
    preview = reply.location or ""
    assert "What was taken as the article" in teacher.see(preview)
    page = teacher.see(preview.removesuffix("/blocks"))
    for words in ("A January", "B. Pannier", "CC-BY", "Write questions", "In January 2022 there"):
        assert words in page


@ON_SQLITE
def test_an_uploaded_file_brings_its_own_title(teacher: Visitor) -> None:
    with SEED.open("rb") as stream:
        file = FileStorage(stream, "january.md")
        reply = teacher.send("/teach/articles/new", {"file": file})
    page = teacher.see(reply.location or "")
    assert "Kazakhstan, January 2022" in page
    assert "Introductory" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "Too short to ask about."}, "it needs at least 100"),
        ({"text": ""}, "Paste the text or choose a file."),
        ({"text": "https://a.example/\nhttps://b.example/\n" * 9}, "This is a list of links."),
        ({"text": PASTED, "published_on": "yesterday"}, "Not a valid date value"),
    ],
)
@ON_SQLITE
def test_a_bad_article_is_told_why_and_nothing_typed_is_lost(
    teacher: Visitor, fields: dict[str, str], sentence: str
) -> None:
    before = teacher.see("/teach/articles").count("<tr>")
    reply = teacher.send("/teach/articles/new", {"author": "A. Nother", **fields})
    assert reply.status_code == 200
    assert sentence in reply.text
    assert printed_fields(reply.text)["author"] == "A. Nother"
    assert printed_fields(reply.text)["text"].split() == fields["text"].split()
    assert teacher.see("/teach/articles").count("<tr>") == before


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("photo.png", b"\x89PNG", "This is a picture"),
        ("article.txt", b"\0\1\2\3", "This file is not plain text"),
    ],
)
@ON_SQLITE
def test_a_file_that_is_no_text_is_told_why(
    teacher: Visitor, name: str, data: bytes, sentence: str
) -> None:
    file = FileStorage(io.BytesIO(data), name)
    assert sentence in teacher.send("/teach/articles/new", {"file": file}).text


# Questions


@pytest.mark.parametrize("kind", list(Kind))
@ON_SQLITE
def test_a_question_of_every_kind_is_saved_as_a_new_version(
    app: Flask, ids: Ids, teacher: Visitor, kind: Kind
) -> None:
    question_id = find_question(app, ids, kind)
    _, before = read_question(app, ids, question_id)
    page = f"/teach/questions/{question_id}"
    fields = {**printed_fields(teacher.see(f"{page}/edit")), "difficulty": "hard"}
    assert teacher.send(f"{page}/edit", fields).location == page
    number, after = read_question(app, ids, question_id)
    assert number == 2
    assert after == replace(before, difficulty=after.difficulty)
    assert after.difficulty == "hard"
    assert "Ms Test" in teacher.see(f"{page}/versions")


@ON_SQLITE
def test_evidence_that_is_not_in_its_paragraph_is_refused_and_nothing_is_lost(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = f"/teach/questions/{ids.question_id}/edit"
    fields = {
        **printed_fields(teacher.see(page)),
        "stem": "Who cut the ribbon?",
        "quote": "a sentence that nobody wrote",
    }
    reply = teacher.send(page, fields)
    assert "do not stand in paragraph 2" in reply.text
    kept = printed_fields(reply.text)
    assert (kept["stem"], kept["quote"]) == (fields["stem"], fields["quote"])
    assert read_question(app, ids, ids.question_id)[0] == 1


def test_two_keys_are_refused_and_nothing_is_lost(app: Flask, ids: Ids, teacher: Visitor) -> None:
    page = f"/teach/questions/{ids.question_id}/edit"
    printed = printed_fields(teacher.see(page))
    fields = {**printed, "stem": "Who opened it?", "options-0-key": "y", "options-1-key": "y"}
    reply = teacher.send(page, fields)
    assert "2 options are keys; mark exactly one" in reply.text
    kept = printed_fields(reply.text)
    same = {"stem", "options-0-key", "options-1-key", "options-1-text", "options-1-rationale"}
    assert {name: kept[name] for name in same} == {name: fields[name] for name in same}
    assert read_question(app, ids, ids.question_id)[0] == 1
    assert teacher.send(page, {**printed, "stem": "Who opened it?"}).status_code == 302


# Quizzes


def quiz_fields(ids: Ids, **changes: Any) -> dict[str, Any]:
    return {
        "banks": [str(ids.bank_id)],
        "ready": "own",
        "title": "Second sitting",
        "slots-0-count": "4",
        "slots-0-weight": "1",
        "time_limit": "10",
        "max_attempts": "",
        "review_policy": "after_closing",
        "courses": [str(ids.course_id)],
        "opens_at": "2026-03-03T08:00",
        "closes_at": "2026-03-03T09:00",
        **changes,
    }


def test_a_quiz_is_made_and_assigned_in_one_step(app: Flask, ids: Ids, teacher: Visitor) -> None:
    reply = teacher.send(f"/teach/banks/{ids.bank_id}/quizzes/new", quiz_fields(ids))
    page = teacher.see(reply.location or "")
    assert "Second sitting" in page
    assert "3 Mar 2026, 08:00" in page
    assert count(app, Quiz) == count(app, Assignment) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"slots-0-count": "99"}, f"The bank can fill {COUNT} of 99 places"),
        ({"slots-0-count": "2", "slots-0-skills": ["sequence"]}, "The bank can fill 1 of 2 places"),
        ({"slots-0-count": "0"}, "Write a number from 1 to 100."),
        ({"slots-0-count": "four"}, "Not a valid integer"),
        ({"banks": []}, "Choose at least one bank"),
        ({"banks": ["99"]}, "not a valid choice"),
        ({"time_limit": "0"}, "Write minutes, from 1 to 1440"),
        ({"closes_at": "2026-03-03T07:00"}, "The quiz closes before it opens"),
        ({"closes_at": "tomorrow"}, "Not a valid datetime value"),
        ({"courses": ["99"]}, "not a valid choice"),
        ({"slots-0-skills": ["telepathy"]}, "Invalid choice"),
    ],
)
@ON_SQLITE
def test_a_quiz_that_cannot_be_made_says_why_and_leaves_nothing_behind(
    app: Flask, ids: Ids, teacher: Visitor, changes: dict[str, Any], sentence: str
) -> None:
    fields = quiz_fields(ids, **changes)
    reply = teacher.send(f"/teach/banks/{ids.bank_id}/quizzes/new", fields)
    assert reply.status_code == 200
    assert sentence in reply.text
    assert printed_fields(reply.text)["title"] == fields["title"]
    assert count(app, Quiz) == 1


@ON_SQLITE
def test_a_window_is_moved_and_one_that_ends_before_it_begins_is_refused(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = f"/teach/quizzes/{ids.quiz_id}"
    window = {"opens_at": "2026-03-03T10:00", "closes_at": "2026-03-03T08:00"}
    fields = {"courses": str(ids.course_id), **window}
    refused = teacher.send(f"{page}/publish", fields, page=page)
    assert "put the closing time later" in refused.text
    assert "Choose a course." in teacher.send(f"{page}/publish", {}, page=page).text
    moved = {**fields, "closes_at": "2026-03-03T11:00"}
    assert teacher.send(f"{page}/publish", moved, page=page).location == page
    assert "3 Mar 2026, 11:00" in teacher.see(page)
    assert count(app, Assignment) == 1


# Courses


@ON_SQLITE
def test_a_new_course_has_a_code_that_learners_join_with(app: Flask, teacher: Visitor) -> None:
    page = teacher.send("/teach/courses/new", {"name": "English 9B"}).location or ""
    code = re.search(r'class="join-code">.*?<strong>(\w{6})</strong>', teacher.see(page))
    assert code
    assert "Join English 9B" in Visitor(app).see(f"/join?code={code.group(1)}")
    assert "Write the course" in teacher.send("/teach/courses/new", {"name": ""}).text


@ON_SQLITE
def test_extra_time_below_one_is_refused_and_above_it_is_kept(ids: Ids, teacher: Visitor) -> None:
    page = f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}"
    for wrong in ("0.5", "0", "-2", "nan", "much", "", "11"):
        reply = teacher.send(page, {"time_multiplier": wrong})
        assert reply.status_code == 200, wrong
        assert "There is a problem" in reply.text, wrong
    reply = teacher.send(page, {"time_multiplier": "1.5"})
    assert "50\u00a0% more" in teacher.see(reply.location or "")


def test_the_gradebook_tells_graded_running_and_not_attempted_apart(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    page = f"/teach/courses/{ids.course_id}/gradebook"
    assert "Not attempted" in teacher.see(page)
    start_attempt(app, ids, clock())
    assert "In progress" in teacher.see(page)
    clock.move(minutes=30)
    attempt = start_attempt(app, ids, clock(), closed=True)
    graded = teacher.see(page)
    assert "Ada Lovelace" in graded
    assert "2 attempts" in graded
    assert f'href="/teach/attempts/{attempt - 1}"' in graded, "the first of equal scores counts"


@ON_SQLITE
def test_a_teacher_without_anything_is_told_what_comes_next(app: Flask, ids: Ids) -> None:
    newcomer = sign_in_teacher(app, "other")
    for page, words in (
        ("/teach", "Bring an article"),
        ("/teach/articles", "No articles yet"),
        ("/teach/quizzes", "No quizzes yet"),
    ):
        assert words in newcomer.see(page), page


@ON_SQLITE
def test_the_window_is_written_in_the_schools_time(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    teacher = sign_in_teacher(app)
    app.extensions["settings"] = replace(app.extensions["settings"], timezone="Asia/Almaty")
    page = f"/teach/quizzes/{ids.quiz_id}"
    fields = {"courses": str(ids.course_id), "opens_at": "2026-03-03T08:00", "closes_at": ""}
    teacher.send(f"{page}/publish", fields, page=page)
    assert "3 Mar 2026, 08:00" in teacher.see(page)
    with app.app_context():
        opens_at = db.session.scalars(select(Assignment.opens_at)).one()
    assert opens_at == clock().replace(hour=3) + timedelta(days=1)
