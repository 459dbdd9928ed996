"""In which sentence did a kept word stand, as far as it may be shown now?

What would give an answer of an open quiz away is a gap. Where the word itself is one, there is no
sentence: beside the word it would say what belongs into the gap. Nor is there one where the text
has changed, or is not open so far.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from quizapp.articles.models import Article
from quizapp.db import db
from quizapp.dictionary.looking import find_words, list_forms
from quizapp.notebook.words import KeptWord
from quizapp.web.access import the_settings
from quizapp.web.passage import GAP, Mark, Piece
from quizapp.web.shown_text import leave_out
from quizapp.web.texts import Text, hide_from, list_texts

WORD = "word"


@dataclass(frozen=True)
class ShownSentence:
    """The sentence in pieces, each with its mark (word, gap) or None; () when it is not shown."""

    article: Article
    pieces: tuple[Piece, ...]


def show_sentences(words: Collection[KeptWord]) -> dict[int, ShownSentence]:
    """The sentences of those words whose texts the learner may read, by the words' ids."""
    texts = {it.article.sha256: it for it in list_texts()} if words else {}
    forms = list_forms(the_settings().instance_path, [it.headword for it in words])
    hidden: dict[str, list[Mark]] = {}
    shown = {}
    for word in words:
        text = _find_text(word, texts)
        if text is None:
            continue
        sha256 = text.article.sha256
        if sha256 not in hidden:
            hidden[sha256] = hide_from(text)
        pieces = _cut(word, text, hidden[sha256], forms[word.headword])
        shown[word.id] = ShownSentence(text.article, pieces)
    return shown


def _find_text(word: KeptWord, texts: dict[str, Text]) -> Text | None:
    article = db.session.get(Article, word.article_id) if word.article_id else None
    return texts.get(article.sha256) if article else None


def _cut(
    word: KeptWord, text: Text, marks: list[Mark], forms: Collection[str]
) -> tuple[Piece, ...]:
    texts, number = text.document.paragraphs, word.paragraph or 0
    if not 1 <= number <= len(texts):
        return ()
    first, last = word.start_offset or 0, word.end_offset or 0
    paragraph = leave_out(texts[number - 1], number, marks)
    start, end = paragraph.show(first), paragraph.show(last)
    gaps = [
        paragraph.show(begin) - start
        for begin, stop, is_gap in paragraph.hidden
        if is_gap and begin < last and first < stop
    ]
    return _mark(paragraph.text[start:end], gaps, find_words(paragraph.text[start:end], forms))


def _mark(
    text: str, gaps: Collection[int], words: Collection[tuple[int, int]]
) -> tuple[Piece, ...]:
    """The text cut at its gaps and words; () where none of the words stands in one piece."""
    whole = [it for it in words if not any(it[0] < gap < it[1] for gap in gaps)]
    if not whole:
        return ()
    pieces: list[Piece] = []
    for begin, stop in pairwise(sorted({0, len(text), *gaps, *(at for it in whole for at in it)})):
        if begin in gaps:
            pieces.append(("", GAP))
        pieces.append((text[begin:stop], WORD if (begin, stop) in whole else None))
    if len(text) in gaps:
        pieces.append(("", GAP))
    return tuple(pieces)
