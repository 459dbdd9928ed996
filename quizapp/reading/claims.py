"""Who says what?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from quizapp.reading.reading import Claim, Sentence
from quizapp.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_DASHES = frozenset({"--", "–", "—"})
_QUOTES = {"“": "”", '"': '"'}


def find_claims(
    sentences: Sequence[Sentence], owners: Mapping[tuple[int, int], str], words: Vocabulary
) -> tuple[Claim, ...]:
    """Everything that a named or unnamed source says, in reading order."""
    return tuple(
        claim
        for sentence in sentences
        for verb in sentence.span
        if verb.lemma_ in words.reporting_verbs and verb.pos_ == "VERB"
        for claim in _claim(sentence, verb, owners)
    )


def _claim(
    sentence: Sentence, verb: Token, owners: Mapping[tuple[int, int], str]
) -> Iterator[Claim]:
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.tag_ in {"WDT", "WP"}:
        return
    bounds = _content(sentence, verb)
    if bounds is None:
        return
    start, end = bounds
    yield Claim(
        sentence.paragraph,
        start,
        end,
        sentence.text[start - sentence.start : end - sentence.start],
        sentence.index,
        sentence.span.doc[subject.left_edge.i : subject.right_edge.i + 1].text[:120],
        owners.get((sentence.paragraph, subject.idx)),
        verb.lemma_,
        verb.text,
        sentence.text[max(start - sentence.start - 1, 0)] in _QUOTES,
    )


def _content(sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """The that-clause after the verb, or the quotation before it."""
    for child in verb.children:
        if child.dep_ != "ccomp":
            continue
        tokens = sorted(child.subtree, key=lambda token: token.i)
        if child.i > verb.i:
            tokens = _as_far_as_a_dash([t for t in tokens if t.i > verb.i], verb, sentence)
        elif _goes_on(verb, sentence):
            continue  # "… the unrest -- he claims it was planned -- to rule": an aside
        else:
            tokens = [t for t in tokens if t.i < verb.i]
        while tokens and (tokens[0].lower_ == "that" or tokens[0].is_punct):
            tokens.pop(0)
        while tokens and (tokens[-1].is_punct or tokens[-1].dep_ == "cc"):
            tokens.pop()
        if len(tokens) >= 4 and tokens[-1].i - tokens[0].i + 1 == len(tokens):
            return tokens[0].idx, tokens[-1].idx + len(tokens[-1].text)
    return _quotation(sentence)


def _goes_on(verb: Token, sentence: Sentence) -> bool:
    """Whether dashes make an aside of the verb of speech that stands after what is said."""
    dashes = {token.i for token in sentence.span if token.text in _DASHES}
    return any(i < verb.i for i in dashes) and any(i > verb.i for i in dashes)


def _as_far_as_a_dash(tokens: list[Token], verb: Token, sentence: Sentence) -> list[Token]:
    """What an aside between dashes says ends at its second dash."""
    if not _goes_on(verb, sentence):
        return tokens
    return list(takewhile(lambda token: token.text not in _DASHES, tokens))


def _quotation(sentence: Sentence) -> tuple[int, int] | None:
    text = sentence.text
    for opening, closing in _QUOTES.items():
        start = text.find(opening)
        end = text.find(closing, start + 1)
        if start >= 0 and end - start > 20:
            return sentence.start + start + 1, sentence.start + end
    return None
