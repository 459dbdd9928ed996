"""Where does each sentence begin and end?

spaCy's parser splits at most sentence ends; it also splits inside quotations and after
abbreviations. Pieces that begin in lower case or leave a quotation open are joined again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quizapp.reading.reading import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def find_sentences(docs: Sequence[Doc]) -> tuple[Sentence, ...]:
    """All sentences in reading order; `docs[n]` is body paragraph n + 1."""
    found: list[Sentence] = []
    for number, doc in enumerate(docs, start=1):
        for span in _joined(doc):
            start, end = span.start_char, span.start_char + len(span.text.rstrip())
            found.append(Sentence(number, start, end, span.text.rstrip(), len(found), span))
    return tuple(found)


def _joined(doc: Doc) -> Iterator[Span]:
    start: int | None = None
    for piece in doc.sents:
        start = piece.start if start is None else start
        if piece.end == len(doc) or not _runs_on(doc, start, piece.end):
            yield doc[start : piece.end]
            start = None


def _runs_on(doc: Doc, start: int, end: int) -> bool:
    """Whether the words after `end` still belong to the sentence that began at `start`."""
    after = doc[end]
    last = doc[end - 1].text
    if after.is_lower or after.text in {",", ")", "”", "’", ";", ":"}:
        return True
    closed = last in {".", "!", "?", "…", "...", "”", '"', "’", "'", ")", "]", ":"}
    return not closed or _opens(doc[start:end].text)


def _opens(text: str) -> bool:
    return text.count("(") > text.count(")")
