"""Where do names stand in the text?

A name is an unbroken run of capitalised words that are no dates and no adjectives of nation.
The model's own names are not trusted for their type (see `evidence`), nor for their limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quizapp.reading.reading import Mention, Sentence
from quizapp.reading.vocabulary import Vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_MONTHS = word_set(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday "
    "Saturday Sunday"
)
_INNER = frozenset({"of", "for", "on", "the", "and", "&"})
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_NO_NAME = frozenset({"I", "Mr", "Mrs", "Ms", "Dr", "AM", "PM", "BC", "AD", "BCE", "CE", "A", "OK"})
_HYPHENS = frozenset({"-", "‐", "‑"})


def find_mentions(sentences: Sequence[Sentence], words: Vocabulary) -> tuple[Mention, ...]:
    """All names in reading order, without the titles before them."""
    inside = _capitalised_inside(sentences)
    return tuple(
        mention
        for sentence in sentences
        for run in _runs(sentence, words, inside)
        for mention in _trimmed(sentence, run, words)
    )


def _capitalised_inside(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Words that keep their capital inside a sentence; there it is no accident of position."""
    return frozenset(
        token.text
        for sentence in sentences
        for token in sentence.span[1:]
        if token.text[:1].isupper() and token.nbor(-1).text not in {"“", '"', "‘", ":"}
    )


def _runs(sentence: Sentence, words: Vocabulary, inside: frozenset[str]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in sentence.span:
        if _is_name_word(token, sentence, words, inside) or (run and _continues(run, token, words)):
            run.append(token)
        else:
            yield from _closed(run)
            run = []
    yield from _closed(run)


def _closed(run: list[Token]) -> Iterator[list[Token]]:
    """The run without the small words at its end."""
    while run and not (run[-1].text[:1].isupper() or run[-1].text[0].isdigit()):
        run = run[:-1]
    if run:
        yield run


def _is_name_word(
    token: Token, sentence: Sentence, words: Vocabulary, inside: frozenset[str]
) -> bool:
    text: str = token.text
    if not text[:1].isupper() or text in _MONTHS or text in _NO_NAME:
        return False
    if token.pos_ in {"PRON", "ADP", "DET", "SCONJ", "CCONJ", "AUX", "VERB", "PUNCT"}:
        return token.pos_ == "VERB" and text in inside and token.i != sentence.span.start
    opens = token.i == sentence.span.start or token.nbor(-1).text in {"“", '"', "‘"}
    if not opens:
        return token.tag_ in _NAME_TAGS or token.pos_ in {"PROPN", "NOUN", "ADJ", "X"}
    if text in inside and token.pos_ in {"PROPN", "NOUN"}:
        return True
    goes_on = token.i + 1 < len(token.doc) and (
        token.nbor(1).tag_ in _NAME_TAGS and token.nbor(1).text[:1].isupper()
    )
    acts = token.dep_ in {"nsubj", "nsubjpass"}
    return token.tag_ in _NAME_TAGS and (bool(token.ent_type_) or goes_on or acts)


def _continues(run: list[Token], token: Token, words: Vocabulary) -> bool:
    """Whether a small word, hyphen or number stands inside a name: "le Rond", "Nur-Sultan"."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1)
    if run[-1].text in _HYPHENS and not run[-1].whitespace_:
        return token.text[:1].isupper() or token.tag_ in _NAME_TAGS
    if token.text in _HYPHENS:
        return not run[-1].whitespace_ and not token.whitespace_ and after.text[:1].isupper()
    if token.text in words.name_particles:
        joined = after.text in _HYPHENS and not token.whitespace_  # "el-Sayed"
        return joined or after.text[:1].isupper() or after.text in words.name_particles
    if token.text in {"’", "'"} and run[-1].text.endswith("s"):
        return after.text in words.institution_nouns
    if run[-1].text in words.name_particles and token.text[:1].isupper():
        return True
    if token.text in _INNER:
        return _joins(run, token, after, words)
    return False


def _joins(run: list[Token], token: Token, after: Token, words: Vocabulary) -> bool:
    """Of, for, on and and join a name only when a body is named: "Institute of Biology"."""
    follows = after.text[:1].isupper() or (after.text == "the" and token.text != "and")
    if token.text == "&":
        return follows
    if token.text == "the":
        return run[-1].text in _INNER and follows
    if token.text == "and":
        return follows and any(part.text in {"of", "for", "on"} for part in run)
    return follows and run[-1].text in words.institution_nouns


def _trimmed(sentence: Sentence, run: list[Token], words: Vocabulary) -> Iterator[Mention]:
    """The name without titles and nationality: "Kazakh President X" names X."""
    title = ""
    last_title = max((i for i, t in enumerate(run[:5]) if t.text in words.titles), default=-1)
    is_body = any(token.text in words.institution_nouns for token in run[last_title + 1 :])
    if -1 < last_title < len(run) - 1 and not is_body and run[last_title + 1].text[:1].isupper():
        title = " ".join(t.text for t in run[: last_title + 1] if t.text in words.titles)
        run = run[last_title + 1 :]
    if len(run) > 2 and run[0].lower_ in words.role_nouns and run[0].i == sentence.span.start:
        title, run = run[0].text, run[1:]  # "Lawyer NAME said": a capital by its place alone
    if len(run) > 2 and run[0].text in words.countries and run[0].dep_ != "pobj" and not is_body:
        before = run[0].nbor(-1).lower_ if run[0].i else ""
        run = run[1:] if before == "of" else run  # "prime minister of Norland NAME"
    if len(run) > 1 and run[0].text in words.demonyms and not is_body:
        run = run[1:] if run[1].text not in _HYPHENS else run[2:]
    if len(run) > 2 and run[-1].text in words.post_nominals:
        run = run[:-1]
    if not run or _is_no_name(run, words):
        return
    start, end = run[0].idx, run[-1].idx + len(run[-1].text)
    text = sentence.text[start - sentence.start : end - sentence.start]
    yield Mention(sentence.paragraph, start, end, text, sentence.index, title)


def _is_no_name(run: list[Token], words: Vocabulary) -> bool:
    texts = [token.text for token in run]
    if len(run) == 1:
        only = run[0]
        return (
            only.text in words.demonyms
            or only.text in words.titles
            or len(only.text) < 2
            or (only.text in words.institution_nouns and only.dep_ != "nsubj")
        )
    return all(text in words.titles or text in words.demonyms for text in texts)
