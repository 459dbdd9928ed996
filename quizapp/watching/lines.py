"""What does the program say about itself? A line of JSON for each thing that happened.

Whoever has something to say uses Python's `logging`, with what belongs to it in `extra`. The lines
name no person and hold nothing that was typed: of an error they tell where it happened and the
first line of what it says, for a database repeats whole rows in the lines that follow.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any

from quizapp.config import Settings
from quizapp.watching.work import at_hand

LONGEST = 300  # characters of what an error says
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
# What every record has; all else was given in `extra`.
_USUAL = frozenset({*vars(logging.makeLogRecord({})), "message", "taskName"})


def set_up(settings: Settings) -> None:
    """Write what this process says to its error stream, in the form that is set."""
    form = settings.log_format
    if form == "auto":
        form = "text" if sys.stderr.isatty() else "json"
    handler = LineHandler()
    handler.setFormatter(TextLines() if form == "text" else JsonLines())
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))  # libraries tell what only they need to know
    logging.getLogger("quizapp").setLevel(level)


class LineHandler(logging.Handler):
    """Each line is written at once, so that those of several processes do not mix. A full disk or
    a reader that has gone must not stop the work that is told about."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            os.write(2, f"{self.format(record)}\n".encode(errors="replace"))


class JsonLines(logging.Formatter):
    """One object a line: moment, level, who says it, what, the id of the work at hand."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": _moment(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **_known(record),
        }
        error = record.exc_info and record.exc_info[1]
        if error:
            line["error"] = list(describe_error(error))
        return _encode(line)


class TextLines(logging.Formatter):
    """The same for somebody who looks on."""

    def format(self, record: logging.LogRecord) -> str:
        known = " ".join(f"{name}={value}" for name, value in _known(record).items())
        level = "" if record.levelno == logging.INFO else f"{record.levelname} "
        text = f"{_moment(record):%H:%M:%S} {level}{record.getMessage()} {known}".rstrip()
        error = record.exc_info and record.exc_info[1]
        return "\n  ".join([text, *(describe_error(error) if error else ())])


def describe_error(error: BaseException) -> Iterator[str]:
    """What was raised and where, the cause of all first; without what was in the variables."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause:
        yield from describe_error(cause)
    for frame in extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} in {frame.name}"
    said = str(error).partition("\n")[0][:LONGEST]
    yield f"{type(error).__qualname__}: {said}"


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _known(record: logging.LogRecord) -> dict[str, Any]:
    work = at_hand.get()
    named = {"id": work.id} if work else {}
    return named | {name: it for name, it in vars(record).items() if name not in _USUAL}
