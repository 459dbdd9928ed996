"""How quickly do results come, where very many have sat? Each part on both databases.

`python -m benchmarks.bench_results` writes `benchmarks/results/results.json` and prints the figures
with their floors; `--small` is for a quick run, whose figures are only printed.
"""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path

from benchmarks import regrading, results_gradebook, results_mastery, results_statistics

RESULTS = Path(__file__).parent / "results" / "results.json"
PARTS = {
    "statistics": results_statistics,
    "gradebook": results_gradebook,
    "mastery": results_mastery,
    "regrading": regrading,
}
ENGINES = {"sqlite": False, "postgresql": True}


def main(arguments: list[str]) -> None:
    """Measure the parts that are named, or all of them."""
    small = "--small" in arguments
    wanted = [it for it in arguments if it in PARTS] or list(PARTS)
    record: dict[str, object] = {"python": platform.python_version()}
    for name in wanted:
        figures = {}
        for engine, is_postgres in ENGINES.items():
            print(f"\n{name}, {engine}", flush=True)
            figures[engine] = PARTS[name].measure(is_postgres, small=small)
            print("\n".join(PARTS[name].tell(figures[engine])), flush=True)
        record[name] = figures
    if not small:
        RESULTS.parent.mkdir(exist_ok=True)
        before = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
        RESULTS.write_text(json.dumps(before | record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
