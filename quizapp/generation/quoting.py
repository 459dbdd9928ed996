"""How is a stretch of the passage quoted in a stem or an option?"""

from __future__ import annotations

import re

from quizapp.reading.reading import Sentence

MAX_QUOTED = 45
_EDGE_WORDS = 6


def quote(text: str) -> str:
    """The text in quotation marks; its own become single ones."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def is_quotable(sentence: Sentence) -> bool:
    """A whole sentence without half a pair of quotation marks, neither a scrap nor a page."""
    text = sentence.text
    pairs = text.count("“") == text.count("”") and text.count('"') % 2 == 0
    closed = text.count("(") == text.count(")")
    ends = re.search(r"[.!?][”\"’)]*$", text) is not None
    starts = text[:1].isupper() or text[:1] in '“"'
    return pairs and closed and ends and starts and 5 <= len(text.split()) <= MAX_QUOTED


def place_before(sentence: str) -> str:
    words = sentence.split()
    rest = "…" if len(words) > _EDGE_WORDS else ""
    return f"Before {quote(_bare(' '.join(words[:_EDGE_WORDS])) + rest)}"


def place_after(sentence: str) -> str:
    words = sentence.split()
    rest = "…" if len(words) > _EDGE_WORDS else ""
    return f"After {quote(rest + _bare(' '.join(words[-_EDGE_WORDS:])))}"


def _bare(text: str) -> str:
    """Without quotation marks, which would end the quotation too early."""
    return re.sub(r"[“”\"]", "", text)
