"""Writers of SQLite stand in a queue: in order, over processes, and nobody waits for the dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from quizapp.db import begin_write

PATIENCE = 30
HOLDER = """
import sys, time
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from quizapp.db import begin_write
session = Session(create_engine(sys.argv[1]))
begin_write(session)
print("writing", flush=True)
time.sleep(600)
"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'turns.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE came (number INTEGER)"))
    yield engine
    engine.dispose()


def write(engine: Engine, number: int) -> None:
    with Session(engine) as session:
        begin_write(session)
        session.execute(text("INSERT INTO came VALUES (:number)"), {"number": number})
        session.commit()


def list_came(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT number FROM came ORDER BY rowid")))


def test_who_comes_first_writes_first(engine: Engine) -> None:
    waiting = [Thread(target=write, args=(engine, number)) for number in range(4)]
    with Session(engine) as session:
        begin_write(session)
        for thread in waiting:
            thread.start()
            time.sleep(0.2)  # SQLite itself would look again after pauses of its own
        session.commit()
    for thread in waiting:
        thread.join(PATIENCE)
    assert list_came(engine) == [0, 1, 2, 3]


def test_a_turn_ends_with_the_process_that_had_it(engine: Engine) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(engine.url)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "writing\n"
    waiting = Thread(target=write, args=(engine, 1))
    waiting.start()
    waiting.join(0.5)
    assert waiting.is_alive()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    waiting.join(PATIENCE)
    assert list_came(engine) == [1]


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_a_turn_ends_with_its_transaction(engine: Engine, end: str) -> None:
    with Session(engine) as session:
        begin_write(session)
        getattr(session, end)()
        waiting = Thread(target=write, args=(engine, 1))
        waiting.start()
        waiting.join(PATIENCE)
        assert list_came(engine) == [1]


def test_who_writes_already_does_not_wait_for_themselves(engine: Engine) -> None:
    with Session(engine) as first, Session(engine) as second:
        begin_write(first)
        second.execute(text("PRAGMA busy_timeout = 50"))
        second.rollback()
        with pytest.raises(OperationalError, match="locked"):
            begin_write(second)
    write(engine, 1)
    assert list_came(engine) == [1]


def test_who_only_reads_does_not_wait(engine: Engine) -> None:
    with Session(engine) as session:
        begin_write(session)
        assert list_came(engine) == []
