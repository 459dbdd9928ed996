"""Does the text say that something happened, or only that somebody says so, or that it may?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.reading.reading import Factuality
from quizapp.reading.vocabulary import Vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CONDITIONS = frozenset({"if", "unless", "whether", "before", "until", "lest"})
_TALK = word_set(
    "theory rumour rumor report suggestion claim belief idea allegation suspicion possibility "
    "speculation hope fear notion accusation indication sign impression view conclusion evidence"
)
_FUTURE = frozenset({"will", "shall", "would", "’ll", "'ll"})
_QUOTED = "quizapp.quoted"  # where a Doc keeps which of its tokens stand in quotation marks
_CLAUSE_LINKS = frozenset({"ccomp", "relcl", "acl", "advcl", "conj", "xcomp", "pcomp", "parataxis"})


def judge_factuality(verb: Token, words: Vocabulary) -> Factuality:
    """The factuality of the clause that `verb` heads, with what stands above it in the tree."""
    own = _own_words(verb)
    if own & words.turning_words or any(child.dep_ == "neg" for child in verb.children):
        return Factuality.NEGATED
    if own & words.hedges or own & _FUTURE:
        return Factuality.HEDGED
    if _in_quotes(verb) or _is_attributed(verb, words):
        return Factuality.CLAIM
    return _from_above(verb, words)


def _own_words(verb: Token) -> set[str]:
    """The words that hang directly on the verb before its complements."""
    near = {child.lower_ for child in verb.children if child.dep_ in {"aux", "advmod", "mark"}}
    inner = {
        grand.lower_
        for child in verb.children
        if child.dep_ in {"advmod", "npadvmod", "nsubj", "nsubjpass", "det"}
        for grand in child.children
    }
    subjects = {c.lower_ for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"}}
    return near | inner | subjects | ({verb.lemma_} & {"seem", "appear", "allege", "rumor"})


def _in_quotes(verb: Token) -> bool:
    """Whether the verb stands inside quotation marks of its paragraph."""
    return verb.i in quoted_tokens(verb.doc)


def quoted_tokens(doc: Doc) -> frozenset[int]:
    """The tokens of a paragraph that stand in quotation marks; found once and kept with it."""
    if _QUOTED not in doc.user_data:
        doc.user_data[_QUOTED] = _find_quoted(doc)
    found: frozenset[int] = doc.user_data[_QUOTED]
    return found


def _find_quoted(doc: Doc) -> frozenset[int]:
    opened = False
    inside = set()
    for token in doc:
        if token.text in {"“", "”"}:
            opened = token.text == "“"
        elif token.text == '"':
            opened = not opened
        elif opened:
            inside.add(token.i)
    return frozenset(inside)


def _is_attributed(verb: Token, words: Vocabulary) -> bool:
    """ "X, officials said" and "according to X, …" make a claim of the main clause."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "according":
            return True
        if child.dep_ in {"parataxis", "ccomp"} and child.i > verb.i:
            tail = child.right_edge.i + 1 >= verb.sent.end - 1
            if child.lemma_ in words.reporting_verbs and tail and child.right_edge == child:
                return True
    return False


def _from_above(verb: Token, words: Vocabulary) -> Factuality:
    token = verb
    while token.dep_ in _CLAUSE_LINKS and token.head != token:
        if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in token.children):
            return Factuality.HYPOTHETICAL
        above = token.head
        if above.lemma_ == "explain" and any(c.lower_ == "why" for c in token.children):
            return Factuality.FACT  # "which might explain why": that it is so is taken for granted
        if token.dep_ in {"ccomp", "parataxis"} and above.lemma_ in words.reporting_verbs:
            return Factuality.CLAIM
        if token.dep_ in {"acl", "ccomp"} and (
            above.lemma_ in _TALK or any(c.lemma_ in _TALK for c in above.children)
        ):
            return Factuality.CLAIM
        if token.dep_ in {"ccomp", "xcomp"} and _own_words(above) & words.hedges:
            return Factuality.HEDGED
        token = above
        while token.dep_ not in _CLAUSE_LINKS and token.dep_ != "ROOT":
            token = token.head  # from the noun that a relative clause hangs on to its verb
    return Factuality.FACT
