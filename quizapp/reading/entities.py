"""Who and what is the text about, and of which type is each?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.articles.document import Document
from quizapp.reading.aliases import Cluster, cluster_mentions
from quizapp.reading.evidence import weigh
from quizapp.reading.reading import Entity, Mention, Sentence
from quizapp.reading.vocabulary import Vocabulary


def find_entities(
    document: Document,
    mentions: Sequence[Mention],
    sentences: Sequence[Sentence],
    words: Vocabulary,
) -> tuple[Entity, ...]:
    """Every named thing with its type, in order of first mention."""
    clusters = cluster_mentions(mentions, document.paragraphs, document.title, words)
    return tuple(
        _entity(number, cluster, sentences, words)
        for number, cluster in enumerate(clusters, start=1)
    )


def _entity(
    number: int, cluster: Cluster, sentences: Sequence[Sentence], words: Vocabulary
) -> Entity:
    type_, evidence = weigh(cluster, sentences, words)
    name = cluster.forms[0]
    slug = re.sub(r"\W+", "-", name.lower()).strip("-")
    return Entity(f"{number}-{slug}", type_, name, cluster.forms, cluster.mentions, evidence)
