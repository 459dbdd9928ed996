"""Where in the passage do the words stand that a model gives as proof?

Verbatim, but for white space and the shape of quotation marks; nothing else is forgiven.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizapp.articles.document import Document
from quizapp.generation.draft import Span

FEWEST_WORDS, LONGEST = 2, 400
_DOUBLE, _SINGLE = '"“”„‟«»', "'‘’‚‛`´"
_AROUND = re.compile(rf"^[{_DOUBLE}\s]+|[{_DOUBLE}\s]+$")


def find_quote(document: Document, quote: str, paragraphs: Iterable[int]) -> Span | None:
    """The first place of the words in these paragraphs (from 1), which the model was shown."""
    wanted = _compile(quote)
    if wanted is None:
        return None
    for number in paragraphs:
        found = wanted.search(document.paragraphs[number - 1])
        if found:
            return Span(number, found.start(), found.end(), found.group())
    return None


def _compile(quote: str) -> re.Pattern[str] | None:
    words = _AROUND.sub("", quote).split()
    if len(words) < FEWEST_WORDS or len(quote) > LONGEST:
        return None
    return re.compile(r"(?<!\w)" + r"\s+".join(map(_as_pattern, words)) + r"(?!\w)")


def _as_pattern(word: str) -> str:
    return "".join(
        f"[{_DOUBLE}]" if letter in _DOUBLE else f"[{_SINGLE}]" if letter in _SINGLE else letter
        for letter in map(_escaped, word)
    )


def _escaped(letter: str) -> str:
    return letter if letter in _DOUBLE + _SINGLE else re.escape(letter)
