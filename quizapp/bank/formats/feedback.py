"""How do a rationale and the evidence share one feedback text, as other systems have it? (pure)"""

from __future__ import annotations

import re

from quizapp.bank.formats.exchange import quote_span
from quizapp.generation.draft import NOWHERE, Span

_MARK = "Evidence (paragraph "
_EVIDENCE = re.compile(r"Evidence \(paragraph (?P<number>\d{1,6})\): “(?P<quote>.*)”\s*")


def write_feedback(rationale: str, evidence: Span) -> str:
    """The rationale, then the evidence in words that a learner understands.

    >>> write_feedback("It says so.", quote_span(3, "a mile away"))
    'It says so. Evidence (paragraph 3): “a mile away”'
    """
    quoted = f"{_MARK}{evidence.paragraph}): “{evidence.quote}”"
    return " ".join(part for part in (rationale, quoted if evidence.quote else "") if part)


def read_feedback(text: str) -> tuple[str, Span]:
    """The rationale and the evidence in a feedback text; without evidence it is NOWHERE."""
    at = max(text.rfind(_MARK), 0)
    found = _EVIDENCE.fullmatch(text, at)
    if not found:
        return text.strip(), NOWHERE
    return text[:at].strip(), quote_span(int(found["number"]), found["quote"])
