"""How do the scripts of learners' pages travel? Each with all that it imports, in one small file.

On a slow line every file costs half a second, and a browser asks for six at a time: the seventeen
modules of a sitting took three rounds. `make scripts` packs them with esbuild (decision 0029). What
it makes is committed, with a digest of its sources, so that nobody needs Node to run the program.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from quizapp.config import ROOT

TOOLS = ROOT / "requirements" / "npm"
STATIC = ROOT / "quizapp" / "web" / "static"
PACKED = STATIC / "packed"
# What only some papers need is fetched by those alone, and packed by itself.
RARE = ("spots", "aloud", "offline")
ENTRIES = (
    *(f"sitting/{name}.js" for name in ("page", "leftovers", "forget", "break", *RARE)),
    *(f"reading/{name}.js" for name in ("page", "look")),
)


def describe_sources() -> str:
    """The line with which a packed script begins: of which sources it was made."""
    digest = sha256()
    for folder in ("sitting", "reading"):
        for path in sorted((STATIC / folder).glob("*.js")):
            digest.update(path.read_bytes())
    for name in ("words.js", "select_words.js"):
        digest.update((STATIC / name).read_bytes())
    return f"/* packed by `make scripts` from sources {digest.hexdigest()[:16]} */"


def find_tool(name: str) -> Path:
    """A tool from npm, installed if need be; without npm the program ends with a sentence."""
    command = TOOLS / "node_modules" / ".bin" / name
    if not command.exists():
        if shutil.which("npm") is None:
            sys.exit("npm is missing. Install Node 20 or newer; only developers need it.")
        subprocess.run(["npm", "ci", "--silent"], cwd=TOOLS, check=True)
    return command


def main() -> int:
    order = [
        str(find_tool("esbuild")),
        *ENTRIES,
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2020",
        "--log-level=warning",
        "--outbase=.",
        f"--outdir={PACKED}",
        f"--banner:js={describe_sources()}",
        *(f"--external:./sitting/{name}.js" for name in RARE),
    ]
    return subprocess.run(order, cwd=STATIC, check=True).returncode


if __name__ == "__main__":
    sys.exit(main())
