"""Whoever chooses a language reads it on every page, and it follows them to the next device."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from re import findall

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.test import TestResponse

from quizapp.quizzes.rules import EVERYTHING, BellRule, Layout, Navigation
from quizapp.web.filters import show_duration, show_score, show_soon, show_when
from quizapp.web.languages import LANGUAGES
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.clients import Visitor, sign_in_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, LEARNER, Ids, build, right_answers, start_attempt

TRANSLATED = [it for it in LANGUAGES if it != "en"]
# What the teacher or the learner has written, and what is called the same everywhere.
NAMES = {"quizapp", "Bridges", "English", "Ada", "Lovelace", "Not", "given", "aria"}
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
SILENT = ("script", "style")
VOID = ("meta", "link", "img", "input", "br", "path", "circle", "rect", "line", "polyline", "hr")


class Ear(HTMLParser):
    """Hears the words of a page that are not marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.heard: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        deaf = bool(self.open and self.open[-1])
        if "lang" in told:
            deaf = told["lang"] == "en"
        deaf = deaf or tag in SILENT
        if not deaf:
            # What follows a colon is a line of the question.
            self.heard += [(told[it] or "").partition(":")[0] for it in SPOKEN if it in told]
        if tag not in VOID:
            self.open.append(deaf)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1]):
            self.heard.append(data)


def list_english(page: str) -> list[str]:
    """The Latin words on the page that are neither names nor marked as English."""
    ear = Ear()
    ear.feed(page)
    heard = " ".join(ear.heard)
    return sorted(set(findall(r"[A-Za-z]{2,}", heard)) - NAMES)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock(), max_attempts=None, review=EVERYTHING)


def choose(visitor: Visitor, language: str, back: str = "/sign-in") -> TestResponse:
    """Press a button of the switch at the foot of a page."""
    return visitor.send("/language", {"language": language, "next": back}, page=back)


@ON_SQLITE
@pytest.mark.parametrize("language", TRANSLATED)
def test_a_learners_whole_way_has_no_english_word(
    app: Flask, ids: Ids, clock: MovableClock, language: str
) -> None:
    visitor = Visitor(app)
    choose(visitor, language)
    new = {"code": ids.join_code, "name": "Ada", "password": PASSWORD}
    for page in ("/", "/join", f"/join?code={ids.join_code}", "/sign-in", "/teacher/sign-in"):
        assert (page, list_english(visitor.see(page))) == (page, [])
    assert list_english(visitor.send("/join", {**new, "password": "short"}).text) == []
    assert list_english(visitor.send("/join", {**new, "name": LEARNER}).text) == []
    assert list_english(visitor.send("/sign-in", {**new, "password": "wrong"}).text) == []
    assert visitor.send("/join", new).location == "/learn"
    due = f"/learn/assignments/{ids.assignment_id}"
    for page in ("/learn", "/learn/progress", due, "/no-such-page", "/teach"):
        assert (page, list_english(visitor.get(page).text)) == (page, [])
    attempt = visitor.send(f"{due}/attempts", page=due).location or ""
    for position in range(1, COUNT + 1):
        shown = visitor.see(f"{attempt}?question={position}")
        assert f'<html lang="{language}" dir="ltr">' in shown
        assert list_english(shown) == []
    for position, fields in right_answers(app, int(attempt.rpartition("/")[2])).items():
        if position % 2:
            sent = {"position": position, "sequence": 1, "answer": fields, "go": "flag"}
            visitor.send(f"{attempt}/responses", sent, page=attempt)
    assert list_english(visitor.see(f"{attempt}/review")) == []
    visitor.send(f"{attempt}/submit", page=f"{attempt}/review")
    for page in (f"{attempt}/result", "/learn", due, "/learn/progress"):
        assert (page, list_english(visitor.see(page))) == (page, [])


@ON_SQLITE
@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("at_bell", [BellRule.GRACE, BellRule.ABANDON])
def test_the_rules_of_a_strict_quiz_have_no_english_word(
    app: Flask, clock: MovableClock, language: str, at_bell: BellRule
) -> None:
    ids = build(
        app,
        clock(),
        time_limit_seconds=600,
        at_bell=at_bell,
        submit_grace_seconds=120 if at_bell is BellRule.GRACE else 0,
        navigation=Navigation.SEQUENTIAL,
        layout=Layout.ONE,
        uses_certainty=True,
        question_seconds=60,
        wait_seconds=3600,
        max_attempts=3,
        access_code="tram",
        one_sitting=True,
    )
    learner = the_learner(app, ids)
    due = f"/learn/assignments/{ids.assignment_id}"
    choose(learner, language, due)
    assert list_english(learner.see(due)) == []
    refused = learner.send(f"{due}/attempts", {"code": "wrong"}, page=due).location or ""
    assert list_english(learner.see(refused)) == []
    attempt = learner.send(f"{due}/attempts", {"code": "tram"}, page=due).location or ""
    assert list_english(learner.see(attempt)) == []
    clock.move(minutes=10, seconds=30)
    assert list_english(learner.get(f"{attempt}/review", follow_redirects=True).text) == []
    clock.move(hours=1)
    assert list_english(learner.see(f"{attempt}/result")) == []
    assert list_english(learner.see("/learn")) == []


def test_the_switch_needs_no_script_and_leads_back(app: Flask, ids: Ids) -> None:
    visitor = Visitor(app)
    page = visitor.see("/sign-in?next=/learn")
    assert '<input type="hidden" name="next" value="/sign-in?next=/learn">' in page
    assert 'value="kk" lang="kk">Қазақша</button>' in page
    assert 'value="en" lang="en" aria-current="true">English</button>' in page
    reply = choose(visitor, "kk", "/sign-in?next=/learn")
    assert reply.location == "/sign-in?next=/learn"
    assert "Max-Age=31536000" in reply.headers["Set-Cookie"]
    assert '<html lang="kk" dir="ltr">' in visitor.see("/")


