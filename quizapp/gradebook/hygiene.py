"""How does a value stand in a CSV file that spreadsheets and other systems open?"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from quizapp.cells import guard

_PIECE = 64 * 1024  # characters


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """RFC 4180 text with guarded cells and CRLF line ends."""
    return "".join(stream_csv(header, rows, separator))


def stream_csv(
    header: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ","
) -> Iterator[str]:
    """The same, some lines at a time."""
    write = csv.writer(_Lines(), delimiter=separator).writerow
    return in_pieces(write([guard(cell) for cell in row]) for row in chain([header], rows))


def in_pieces(lines: Iterable[str]) -> Iterator[str]:
    """So many lines together as are worth sending."""
    piece, size = [], 0
    for line in lines:
        piece.append(line)
        size += len(line)
        if size > _PIECE:
            yield "".join(piece)
            piece, size = [], 0
    yield "".join(piece)


def write_text(text: str) -> str:
    """The text as a cell of a line: guarded, and quoted where it has to be."""
    line: str = csv.writer(_Lines()).writerow([guard(text), ""])  # alone, a blank would be quoted
    return line.removesuffix(",\r\n")


class _Lines:
    """What a `csv.writer` writes is handed back by its `writerow`."""

    def write(self, line: str) -> str:
        return line


@lru_cache(maxsize=10_000)
def write_number(number: Decimal | float | None, places: int = 2) -> str:
    """The number with `places` decimals; None is a blank cell. A gradebook writes a million of
    them, and they are often the same."""
    return "" if number is None else f"{number:.{places}f}"


@lru_cache(maxsize=10_000)
def to_percent(share: float | None) -> Decimal | None:
    """A share from 0 to 1 as per cent with two decimals."""
    return None if share is None else Decimal(f"{share * 100:.2f}")


def on_one_line(text: str) -> str:
    """The text without line breaks, which some importers take for the end of a row."""
    return " ".join(text.split())


def tell_apart(titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The titles with a number where one was there before: `Test`, `Test #2`."""
    seen = set(taken)
    told = []
    for title in titles:
        name, times = title, 1
        while name in seen:
            times += 1
            name = f"{title} #{times}"
        seen.add(name)
        told.append(name)
    return told
