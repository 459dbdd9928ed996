"""How does a value of a column stand in a course file, and which values may stand there? (pure)"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from math import isfinite
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Float, Integer, LargeBinary, String

from quizapp.db import ExactDecimal, Strings, UTCDateTime

# A page adds limits, breaks and graces to moments: none of these sums leaves the calendar.
FIRST_YEAR, LAST_YEAR = 1000, 8000
LARGEST = 2**31 - 1
MOST_SECONDS = 10 * 366 * 24 * 60 * 60
MOST_TIMES = 100
_SHOWN = 40  # characters of a wrong value
_DECIMAL = re.compile(r"-?\d{1,7}(\.\d{1,5})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class WrongValueError(ValueError):
    """A value cannot stand in its column; the message says what has to stand there."""


def write_value(value: Any) -> Any:
    """The value as JSON has it: decimals, dates and moments as text."""
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize() + 0:f}"
        case tuple():
            return list(value)
        case bytes():
            return b64encode(value).decode()
        case _:
            return value


def read_value(column: Column[Any], value: Any) -> Any:
    """The value of the column that stands in the file as `value`.

    Raises:
        WrongValueError: it is no value of this column.
    """
    if value is None:
        if column.nullable:
            return None
        raise WrongValueError(f"{column.name} is empty")
    read, wanted = _choose_reader(column)
    try:
        return read(value)
    except ValueError as error:
        shown = repr(value)
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        raise WrongValueError(f"{column.name} is {shown} and has to be {wanted}") from error


@cache
def _choose_reader(column: Column[Any]) -> tuple[Callable[[Any], Any], str]:
    """What reads a value of the column, raising ValueError, and what has to stand there."""
    match column.type:
        case Enum() as kind:
            values = {it.value: it for it in kind.enum_class or ()}
            return lambda it: _pick(values, it), f"one of {', '.join(values)}"
        case UTCDateTime():
            return _read_moment, "a moment such as 2026-03-02T12:00:00Z"
        case Date():
            return _read_day, "a date such as 2026-03-02"
        case ExactDecimal():
            return _read_decimal, "a decimal in quotes, such as “1.5”"
        case Strings():
            return _read_texts, "a list of texts"
        case Boolean():
            return _read_flag, "true or false"
        case Integer():
            most = MOST_SECONDS if column.name.endswith("seconds") else LARGEST
            return lambda it: _read_whole(it, most), f"a whole number up to {most}"
        case Float():
            return _read_number, f"a number from 0 to {MOST_TIMES}"
        case LargeBinary():
            return _read_bytes, "bytes as base64"
        case String(length=None):
            return _read_text, "a text"
        case String(length=length):
            return lambda it: _read_text(it, length), f"a text of at most {length} characters"
    raise TypeError(f"say how a {column.type!r} such as {column} stands in a course file")


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError


def _pick(values: dict[str, Any], value: Any) -> Any:
    _require(isinstance(value, str) and value in values)
    return values[value]


def _read_moment(value: Any) -> datetime:
    _require(isinstance(value, str) and bool(_MOMENT.fullmatch(value)))
    moment = datetime.fromisoformat(value)
    _require(FIRST_YEAR <= moment.year <= LAST_YEAR and moment.utcoffset() == timedelta(0))
    return moment


def _read_day(value: Any) -> date:
    _require(isinstance(value, str) and bool(_DAY.fullmatch(value)))
    return date.fromisoformat(value)


def _read_decimal(value: Any) -> Decimal:
    _require(isinstance(value, str) and bool(_DECIMAL.fullmatch(value)))
    return Decimal(value)


def _read_texts(value: Any) -> tuple[str, ...]:
    _require(isinstance(value, list))
    return tuple(_read_text(it) for it in value)


def _read_flag(value: Any) -> bool:
    _require(isinstance(value, bool))
    return bool(value)


def _read_whole(value: Any, most: int) -> int:
    _require(isinstance(value, int) and not isinstance(value, bool) and abs(value) <= most)
    return int(value)


def _read_number(value: Any) -> float:
    _require(isinstance(value, int | float) and not isinstance(value, bool))
    _require(abs(value) <= MOST_TIMES and isfinite(value) and value >= 0)
    return float(value)


def _read_bytes(value: Any) -> bytes:
    _require(isinstance(value, str))
    return b64decode(value, validate=True)


def _read_text(value: Any, length: int | None = None) -> str:
    """Any text that both databases keep: no null character, no half of a surrogate pair."""
    _require(isinstance(value, str) and "\0" not in value)
    _require(length is None or len(value) <= length)
    value.encode()
    return str(value)
