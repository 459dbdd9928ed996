"""By which of its words does a sentence lean on what stands before it?

A linking word, a pronoun that nothing in the sentence itself explains, "this", "another",
"also", "later": with one of these a sentence cannot be the first that is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.reading.reading import Sentence
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

DEMONSTRATIVES = word_set("this these that those such")
PRONOUNS = word_set("he she it they him them his her its their")
# Words that turn to the sentence before, wherever in a sentence they stand.
LINKS = word_set(
    "however therefore thus nevertheless nonetheless moreover furthermore meanwhile instead "
    "consequently otherwise likewise similarly besides hence accordingly afterwards subsequently "
    "also too again another other others both former latter else then later earlier elsewhere so "
    "else still yet similar indeed further same equivalent respective corresponding"
)
_OPENING = word_set("but and or nor so yet here now then there thus no yes either neither even")
_LINKS_BEFORE_COMMA = word_set("still indeed finally eventually overall today")
_LINKING_PAIRS = {
    ("for", "example"),
    ("for", "instance"),
    ("as", "a"),
    ("in", "addition"),
    ("in", "contrast"),
    ("in", "particular"),
    ("in", "turn"),
}
_NO_LINKS = {("so", "far"), ("no", "one"), ("even", "if"), ("even", "when"), ("even", "though")}
_QUANTIFIERS = word_set("one some many most all several each both few two three none neither any")
_MOMENTS = word_set("year week month time day moment point period age")
_LISTING = word_set("and or any every each no among than countless")
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ACTING = frozenset({"nsubj", "nsubjpass", "poss"})
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "csubj", "csubjpass"})
_NAMING = frozenset({"NOUN", "PROPN"})


def find_pointer(sentence: Sentence) -> Token | None:
    """The first word by which the sentence leans on the text before it, or None."""
    tokens = [token for token in sentence.span if not token.is_punct and not token.is_space]
    if not tokens:
        return None
    if _opens_with_link(tokens):
        return tokens[0]
    return next((t for place, t in enumerate(tokens) if _points(tokens[:place], t)), None)


def _opens_with_link(tokens: list[Token]) -> bool:
    first, second = tokens[0].lower_, tokens[1].lower_ if len(tokens) > 1 else ""
    if first == "there" and tokens[0].dep_ == "expl":
        return False
    if first in _LINKS_BEFORE_COMMA and tokens[0].nbor().text == ",":
        return True
    if first in _OPENING and (first, second) not in _NO_LINKS:
        return True
    if (first, second) in _LINKING_PAIRS:
        return True
    return first in _QUANTIFIERS and tokens[0].dep_ in _SUBJECTS  # "Most were broken."


def _points(before: list[Token], token: Token) -> bool:
    word = token.lower_
    if word in {"this", "these", "those", "such"} or (word == "that" and token.tag_ == "DT"):
        timely = token.head.lemma_ in _MOMENTS and (word == "this" or len(before) > 2)
        return not timely and not is_defined(token)
    if word in LINKS:
        return _carries_link(before, token) and not _is_compared(token)
    if word not in PRONOUNS or _is_expletive(token):
        return False
    if _looks_ahead(token):
        return False
    named = [each for each in before if each.pos_ in _NAMING or each.lower_ == "those"]
    return not any(_may_stand_for(token, each) for each in named)


def _carries_link(before: list[Token], token: Token) -> bool:
    """Whether the word belongs to the sentence itself and not to a part of it."""
    if closes_list(token):
        return False
    if token.dep_ == "advmod":
        return token.head.dep_ in {"ROOT", "conj"} or len(before) < 2
    if token.lower_ in {"later", "earlier", "further"}:
        return len(before) < 2
    return token.dep_ in {"amod", "det", "predet", *_SUBJECTS}


def _is_expletive(token: Token) -> bool:
    """ "It was known that …", "it is great to see": it stands for what follows."""
    if token.dep_ == "expl":
        return True
    verb = token.head
    empty = verb.lemma_ in {"be", "seem", "appear", "happen"} or token.dep_ == "nsubjpass"
    below = [verb, *(c for c in verb.children if c.dep_ in {"acomp", "attr"})]
    clause = any(c.dep_ in _CLAUSES and c.i > verb.i for each in below for c in each.children)
    return token.lower_ == "it" and token.dep_ in _SUBJECTS and empty and clause


def is_defined(token: Token) -> bool:
    """ "those ships that sank", "such fields as law": the sentence itself says which."""
    noun = token.head if token.dep_ in {"det", "amod", "predet"} else token
    if token.lower_ == "such":
        following = {each.lower_ for each in token.doc[token.i + 1 : token.i + 4]}
        return "as" in following or any(c.lower_ == "as" for c in noun.children)
    clauses = {"relcl", "acl", "prep"} if noun is token else {"relcl", "acl"}
    return any(child.dep_ in clauses and child.i > token.i for child in noun.children)


def closes_list(token: Token) -> bool:
    """ "cranes and other machines", "any other town": compared within the sentence."""
    before = token.nbor(-1).lower_ if token.i else ""
    after = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    return token.lower_ in {"other", "others"} and (before in _LISTING or after == "than")


def _is_compared(token: Token) -> bool:
    """ "so long that", "later than", "two years later": measured within the sentence itself."""
    following = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    if token.lower_ == "so":
        return token.head.pos_ in {"ADJ", "ADV"} or following == "far"
    if token.lower_ in {"then", "still", "yet", "too", "even"}:
        return token.head.pos_ in {"ADJ", "ADV"} or token.lower_ in {"still", "yet"}
    return following in {"than", "in", "on", "this"} and token.lower_ in {"later", "earlier"}


def _looks_ahead(pronoun: Token) -> bool:
    """ "Despite his injuries, Boxer works": the subject that follows says who."""
    found = (c for c in pronoun.sent.root.children if c.dep_ in _SUBJECTS)
    subject = next(found, None)
    if subject is None or pronoun.dep_ != "poss" or subject.i < pronoun.i:
        return False
    inside = subject.left_edge.i <= pronoun.i <= subject.right_edge.i
    return not inside and subject.pos_ in _NAMING and _may_stand_for(pronoun, subject)


def _may_stand_for(pronoun: Token, noun: Token) -> bool:
    word = pronoun.lower_
    if word in {"they", "them", "their"}:
        return noun.tag_ in {"NNS", "NNPS", "DT"} or noun.pos_ == "PROPN" or bool(noun.conjuncts)
    name = noun.ent_type_ == "PERSON" or (noun.pos_ == "PROPN" and noun.dep_ in _ACTING)
    human = name or noun.lemma_.lower() in load_vocabulary().role_nouns
    if word in {"it", "its"}:
        return noun.tag_ in {"NN", "NNP"}
    return human or noun.lemma_ in {"man", "woman", "boy", "girl", "child"}


def pointing_words(pointer: Token) -> str:
    """The pointer with what belongs to it: "for example", "this practice"."""
    head, doc = pointer.head, pointer.doc
    if pointer.i + 1 < len(doc):
        pair = (pointer.lower_, doc[pointer.i + 1].lower_)
        if pair in _LINKING_PAIRS:
            length = 3 if pair in {("as", "a")} else 2
            return str(doc[pointer.i : pointer.i + length].text)
    near = pointer.i < head.i <= pointer.i + 3 and head.pos_ == "NOUN"
    if not near or pointer.dep_ not in {"det", "poss", "amod", "predet"}:
        return pointer.text
    phrase = str(doc[min(pointer.i, head.left_edge.i) : head.i + 1].text)
    return pointer.text if "," in phrase else phrase


def is_explained_by(pointer: Token, sentence: Sentence) -> bool:
    """Whether the subject of another sentence can be what a pronoun stands for."""
    found = (t for t in sentence.span.root.children if t.dep_ in _SUBJECTS)
    subject = next(found, None)
    if subject is None or pointer.lower_ not in PRONOUNS:
        return False
    several = subject.tag_ in {"NNS", "NNPS"} or subject.lower_ in _QUANTIFIERS - {"one"}
    word, plural = pointer.lower_, several or bool(subject.conjuncts)
    if word in {"they", "them", "their"}:
        return plural or subject.lower_ == "they"
    if word in {"it", "its"}:
        return subject.tag_ == "NN" and not plural
    return subject.lower_ in {"he", "she"} and (subject.lower_ == "he") == (
        word[:2] in {"he", "hi"} and word != "her"
    )
