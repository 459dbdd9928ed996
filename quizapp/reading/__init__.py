"""What does an article say? Its sentences, its people and bodies, its dates and claims.

    reading = read(document)

Importing this package is cheap; the language model is loaded by the first call of `read`.
"""

from __future__ import annotations

from quizapp.articles.document import Document
from quizapp.reading.claims import find_claims
from quizapp.reading.clauses import find_clauses
from quizapp.reading.contradiction import mark_contradicted
from quizapp.reading.dates import find_times
from quizapp.reading.entities import find_entities
from quizapp.reading.mentions import find_mentions
from quizapp.reading.parser import parse
from quizapp.reading.progress import Progress, tell_nobody
from quizapp.reading.pronouns import find_owners
from quizapp.reading.reading import Reading
from quizapp.reading.relations import find_relations
from quizapp.reading.roles import find_roles
from quizapp.reading.salience import weigh_sentences
from quizapp.reading.sentences import find_sentences
from quizapp.reading.vocabulary import load_vocabulary

__all__ = ["Reading", "read"]


def read(document: Document, progress: Progress = tell_nobody) -> Reading:
    """Read the body paragraphs of a document; the same document gives an equal reading.

    `progress` is told how many paragraphs are parsed, which is most of the work.
    """
    words = load_vocabulary()
    sentences = find_sentences(parse(document.paragraphs, progress))
    mentions = find_mentions(sentences, words)
    entities = find_entities(document, mentions, sentences, words)
    owners = find_owners(document, sentences, entities)
    times = find_times(sentences, document.published_on)
    clauses = find_clauses(sentences, owners, times, words)
    relations = find_relations(sentences)
    weights = weigh_sentences(document, sentences, entities, owners, times, relations, words)
    return Reading(
        document=document,
        sentences=sentences,
        mentions=mentions,
        entities=entities,
        roles=find_roles(sentences, entities, words),
        times=times,
        claims=find_claims(sentences, owners, words),
        clauses=mark_contradicted(clauses, sentences, entities),
        salience=tuple(weight.score for weight in weights),
        relations=relations,
        salience_reasons=weights,
    )
