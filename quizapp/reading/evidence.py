"""What speaks for a name being a person, a body or a place?

Evidence is gathered over all mentions of a cluster and weighed together: the model calls one
and the same man an organisation nine times out of nine, so no single mention is believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quizapp.reading.aliases import Cluster
from quizapp.reading.reading import EntityType, Mention, Sentence
from quizapp.reading.vocabulary import Vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

Evidence = tuple[EntityType, float, str]

PERSON, BODY = EntityType.PERSON, EntityType.ORGANISATION
PLACE, OTHER = EntityType.PLACE, EntityType.OTHER
_MODEL_TYPES = {
    "PERSON": PERSON,
    "ORG": BODY,
    "GPE": PLACE,
    "LOC": PLACE,
    "FAC": PLACE,
    "WORK_OF_ART": OTHER,
    "PRODUCT": OTHER,
    "EVENT": OTHER,
    "LAW": OTHER,
}
_BODY_NOUNS = word_set("group company firm charity chain newspaper magazine agency party")
_OF_PERSONS = word_set(
    "arrest dismissal sacking appointment death birth murder assassination kidnapping "
    "imprisonment detention extradition wife husband son daughter widow brother sister"
)
_THRESHOLD, _MARGIN = 2.0, 1.0
_REPEATED = 3  # the same observation counts so many times at most


def weigh(
    cluster: Cluster, sentences: Sequence[Sentence], words: Vocabulary
) -> tuple[EntityType, tuple[str, ...]]:
    """The type of a cluster and the evidence in words; UNKNOWN when the evidence conflicts."""
    pieces = list(_from_form(cluster, words))
    pieces.extend(_from_model(cluster, sentences))
    for mention in cluster.mentions:
        span = tokens_of(mention, sentences[mention.sentence])
        if span is not None:
            pieces.extend(_from_context(mention, span, words))
    counts: Counter[Evidence] = Counter(pieces)
    scores: dict[EntityType, float] = dict.fromkeys((PERSON, BODY, PLACE, OTHER), 0.0)
    for (type_, weight, _), count in counts.items():
        scores[type_] += weight * min(count, _REPEATED)
    notes = tuple(f"{type_}: {note} ({count})" for (type_, _, note), count in counts.items())
    return _decide(scores), notes


def _decide(scores: dict[EntityType, float]) -> EntityType:
    best, second = sorted(scores, key=lambda each: -scores[each])[:2]
    clear = scores[best] >= _THRESHOLD and scores[best] - scores[second] >= _MARGIN
    return best if clear else EntityType.UNKNOWN


def tokens_of(mention: Mention, sentence: Sentence) -> Span | None:
    """The tokens of a mention, or None where the tokenizer cuts across it."""
    found: Span | None = sentence.span.doc.char_span(mention.start, mention.end)
    return found


def _from_form(cluster: Cluster, words: Vocabulary) -> Iterator[Evidence]:
    full = cluster.forms[0]
    parts = full.split()
    if any(form in words.countries or form in words.cities for form in cluster.forms):
        yield PLACE, 4.0, "in the list of places"
    if any(form in words.products for form in cluster.forms):
        yield OTHER, 4.0, "in the list of products"
    if any(form in words.organisations for form in cluster.forms):
        yield BODY, 3.0, "in the list of bodies"
    if any(part in words.institution_nouns or part == "&" for part in parts):
        yield BODY, 4.0, "noun for a body in the name"
    elif len(parts) > 1 and parts[-1] in words.place_nouns:
        yield PLACE, 4.0, "noun for a place in the name"
    if any(form.isupper() and 2 <= len(form) <= 6 for form in cluster.forms):
        yield BODY, 1.0, "written in capitals"
    if len(parts) > 1 and parts[0].isupper() and len(parts[0]) > 1 and "." not in parts[0]:
        yield BODY, 5.0, "capitals open the name"


def _from_model(cluster: Cluster, sentences: Sequence[Sentence]) -> Iterator[Evidence]:
    """The model's votes as shares; a full name counts for more than a surname."""
    votes: Counter[EntityType] = Counter()
    for mention in cluster.mentions:
        span = tokens_of(mention, sentences[mention.sentence])
        label = _MODEL_TYPES.get(span.root.ent_type_) if span is not None else None
        if label:
            votes[label] += 1
            if label is PERSON and 2 <= len(mention.text.split()) <= 4:
                yield PERSON, 1.0, "full name"
    total = sum(votes.values())
    for type_, count in votes.items():
        # "ORG" is what the model says of any word it does not know.
        lone = type_ is PERSON and all(" " not in form for form in cluster.forms)
        trust = 1.0 if type_ is BODY or lone else 2.0
        yield type_, round(trust * count / total, 2), "votes of the model"


