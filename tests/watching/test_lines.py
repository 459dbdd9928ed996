"""Each thing that happens is one line, which names nobody."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from quizapp.config import Settings
from quizapp.watching import lines
from quizapp.watching.work import Work, at_hand

log = logging.getLogger("quizapp.test")


@pytest.fixture
def as_before() -> Iterator[None]:
    """What logging was before a test set it up for the whole process."""
    root, own = logging.getLogger(), logging.getLogger("quizapp")
    handlers, levels = root.handlers, (root.level, own.level)
    token = at_hand.set(None)
    yield
    at_hand.reset(token)
    root.handlers = handlers
    root.setLevel(levels[0])
    own.setLevel(levels[1])


@pytest.fixture
def told(as_before: None, capfd: pytest.CaptureFixture[str]) -> Any:
    """Set up as JSON; call it for the lines that were written since."""
    lines.set_up(Settings(log_format="json"))
    return lambda: [json.loads(it) for it in capfd.readouterr().err.splitlines()]


def test_a_line_says_when_what_and_all_that_belongs_to_it(told: Any) -> None:
    log.info("attempts closed", extra={"count": 3, "who": "Ünal"})
    (line,) = told()
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "quizapp.test",
        "event": "attempts closed",
        "count": 3,
        "who": "Ünal",
    }


def test_what_is_said_during_a_work_carries_its_id(told: Any) -> None:
    work = Work("/learn")
    at_hand.set(work)
    log.warning("slow")
    assert told()[0]["id"] == work.id


def test_an_error_is_one_line_with_its_places_and_causes(told: Any) -> None:
    try:
        try:
            int("x")
        except ValueError as cause_of_it:
            raise RuntimeError("no number\nwas given") from cause_of_it
    except RuntimeError:
        log.exception("failed")
    (line,) = told()
    first, cause, second, error = line["error"]
    assert cause.startswith("ValueError: invalid literal")
    assert error == "RuntimeError: no number"
    assert "test_lines.py" in first
    assert "test_lines.py" in second


def test_an_error_of_the_database_repeats_no_values(told: Any, postgres_url: str) -> None:
    engine = create_engine(postgres_url, hide_parameters=True)
    with engine.connect() as connection:
        connection.execute(text("CREATE TEMPORARY TABLE person (name text PRIMARY KEY)"))
        for _ in range(2):
            try:
                connection.execute(text("INSERT INTO person VALUES (:it)"), {"it": "Ada Lovelace"})
            except DBAPIError:
                log.exception("failed")
    engine.dispose()
    (line,) = told()
    assert "duplicate key" in str(line["error"])
    assert "Lovelace" not in str(line)


def test_what_is_below_the_level_is_not_told(
    as_before: None, capfd: pytest.CaptureFixture[str]
) -> None:
    lines.set_up(Settings(log_format="json", log_level="warning"))
    log.info("not this")
    logging.getLogger("alembic").info("nor this")
    log.warning("but this")
    assert [json.loads(it)["event"] for it in capfd.readouterr().err.splitlines()] == ["but this"]


def test_libraries_speak_from_a_warning_on(told: Any) -> None:
    logging.getLogger("huey").info("not this")
    logging.getLogger("huey").warning("but this")
    assert [line["event"] for line in told()] == ["but this"]


def test_a_terminal_is_told_in_words(as_before: None, capfd: pytest.CaptureFixture[str]) -> None:
    lines.set_up(Settings(log_format="text"))
    log.info("attempts closed", extra={"count": 3})
    assert capfd.readouterr().err.rstrip().endswith(" attempts closed count=3")


def test_a_full_disk_stops_nobody(told: Any) -> None:
    kept = os.dup(2)
    full = os.open(Path("/dev/full"), os.O_WRONLY)
    try:
        os.dup2(full, 2)
        log.error("nobody hears this")
    finally:
        os.dup2(kept, 2)
        os.close(full)
        os.close(kept)
    log.error("but this")
    assert [line["event"] for line in told()] == ["but this"]
