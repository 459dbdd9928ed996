"""How does a value stand in a CSV file that spreadsheets and other systems open?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from quizapp.cells import guard as guard

BYTE_ORDER_MARK = "\ufeff"


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """RFC 4180 text with guarded cells and CRLF line ends."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([guard(cell) for cell in header])
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue()


def write_number(number: Decimal | float | None, places: int = 2) -> str:
    """The number with `places` decimals; None is a blank cell."""
    return "" if number is None else f"{number:.{places}f}"


def write_share(share: float | None) -> str:
    """A share from 0 to 1 as per cent with two decimals; None is a blank cell."""
    return "" if share is None else f"{share * 100:.2f}"
