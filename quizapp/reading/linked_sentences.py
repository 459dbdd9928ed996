"""Which sentences say by their first words how they follow from the sentence before?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from quizapp.reading.reading import Relation, RelationKind, Sentence, TextSpan

_OPENINGS = {
    "as a result": RelationKind.CAUSE,
    "as a consequence": RelationKind.CAUSE,
    "consequently": RelationKind.CAUSE,
    "therefore": RelationKind.CAUSE,
    "thus": RelationKind.CAUSE,
    "for this reason": RelationKind.CAUSE,
    "because of this": RelationKind.CAUSE,
    "that is why": RelationKind.CAUSE,
    "this is why": RelationKind.CAUSE,
    "however": RelationKind.CONTRAST,
    "but": RelationKind.CONTRAST,
    "yet": RelationKind.CONTRAST,
    "nevertheless": RelationKind.CONTRAST,
    "nonetheless": RelationKind.CONTRAST,
    "by contrast": RelationKind.CONTRAST,
    "in contrast": RelationKind.CONTRAST,
    "on the other hand": RelationKind.CONTRAST,
    "despite this": RelationKind.CONTRAST,
    "in spite of this": RelationKind.CONTRAST,
    "after that": RelationKind.SEQUENCE,
    "afterwards": RelationKind.SEQUENCE,
    "soon afterwards": RelationKind.SEQUENCE,
    "then": RelationKind.SEQUENCE,
}
# These are other words too unless a comma or a statement follows: "however hard", "yet another".
_NEED_COMMA = frozenset(_OPENINGS) - {"but", "that is why", "this is why", "then", "yet"}
_NOT_AFTER = {"yet": ("another", "more", "to"), "but": ("for", "then,"), "then": ("-", "a", "the")}
_BY_LENGTH = sorted(_OPENINGS, key=len, reverse=True)


def find_sentence_links(sentences: Sequence[Sentence]) -> Iterator[Relation]:
    """A sentence that opens with a connective is linked to the one before in its paragraph."""
    for before, sentence in pairwise(sentences):
        if before.paragraph != sentence.paragraph or before.text.endswith("?"):
            continue
        opening = opening_connective(sentence)
        if opening:
            yield _link(before, sentence, opening)


def opening_connective(sentence: Sentence) -> str:
    """The connective that a sentence opens with, in lower case, or ""."""
    text = sentence.text.lower()
    for words in _BY_LENGTH:
        if not text.startswith(words):
            continue
        rest = text[len(words) :]
        plain = rest.startswith(" ") and words not in _NEED_COMMA
        if rest.startswith(",") or (plain and not rest[1:].startswith(_NOT_AFTER.get(words, ()))):
            return words
    return ""


def _link(before: Sentence, sentence: Sentence, opening: str) -> Relation:
    start = sentence.start + len(opening)
    rest = sentence.text[len(opening) :]
    start += len(rest) - len(rest.lstrip(" ,"))
    return Relation(
        _OPENINGS[opening],
        TextSpan(before.paragraph, before.start, before.end, before.text),
        TextSpan(sentence.paragraph, start, sentence.end, sentence.text[start - sentence.start :]),
        TextSpan(
            sentence.paragraph,
            sentence.start,
            sentence.start + len(opening),
            sentence.text[: len(opening)],
        ),
    )
