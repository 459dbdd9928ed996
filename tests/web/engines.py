"""On which engine is a page tried, and how is its database put back to what it was?

Pages that lean on nothing of the database's are tried on one engine alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from flask import Flask

from quizapp.db import db
from tests.conftest import run_sql

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@contextmanager
def keep_world(app: Flask) -> Iterator[Callable[[], None]]:
    """A way to put the database back to what it is now."""
    with app.app_context():
        url = db.engine.url
    if url.get_backend_name() == "sqlite":
        path = url.database or ""
        with closing(sqlite3.connect(":memory:")) as kept, closing(sqlite3.connect(path)) as used:
            used.backup(kept)
            yield lambda: kept.backup(used)
        return
    name, kept_name = url.database, f"{url.database}_kept"
    server = url.set(database="postgres").render_as_string(hide_password=False)

    def copy(source: str, target: str) -> None:
        with app.app_context():
            db.engine.dispose()
        app.extensions["jobs"].huey.storage.close()
        run_sql(server, f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        run_sql(server, f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY file_copy')

    copy(f"{name}", kept_name)
    yield lambda: copy(kept_name, f"{name}")
    run_sql(server, f'DROP DATABASE "{kept_name}" WITH (FORCE)')
