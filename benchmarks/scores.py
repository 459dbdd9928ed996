"""Which scores does Lighthouse give a page?

Lighthouse comes from npm (requirements/npm), drives the Chromium that the tests drive, and
visits as a phone on a slow line, which is its own default.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.browser.find_chromium import find_chromium

CATEGORIES = ("performance", "accessibility", "best-practices")
PATIENCE = 300  # seconds
TRIES = 3  # a busy machine makes it lose the beginning of a trace
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def score(command: Path, url: str, context: BrowserContext, folder: Path) -> dict[str, int]:
    """The scores of `url` out of 100, seen by who is signed in in `context`.

    Raises:
        subprocess.CalledProcessError: Lighthouse could not visit the page.
    """
    cookies = "; ".join(f"{it['name']}={it['value']}" for it in context.cookies())
    headers, report = folder / "headers.json", folder / "report.json"
    headers.write_text(json.dumps({"Cookie": cookies}))
    order = [
        str(command),
        url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--extra-headers={headers}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={FLAGS}",
    ]
    for tries_left in reversed(range(TRIES)):
        report.unlink(missing_ok=True)
        ended = subprocess.run(
            order,
            check=not tries_left,
            timeout=PATIENCE,
            capture_output=True,
            env={**os.environ, "CHROME_PATH": str(find_chromium())},
        )
        if not ended.returncode:
            break
    found = json.loads(report.read_text())["categories"]
    return {name: round(100 * (found[name]["score"] or 0)) for name in CATEGORIES}
