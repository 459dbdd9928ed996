"""Where do the words stand that a teacher has picked? (No language model is needed to tell.)"""

from __future__ import annotations

import re

from quizapp.generation.draft import Span


class SpanError(ValueError):
    """The words cannot be asked about; the message says why."""


def find_words(
    paragraphs: tuple[str, ...], words: str, paragraph: int | None = None
) -> tuple[Span, ...]:
    """Every place where the words stand, in `paragraph` if one is given.

    Raises:
        SpanError: they stand nowhere.
    """
    wanted = words.strip()
    if not wanted:
        raise SpanError("Say which words to ask about.")
    places = tuple(
        Span(number, match.start(), match.end(), wanted)
        for number, text in enumerate(paragraphs, start=1)
        if paragraph in {None, number}
        for match in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", text)
    )
    if not places:
        where = f"paragraph {paragraph}" if paragraph else "the article"
        raise SpanError(f"“{wanted}” does not stand in {where}; copy the words exactly.")
    return places
