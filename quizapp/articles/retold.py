"""How does a text at another level become an article of its own, beside its original?"""

from __future__ import annotations

from dataclasses import replace

from quizapp.articles.blocks import split_text
from quizapp.articles.document import Document
from quizapp.articles.refusals import refuse_binary, refuse_large, refuse_what_is_no_article

_LONGEST_SOURCE = 500  # characters that the column holds


def make_retelling(original: Document, text: str, level: str, writer: str) -> Document:
    """The document of a text that a teacher has taken, perhaps edited, from a language model.

    It bears the title of its original, so that both are levels of one text. Raises ArticleError
    when the text can be no article.
    """
    refuse_binary(text)
    refuse_large(len(text.encode("utf-8", "surrogatepass")))
    blocks = split_text(text)
    refuse_what_is_no_article(text, blocks)
    told = f"Retold at level {level} by the language model {writer}"
    source = f"{told}, after {original.source}" if original.source else told
    return replace(original, blocks=blocks, level=level, source=source[:_LONGEST_SOURCE])
