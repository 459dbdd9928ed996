"""Can everybody use every page, and what does a page cost? (`make a11y`)

Starts the real program with a class, and visits it in Chromium: every page in every look, held
against axe-core and our own rules; the attempt page weighed on its first visit, on each further
question and on a slow line; Lighthouse on the pages that learners live in. Prints what was found
and writes benchmarks/results/a11y.json; the exit code is 1 where a limit is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks import scores
from benchmarks.faults_database import PASSWORD, ClassRoom, fill_database
from benchmarks.program import Program
from benchmarks.texts import RESULTS
from benchmarks.weight import Scales, open_cold
from benchmarks.wire import Wire
from quizapp.config import Settings
from quizapp.web.packing import find_tool
from tests.browser.conftest import ARGUMENTS
from tests.browser.crawl import LOOKS, examine
from tests.browser.find_chromium import ABSENT, find_chromium

FIRST_VISIT, FURTHER, SLOW_SECONDS, LEAST_SCORE = 60_000, 5_000, 2.0, 95
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "en-GB"}
LEARNER = "Learner 1"
DOORS = ("/", "/join", "/sign-in", "/teacher/sign-in")


def measure(folder: Path, *, with_lighthouse: bool) -> dict[str, Any]:
    """Everything that the report says."""
    settings = Settings(instance=str(folder), demo=False)
    room = fill_database(settings, [LEARNER])
    with Program(settings) as program, Wire(program.port) as wire, sync_playwright() as playwright:
        path = find_chromium() or sys.exit(ABSENT)
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        context = browser.new_context(base_url=program.address, **PHONE)
        page = context.new_page()
        attempt = begin(page, room)
        found = {
            "states": [look.name for look in LOOKS],
            **crawl(page, list_addresses(page, attempt)),
            **weigh(context, wire, attempt),
        }
        command = find_tool("lighthouse") if with_lighthouse else None
        if command:
            found["lighthouse"] = {
                url: scores.score(command, program.address + url, context, folder)
                for url in ("/sign-in", "/learn", "/learn/texts/1", attempt)
            }
        browser.close()
    return found


def begin(page: Page, room: ClassRoom) -> str:
    """Sign the learner in and start the quiz; the path of the attempt."""
    page.goto(f"/sign-in?code={room.course_code}")
    page.get_by_label("Your name").fill(LEARNER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/learn")
    page.goto(f"/learn/assignments/{room.assignment_id}")
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_url("**/learn/attempts/*")
    return str(page.evaluate("location.pathname"))


def list_addresses(page: Page, attempt: str) -> list[str]:
    """The doors, and every page that the learner's pages lead to without a form."""
    found, waiting = [*DOORS, attempt], ["/learn", attempt, f"{attempt}/review"]
    while waiting:
        url = waiting.pop(0)
        if url in found and url != attempt:
            continue
        found += [] if url in found else [url]
        page.goto(url)
        links = page.evaluate(
            "[...document.querySelectorAll('a[href]')].map((it) => it.pathname + it.search)"
        )
        waiting += [it for it in links if it.startswith("/learn") and it not in found]
    return found


def crawl(page: Page, addresses: Sequence[str]) -> dict[str, Any]:
    """What is wrong on which page in which look."""
    violations = {}
    for url in addresses:
        page.goto(url)
        violations[url] = [f"{look}: {line}" for look, line in examine(page, LOOKS, thumbs=True)]
    return {
        "pages": list(addresses),
        "violations": {url: lines for url, lines in violations.items() if lines},
    }


def weigh(context: BrowserContext, wire: Wire, attempt: str) -> dict[str, Any]:
    """The attempt page on a first visit, on its further questions, on a slow line."""
    first = open_cold(context, base_url=wire.address, **PHONE)
    scales = Scales(first, wire)
    load = scales.load(attempt)
    shown = "[data-question]:not([hidden])"
    further = scales.weigh_clicks(f"{shown} .choice label", f"{shown} [name=go][value=next]")
    first.context.close()
    slow = open_cold(context, base_url=wire.address, **PHONE)
    slow_load = Scales(slow, wire, slow=True).load(attempt)
    slow.context.close()
    return {
        "first_visit": asdict(load),
        "further_question_bytes": further,
        "slow_line": {
            "painted_seconds": slow_load.painted_seconds,
            "ready_seconds": slow_load.ready_seconds,
        },
    }


def list_broken(found: dict[str, Any]) -> list[str]:
    """Which limits are broken, in words."""
    first, slow = found["first_visit"], found["slow_line"]
    checks = [
        (not found["violations"], f"{len(found['violations'])} pages break rules"),
        (first["bytes"] < FIRST_VISIT, f"the first visit takes {first['bytes']} bytes"),
        (not first["other_hosts"], f"other hosts are asked: {first['other_hosts']}"),
        (
            found["further_question_bytes"] < FURTHER,
            f"a further question takes {found['further_question_bytes']} bytes",
        ),
        (
            slow["ready_seconds"] < SLOW_SECONDS,
            f"on a slow line the page is ready after {slow['ready_seconds']} s",
        ),
    ]
    checks += [
        (value >= LEAST_SCORE, f"{url}: Lighthouse gives {value} for {name}")
        for url, given in found.get("lighthouse", {}).items()
        for name, value in given.items()
    ]
    return [words for is_kept, words in checks if not is_kept]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-lighthouse", action="store_true", help="leave Lighthouse out")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), with_lighthouse=not options.no_lighthouse)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "a11y.json").write_text(json.dumps(found, indent=2) + "\n")
    print(
        f"{len(found['pages'])} pages in {len(LOOKS)} states,"
        f" {sum(map(len, found['violations'].values()))} violations."
        f" First visit {found['first_visit']['bytes']} bytes,"
        f" further question {found['further_question_bytes']},"
        f" slow line {found['slow_line']}."
        f" Lighthouse {found.get('lighthouse', 'was left out')}"
    )
    broken = list_broken(found)
    for line in broken:
        print(f"  {line}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