@ON_SQLITE
def test_the_switch_takes_no_other_language_and_leads_to_no_other_site(
    app: Flask, ids: Ids
) -> None:
    visitor = Visitor(app)
    refused = visitor.send("/language", {"language": "xx"}, page="/sign-in")
    assert refused.status_code == 400
    sent = {"language": "ru", "next": "https://example.org/"}
    assert visitor.send("/language", sent, page="/sign-in").location == "/"


def test_a_learners_language_is_there_on_another_device(app: Flask, ids: Ids) -> None:
    learner = the_learner(app, ids)
    choose(learner, "ru", "/learn")
    learner.send("/sign-out", page="/learn")
    assert '<html lang="ru"' in learner.see("/sign-in"), "the device remembers it"
    elsewhere = sign_in_learner(app, ids.join_code, LEARNER)
    assert '<html lang="ru"' in elsewhere.see("/learn")


@ON_SQLITE
def test_a_shared_device_speaks_the_language_of_who_is_signed_in(app: Flask, ids: Ids) -> None:
    learner = the_learner(app, ids)
    choose(learner, "ru", "/learn")
    shared = Visitor(app)
    choose(shared, "kk")
    shared.send("/sign-in", {"code": ids.join_code, "name": LEARNER, "password": PASSWORD})
    assert '<html lang="ru"' in shared.see("/learn")
    shared.send("/sign-out", page="/learn")
    assert '<html lang="kk"' in shared.see("/sign-in")


@ON_SQLITE
def test_who_joins_keeps_the_language_in_which_they_joined(app: Flask, ids: Ids) -> None:
    visitor = Visitor(app)
    choose(visitor, "kk")
    visitor.send("/join", {"code": ids.join_code, "name": "Aruzhan", "password": PASSWORD})
    elsewhere = sign_in_learner(app, ids.join_code, "Aruzhan")
    assert '<html lang="kk"' in elsewhere.see("/learn")


@ON_SQLITE
@pytest.mark.parametrize(
    ("asked", "language"),
    [("kk-KZ,kk;q=0.9,ru;q=0.8", "kk"), ("ru", "ru"), ("de,fr;q=0.5", "en"), ("", "en")],
)
def test_a_new_device_is_spoken_to_as_its_browser_asks(
    app: Flask, ids: Ids, asked: str, language: str
) -> None:
    page = Visitor(app).get("/", headers={"Accept-Language": asked} if asked else {})
    assert f'<html lang="{language}"' in page.text


@ON_SQLITE
def test_the_pages_of_teachers_are_english_until_their_words_are_translated(
    app: Flask, ids: Ids
) -> None:
    teacher = sign_in_teacher(app)
    choose(teacher, "ru", "/sign-in")
    for page in ("/teach", f"/teach/quizzes/{ids.quiz_id}", f"/teach/courses/{ids.course_id}"):
        shown = teacher.see(page)
        assert '<html lang="en"' in shown
        assert "Курсы" not in shown
        assert 'name="language"' not in shown


@ON_SQLITE
def test_the_text_and_the_questions_are_marked_as_english(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    choose(learner, "ru", "/learn")
    page = learner.see(f"/learn/attempts/{start_attempt(app, ids, clock())}")
    assert page.count('class="stem" lang="en"') + page.count('stem-cloze" lang="en"') == COUNT
    assert '<article class="passage" lang="en">' in page


@ON_SQLITE
def test_only_a_page_with_a_translation_carries_words_for_its_scripts(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    attempt = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    assert "data-words" not in learner.see(attempt)
    choose(learner, "ru", "/learn")
    page = learner.see(attempt)
    assert page.count("data-words") == 1
    assert "\\u0421\\u0434\\u0430\\u0442\\u044c" in page or "Сдать" in page


NOVEMBER = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


@ON_SQLITE
@pytest.mark.parametrize(
    ("language", "day", "soon", "score", "lasts"),
    [
        ("en", "23 Nov 2026", "10:42 on 23 Nov 2026", "6.67", "2 hours 5 minutes"),
        ("ru", "23 нояб. 2026 г.", "10:42, 23 нояб. 2026 г.", "6,67", "2 часа 5 минут"),
        ("kk", "2026 ж. 23 қар.", "10:42, 2026 ж. 23 қар.", "6,67", "2 сағат 5 минут"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_writes_them(
    app: Flask, language: str, day: str, soon: str, score: str, lasts: str
) -> None:
    with app.test_request_context(), force_locale(language):
        # The year and its word are held together by a narrow space that does not break.
        assert f">{day}, 10:42</time>" in show_when(NOVEMBER).replace("\u202f", " ")
        assert show_soon(NOVEMBER).replace("\u202f", " ") == soon
        assert show_score(Decimal("6.667")) == score
        assert show_duration(7500) == lasts


@ON_SQLITE
@pytest.mark.parametrize(
    ("language", "said"), [("en", "Write your name."), ("ru", "Введите ваше имя.")]
)
def test_what_is_wrong_stands_at_its_field_in_the_language_of_the_page(
    app: Flask, ids: Ids, language: str, said: str
) -> None:
    visitor = Visitor(app)
    choose(visitor, language)
    sent = {"code": ids.join_code, "name": "", "password": PASSWORD}
    page = visitor.send("/join", sent).text
    _, _, at_field = page.partition('id="name-error"')
    assert said in at_field.partition("</p>")[0]
