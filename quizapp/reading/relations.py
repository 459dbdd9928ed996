"""Which statements does the text itself link: by cause, purpose, contrast or time?

Only where a marker says so in a construction that leaves little doubt, and only where both
sides are unbroken stretches of the text. What a marker may also mean is left alone: "due to
open" gives no cause, "the road led to the lake" neither, "named after" no order of time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quizapp.reading.linked_sentences import find_sentence_links
from quizapp.reading.reading import Relation, RelationKind, Sentence, TextSpan
from quizapp.reading.stretches import SUBJECTS, Stretch, before_marker, span_of, subtree_span
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

CAUSE, PURPOSE = RelationKind.CAUSE, RelationKind.PURPOSE
CONTRAST, SEQUENCE = RelationKind.CONTRAST, RelationKind.SEQUENCE
OCCASION = RelationKind.OCCASION

# The words that open a clause -> the relation, and whether that clause is the first side.
_CLAUSE_MARKERS = {
    ("because",): (CAUSE, True),
    ("so", "that"): (PURPOSE, True),
    ("although",): (CONTRAST, None),
    ("though",): (CONTRAST, None),
    ("even", "though"): (CONTRAST, None),
    ("whereas",): (CONTRAST, None),
    ("before",): (SEQUENCE, False),
    ("after",): (SEQUENCE, True),
    ("when",): (OCCASION, True),
    ("as", "soon", "as"): (OCCASION, True),
}
# The words before a noun phrase -> the same.
_PHRASE_MARKERS = {
    ("because", "of"): (CAUSE, True),
    ("due", "to"): (CAUSE, True),
    ("owing", "to"): (CAUSE, True),
    ("thanks", "to"): (CAUSE, True),
    ("as", "a", "result", "of"): (CAUSE, True),
    ("despite",): (CONTRAST, None),
    ("in", "spite", "of"): (CONTRAST, None),
    ("before",): (SEQUENCE, False),
    ("after",): (SEQUENCE, True),
}
_PURPOSE_MARKERS = (("in", "order", "to"), ("so", "as", "to"))
# What happens, so that before and after it is an order of events.
_EVENTS = word_set(
    "accident arrest arrival assassination attack attempt battle birth ceasefire collapse coup "
    "crash crisis death debate decision defeat departure disaster discovery dispute earthquake "
    "election eruption explosion fall fire flood funeral independence inquiry invasion "
    "investigation killing launch marriage match meeting murder operation outbreak protest "
    "publication raid rebellion referendum release resignation retirement return revolt "
    "revolution riot shooting siege storm strike summit surgery surrender trial uprising victory "
    "visit vote war wedding withdrawal"
)
# Roads lead to places; what leads to a consequence is none of these.
_WAYS = word_set(
    "road path door street track bridge river tunnel way route corridor trail stair staircase "
    "step stairway gate lane passage line pipe entrance bank trail search"
)
_NO_SEQUENCE = frozenset({"name", "look", "take", "ask", "run", "go", "call", "chase", "model"})

_Rule = tuple[RelationKind, bool | None]
_Table = dict[tuple[str, ...], _Rule]
_FIRST_WORDS = frozenset(
    words[0] for words in (*_CLAUSE_MARKERS, *_PHRASE_MARKERS, *_PURPOSE_MARKERS)
)
# "not because" denies the relation, "partly because" narrows it.
_NARROWING = word_set(
    "not only just simply even partly largely mainly mostly chiefly probably perhaps possibly "
    "especially particularly maybe least"
)


def find_relations(sentences: Sequence[Sentence]) -> tuple[Relation, ...]:
    """Every marked relation in reading order: inside a sentence, or with the one before it."""
    found = [*find_sentence_links(sentences)]
    for sentence in sentences:
        for token in sentence.span:
            found.extend(_at(token, sentence))
    return tuple(sorted(found, key=lambda each: (each.marker.paragraph, each.marker.start)))


def _at(token: Token, sentence: Sentence) -> Iterator[Relation]:
    """The relations whose marker begins at this token."""
    if token.lower_ in _FIRST_WORDS and not _is_narrowed(token):
        clause = _marker(token, _CLAUSE_MARKERS)
        phrase = _marker(token, _PHRASE_MARKERS)
        if phrase is not None:
            yield from _linked(_phrase_after(phrase), phrase, _PHRASE_MARKERS, sentence)
        if clause is not None:
            yield from _linked(_clause_after(clause), clause, _CLAUSE_MARKERS, sentence)
        yield from _purpose(token, sentence)
    if token.lemma_ in {"lead", "result", "cause"} and token.pos_ == "VERB":
        yield from _consequence(token, sentence)
    if token.lower_ == "but" and token.dep_ == "cc":
        yield from _but(token, sentence)


def _is_narrowed(token: Token) -> bool:
    before = token.nbor(-1).lower_ if token.i else ""
    return before in _NARROWING and not (before == "even" and token.lower_ == "though")


def _marker(token: Token, table: _Table) -> Span | None:
    """The longest marker of the table that begins here."""
    for words in sorted(table, key=len, reverse=True):
        span: Span = token.doc[token.i : token.i + len(words)]
        if tuple(each.lower_ for each in span) == words:
            return span
    return None


def _linked(
    found: tuple[Token, Span] | None,
    marker: Span,
    table: _Table,
    sentence: Sentence,
) -> Iterator[Relation]:
    """Both sides of a marker: what follows it, and the clause it hangs on."""
    if found is None:
        return
    head, side = found
    other = _other_side(head, marker, side, sentence)
    if other is None:
        return
    kind, side_first = table[tuple(token.lower_ for token in marker)]
    if side_first is None:
        side_first = side.start < other.start
    first, second = (side, other) if side_first else (other, side)
    yield _relation(kind, first, second, marker, sentence)


def _relation(
    kind: RelationKind, first: Span, second: Span, marker: Span, sentence: Sentence
) -> Relation:
    spans: list[TextSpan] = [span_of(each, sentence.paragraph) for each in (first, second, marker)]
    return Relation(kind, *spans)


def _clause_after(marker: Span) -> tuple[Token, Span] | None:
    """The verb that a marked clause hangs on, and the clause without its marker."""
    verb = marker[-1].head
    if marker[-1].dep_ not in {"mark", "advmod"} or verb.i < marker.end:
        return None
    if verb.dep_ != "advcl" or verb.pos_ not in {"VERB", "AUX"}:
        return None
    if not any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in verb.children):
        return None
    side = subtree_span(verb, marker.end)
    return None if side is None else (verb.head, side)


def _phrase_after(marker: Span) -> tuple[Token, Span] | None:
    """The word that a marked phrase hangs on, and the noun or -ing phrase after the marker."""
    preposition = marker[-1]
    objects = (c for each in marker for c in each.children if c.dep_ in {"pobj", "pcomp"})
    noun = next((each for each in objects if each.i >= marker.end), None)
    if noun is None or noun.tag_ == "VB":
        return None
    top = marker[0] if marker[0].head not in marker else preposition
    while top.head in marker and top.head != top:
        top = top.head
    head = top.head
    if head in marker or not _orders_events(marker, head, noun):
        return None
    side = subtree_span(noun, marker.end)
    return None if side is None else (head, side)


def _orders_events(marker: Span, head: Token, noun: Token) -> bool:
    """After "after" and "before" only events and what somebody does: "after leaving school"."""
    if marker.text.lower() not in {"before", "after"}:
        return True
    if head.lemma_ in _NO_SEQUENCE or head.pos_ not in {"VERB", "AUX"}:
        return False
    return noun.tag_ == "VBG" or (noun.lemma_ in _EVENTS and noun.dep_ == "pobj")


def _other_side(head: Token, marker: Span, side: Span, sentence: Sentence) -> Span | None:
    """The clause that the marked side belongs to, whole on one side of it."""
    verb = head
    while not _is_whole(verb) and verb.head != verb:
        verb = verb.head
    if not _is_whole(verb) or verb.dep_ in {"relcl", "acl", "amod"}:
        return None
    if marker.start > verb.i:
        return before_marker(verb, marker, sentence)
    if any(child.i < marker.start and child.dep_.startswith("nsubj") for child in verb.lefts):
        return None  # the marked side stands inside the clause and would tear it
    if side.end >= sentence.span.end or verb.doc[side.end].text != ",":
        return None
    if not any(side.end < child.i and child.dep_ in SUBJECTS for child in verb.lefts):
        return None
    rest = Stretch(side.end, sentence.span.end).of(verb)
    return None if rest is None or rest[0].lower_ in _FIRST_WORDS else rest


def _is_whole(token: Token) -> bool:
    """A verb that is no mere "to verify" or "working", so that its clause can be read alone."""
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass", "xcomp"}:
        return False
    return not any(child.lower_ == "to" and child.dep_ == "aux" for child in token.lefts)


def _purpose(token: Token, sentence: Sentence) -> Iterator[Relation]:
    for words in _PURPOSE_MARKERS:
        marker = token.doc[token.i : token.i + len(words)]
        if tuple(each.lower_ for each in marker) != words or marker.end >= sentence.span.end:
            continue
        verb = marker[-1].head
        side = subtree_span(verb, marker.end) if verb.i >= marker.end else None
        head = next((up for up in verb.ancestors if up.pos_ in {"VERB", "AUX"}), None)
        other = _other_side(head, marker, side, sentence) if side is not None and head else None
        if side is not None and other is not None:
            yield _relation(PURPOSE, side, other, marker, sentence)


def _consequence(verb: Token, sentence: Sentence) -> Iterator[Relation]:
    """ "The fire led to a strike", "resulted in", "caused": the subject is why."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    link = {"lead": "to", "result": "in"}.get(verb.lemma_)
    thing = next((c for c in verb.rights if c.dep_ == ("prep" if link else "dobj")), None)
    if subject is None or thing is None or any(c.dep_ == "neg" for c in verb.children):
        return
    end = thing.i + 1 if link else thing.left_edge.i
    if link:
        if thing.lower_ != link or thing.i != verb.i + 1:
            return
        thing = next((c for c in thing.children if c.dep_ == "pobj"), None)
    if thing is None or thing.pos_ != "NOUN" or not _can_cause(subject):
        return
    first, second = subtree_span(subject, subject.left_edge.i), subtree_span(thing, end)
    if first is not None and second is not None and first.end <= verb.i:
        yield _relation(CAUSE, first, second, verb.doc[verb.i : end], sentence)


def _can_cause(subject: Token) -> bool:
    return subject.pos_ == "NOUN" and subject.lemma_ not in _WAYS


def _but(token: Token, sentence: Sentence) -> Iterator[Relation]:
    """Two whole clauses, each with a subject of its own, and "but" between them."""
    first = token.head
    second = next((c for c in first.conjuncts if c.i > token.i and c.head == first), None)
    if second is None or first.pos_ not in {"VERB", "AUX"} or second.pos_ not in {"VERB", "AUX"}:
        return
    if not all(any(c.dep_.startswith("nsubj") for c in verb.lefts) for verb in (first, second)):
        return
    marker = token.doc[token.i : token.i + 1]
    right = subtree_span(second, token.i + 1)
    left = before_marker(first, marker, sentence)
    if left is not None and right is not None:
        yield _relation(CONTRAST, left, right, marker, sentence)
