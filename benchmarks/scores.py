"""Which scores does Lighthouse give a page?

Lighthouse comes from npm (requirements/npm), drives the Chromium that the tests drive, and
visits as a phone on a slow line, which is its own default.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from statistics import median

from playwright.sync_api import BrowserContext

from tests.browser.find_chromium import find_chromium

CATEGORIES = ("performance", "accessibility", "best-practices")
PATIENCE = 300  # seconds
RUNS = 3
TRIES = 3  # a busy machine makes it lose the beginning of a trace
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def score(command: Path, url: str, context: BrowserContext, folder: Path) -> dict[str, int]:
    """The scores of `url` out of 100, seen by who is signed in in `context`: the median of RUNS
    visits, since a busy machine makes single ones swing.

    Raises:
        subprocess.CalledProcessError: Lighthouse could not visit the page.
    """
    cookies = "; ".join(f"{it['name']}={it['value']}" for it in context.cookies())
    headers = folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookies}))
    order = [
        str(command),
        url,
        "--quiet",
        "--output=json",
        f"--extra-headers={headers}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={FLAGS}",
    ]
    visits = [_visit(order, folder / "report.json") for _ in range(RUNS)]
    return {name: round(median(it[name] for it in visits)) for name in CATEGORIES}


def _visit(order: list[str], report: Path) -> dict[str, float]:
    """What one visit gives; a try whose trace was lost is made again."""
    for tries_left in reversed(range(TRIES)):
        ended = subprocess.run(
            [*order, f"--output-path={report}"],
            check=not tries_left,
            timeout=PATIENCE,
            capture_output=True,
            env={**os.environ, "CHROME_PATH": str(find_chromium())},
        )
        if not ended.returncode:
            break
    found = json.loads(report.read_text())["categories"]
    report.unlink()
    return {name: 100 * (found[name]["score"] or 0) for name in CATEGORIES}
