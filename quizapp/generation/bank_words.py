"""Which form does a gap ask for, and which words do not fit it?"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from quizapp.reading.lexicon import frequency, glosses, related
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that never have an object: they fit no gap that has one.
_WITHOUT_OBJECT = word_set(
    "arrive happen occur appear disappear exist die fall rise emerge belong depend consist remain "
    "sleep erupt vanish disagree react respond participate laugh smile listen wait "
    "depart collapse differ vary struggle complain apologise apologize resign arise result persist "
    "thrive come rely compete hesitate coincide interfere "
    "migrate graduate cooperate collaborate specialise specialize last dwell focus refer"
)
_PERSON = word_set("person someone somebody one member man woman people worker")
_DEED = word_set("act action activity process event")
_STATE = word_set("state quality condition feeling property trait")
_BODY = word_set("group organization body assembly institution")
_FIELDS = (_PERSON, _DEED, _STATE, _BODY)
_RAREST, _COMMONEST = 3.2, 5.0


class Form(Enum):
    """What grammar asks for in a gap; nothing else fits there."""

    NOUN = "NN"
    NOUNS = "NNS"
    ADJECTIVE = "JJ"
    PAST = "VBD"
    BASE = "VB"
    PRESENT = "VBZ"
    ING = "VBG"


_FORM_OF = {
    "NN": Form.NOUN,
    "NNS": Form.NOUNS,
    "JJ": Form.ADJECTIVE,
    "VBD": Form.PAST,
    "VBN": Form.PAST,
    "VB": Form.BASE,
    "VBP": Form.BASE,
    "VBZ": Form.PRESENT,
    "VBG": Form.ING,
}
_ROOT, _LONG_ROOT = 4, 6
_NOUN_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})


def form_of(word: Token) -> Form | None:
    """The form that the word's place asks for; None where several forms could stand there."""
    form = _FORM_OF.get(word.tag_)
    if word.pos_ == "NOUN" and form in {Form.NOUN, Form.NOUNS}:
        return form if word.dep_ in _NOUN_ROLES else None
    if word.pos_ == "ADJ" and form is Form.ADJECTIVE:
        return form if word.dep_ == "amod" and word.head.i == word.i + 1 else None
    if word.pos_ == "VERB" and form is not None and _has_object(word):
        return form
    return None


def _has_object(verb: Token) -> bool:
    children = {child.dep_ for child in verb.children}
    return bool(children & {"dobj", "nsubjpass"}) and not children & {"prt", "dative"}


def is_spare_for(token: Token, word: Token, form: Form) -> bool:
    """Whether it has the form that the gap of `word` asks for, and yet does not fit there."""
    lemma = token.lemma_.lower()
    if _FORM_OF.get(token.tag_) is not form or not token.is_alpha or len(token) < 4:
        return False
    if not _RAREST <= frequency(lemma) <= _COMMONEST:
        return False
    if word.pos_ == "VERB":
        return token.pos_ == "VERB" and lemma in _WITHOUT_OBJECT
    if word.pos_ != "NOUN" or token.pos_ != "NOUN":
        return False  # adjectives go with too many nouns
    one, other = field_of(lemma), field_of(word.lemma_.lower())
    return one != other and token.dep_ in _NOUN_ROLES


def field_of(noun: str) -> int:
    """What kind of thing a noun is in its first sense: a person, a deed, a state, a body."""
    said = " ".join(glosses(noun)[:1]).lower().replace(",", " ").split()[:5]
    return next((i for i, words in enumerate(_FIELDS) if words & set(said)), len(_FIELDS))


def are_apart(one: Token, other: Token) -> bool:
    """Whether no dictionary calls the two words near, and they share no root."""
    a, b = one.lemma_.lower(), other.lemma_.lower()
    if a[:_ROOT] == b[:_ROOT] or b in related(a) or a in related(b):
        return False
    return not (_explains(one, b) or _explains(other, a))


def _explains(word: Token, lemma: str) -> bool:
    """Whether a word is explained by the other: "troops" are "soldiers collectively"."""
    forms = dict.fromkeys((word.lower_, word.lemma_.lower()))
    said = " ".join(gloss for form in forms for gloss in glosses(form)[:2])
    return f" {lemma[:_LONG_ROOT]}" in f" {said.lower()}"
