"""Of every table that can hold something about a learner it is decided what becomes of it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

import quizapp.jobs.queue
import quizapp.web  # noqa: F401 - all tables of the program are known then
from quizapp.config import ROOT
from quizapp.db import Base
from quizapp.privacy import record
from quizapp.privacy.tables import HELD

TABLES = Base.metadata.tables
DOC = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


def find_about_learners() -> set[str]:
    """The tables that refer to a learner: directly, or through what does."""
    found = {"learner"}
    while True:
        more = {
            name
            for name, table in TABLES.items()
            if any(key.column.table.name in found for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def test_every_table_that_refers_to_a_learner_is_in_the_record_and_the_erasing_or_says_why() -> (
    None
):
    assert set(HELD) == find_about_learners()


@pytest.mark.parametrize("table", sorted(HELD))
def test_a_table_has_a_section_of_the_record_or_a_reason(table: str) -> None:
    assert bool(HELD[table].section) != bool(HELD[table].reason)


@pytest.mark.parametrize("table", sorted(HELD))
def test_every_table_is_documented_with_its_fate(table: str) -> None:
    line = next((it for it in DOC.splitlines() if it.startswith(f"| `{table}` ")), "")
    assert HELD[table].fate.value in line
    assert (f"`{HELD[table].section}`" if HELD[table].section else HELD[table].reason) in line


def list_keys(kind: type) -> list[tuple[str, str]]:
    """The keys of a part of the record."""
    return [(kind.__name__, it.name) for it in fields(kind)]


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        key
        for kind in vars(record).values()
        if isinstance(kind, type) and is_dataclass(kind)
        for key in list_keys(kind)
        if key[1] != "own"
    ],
)
def test_every_key_of_a_record_is_documented(kind: str, key: str) -> None:
    assert f"`{key}`" in DOC, kind
