"""Which words of an article are worth asking about, and which question asks for which?

Only words of our own list of meanings, used as the list says (part of speech, object or none),
outside names and compounds. What the article is about comes first; one word a sentence, three
a paragraph. The words are shared out, so that no two patterns ask about the same one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quizapp.dictionary.plain import Meaning, load_meanings
from quizapp.generation.draft import Difficulty
from quizapp.generation.near_words import is_only_one
from quizapp.reading.lexicon import frequency
from quizapp.reading.reading import Reading, Sentence
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

PER_PARAGRAPH = 3
_MOST_COMMON = 4.6  # on Zipf's scale: about the 3,000 commonest words lie above
_HARD, _EASY = 3.3, 4.0
_CHOICES_PER_1000, _FINDS_PER_1000 = 13, 6
_TERM = 3  # a word in so many sentences is a term of the article, with a meaning of its own
_EVERY_THIRD = 3  # one word in three is looked for in the passage, the others have options
_OBJECTS = frozenset({"dobj", "nsubjpass"})
_QUOTES = frozenset("“”\"‘’'")
# Verbs that take a clause ("admit that …"), so that they may stand for one that does.
_WITH_CLAUSE = word_set(
    "admit accept agree announce argue assume believe claim complain confirm decide declare deny "
    "discover doubt expect explain fear feel find forget guess hear hope hide imagine know learn "
    "mean mention notice predict pretend promise prove realise regret remember repeat report say "
    "see show state suggest suspect think wish wonder write"
)


@dataclass(frozen=True)
class AskedWord:
    """A word where it stands, with the one meaning that it has there."""

    sentence: Sentence
    meaning: Meaning
    token: Token = field(repr=False, compare=False)

    @property
    def difficulty(self) -> Difficulty:
        """How hard the word is to find or to know, by how seldom it is met."""
        common = frequency(self.meaning.word)
        if common >= _EASY:
            return Difficulty.EASY
        return Difficulty.MEDIUM if common >= _HARD else Difficulty.HARD


def words_with_options(reading: Reading) -> tuple[AskedWord, ...]:
    """The words that a multiple-choice question asks about."""
    sought = {word.meaning.term for word in words_to_find(reading)}
    words = [
        word
        for word in _worth_asking(reading)
        if word.meaning.term not in sought and not _names_somebody(word.meaning)
    ]
    return tuple(words[: _limit(reading, _CHOICES_PER_1000)])


def _names_somebody(meaning: Meaning) -> bool:
    """ "person who studies a subject": among persons who sell fish nobody can go wrong."""
    return meaning.substitute.split()[0] in {"person", "one", "man", "woman", "someone", "doctor"}


def words_to_find(reading: Reading) -> tuple[AskedWord, ...]:
    """The words that a learner looks for in their paragraph, where nothing else means the same."""
    words = [
        word
        for number, word in enumerate(_worth_asking(reading), start=1)
        if number % _EVERY_THIRD == 0 and is_findable(reading, word)
    ]
    return tuple(words[: _limit(reading, _FINDS_PER_1000)])


def words_to_match(reading: Reading) -> tuple[AskedWord, ...]:
    """The words that are left for matching with their meanings, each once, in no two classes."""
    asked = {word.meaning.term for word in (*words_with_options(reading), *words_to_find(reading))}
    known = list(_known_words(reading))
    asked |= _terms_of_the_article(known)
    left: dict[str, AskedWord] = {}
    for word in known:
        if word.meaning.term not in asked and not word.meaning.particle:
            left.setdefault(word.meaning.word, word)
    return tuple(left.values())


def words_at(reading: Reading, paragraph: int, start: int, end: int) -> tuple[AskedWord, ...]:
    """The words of our list in a stretch of a paragraph."""
    return tuple(
        word
        for word in _known_words(reading)
        if word.sentence.paragraph == paragraph and start <= word.token.idx < end
    )


def is_findable(reading: Reading, word: AskedWord) -> bool:
    """Whether it can be looked for by its meaning."""
    return not word.meaning.particle and _is_only(reading, word)


def _is_only(reading: Reading, word: AskedWord) -> bool:
    return is_only_one(reading, word.meaning, word.sentence, word.token.idx)


def _limit(reading: Reading, per_1000: int) -> int:
    return max(2, round(per_1000 * reading.document.word_count / 1000))


def _worth_asking(reading: Reading) -> list[AskedWord]:
    """Every word once, what matters first, spread over sentences and paragraphs."""
    found = sorted(
        _known_words(reading),
        key=lambda word: (-reading.salience[word.sentence.index], word.sentence.index),
    )
    chosen: list[AskedWord] = []
    sentences: set[int] = set()
    paragraphs: Counter[int] = Counter()
    terms = _terms_of_the_article(found)
    for word in found:
        place = word.sentence
        full = paragraphs[place.paragraph] >= PER_PARAGRAPH or place.index in sentences
        if not full and word.meaning.term not in terms:
            chosen.append(word)
            sentences.add(place.index)
            paragraphs[place.paragraph] += 1
            terms.add(word.meaning.term)
    return chosen


def _terms_of_the_article(words: list[AskedWord]) -> set[str]:
    """Words that recur so often that the article may use them in its own sense."""
    spread = Counter(
        term for term, _ in {(word.meaning.term, word.sentence.index) for word in words}
    )
    return {term for term, count in spread.items() if count >= _TERM}


def _known_words(reading: Reading) -> Iterator[AskedWord]:
    meanings = load_meanings()
    for sentence in reading.sentences:
        for token in sentence.span:
            meaning = meanings.get((token.lemma_.lower(), token.pos_)) or meanings.get(
                (token.lower_, token.pos_)
            )
            if meaning is not None and frequency(meaning.word) < _MOST_COMMON:
                named = reading.entity_at(sentence.paragraph, token.idx) is not None
                if not named and stands_alone(token) and used_as(token, meaning):
                    yield AskedWord(sentence, meaning, token)


def stands_alone(token: Token) -> bool:
    """Whether it is a plain word: no part of a compound, a name or a phrase in scare quotes."""
    doc = token.doc
    before = doc[token.i - 1].text if token.i else ""
    after = doc[token.i + 1].text if token.i + 1 < len(doc) else ""
    if "-" in {before, after} or (before in _QUOTES and after in _QUOTES):
        return False
    if token.dep_ == "compound" or token.ent_type_ in {"PERSON", "ORG", "GPE", "WORK_OF_ART"}:
        return False
    return token.is_lower or token.is_sent_start is True


def used_as(token: Token, meaning: Meaning) -> bool:
    """Whether the word has the particle and the object that the meaning asks for."""
    following = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    if meaning.particle:
        return following == meaning.particle
    if meaning.tag != "VERB":
        return not (meaning.tag == "ADJ" and token.dep_ == "pobj")  # "in earnest": a set phrase
    if token.dep_ == "amod":
        return False  # "the prevailing opinion": an adjective of its own
    if any(child.dep_ == "prt" for child in token.children):
        return False  # "pass out", "yield up": another verb
    if any(child.dep_ == "prep" and child.lower_ == "as" for child in token.children):
        return False  # "perceive it as": another meaning
    if any(child.dep_ == "ccomp" for child in token.children):
        return meaning.frame != "vi" and _takes_clause(meaning)
    modifies = token.tag_ == "VBN" and token.dep_ == "acl"
    has_object = modifies or any(child.dep_ in _OBJECTS for child in token.children)
    return meaning.frame == "v" or has_object == (meaning.frame == "vt")


def _takes_clause(meaning: Meaning) -> bool:
    """Whether "that …" can follow every option, as it follows the word."""
    return all(text.split()[0] in _WITH_CLAUSE for text in (meaning.substitute, *meaning.wrong))
