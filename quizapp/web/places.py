"""Where in the passage stand the places and sentences among which a question lets choose? (pure)

Only from what the learner reads anyway: the options, the stem and the passage as it is printed.
The evidence is not looked at, and either every option has its place or none has one, so that no
place says more than the options do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizapp.attempts.paper import ItemView
from quizapp.generation.draft import Kind
from quizapp.web.passage import PassageView

# The number of a paragraph, and half-open offsets into its text as it is printed.
Spot = tuple[int, int, int]
Spots = tuple[Spot, ...]
_PLACE = re.compile(r"(Before|After) “(.+)”\.?", re.DOTALL)
_NAMED = re.compile(r"paragraphs? (\d+(?:(?:, | and | or | to |-|–)+\d+)*)", re.IGNORECASE)
_QUOTES = '“”"'


def find_spots(item: ItemView, passage: PassageView) -> Spots:
    """The spot of every option in the order of the page; () unless all of them are found."""
    find = _FINDERS.get(item.kind)
    if find is None:
        return ()
    texts = list(_texts_named(item.stem, passage))
    options = [text for _, text in item.options]
    found = [find(option, texts) for option in options]
    spots = tuple(it for it in found if it)
    return spots if len(set(spots)) == len(options) else ()


def _texts_named(stem: str, passage: PassageView) -> Iterator[tuple[int, str]]:
    """The paragraphs that the stem names, or all of them; each with its number."""
    named = {int(n) for them in _NAMED.findall(stem) for n in re.findall(r"\d+", them)}
    for block in passage.blocks:
        if block.number and (not named or min(named) <= block.number <= max(named)):
            yield block.number, "".join(text for text, _ in block.pieces)


def _find_once(words: str, texts: Sequence[tuple[int, str]]) -> Spot | None:
    """Where the words stand, if that is one place only."""
    found = [
        (number, match.start(), match.end())
        for number, text in texts
        for match in re.finditer(re.escape(words), text)
    ]
    return found[0] if len(found) == 1 else None


def _find_place(option: str, texts: Sequence[tuple[int, str]]) -> Spot | None:
    """Before or after the words that the option quotes, which it does without quotation marks."""
    parts = _PLACE.fullmatch(option)
    if parts is None:
        return None
    bare = [(number, _without_quotes(text)) for number, text in texts]
    words = " ".join(parts[2].strip("…").split())
    found = _find_once(words, [(number, text) for number, (text, _) in bare])
    if found is None:
        return None
    number, start, end = found
    whole = dict(texts)[number]
    offsets = dict(bare)[number][1]
    if parts[1] == "Before":
        at = offsets[start]
        while at and whole[at - 1] in _QUOTES:
            at -= 1
    else:
        at = offsets[end - 1] + 1
        while at < len(whole) and whole[at] in _QUOTES:
            at += 1
    return number, at, at


def _without_quotes(text: str) -> tuple[str, list[int]]:
    """The text without quotation marks, and where each of its letters stands in the whole."""
    kept = [(sign, at) for at, sign in enumerate(text) if sign not in _QUOTES]
    return "".join(sign for sign, _ in kept), [at for _, at in kept]


_FINDERS = {
    Kind.INSERTION: _find_place,
    Kind.SELECT_SENTENCE: _find_once,
    Kind.IRRELEVANT_SENTENCE: _find_once,
}
