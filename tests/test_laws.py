"""The laws of the design that the import rules cannot see."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "quizapp"
# Alembic's scripts belong to the database, not to the program.
SOURCES = sorted(
    path for path in PACKAGE.rglob("*.py") if "migrations" not in path.relative_to(PACKAGE).parts
)
MAY_COMMIT = {"web", "cli", "jobs"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.localtime",
    "time.gmtime",
}
MOST_LINES = 400


def part_of(path: Path) -> str:
    """The part that a file belongs to: `quizapp/web/bank.py` to web, `quizapp/db.py` to db."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def calls_in(source: str) -> Iterator[str]:
    """The dotted name of everything that is called."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# A connection that queues hands its own commit on; one that has only read is ended by the driver's.
OF_A_CONNECTION = {"super().commit", "raw.commit"}


def test_only_requests_commands_and_jobs_commit() -> None:
    committing = {
        part_of(path)
        for path in SOURCES
        if any(name.endswith(".commit") for name in set(calls_in(read(path))) - OF_A_CONNECTION)
    }
    assert committing <= MAY_COMMIT
    assert committing, "nobody commits: the test looks in the wrong place"


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = {part_of(path) for path in SOURCES if CLOCKS & set(calls_in(read(path)))}
    assert asking == {"clock"}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_file_is_too_long_to_read(path: Path) -> None:
    assert len(read(path).splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_every_file_says_what_it_is_for(path: Path) -> None:
    source = read(path)
    assert not source.strip() or ast.get_docstring(ast.parse(source))


def test_no_draw_is_from_the_shared_generator() -> None:
    """Randomness is an argument: `random.choice` and its like would hide it."""
    hidden = {
        relative(path)
        for path in SOURCES
        for name in calls_in(read(path))
        if name.startswith("random.") and name != "random.Random"
    }
    assert hidden == set()


def test_no_page_of_a_reader_asks_for_the_whole_article() -> None:
    """What lies beyond a gate is left out where a `Text` is made, and nowhere else."""
    web = PACKAGE / "web"
    readers = [*web.glob("reading_*.py"), web / "gate_box.py", web / "word_sentences.py"]
    assert len(readers) > 4
    assert [relative(it) for it in readers if ".to_document()" in read(it)] == []


@pytest.mark.parametrize("module", ["quizapp.reading", "quizapp.generation", "quizapp.cli"])
def test_importing_a_part_loads_no_language_model(module: str) -> None:
    assert "spacy" not in modules_after(f"import {module}")


# What long work needs, or a file that somebody brings or takes; some hundred megabytes in all.
HEAVY = {
    *("spacy", "thinc", "en_core_web_sm", "lemminflect", "wordfreq", "denckring"),
    *("numpy", "openpyxl", "trafilatura", "pypdf", "mammoth"),
    *("alembic", "flask_migrate", "mako", "rich", "scipy"),
    *("pydantic", "urllib3"),
}


def test_a_web_worker_loads_nothing_heavy_and_stays_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZAPP_INSTANCE", str(tmp_path))
    said = run_python(
        "import psutil, sys, wsgi\n"
        "page = wsgi.app.test_client().get('/teacher/sign-in')\n"
        "assert page.status_code == 200, page\n"
        "print(psutil.Process().memory_info().rss, *sys.modules)"
    ).split()
    assert not HEAVY & {name.partition(".")[0] for name in said[1:]}
    assert int(said[0]) < 150_000_000


def modules_after(statement: str) -> set[str]:
    """The top-level modules that are loaded once `statement` has run in a fresh Python."""
    names = run_python(f"{statement}\nimport sys; print(*sys.modules)").split()
    return {name.partition(".")[0] for name in names}


def run_python(program: str) -> str:
    """What `program` prints in a fresh Python."""
    order = [sys.executable, "-c", program]
    return subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=True).stdout
