"""Which sentences tell what the article is about?

A sentence weighs what its words weigh: words of the title and headings, words that recur
through the paragraphs, verbs of change. The lead helps a little; asides and questions do not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quizapp.articles.document import BlockRole, Document
from quizapp.reading.reading import Entity, EntityType, Sentence
from quizapp.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})


def score_sentences(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    words: Vocabulary,
) -> tuple[float, ...]:
    """One score from 0 to 1 for every sentence; the weightiest sentence has 1."""
    weights = _word_weights(document, sentences)
    actors = _actor_weights(entities, len(sentences))
    raw = [
        _score(sentence, weights, actors[sentence.index], words, len(document.paragraphs))
        for sentence in sentences
    ]
    top = max(raw, default=0.0) or 1.0
    return tuple(round(max(score, 0.0) / top, 4) for score in raw)


def _word_weights(document: Document, sentences: Sequence[Sentence]) -> dict[str, float]:
    """How much of the article a word stands for: spread over paragraphs, said in headings."""
    spread: Counter[str] = Counter()
    by_paragraph: dict[int, dict[str, None]] = {}
    for sentence in sentences:
        lemmas = by_paragraph.setdefault(sentence.paragraph, {})
        lemmas.update(dict.fromkeys(_lemma(t) for t in sentence.span if t.pos_ in _CONTENT))
    for lemmas in by_paragraph.values():
        spread.update(list(lemmas))
    headline = _words_of(document.title)
    headings = _words_of(
        " ".join(block.text for block in document.blocks if block.role is BlockRole.HEADING)
    )
    return {
        lemma: math.log1p(count - 1)
        + (1.0 if lemma in headline else 0.4 if lemma in headings else 0.0)
        for lemma, count in spread.items()
    }


def _words_of(text: str) -> frozenset[str]:
    stripped = (word.strip("‘’“”\"'.,:;?!()").lower() for word in text.split())
    return frozenset(word for word in stripped if len(word) > 3)


def _lemma(token: Token) -> str:
    lemma: str = token.lemma_.lower()
    return lemma


def _actor_weights(entities: Sequence[Entity], count: int) -> list[float]:
    """For every sentence, how much the actors in it recur."""
    weights = [0.0] * count
    for entity in entities:
        if entity.type in {EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE}:
            for index in sorted({mention.sentence for mention in entity.mentions}):
                weights[index] += math.log1p(len(entity.mentions) - 1)
    return weights


def _score(
    sentence: Sentence,
    weights: dict[str, float],
    actors: float,
    words: Vocabulary,
    paragraphs: int,
) -> float:
    content = [_lemma(token) for token in sentence.span if token.pos_ in _CONTENT]
    if not content:
        return 0.0
    about = sum(weights.get(lemma, 0.0) for lemma in dict.fromkeys(content))
    score = (about + actors) / math.sqrt(len(sentence.span))  # length alone earns nothing
    if any(token.lemma_ in words.change_verbs for token in sentence.span):
        score += 0.5
    if sentence.paragraph <= max(2, paragraphs // 10):
        score += 0.3
    if sentence.text.endswith("?") or sentence.text.startswith(("(", "“", '"')):
        score *= 0.6
    return score
