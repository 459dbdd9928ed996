"""What does a sheet of grades hold? Typed cells: a CSV file writes them as text, a workbook not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from quizapp.gradebook.hygiene import in_pieces, write_number, write_text

Value = str | int | Decimal | datetime | None


class Run(NamedTuple):
    """Cells that stand side by side, and how they stand in a line of CSV.

    What comes again in many rows, such as a learner's name or a score, is one run that is shared:
    a large gradebook is written in a third of the time that a million lines take cell by cell.
    """

    values: tuple[Value, ...]
    text: str


def make_run(*values: Value) -> Run:
    """These cells: two decimals, times in ISO 8601 and UTC, blank where there is nothing."""
    return Run(values, ",".join([_write(it) for it in values]))


@dataclass(frozen=True)
class Table:
    """A header, and rows that are as wide once their runs stand one after the other."""

    header: tuple[str, ...]
    rows: Iterable[tuple[Run, ...]]

    def list_values(self) -> Iterator[tuple[Value, ...]]:
        """The rows cell by cell."""
        for row in self.rows:
            yield tuple(chain.from_iterable([run.values for run in row]))


def write_table(table: Table) -> Iterator[str]:
    """The table as CSV, some lines at a time."""
    return in_pieces(_list_lines(table))


def _list_lines(table: Table) -> Iterator[str]:
    for row in chain([(make_run(*table.header),)], table.rows):
        yield ",".join([run.text for run in row]) + "\r\n"


def _write(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _write_moment(value)
    if isinstance(value, Decimal):
        return write_number(value)
    return write_text(value) if isinstance(value, str) else str(value)


def _write_moment(at: datetime) -> str:
    """In half the time of `isoformat`, and there are as many as there are attempts."""
    day = (at.year, at.month, at.day)
    clock = (at.hour, at.minute, at.second)
    return "%04d-%02d-%02dT%02d:%02d:%02dZ" % (*day, *clock)  # noqa: UP031 (others take longer)
