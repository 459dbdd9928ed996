"""Which number does a file write, and how is one written in it? (pure)"""

from __future__ import annotations

import re
from decimal import Context, Decimal

from quizapp.bank.numbers import parse_number
from quizapp.generation.draft import AcceptedAnswer

_EXACT = Context(prec=90)  # sums of what has at most 40 digits on each side lose nothing
_LONGEST = 40
_SCIENTIFIC = re.compile(r"[+-]?\d{1,20}(?:\.\d{0,20})?[eE][+-]?\d{1,2}")


def read_decimal(text: str) -> Decimal | None:
    """The number in a file; None when it is none, or longer than any answer."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    return Decimal(text) if _SCIENTIFIC.fullmatch(text) else parse_number(text)


def write_decimal(number: Decimal) -> str:
    """The number in digits: no exponent, no needless noughts.

    >>> write_decimal(Decimal("4.20E+2"))
    '420'
    """
    written = f"{number.normalize(_EXACT):f}"
    return "0" if written == "-0" else written


def answer_within(number: Decimal, low: Decimal, high: Decimal) -> AcceptedAnswer:
    """The answer that takes all from `low` to `high`, as far as one tolerance says it."""
    return answer_around(number, _EXACT.subtract(number, low), _EXACT.subtract(high, number))


def answer_around(number: Decimal, below: Decimal, above: Decimal) -> AcceptedAnswer:
    return AcceptedAnswer(write_decimal(number), tolerance=_write_tolerance(max(below, above)))


def answer_between(low: Decimal, high: Decimal) -> AcceptedAnswer:
    middle = _EXACT.divide(_EXACT.add(low, high), Decimal(2))
    return answer_within(middle, low, high)


def limits(answer: AcceptedAnswer) -> tuple[str, str]:
    """The least and the greatest number that the answer takes."""
    number = read_decimal(answer.text) or Decimal()
    tolerance = read_decimal(answer.tolerance or "0") or Decimal()
    low, high = _EXACT.subtract(number, tolerance), _EXACT.add(number, tolerance)
    return write_decimal(low), write_decimal(high)


def bound(answer: AcceptedAnswer) -> AcceptedAnswer:
    """The answer with its number and tolerance in plain digits, when they are numbers."""
    number, tolerance = read_decimal(answer.text), read_decimal(answer.tolerance or "0")
    if number is None or tolerance is None:
        return answer
    return AcceptedAnswer(write_decimal(number), answer.gap, _write_tolerance(tolerance))


def _write_tolerance(tolerance: Decimal) -> str:
    return write_decimal(tolerance) if tolerance > 0 else ""
