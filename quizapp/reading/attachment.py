"""Which verb does a date belong to?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.reading.reading import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Token

_LINKS = frozenset({"pobj", "prep", "npadvmod", "nummod", "pcomp", "advmod", "appos"})


def hangs_on(time: TimeExpression, verb: Token) -> bool:
    """Whether a date is the verb's own: no other verb and no noun with a date stands between.

    "appointed director of the bank on May 4": the parser hangs the date on the office, but an
    office has no date; what is done to it has.
    """
    if _opens_when_clause(time, verb):
        return True
    token = _head_of(time, verb)
    if token is None:
        return False
    while token.head != token and token != verb:
        if token.dep_ not in _LINKS:
            return _is_office(token) and token.head == verb
        token = token.head
        if token.pos_ in {"NOUN", "PROPN"} and not _is_office(token):
            return False
    return token == verb


def _opens_when_clause(time: TimeExpression, verb: Token) -> bool:
    """ "on May 4, when the bridge was opened" """
    opens = any(child.lower_ == "when" and child.dep_ == "advmod" for child in verb.children)
    return opens and verb.dep_ == "relcl" and time.start <= verb.head.idx < time.end


def _head_of(time: TimeExpression, verb: Token) -> Token | None:
    """The word of the date that the rest of the sentence governs."""
    inside = [t for t in verb.sent if time.start <= t.idx < time.end and t.pos_ != "ADP"]
    if not inside:
        return None
    token: Token = inside[0]
    while token.head in inside and token.head != token:
        token = token.head
    return token


def _is_office(token: Token) -> bool:
    """ "as chief" (taken for a clause), "appointed director", "became minister" """
    as_office = token.dep_ == "advcl" and token.pos_ in {"NOUN", "PROPN"}
    return as_office or token.dep_ in {"oprd", "attr"}
