"""Pages keep the rules of WCAG 2.2 AA that a program can check, in light and in dark."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from quizapp.generation.draft import Kind
from tests.browser.conftest import DESK, PHONE, OpenPage, sign_in_learner
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.engines import ON_SQLITE
from tests.web.routes import Whose, address, list_routes
from tests.web.worlds import COUNT, Ids, build, start_attempt

pytestmark = [
    pytest.mark.browser,
    ON_SQLITE,
]
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NO_PAGES = {
    "static",
    "home.health",
    "grade_files.download",
    "course_files.download",
    "sit.clock",
    "live.poll",
    "pictures.for_learner",
    "pictures.for_teacher",
    "transfers.download",
}
# The second look differs in its colours and its width alone.
LOOKS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "narrow and light": (PHONE, ALL_RULES),
    "wide and dark": ({**DESK, "color_scheme": "dark"}, ["color-contrast"]),
}
BASICS = """() => [
    ...(document.documentElement.lang ? [] : ["no language"]),
    ...(document.title.trim() ? [] : ["no title"]),
    ...(document.querySelectorAll("h1").length === 1 ? [] : ["not one h1"]),
    ...(document.querySelectorAll("main").length === 1 ? [] : ["not one main"]),
    ...[...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
        .filter((field) => !field.labels.length && !field.ariaLabel)
        .map((field) => `no label: ${field.name}`),
    ...[...document.querySelectorAll("a, button")]
        .filter((one) => !one.textContent.trim() && !one.ariaLabel)
        .map((one) => `no name: ${one.outerHTML}`),
    ...[...document.querySelectorAll("[id]")]
        .filter((one, place, all) => all.findIndex((other) => other.id === one.id) < place)
        .map((one) => `twice: #${one.id}`),
    ...(document.documentElement.scrollWidth > innerWidth ? ["wider than the screen"] : []),
]"""


@cache
def axe() -> str:
    """The source of axe-core, from the package that ships it."""
    spec = find_spec("axe_playwright_python")
    assert spec, "axe-core is missing: install the package axe-playwright-python"
    folder = next(iter(spec.submodule_search_locations or ()))
    return (Path(folder) / "axe.min.js").read_text(encoding="utf-8")


def list_violations(page: Page, rules: list[str]) -> list[str]:
    """What axe-core finds on the page, a line a rule."""
    page.evaluate(axe())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    assert found["passes"], "the rules were held against the page"
    return [
        f"{violation['id']}: {violation['nodes'][0]['html']} ({len(violation['nodes'])})"
        for violation in found["violations"]
    ]


def sign_in_teacher(page: Page, _ids: Ids) -> None:
    page.goto("/teacher/sign-in")
    page.get_by_label("Sign-in name").fill("teacher")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def list_pages(
    app: Flask, ids: Ids, whose: Whose, clock: MovableClock, *, every_kind: bool
) -> list[str]:
    """The address of every page of `whose`, and with `every_kind` of each kind of question."""
    closed = start_attempt(app, ids, clock(), closed=True)
    running = start_attempt(app, ids, clock())
    pages = [
        address(app, rule, ids, running, closed)
        for rule in list_routes(app, whose, "GET")
        if rule.endpoint not in NO_PAGES
    ]
    if whose is Whose.LEARNER and every_kind:
        pages += [
            f"/learn/attempts/{running}?question={position}" for position in range(2, COUNT + 1)
        ]
    if whose is Whose.TEACHER and every_kind:
        pages += [f"/teach/questions/{ids.question_id + more}/edit" for more in range(1, COUNT)]
        pages += [f"/teach/banks/{ids.bank_id}/questions/new/{kind}" for kind in Kind]
    return [*pages, "/nowhere"]


@pytest.mark.parametrize("whose", list(Whose))
@pytest.mark.parametrize("look", list(LOOKS))
def test_every_page_can_be_used_by_everybody(
    app: Flask, open_page: OpenPage, clock: MovableClock, whose: Whose, look: str
) -> None:
    ids = build(app, clock())
    device, rules = LOOKS[look]
    page = open_page(device)
    if whose is Whose.TEACHER:
        sign_in_teacher(page, ids)
    if whose is Whose.LEARNER:
        sign_in_learner(page, ids)
    found = {}
    for url in list_pages(app, ids, whose, clock, every_kind=rules is ALL_RULES):
        page.goto(url)
        found[url] = [*page.evaluate(BASICS), *list_violations(page, rules)]
    assert {url: lines for url, lines in found.items() if lines} == {}


def test_what_is_wrong_with_a_form_is_listed_first_and_leads_to_its_field(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(PHONE)
    page.goto(f"/join?code={ids.join_code}")
    page.get_by_role("button", name="Join the course").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title("Error: Join English 10A - quizapp")
    assert list_violations(page, ALL_RULES) == []
    page.get_by_role("link", name="Write your name.").click()
    name = page.get_by_label("Your name")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    described = "Your teacher sees this name. Error: Write your name."
    expect(name).to_have_accessible_description(described)


def test_a_quiz_is_answered_with_the_keyboard_alone(
    app: Flask, open_page: OpenPage, clock: MovableClock
) -> None:
    ids = build(app, clock())
    page = open_page(DESK)
    sign_in_learner(page, ids)
    page.goto(f"/learn/attempts/{start_attempt(app, ids, clock())}?question=1")
    page.locator("[name=answer]").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.get_by_role("button", name="Save and next").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Question 2 of {COUNT}")).to_be_visible()