def _from_context(mention: Mention, span: Span, words: Vocabulary) -> Iterator[Evidence]:
    if mention.title:
        yield PERSON, 4.0, "title before the name"
    yield from _as_person(span, words)
    yield from _as_place(span, words)
    before = span.doc[span.start - 1] if span.start else None
    if before is not None and before.lower_ in _BODY_NOUNS:
        yield BODY, 3.0, "noun for a body before the name"
    if before is not None and before.lower_ == "the" and span.root.tag_ != "NNPS":
        yield BODY, 0.7, "article before the name"


def _as_person(span: Span, words: Vocabulary) -> Iterator[Evidence]:
    head: Token = span.root
    if is_followed_by_who(span):
        yield PERSON, 4.0, "who after the name"
    if _has_role(head, words):
        yield PERSON, 3.0, "role beside the name"
    if _has_age(span):
        yield PERSON, 3.0, "age after the name"
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lower_ in _OF_PERSONS:
        yield PERSON, 2.5, "arrest, birth or the like of the name"
    verb = head.head
    if head.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_ in words.human_verbs:
        yield PERSON, 0.5, "subject of a human verb"
    if span.end < len(span.doc) and _refers_back(head):
        yield PERSON, 0.5, "he or she after the name"


def is_followed_by_who(span: Span) -> bool:
    """Whether "who" comes next, after a comma or a bracket at most."""
    rest = span.doc[span.end : span.end + 2]
    texts = [token.lower_ for token in rest if token.text not in {",", "--", "–", "—"}]
    return bool(texts) and texts[0] == "who"


def _has_role(head: Token, words: Vocabulary) -> bool:
    if any(child.dep_ == "appos" and child.lower_ in words.role_nouns for child in head.children):
        return True
    if head.dep_ == "appos" and head.head.lower_ in words.role_nouns:
        return True
    return any(
        child.dep_ in {"compound", "nmod", "amod"} and child.text in words.role_nouns
        for child in head.lefts
    )


def _has_age(span: Span) -> bool:
    rest = [token.text for token in span.doc[span.end : span.end + 3]]
    return len(rest) == 3 and rest[0] == "," and rest[1].isdigit() and rest[2] in {",", "."}


def _refers_back(head: Token) -> bool:
    """Whether "his", "her" or "he" comes soon after a name that is its clause's subject."""
    if head.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    following = head.doc[head.i + 1 : head.sent.end][:12]
    return any(token.lower_ in {"he", "she", "his", "her"} for token in following)


def _as_place(span: Span, words: Vocabulary) -> Iterator[Evidence]:
    head: Token = span.root
    if any(c.dep_ == "appos" and c.lower_ in words.place_nouns for c in head.rights):
        yield PLACE, 4.0, "noun for a place beside the name"
    if head.dep_ != "pobj" or head.head.i >= span.start:
        return
    preposition = head.head
    if preposition.lower_ in {"in", "near", "across", "throughout"}:
        yield PLACE, 0.7, "in the place"
    if preposition.lower_ == "of" and preposition.head.lower_ in {
        "town",
        "city",
        "village",
        "port",
        "province",
        "state",
        "island",
        "region",
        "suburb",
    }:
        yield PLACE, 4.0, "town of"
