"""How long does a backup of a large database take, and bringing it back, and how much memory?

`python -m benchmarks.backups [--attempts N] [--postgres]` lets so many learners have sat a quiz of
twenty questions, then runs the commands as an operator does: backup, check, restore, and move to
the other engine. The figures go to `benchmarks/results/backups.json`, beside those of the other
engine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.many_attempts import fill, open_database
from benchmarks.program import find_postgres
from benchmarks.texts import RESULTS
from quizapp.config import ROOT, Settings

PROGRAM = """
import atexit, sys
from benchmarks.memory import peak_memory_mb
from quizapp.cli import main
atexit.register(lambda: print(peak_memory_mb(), file=sys.stderr))
main(sys.argv[1:])
"""
MEGABYTE = 1_000_000


def main(arguments: Sequence[str] | None = None) -> None:
    options = _read_options(arguments)
    with ExitStack() as places, tempfile.TemporaryDirectory(dir=options.folder) as folder:
        settings = places.enter_context(open_database(postgres=options.postgres))
        other = places.enter_context(open_database(postgres=not options.postgres))
        fill(settings, options.attempts)
        record: dict[str, object] = {
            "date": datetime.now(UTC).date().isoformat(),
            "attempts": options.attempts,
            "database_mb": _measure_database(settings),
            **_measure(settings, other, Path(folder) / "backup.zip"),
        }
    engine = "postgresql" if options.postgres else "sqlite"
    known = json.loads(options.out.read_text("utf-8")) if options.out.exists() else {}
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps({**known, engine: record}, indent=2) + "\n", "utf-8")
    print(json.dumps(record, indent=2))


def _measure(settings: Settings, other: Settings, file: Path) -> dict[str, object]:
    """Seconds and megabytes of each command, one after the other."""
    found: dict[str, object] = {"backup": _run(settings, "backup", str(file))}
    found["file_mb"] = round(file.stat().st_size / MEGABYTE, 1)
    found["check"] = _run(settings, "restore", str(file), "--check")
    found["restore"] = _run(settings, "restore", str(file), "--replace")
    found["move"] = _run(settings, "move", "--to", other.sqlalchemy_url)
    return found


def _run(settings: Settings, *words: str) -> dict[str, float]:
    """A command in a process of its own; the memory is that of quizapp, not of PostgreSQL's."""
    own = {"QUIZAPP_INSTANCE": settings.instance, "QUIZAPP_DATABASE_URL": settings.database_url}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=ROOT,
        env={**os.environ, **own, "PATH": find_postgres()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{words[0]}: {done.stderr}")
    found = {
        "seconds": round(time.monotonic() - began, 1),
        "memory_mb": float(done.stderr.split()[-1]),
    }
    print(words[0], found, flush=True)
    return found


def _measure_database(settings: Settings) -> float:
    if not settings.database_url:
        return round((settings.instance_path / "quizapp.sqlite3").stat().st_size / MEGABYTE, 1)
    engine = create_engine(settings.sqlalchemy_url)
    with engine.connect() as connection:
        size = connection.scalar(text("SELECT pg_database_size(current_database())"))
    engine.dispose()
    return round(int(size or 0) / MEGABYTE, 1)


def _read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure backups of a large database.")
    parser.add_argument("--attempts", type=int, default=100_000)
    parser.add_argument("--postgres", action="store_true", help="from PostgreSQL, not SQLite")
    parser.add_argument("--folder", type=Path, help="where the backup is written")
    parser.add_argument("--out", type=Path, default=RESULTS / "backups.json")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
