"""Which stretch of the passage shows a gap, with the words that decide what belongs in it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.generation.draft import GAP
from quizapp.generation.excerpts import excerpts
from quizapp.generation.quoting import is_quotable, quote
from quizapp.reading.reading import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOST_WORDS = 36
_LEAST_AFTER = 3


def gap_in(sentence: Sentence, gap: Token, first: Token, last: Token) -> str | None:
    """The sentence, or a whole part of it, in quotation marks and with a gap.

    `first` and `last` bound the words that the reader must see around the gap. None where no
    part of the sentence can be read by itself, or where the part shows those words twice.
    """
    doc = gap.doc
    frame = doc.text[first.idx : last.idx + len(last.text)]
    at = gap.idx - first.idx
    gapped = frame[:at] + GAP + frame[at + len(gap.text) :]
    for text in _stretches(sentence, gap):
        if text.count(frame) == 1 and _goes_on(text, frame):
            return quote(text.replace(frame, gapped))
    return None


def _goes_on(text: str, frame: str) -> bool:
    """Whether a part of a sentence starts as one and has some words left after the frame."""
    after = text.partition(frame)[2]
    return text[:1] not in "abcdefghijklmnopqrstuvwxyz" and (
        not text.endswith("…") or len(after.split()) > _LEAST_AFTER
    )


def _stretches(sentence: Sentence, gap: Token) -> list[str]:
    """The sentence itself, or the parts of a long one that begin as it begins."""
    if is_quotable(sentence) and len(sentence.text.split()) <= _MOST_WORDS:
        return [sentence.text]
    root = sentence.span.root
    least = root.idx + len(root.text) - sentence.start  # a part without its main verb is no clause
    return [
        text
        for text in excerpts(sentence, gap)
        if not text.startswith("…") and len(text.rstrip(" …")) >= least
    ]
