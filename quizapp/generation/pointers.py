"""What points back to what, and which other phrases of the text are of the same kind?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizapp.generation.draft import Span
from quizapp.generation.wording import lower_first
from quizapp.reading.reading import Reading, Sentence
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

PEOPLE = word_set(
    "people man woman child parent scientist expert villager farmer worker resident protester "
    "player fan patient passenger visitor tourist customer voter critic supporter opponent "
    "colleague user owner driver soldier researcher official islander fisherman mp campaigner "
    "carer conservationist trader consumer manager founder demonstrator settler immigrant peasant "
    "slave troop citizen leader scholar historian"
)
_MOST_WORDS = 4


@dataclass(frozen=True)
class Rival:
    """Something of the antecedent's kind, and where it is named."""

    text: str
    span: Span


@dataclass(frozen=True)
class Pointer:
    """Words that point back, and the sentence that names what they point to."""

    words: Token
    printed: str
    key: Rival
    rivals: tuple[Rival, ...]
    asks: str
    why: str = ""  # what a learner reads about the key, where the sentence before is no proof


def plurals_of(sentence: Sentence) -> list[Token]:
    return [t for t in sentence.span if t.tag_ in {"NNS", "NNPS"} and t.dep_ != "compound"]


def is_human(noun: Token) -> bool:
    words = load_vocabulary()
    return (
        noun.lemma_.lower() in words.role_nouns | PEOPLE or noun.text.rstrip("s") in words.demonyms
    )


def find_phrase(reading: Reading, sentence: Sentence, noun: Token) -> Rival | None:
    """The noun with the adjectives before it, as it stands in the text."""
    inside = [c for c in noun.children if c.i < noun.i and c.dep_ in {"amod", "compound"}]
    first = min([c.left_edge.i for c in inside] + [noun.i])
    words = noun.doc[first : noun.i + 1]
    if len(words) > _MOST_WORDS or any(t.is_punct or t.like_num for t in words):
        return None
    number, end = sentence.paragraph, noun.idx + len(noun.text)
    text = reading.document.paragraphs[number - 1][words[0].idx : end]
    is_name = words[0].pos_ == "PROPN" or words[0].text in load_vocabulary().demonyms
    return Rival(lower_first(text, is_name=is_name), Span(number, words[0].idx, end, text))
