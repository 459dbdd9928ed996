"""Which sentences tell what the article is about, and why?

A sentence weighs what its words weigh: words of the title and headings, words that recur
through the paragraphs, actors who recur. Verbs of change, causes and the paragraphs that say
what the article is about add to it; each sign of an aside (see `asides`) takes a share away.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from quizapp.articles.document import BlockRole, Document
from quizapp.reading.asides import find_asides, survey
from quizapp.reading.reading import (
    Entity,
    EntityType,
    Relation,
    RelationKind,
    Salience,
    Sentence,
    TimeExpression,
)
from quizapp.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_ACTORS = frozenset({EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE})
_MOST_ACTORS = 2  # a list of names is no weightier than two who meet
_CHANGE, _CAUSE, _LEAD, _NUT = 0.5, 0.3, 0.3, 0.25
_RECURRING = 3  # mentions, in more than one paragraph


@dataclass(frozen=True)
class _Weights:
    """What the words and the actors of the article weigh, and where it says its point."""

    title: frozenset[str]
    headings: frozenset[str]
    words: Mapping[str, float]
    actors: Mapping[int, tuple[tuple[float, str], ...]]
    causes: frozenset[tuple[int, int]]  # where markers of cause stand: (paragraph, offset)
    lead: int
    nut: int


def weigh_sentences(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    owners: Mapping[tuple[int, int], str],
    times: Sequence[TimeExpression],
    relations: Sequence[Relation],
    words: Vocabulary,
) -> tuple[Salience, ...]:
    """The salience of every sentence with its reasons; the weightiest sentence has 1."""
    title = _words_of(_real_title(document))
    around = survey(document, entities, times, title, _recurring(entities, owners, sentences))
    weights = _weigh(document, sentences, entities, owners, relations, title, around.lead)
    parts = [tuple(_parts(sentence, weights, words)) for sentence in sentences]
    asides = [tuple(find_asides(sentence, around)) for sentence in sentences]
    raw = [
        sum(amount for _, amount in gains) * math.prod(share for _, share in losses)
        for gains, losses in zip(parts, asides, strict=True)
    ]
    top = max(raw, default=0.0) or 1.0
    return tuple(
        Salience(round(max(score, 0.0) / top, 4), gains, losses)
        for score, gains, losses in zip(raw, parts, asides, strict=True)
    )


def _real_title(document: Document) -> str:
    """The title, unless it was only taken from the first words of the text."""
    first = document.paragraphs[0] if document.paragraphs else ""
    return "" if first.startswith(document.title.removesuffix(" …")) else document.title


def _weigh(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    owners: Mapping[tuple[int, int], str],
    relations: Sequence[Relation],
    title: frozenset[str],
    lead: int,
) -> _Weights:
    headings = " ".join(b.text for b in document.blocks if b.role is BlockRole.HEADING)
    words = _spread(sentences)
    causes = (each.marker for each in relations if each.kind is RelationKind.CAUSE)
    return _Weights(
        title=title,
        headings=_words_of(headings),
        words=words,
        actors=_actors(sentences, entities, owners),
        causes=frozenset((marker.paragraph, marker.start) for marker in causes),
        lead=lead,
        nut=_nut_paragraph(sentences, words, title),
    )


def _spread(sentences: Sequence[Sentence]) -> dict[str, float]:
    """How much of the article a word stands for: in how many paragraphs it is said."""
    by_paragraph: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for sentence in sentences:
        by_paragraph[sentence.paragraph].update(dict.fromkeys(_content(sentence)))
    counts = Counter(lemma for lemmas in by_paragraph.values() for lemma in lemmas)
    return {lemma: math.log1p(count - 1) for lemma, count in counts.items()}


def _content(sentence: Sentence) -> Iterator[str]:
    """The lemmas that carry meaning; what stands in brackets carries none of the weight."""
    depth = 0
    for token in sentence.span:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth <= 0 and token.pos_ in _CONTENT:
            yield token.lemma_.lower()


def _words_of(text: str) -> frozenset[str]:
    stripped = (word.strip("‘’“”\"'.,:;?!()").lower() for word in text.split())
    return frozenset(
        word.removesuffix("’s").removesuffix("'s") for word in stripped if len(word) > 3
    )


def _is_among(lemma: str, words: frozenset[str]) -> bool:
    """Whether a lemma or a regular form of it is one of the words: "close" in "closes"."""
    endings = (f"{lemma}{end}" for end in ("s", "es", "d", "ed", "ing"))
    changed = (f"{lemma[:-1]}{end}" for end in ("ies", "ied", "ing"))
    return lemma in words or any(form in words for form in chain(endings, changed))


def _actors(
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    owners: Mapping[tuple[int, int], str],
) -> dict[int, tuple[tuple[float, str], ...]]:
    """For every sentence, the actors in it who recur most; a sure pronoun stands for a name."""
    known = {entity.id: entity for entity in entities if entity.type in _ACTORS}
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for sentence in sentences:
        for token in sentence.span:
            owner = owners.get((sentence.paragraph, token.idx))
            if owner in known:
                found[sentence.index][owner] = None
    return {
        index: tuple(
            sorted(
                ((math.log1p(len(known[each].mentions) - 1), known[each].name) for each in ids),
                key=lambda pair: (-pair[0], pair[1]),
            )[:_MOST_ACTORS]
        )
        for index, ids in found.items()
    }


def _recurring(
    entities: Sequence[Entity],
    owners: Mapping[tuple[int, int], str],
    sentences: Sequence[Sentence],
) -> frozenset[int]:
    """Sentences with a person or body that comes back in other paragraphs; places always do."""
    ids = {
        entity.id
        for entity in entities
        if entity.type is not EntityType.PLACE
        and len(entity.mentions) >= _RECURRING
        and len({m.paragraph for m in entity.mentions}) > 1
    }
    return frozenset(
        sentence.index
        for sentence in sentences
        if any(owners.get((sentence.paragraph, token.idx)) in ids for token in sentence.span)
    )


def _nut_paragraph(
    sentences: Sequence[Sentence], words: Mapping[str, float], title: frozenset[str]
) -> int:
    """The paragraph of the first third that says most of what the article is about."""
    last = sentences[-1].paragraph if sentences else 0
    scores: defaultdict[int, list[float]] = defaultdict(list)
    for sentence in sentences:
        if sentence.paragraph <= min(max(4, last // 3), 10):
            lemmas = dict.fromkeys(_content(sentence))
            weight = sum(words[each] + _is_among(each, title) for each in lemmas)
            scores[sentence.paragraph].append(weight / math.sqrt(len(sentence.span)))
    return max(scores, key=lambda each: sum(scores[each]) / len(scores[each]), default=0)


def _parts(sentence: Sentence, weights: _Weights, words: Vocabulary) -> Iterator[tuple[str, float]]:
    """What speaks for a sentence, by name; length alone earns nothing."""
    lemmas = dict.fromkeys(_content(sentence))
    if not lemmas:
        return
    scale = 1 / math.sqrt(len(sentence.span))
    titled = [each for each in lemmas if _is_among(each, weights.title)]
    headed = [each for each in lemmas if _is_among(each, weights.headings) and each not in titled]
    actors = [pair for pair in weights.actors.get(sentence.index, ()) if pair[0] > 0]
    gains = (
        (f"words of the title ({', '.join(titled)})", scale * len(titled)),
        (f"words of a heading ({', '.join(headed)})", 0.4 * scale * len(headed)),
        ("words that recur", scale * sum(weights.words[each] for each in lemmas)),
        (
            f"recurring actors ({', '.join(name for _, name in actors)})",
            scale * sum(weight for weight, _ in actors),
        ),
        ("the lead", _LEAD if sentence.paragraph <= weights.lead else 0.0),
        ("the paragraph that says the point", _NUT if sentence.paragraph == weights.nut else 0.0),
        ("a cause or its consequence", _CAUSE if _gives_cause(sentence, weights) else 0.0),
    )
    yield from ((name, round(amount, 3)) for name, amount in gains if amount > 0)
    change = _change(sentence, words)
    if change:
        yield f"a verb of change ({change})", _CHANGE


def _gives_cause(sentence: Sentence, weights: _Weights) -> bool:
    return any((sentence.paragraph, token.idx) in weights.causes for token in sentence.span)


def _change(sentence: Sentence, words: Vocabulary) -> str:
    """The verb of change that the sentence states: no noun, no verb inside a name's attribute."""
    return next((t.lemma_ for t in sentence.span if _states_change(t, words)), "")


def _states_change(token: Token, words: Vocabulary) -> bool:
    if token.pos_ == "NOUN":  # "was under arrest"
        return token.lemma_ in words.news_verbs and token.nbor(-1).lower_ == "under"
    return token.pos_ == "VERB" and token.lemma_ in words.change_verbs and token.dep_ != "amod"
