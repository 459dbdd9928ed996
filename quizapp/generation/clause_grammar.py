"""Is it the sentence itself that says so, and does it state it or only deny or imagine it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.generation.connectives import NEGATIVE
from quizapp.reading.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
QUOTES = frozenset('“”"‘')


def next_to(token: Token, steps: int = 1) -> Token | None:
    at = token.i + steps
    return token.doc[at] if 0 <= at < len(token.doc) else None


def lower(token: Token | None) -> str:
    return token.lower_ if token is not None else ""


def is_main(verb: Token) -> bool:
    """Whether the sentence itself says it: its main verb, one joined to it, or what is reported."""
    if verb.dep_ == "ROOT":
        return True
    reported = verb.dep_ == "ccomp" and verb.head.lemma_ in load_vocabulary().reporting_verbs
    return (reported or verb.dep_ == "conj") and is_main(verb.head)


def verb_of(token: Token) -> Token:
    """The verb of the clause in which the word stands."""
    while token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass"}:
        if token.head == token:
            break
        token = token.head
    return token


def is_stated(verb: Token) -> bool:
    unsure = any(c.tag_ == "MD" or c.dep_ == "neg" for c in verb.children)
    denied = any(c.dep_ in SUBJECTS and _negates(c) for c in verb.children)
    return verb.pos_ == "VERB" and is_main(verb) and not unsure and not denied


def _negates(subject: Token) -> bool:
    return subject.lower_ in NEGATIVE or any(c.lower_ in NEGATIVE for c in subject.children)


def is_person(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return lemma in load_vocabulary().role_nouns or noun.ent_type_ == "PERSON"
