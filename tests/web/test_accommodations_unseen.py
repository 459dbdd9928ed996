"""Nobody but the teacher and the learner finds out what the learner needs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from random import Random

from flask import Flask

from quizapp.accounts.models import Learner
from quizapp.attempts import sitting
from quizapp.db import db
from quizapp.quizzes.models import Assignment
from tests.conftest import NOON, MovableClock
from tests.web.clients import (
    Visitor,
    another_learner,
    sign_in_teacher,
    the_learner,
)
from tests.web.engines import ON_SQLITE
from tests.web.needing import (
    CLASSMATE,
    FORTY,
    NEEDS,
    add_classmate,
    assignment_page,
    learner_page,
    override_page,
)
from tests.web.routes import address
from tests.web.worlds import GRACE, Ids, build, start_attempt

GIVEN_AWAY = ("Ada", "Lovelace", "1.75", "75\u00a0%", "35 min", "2031", "extended", "quiet room")


CHANGES_EACH_TIME = re.compile(r'(?<=")[0-9a-f]{16}(?=")|(?<=")[\w-]+\.[\w-]+\.[\w-]+(?=")')


def start_for_classmate(app: Flask, ids: Ids, now: datetime, *, closed: bool = False) -> int:
    with app.app_context():
        session = db.session()
        learner = session.query(Learner).filter_by(name=CLASSMATE).one()
        attempt = sitting.start(
            session,
            session.get_one(Assignment, ids.assignment_id),
            learner,
            now=now,
            rng=Random(1),
            grace_seconds=GRACE,
        )
        if closed:
            sitting.submit(session, attempt.id, now=now)
        session.commit()
        return attempt.id


def see_everything(app: Flask, visitor: Visitor, ids: Ids, attempts: list[int]) -> dict[str, str]:
    """Every page and JSON that a learner can open, with what changes each time made even."""
    urls = {
        address(app, rule, ids, running=attempt, closed=attempt)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/learn") and "GET" in (rule.methods or set())
        if not rule.arguments & {"note_id", "kept_word_id"}  # the world's learner wrote those
        for attempt in attempts
    }
    pages: dict[str, str] = {}
    while urls:
        url = urls.pop()
        reply = visitor.get(url, follow_redirects=True)
        assert reply.status_code == 200, url
        text = reply.data.decode("utf-8", "replace")  # pictures are no text
        pages[url] = CHANGES_EACH_TIME.sub("~", text)
        linked = set(re.findall(r'(?:href|data-[a-z-]+)="(/learn[^"#]*)', unescape(text)))
        post_only = {it for it in linked if it.endswith(("/responses", "/submit", "/hold"))}
        posts = re.compile(r"/(responses|submit|hold|events|flags|breaks|checks)\b")
        urls |= {it for it in linked - post_only if not posts.search(it)} - pages.keys()
    return pages


def test_a_classmates_pages_are_the_same_to_the_letter_whoever_has_an_accommodation(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), closes_at=NOON + timedelta(days=1), max_attempts=3)
    classmate = add_classmate(app, ids, clock())
    start_attempt(app, ids, clock())
    mine = [
        start_for_classmate(app, ids, clock(), closed=True),
        start_for_classmate(app, ids, clock()),
    ]
    see_everything(app, classmate, ids, mine)
    before = see_everything(app, classmate, ids, mine)
    teacher = sign_in_teacher(app)
    books = {it: read_book(teacher, ids, it) for it in ("wide", "long")}
    give_ada(teacher, ids)
    after = see_everything(app, classmate, ids, mine)
    assert len(after) >= 7, sorted(after)
    assert after == before
    for url, text in after.items():
        assert [it for it in GIVEN_AWAY if it in text] == [], url
    assert {it: read_book(teacher, ids, it) for it in books} == books


def give_ada(teacher: Visitor, ids: Ids) -> None:
    """All that can be given to the world's learner, with words that nothing else on a page has."""
    needs = {**NEEDS, "time_multiplier": "other", "other_multiplier": "1.75", "larger_type": "y"}
    teacher.send(learner_page(ids), needs)
    reply = teacher.send(
        override_page(ids),
        {"time_limit": "33", "closes_at": "2031-07-19T09:41", "max_attempts": "9"},
    )
    assert reply.status_code == 302, reply.text


def read_book(teacher: Visitor, ids: Ids, layout: str) -> str:
    return teacher.see(f"/teach/courses/{ids.course_id}/gradebook/{layout}/file")


def test_what_a_classmates_page_is_told_in_the_background_gives_nothing_away(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), closes_at=NOON + timedelta(days=1))
    classmate = add_classmate(app, ids, clock())
    theirs = start_attempt(app, ids, clock())
    mine = start_for_classmate(app, ids, clock())
    give_ada(sign_in_teacher(app), ids)
    page = f"/learn/attempts/{mine}"
    answer = {"position": 1, "tab": "t", "sequence": 1, "answer": []}
    replies = [
        classmate.get(f"{page}/clock?tab=t"),
        classmate.save(f"{page}/hold", {"tab": "t"}, page=page),
        classmate.save(f"{page}/responses", answer, page=page),
    ]
    for reply in replies:
        assert reply.status_code == 200
        assert [it for it in GIVEN_AWAY if it in reply.text] == []
        assert reply.get_json()["remaining_seconds"] == 20 * 60
    other = page.replace(str(mine), str(theirs))
    for part in ("", "/clock", "/review", "/result"):
        classmate.see(f"{other}{part}", 404)


@ON_SQLITE
def test_a_printed_course_page_says_nothing_of_who_needs_what(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), time_limit_seconds=FORTY)
    teacher = sign_in_teacher(app)
    give = (
        teacher.send(learner_page(ids), NEEDS),
        teacher.send(override_page(ids), {"time_limit": "50"}),
    )
    assert [it.status_code for it in give] == [302, 302]
    page = teacher.see(f"/teach/courses/{ids.course_id}")
    unprinted = r'<(section|td|th)\b[^>]*class="d-print-none".*?</\1>'
    printed = re.sub(unprinted, "", page, flags=re.S)
    for words in ("more time", "50 minutes", "2 breaks", "Arrangement"):
        assert words in page, words
        assert words not in printed, words


@ON_SQLITE
def test_another_courses_learner_finds_no_assignment_of_this_one(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    another_learner(app, ids).see(assignment_page(ids), 404)
    the_learner(app, ids).see(assignment_page(ids))
