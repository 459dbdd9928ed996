"""How does a record become JSON? One attempt after another, so that a long one fits too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from quizapp.course_archive.values import write_value
from quizapp.privacy.record import FORMAT, VERSION, OwnThings, Record


def write_json(record: Record) -> Iterator[str]:
    """The record as JSON, piece by piece; each attempt is a line."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "written_at": record.written_at,
        "account": record.account,
        "needs": record.needs,
        "courses": record.courses,
        "arrangements": record.arrangements,
        "decisions": record.decisions,
    }
    yield "{\n"
    for name, value in head.items():
        yield f"{_dump(name)}: {_dump(value)},\n"
    yield '"attempts": [\n'
    for number, attempt in enumerate(record.attempts()):
        yield f"{',' if number else ''}{_dump(attempt)}\n"
    yield "]"
    for name, value in _list_own(record.own):
        yield f",\n{_dump(name)}: {_dump(value)}"
    yield "\n}\n"


def _list_own(own: OwnThings | None) -> list[tuple[str, Any]]:
    return [(it.name, getattr(own, it.name)) for it in fields(own)] if own else []


def _dump(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {it.name: _plain(getattr(value, it.name)) for it in fields(value)}
    if isinstance(value, tuple):
        return [_plain(it) for it in value]
    return write_value(value)
