"""Does the text itself show which relation two stretches of it stand in?

A linking word is asked for only where something besides it proves the relation, so that a word
of another relation cannot fit: a negation on one side only, opposites, a word that concedes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quizapp.generation.connectives import (
    CONCEDING,
    NEGATIVE,
    OBSTACLES,
    OPPOSITES,
    Connective,
)
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODALS = frozenset({"would", "could", "can", "might", "may", "will", "should", "must"})
_ABILITY = word_set("impossible unable cannot can could")
_STILL = word_set("still nevertheless nonetheless anyway remain remains remained")
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_COMMON = word_set("be have do say make take get go come people year time day thing way one")
_WISH = frozenset({"can", "could", "would", "will", "may", "might"})


def fits_inside(connective: Connective, inner: Sequence[Token], outer: Sequence[Token]) -> bool:
    """Whether a sentence shows the relation between what the word introduces and the rest."""
    words = connective.words
    if connective.relation == "cause":
        return _gives_cause(connective, inner, outer)
    if connective.relation == "example":
        return True  # what counts is the noun before it
    if words == "so that":
        return any(t.lower_ in _WISH for t in inner) and not is_negative(outer)
    if connective.relation == "difference":
        return _differ(inner, outer)
    contrast = is_negative(inner) != is_negative(outer)
    concedes = any(t.lower_ in CONCEDING for t in outer)
    obstacle = words in {"despite", "in spite of"} and any(
        t.lemma_.lower() in OBSTACLES for t in inner
    )
    return contrast or concedes or obstacle


def _gives_cause(connective: Connective, inner: Sequence[Token], outer: Sequence[Token]) -> bool:
    modal = any(t.lower_ in _MODALS for t in inner)
    denies = is_negative(inner) and not is_negative(outer)  # then "although" may fit too
    concedes = any(t.lower_ in CONCEDING for t in outer)
    return not concedes and not denies and not (modal and connective.words == "because")


def turns(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether a contrast is proved and "so" cannot fit: what follows is not what was to be feared.

    After a denial, what is said may well be its result ("Nobody helped. So he went himself."):
    there the two must speak of the same thing, or the second must concede.
    """
    one, other = is_negative(before), is_negative(after)
    if any(t.lower_ in _STILL for t in after):
        return True
    if other and not one:
        able = any(t.lower_ in _ABILITY for t in after)
        return not able or any(t.lower_ == "because" for t in after)
    return one and not other and (_insists(after) or bool(_shared(before, after)))


def _insists(tokens: Sequence[Token]) -> bool:
    """ "did talk": the auxiliary stands there for emphasis alone."""
    return any(
        t.lemma_ == "do" and t.dep_ == "aux" and t.head.i == t.i + 1 and t.tag_ != "VB"
        for t in tokens
    )


def differs(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether two sentences say different things of two things of one sort."""
    return bool(_shared(before, after)) and _differ(before, after)


def _differ(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Opposites, or a number on either side."""
    left = {t.lemma_.lower() for t in one} | {t.lower_ for t in one}
    right = {t.lemma_.lower() for t in other} | {t.lower_ for t in other}
    opposed = any(
        len(pair & left) == 1 and len(pair & right) == 1 and not pair & left & right
        for pair in OPPOSITES
    )
    counted = all(any(t.like_num for t in side) for side in (one, other))
    return opposed or counted


def _shared(one: Sequence[Token], other: Sequence[Token]) -> set[str]:
    left, right = (
        {t.lemma_.lower() for t in side if t.pos_ in _CONTENT} - _COMMON for side in (one, other)
    )
    return left & right


def is_negative(tokens: Sequence[Token]) -> bool:
    """ "not until" and "not only" deny nothing."""
    return sum(t.lower_ in NEGATIVE and not _is_undone(t) for t in tokens) % 2 == 1


def _is_undone(token: Token) -> bool:
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return after in {"until", "only", "just", "least"} or after == "doubt"
