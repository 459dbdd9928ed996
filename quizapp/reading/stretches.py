"""How is a clause or phrase cut out of its sentence as one unbroken stretch?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizapp.reading.reading import Sentence, TextSpan
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_MIN_TOKENS = 2
_EDGES = frozenset({",", ";", ":", "--", "–", "—", "“", "”", '"', ".", "!", "?", "and", "but"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
# "However, the ferry stopped because": the first word links the sentence, not the clause.
_CONNECTIVES = frozenset({"however", "nevertheless", "therefore", "thus", "moreover", "instead"})
_BREAKS = frozenset({";", ":"})
# "nine months after …": the measure belongs to the marker, not to the clause before it.
_MEASURES = word_set(
    "second seconds minute minutes hour hours day days week weeks month months year years decade "
    "decades century centuries"
)
_CLOSELY = frozenset({"immediately", "soon", "shortly", "right", "straight", "just"})


@dataclass(frozen=True)
class Stretch:
    """Tokens from `start` to `end`, as numbered in their Doc."""

    start: int
    end: int

    def of(self, token: Token) -> Span | None:
        """The trimmed stretch, or None when too little is left or a mark stays open."""
        doc: Doc = token.doc
        start, end = self.start, self.end
        while start < end and (doc[start].text in _EDGES or doc[start].is_space):
            start += 1
        while end > start and (doc[end - 1].text in _EDGES or doc[end - 1].is_space):
            end -= 1
        span: Span = doc[start:end]
        if end > start and span[-1].pos_ == "AUX":
            return None  # "this is": what it is was left behind
        text = span.text
        pairs = text.count("(") == text.count(")") and text.count("“") == text.count("”")
        closed = pairs and text.count('"') % 2 == 0
        return span if end - start >= _MIN_TOKENS and closed else None


def span_of(span: Span, paragraph: int) -> TextSpan:
    return TextSpan(paragraph, span.start_char, span.end_char, span.text)


def subtree_span(head: Token, start: int) -> Span | None:
    """What `head` governs from the token numbered `start` on; None where it has gaps."""
    inside = [token.i for token in head.subtree if token.i >= start]
    if not inside or min(inside) != start or len(inside) != max(inside) - start + 1:
        return None
    end = min(max(inside) + 1, head.sent.end)
    return Stretch(start, end).of(head)


def before_marker(verb: Token, marker: Span, sentence: Sentence) -> Span | None:
    """The clause of `verb` as far as the marker: from its own first word, without its link."""
    doc: Doc = verb.doc
    inside = [token.i for token in verb.subtree if token.i < marker.start]
    start = max(min(inside, default=verb.i), sentence.span.start)
    breaks = [i for i in range(start, marker.start) if doc[i].text in _BREAKS]
    start = breaks[-1] + 1 if breaks else start
    links = {child.i for child in verb.lefts if child.dep_ in {"mark", "cc"}}
    while start in links or doc[start].lower_ in _CONNECTIVES:
        start += 1
    end = marker.start
    if marker.text.lower() in {"before", "after"}:
        end = _without_measure(doc, start, end)
    if not any(start <= child.i < end for child in verb.lefts if child.dep_ in SUBJECTS):
        return None  # "… and was removed when": who was, this stretch would not say
    return None if doc[start].tag_ in {"WP", "WDT"} else Stretch(start, end).of(verb)


def _without_measure(doc: Doc, start: int, end: int) -> int:
    """Where the clause ends once "two years" or "soon" before "after" is left to the marker."""
    if end - 1 > start and doc[end - 1].lower_ in _CLOSELY:
        return end - 1
    if end - 1 > start and doc[end - 1].lower_ in _MEASURES:
        measure: Token = doc[end - 1]
        begin = max(measure.left_edge.i, start)
        # "stayed for two years before": there the measure is the verb's own.
        return end if doc[begin - 1].pos_ == "ADP" else begin
    return end
