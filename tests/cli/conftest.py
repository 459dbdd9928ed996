"""A terminal, a teacher and a passage for the tests of commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from quizapp.cli import main
from quizapp.db import db
from tests.conftest import NOON
from tests.factories import make_teacher

PASSAGE = """---
title: The bridge at Ostrava
date: 2003-05-05
---

The old bridge was closed in 1998 after a flood. For five years people had to walk to the next
town and back again when they wanted to see their friends on the other side of the river. In 2001
the city council decided that a new bridge should be built in the same place.

Mayor Jana Kralova opened the new bridge on May 4, 2003. It cost 40 million crowns, and it
carries trams and cyclists. The engineer Karel Novak said that the work had been hard because
the river was deep and fast. The people who live there say that it has changed their lives.

In 2010 the bridge won a prize of the Czech Chamber of Architects. Jana Kralova received it in
Prague. In the evening the bridge is full of people who look at the lights of the town.
"""

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """Run `quizapp` with the given words against the test's own database."""
    runner = app.test_cli_runner()

    def invoke(*words: object, **options: str) -> Result:
        return runner.invoke(main, [str(word) for word in words], **options)

    return invoke


@pytest.fixture
def teacher(app: Flask) -> str:
    """The sign-in name of a teacher who is there already."""
    with app.app_context():
        name = make_teacher(db.session(), NOON).sign_in_name
        db.session.commit()
        db.session.remove()
    return name


@pytest.fixture
def passage(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.md"
    path.write_text(PASSAGE, encoding="utf-8")
    return path


def fails(result: Result, *said: str, code: int = 1) -> bool:
    """Whether the command ended with `code` and a sentence, not with a traceback."""
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return all(words in " ".join(result.output.split()) for words in said)
