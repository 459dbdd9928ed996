"""Which number does a text write? (pure)

The same reading holds a teacher's accepted answer and a learner's response.
"""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
_GROUPING = re.compile(r"(?<=\d)[,\s\u00a0\u202f](?=\d{3}(?!\d))")


def parse_number(text: str) -> Decimal | None:
    """The number that `text` writes: 20,000 and 20 000 are 20000; None when it is none.

    Digits alone make a number: an exponent such as 1e9999999 is more than arithmetic bears.
    A comma that does not group thousands is none of ours: 1,5 is refused, not read as 15.
    """
    compact = _GROUPING.sub("", text.strip())
    return Decimal(compact) if _NUMBER.fullmatch(compact) else None
