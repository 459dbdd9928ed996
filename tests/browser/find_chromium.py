"""Where is a Chromium for the browser tests? With --install one is fetched when there is none.

    python tests/browser/find_chromium.py [--install]

Prints its path. Without one it says so in one line, and under CI it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ABSENT = (
    "No Chromium was found for the browser tests: install the package chromium,"
    " or run `python -m playwright install chromium`."
)
CACHES = (".cache/ms-playwright", "Library/Caches/ms-playwright")
BINARIES = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)


def find_chromium() -> str | None:
    """The path of a Chromium: of the system's, or of the one that Playwright fetched."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or next(_list_fetched(), None)


def install_chromium() -> str | None:
    """Try what can be tried here, one after the other; the path once there is one."""
    for command in _list_commands():
        print(f"Installing Chromium for the browser tests: {' '.join(command)}", file=sys.stderr)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False)
        found = find_chromium()
        if found:
            return found
    return None


def main(arguments: Sequence[str]) -> int:
    """Print the path; 1 when there is none and CI depends on it."""
    found = find_chromium()
    if found is None and "--install" in arguments:
        found = install_chromium()
    if found:
        print(found)
        return 0
    print(ABSENT, file=sys.stderr)
    return 1 if os.environ.get("CI") else 0


def _list_commands() -> Iterator[list[str]]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and Path("/etc/debian_version").exists():
        yield ["apt-get", "update", "-qq"]
        yield ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    yield [sys.executable, "-m", "playwright", "install", "chromium"]


def _list_fetched() -> Iterator[str]:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [Path(named)] if named else [Path.home() / cache for cache in CACHES]
    for folder in folders:
        for pattern in BINARIES:
            yield from map(str, sorted(folder.glob(pattern), reverse=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
