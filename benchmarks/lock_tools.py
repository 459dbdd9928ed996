"""How are the tools from npm pinned, with names, versions and hashes alone? (`make lock`)"""

from __future__ import annotations

import json
import subprocess

from quizapp.web.packing import TOOLS

LOCK = TOOLS / "package-lock.json"
ORDER = ["npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--silent"]


def main() -> None:
    subprocess.run(ORDER, cwd=TOOLS, check=True)
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)  # addresses at which somebody may give
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
