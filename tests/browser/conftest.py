"""A real Chromium against the real program, whose clock a test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.find_chromium import ABSENT, find_chromium
from tests.factories import PASSWORD
from tests.web.worlds import LEARNER, Ids

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
)
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
PATIENCE = 30_000  # milliseconds; only a failure ever waits so long
OpenPage = Callable[..., Page]


class Quiet(WSGIRequestHandler):
    """Prints no line for each request."""

    def log_request(self, *_args: object) -> None:
        return


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Which Chromium is launched, and how; without one every browser test fails in one line."""
    path = find_chromium()
    if path is None:
        pytest.fail(ABSENT, pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": list(ARGUMENTS)}


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the program is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def open_page(address: str, browser: Browser) -> Iterator[OpenPage]:
    """Opens a page of a new browser session; what goes wrong on it fails the test.

    No worker of the browser stands between a page and the server, unless a test allows it.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_one(device: dict[str, Any] = DESK, **more: Any) -> Page:
        settings = {
            "base_url": address,
            "timezone_id": "UTC",
            "locale": "en-GB",
            "service_workers": "block",
            **device,
            **more,
        }
        context = browser.new_context(**settings)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    expect.set_options(timeout=PATIENCE)
    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


def sign_in_learner(page: Page, ids: Ids) -> None:
    """The world's learner signs in."""
    page.goto(f"/sign-in?code={ids.join_code}")
    page.get_by_label("Your name").fill(LEARNER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your quizzes")).to_be_visible()


def sign_in_teacher(page: Page) -> None:
    """The world's teacher signs in."""
    page.goto("/teacher/sign-in")
    page.get_by_label("Sign-in name").fill("teacher")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def start_quiz(page: Page, ids: Ids) -> str:
    """Start the world's quiz; the path of the attempt."""
    page.goto(f"/learn/assignments/{ids.assignment_id}")
    page.get_by_role("button", name="Start the quiz").click()
    expect(page.locator("[data-question]:not([hidden])").first).to_be_visible()
    page.wait_for_load_state()  # only then the page follows its clock and saves
    return page.evaluate("location.pathname")  # type: ignore[no-any-return]
