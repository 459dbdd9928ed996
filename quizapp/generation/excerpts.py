"""Which words around a word show how it is used?

The sentence where it is short; otherwise the largest unbroken phrase of the sentence that holds
the word and can be read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quizapp.reading.reading import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_MIN_WORDS, _MAX_WORDS = 6, 24
_TRIMMED = " \t\n.,;:–—-"
_INNER_QUOTES = str.maketrans({"“": "‘", "”": "’"})
_TURNS = frozenset({"not", "n't", "n’t", "never", "no", "nor", "without", "hardly"})
_ONLY = frozenset({"just", "only", "even", "not"})  # what they stress may lie before the cut
_LINKS = frozenset({"CCONJ", "SCONJ", "ADP", "PART", "DET", "AUX"})  # nothing ends in these
_LEANING = frozenset({"ADP", "VERB", "AUX"})  # what lacks its head or its subject
_OPENERS = frozenset({"CCONJ", "PUNCT", "SPACE"})  # nothing begins with these


def excerpts(sentence: Sentence, token: Token) -> Iterator[str]:
    """Stretches of the sentence with the word in them, the fullest first; "…" marks a cut."""
    whole = sentence.span
    seen: set[str] = set()
    for phrase in sorted((whole, *_phrases(sentence, token)), key=lambda each: -len(each)):
        phrase = _trimmed(phrase)
        text = phrase.text
        if text in seen or not _MIN_WORDS <= len(text.split()) <= _MAX_WORDS:
            continue
        if _holds(phrase, token) and _tells(phrase, whole):
            seen.add(text)
            before = "… " if phrase.start > whole.start else ""
            after = " …" if phrase.end < _end(whole) else ""
            yield before + _quotable(text) + after


def _holds(phrase: Span, token: Token) -> bool:
    """Whether the word is in it, and the noun that the word describes."""
    described = token.head if token.dep_ == "amod" else token
    return all(phrase.start <= each.i < phrase.end for each in (token, described))


def _tells(phrase: Span, whole: Span) -> bool:
    """Whether it says something by itself: a finite verb, whole quotations, no lost word."""
    if phrase.text.count("“") != phrase.text.count("”") or phrase.text.count('"') % 2:
        return False  # a quotation was cut in two
    if _loses_its_sense(phrase):
        return False
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in phrase)
    return finite and (phrase.start == whole.start or phrase[0].pos_ not in _LEANING)


def _loses_its_sense(phrase: Span) -> bool:
    """Whether the cut takes away a "not" before it, the "out" of "turns out", half a date."""
    doc = phrase.doc
    before = doc[phrase.start - 1].lower_ if phrase.start else ""
    following = doc[phrase.end] if phrase.end < len(doc) else None
    halved = following is not None and (following.dep_ == "prt" or following.ent_iob_ == "I")
    return before in _TURNS or phrase[0].lower_ in _ONLY or halved


def _trimmed(phrase: Span) -> Span:
    """Without a conjunction or a mark at its head, and without a dangling link at its end."""
    while len(phrase) > 1 and (phrase[0].pos_ in _OPENERS or phrase[0].lower_ == "that"):
        phrase = phrase[1:]
    while len(phrase) > 1 and (phrase[-1].is_punct or phrase[-1].pos_ in _LINKS):
        phrase = phrase[:-1]
    return phrase


def _end(whole: Span) -> int:
    """Where the last word of the sentence ends, marks aside."""
    return max((t.i + 1 for t in whole if not t.is_punct and not t.is_space), default=whole.end)


def _phrases(sentence: Sentence, token: Token) -> Iterator[Span]:
    """The phrases of the tree above the word, and those phrases cut at a comma."""
    doc, first, last = token.doc, sentence.span.start, sentence.span.end
    node = token
    while True:
        start, end = max(node.left_edge.i, first), min(node.right_edge.i + 1, last)
        yield doc[start:end]
        yield from _between_commas(doc[start:end], token)
        if node.head == node or node.i < first or node.i >= last:
            return
        node = node.head


def _between_commas(phrase: Span, token: Token) -> Iterator[Span]:
    """The part of a phrase around the word, up to a clause's comma on either side."""
    marks = [t.i for t in phrase if t.text in {",", ";", ":", "—", "–"}]
    before = max((i for i in marks if i < token.i), default=phrase.start - 1)
    after = min((i for i in marks if i > token.i), default=phrase.end)
    doc = token.doc
    yield doc[before + 1 : after]
    yield doc[before + 1 : phrase.end]
    yield doc[phrase.start : after]


def _quotable(text: str) -> str:
    """Ready to stand in quotation marks: no end mark, the quotation marks inside it single."""
    text = re.sub(r'"([^"]*)"', r"‘\1’", " ".join(text.split()))
    return text.translate(_INNER_QUOTES).strip(_TRIMMED)
