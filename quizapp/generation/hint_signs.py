"""What may do the same as a mark, and no word list can tell: an infinitive, a comparative?

HINTS says it by the name of the sentence's function (see `sentence_functions`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from quizapp.generation.clause_grammar import QUOTES, lower, next_to
from quizapp.reading.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

Sign = Callable[["Token"], bool]


def _may_give_a_reason(token: Token) -> bool:
    """As, since and for with a clause, "to do" and "knowing …" beside the main verb."""
    if token.dep_ == "mark" and token.lower_ in {"as", "since", "for"}:
        return True
    adverbial = token.dep_ == "advcl" and token.tag_ in {"VB", "VBG"}
    return adverbial or (token.dep_ == "pcomp" and token.head.lower_ in {"for", "by"})


def _may_state_a_purpose(token: Token) -> bool:
    """Any infinitive beside a verb, and "for keeping"."""
    infinitive = token.tag_ == "VB" and any(c.lower_ == "to" for c in token.children)
    return infinitive or (token.dep_ == "pcomp" and token.head.lower_ == "for")


def _may_report(token: Token) -> bool:
    speech = token.lemma_.lower() in load_vocabulary().reporting_verbs
    return token.text in QUOTES or (speech and token.pos_ in {"VERB", "NOUN"})


def _may_compare(token: Token) -> bool:
    comparative = token.tag_ in {"JJR", "RBR", "JJS", "RBS"}
    return comparative or (token.lower_ in {"as", "like"} and token.pos_ in {"ADP", "ADV", "SCONJ"})


def _may_state_a_condition(token: Token) -> bool:
    """ "when" with a verb in the present: "when it rains"."""
    return token.lower_ == "when" and token.head.tag_ in {"VBZ", "VBP", "VB"}


def _may_define(token: Token) -> bool:
    """ "a crane is a machine"."""
    nouns = [c for c in token.children if c.dep_ == "attr" and c.pos_ == "NOUN"]
    return token.lemma_ == "be" and any(
        d.lower_ in {"a", "an"} for noun in nouns for d in noun.children
    )


def _may_doubt(token: Token) -> bool:
    return token.text == "?" or (
        token.lemma_ == "appear" and lower(next_to(token)) in {"to", "that"}
    )


def _may_name(token: Token) -> bool:
    """An abbreviation or another name between brackets or quotation marks."""
    return token.text in {"(", "“", '"'}


HINTS: Mapping[str, Sign] = {
    "reason": _may_give_a_reason,
    "purpose": _may_state_a_purpose,
    "attribution": _may_report,
    "comparison": _may_compare,
    "condition": _may_state_a_condition,
    "meaning": _may_define,
    "doubt": _may_doubt,
    "naming": _may_name,
}
