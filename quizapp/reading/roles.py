"""What is each person, in the words of the text?

Four constructions and no others: "press secretary NAME", "the former head of X, NAME",
"NAME, head of X", "NAME, who was head of X" (or "NAME was a mathematician").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quizapp.reading.evidence import tokens_of
from quizapp.reading.reading import Entity, EntityType, Mention, Role, Sentence
from quizapp.reading.vocabulary import Vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_LINKS = frozenset({"of", "for", "at"})
_STOPS = frozenset(
    {",", ".", ";", ":", "--", "–", "—", "(", ")", "“", "”", '"', "and", "or", "but"}
)
_CLOSING = frozenset({",", ".", ")", ":", ";", "--", "–", "—", "who", "was", "is", "said"})
_FAMILY = word_set(
    "son daughter brother sister father mother nephew niece uncle aunt cousin husband wife widow "
    "grandson granddaughter"
)


def find_roles(
    sentences: Sequence[Sentence], entities: Sequence[Entity], words: Vocabulary
) -> tuple[Role, ...]:
    """Every role that the text gives a person, in order of the people, then of the text."""
    return tuple(
        Role(mention.paragraph, span.start_char, span.end_char, span.text, entity.id)
        for entity in entities
        if entity.type is EntityType.PERSON
        for mention in entity.mentions
        for span in _roles_of(mention, sentences[mention.sentence], words)
    )


def _roles_of(mention: Mention, sentence: Sentence, words: Vocabulary) -> Iterator[Span]:
    name = tokens_of(mention, sentence)
    if name is None:
        return
    for found in (_before(name, words), _before_comma(name, words), _after(name, words)):
        if found is not None and 1 <= len(found) <= 14 and found[-1].lower_ not in _LINKS:
            yield found


def _before(name: Span, words: Vocabulary) -> Span | None:
    """ "Nazarene press secretary NAME" """
    last = name.doc[name.start - 1] if name.start else None
    if last is None or last.lower_ not in words.role_nouns or last.pos_ == "VERB":
        return None
    return _from_left(last, last.i + 1)


def _before_comma(name: Span, words: Vocabulary) -> Span | None:
    """ "the former head of the committee (ABC), NAME," """
    doc = name.doc
    closes = name.end >= len(doc) or doc[name.end].lower_ in _CLOSING
    if name.start < 2 or doc[name.start - 1].text != "," or not closes:
        return None
    for i in range(name.start - 2, max(name.start - 16, name.sent.start - 1), -1):
        token = doc[i]
        if token.pos_ in {"VERB", "AUX"} or token.text in {",", ".", ";", "“", "”"}:
            return None
        if token.lower_ in words.role_nouns and _is_plain(token):
            return _from_left(token, name.start - 1)
    return None


def _is_plain(token: Token) -> bool:
    """A role noun that heads its phrase: not "leader" in "leader board", not a plural."""
    after = token.nbor(1)
    return token.tag_ in {"NN", "NNP"} and (
        after.lower_ in _LINKS or after.text in {",", "’s", "'s"}
    )


def _after(name: Span, words: Vocabulary) -> Span | None:
    """ "NAME, head of X" and "NAME, who was (the) head of X" """
    doc = name.doc
    i = name.end
    if i < len(doc) and doc[i].text == "(":
        i = next((t.i + 1 for t in doc[i:] if t.text == ")"), len(doc))
    if i + 2 >= len(doc):
        return None
    if doc[i].text in {",", "--", "–", "—"}:
        i += 1
    elif doc[i].lemma_ != "be" or name.root.dep_ != "nsubj":
        return None
    if doc[i].lower_ == "who" and i + 1 < len(doc):
        i += 1
        if doc[i].lemma_ != "be":
            return None
    if doc[i].lemma_ == "be":
        i += 1
    return _from_right(doc[i : i + 12], words)


def _from_left(noun: Token, end: int) -> Span | None:
    """The phrase of a role noun from its first modifier to `end`, without its article."""
    start = noun.i
    while start > noun.sent.start and _modifies(noun.doc[start - 1]):
        start -= 1
    return _without_owner(noun.doc[start:end])


def _without_owner(phrase: Span) -> Span | None:
    """The role without its article; "his aide" and "the country’s first president" lean on others.

    The possessor goes if it is a common noun, the whole role if it is a pronoun.
    """
    if any(token.tag_ == "PRP$" for token in phrase):
        return None
    for token in phrase:
        if token.tag_ == "POS" and phrase.doc[token.i - 1].pos_ == "NOUN":
            phrase = phrase.doc[token.i + 1 : phrase.end]
    while phrase and (phrase[0].tag_ == "DT" or phrase[0].text in {",", "’s", "'s"}):
        phrase = phrase[1:]
    return phrase


def _modifies(token: Token) -> bool:
    if token.i + 1 < len(token.doc) and token.nbor(1).text == "-" and not token.whitespace_:
        return True  # "co-founder"
    return token.pos_ in {"ADJ", "PROPN", "DET"} or (
        token.text in {"-", "’s", "'s"} or token.dep_ in {"compound", "nmod", "poss", "amod"}
    )


def _from_right(window: Span, words: Vocabulary) -> Span | None:
    """The role phrase at the start of `window`: up to its noun, and what "of" adds to it."""
    noun = None
    for token in window:
        if token.lower_ in words.role_nouns and token.tag_ == "NN":
            noun = token  # the last one counts: "deputy bank head"
        elif not (_modifies(token) or token.pos_ == "NOUN"):
            break
    if noun is None or (noun.lower_ in _FAMILY and noun.nbor(1).lower_ != "of"):
        return None
    end = noun.i + 1
    doc = noun.doc
    if end < len(doc) and doc[end].lower_ in _LINKS:
        end += 1
        while end < len(doc) and not _ends_phrase(doc[end]):
            end += 1
    return _without_owner(doc[window.start : end])


def _ends_phrase(token: Token) -> bool:
    if token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        return False  # "self-driving"
    return (
        token.text in _STOPS
        or token.pos_ in {"VERB", "AUX", "SCONJ", "PRON"}
        or (token.pos_ == "ADP" and token.lower_ not in _LINKS)
        or token.tag_ in {"WP", "WDT"}
    )
