"""What does a sheet of grades hold? Typed cells: a CSV file writes them as text, a workbook not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from quizapp.gradebook.hygiene import stream_csv, write_number

Value = str | int | Decimal | datetime | None


@dataclass(frozen=True)
class Table:
    """A header, and rows that are as wide."""

    header: tuple[str, ...]
    rows: Iterable[tuple[Value, ...]]


def write_table(table: Table) -> Iterator[str]:
    """The table as CSV: two decimals, times in ISO 8601 and UTC, blank where there is nothing."""
    return stream_csv(table.header, ([write_value(it) for it in row] for row in table.rows))


def write_value(value: Value) -> str:
    """A cell as text."""
    if isinstance(value, datetime):
        return f"{value.isoformat()[:19]}Z"
    if isinstance(value, Decimal):
        return write_number(value)
    return "" if value is None else str(value)
