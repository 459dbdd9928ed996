"""What does a sentence do: give a reason, name a condition, report what somebody says?

A sentence does it openly where a mark stands in it ("because"); a hint is anything that may do
the same less openly. Whoever asks for the one sentence that does it makes sure that the others
have not even a hint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from quizapp.generation import hint_signs, mark_grammar
from quizapp.generation.draft import Skill
from quizapp.reading.reading import Entity, EntityType, Reading, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

Phrases = Mapping[str, Sequence[tuple[str, ...]]]


@dataclass(frozen=True)
class Mark:
    """The words by which a sentence does it, and who does it where the text names them."""

    words: str
    actor: Entity | None = None
    who: str = ""  # the actor's name, with the article that the text gives it


@dataclass(frozen=True)
class SentenceFunction:
    """One thing that a sentence can do, how it is asked for, and by what it is known."""

    name: str
    skill: Skill
    asks: str
    asks_of: str
    right: str
    wrong: str
    of_paragraphs: bool
    marks: Phrases = field(repr=False)
    hints: Phrases = field(repr=False)

    def find_mark(self, reading: Reading, sentence: Sentence) -> Mark | None:
        """The mark by which the sentence does it openly; None where it does not."""
        tokens = list(sentence.span)
        fits = mark_grammar.MARKS.get(self.name, mark_grammar.always)
        for found in _phrases_in(tokens, self.marks):
            if fits(found, tokens):
                words = " ".join(token.text for token in found)
                return (
                    _with_actor(Mark(words), reading, sentence, found)
                    if self.asks_of
                    else Mark(words)
                )
        return None

    def ask(self, mark: Mark, *, names_actor: bool) -> str:
        """The words that complete "Which sentence …?"."""
        if mark.actor is None or not names_actor:
            return self.asks
        return self.asks_of.format(who=mark.who)

    def is_hinted(self, sentence: Sentence) -> bool:
        """Whether anything in the sentence may do it."""
        tokens = list(sentence.span)
        sign = hint_signs.HINTS.get(self.name)
        if sign is not None and any(map(sign, tokens)):
            return True
        return any(
            True for phrases in (self.marks, self.hints) for _ in _phrases_in(tokens, phrases)
        )


@lru_cache(maxsize=1)
def load_functions() -> tuple[SentenceFunction, ...]:
    """All functions in the order of the file. Raises KeyError where an entry lacks a part."""
    text = (files("quizapp.generation") / "data" / "sentence_functions.yaml").read_text("utf-8")
    return tuple(
        SentenceFunction(
            name=name,
            skill=Skill(entry["skill"]),
            asks=entry["asks"],
            asks_of=entry.get("asks_of", ""),
            right=entry["right"],
            wrong=entry["wrong"],
            of_paragraphs=entry["of_paragraphs"],
            marks=_by_first_word(entry["marks"]),
            hints=_by_first_word(entry["hints"]),
        )
        for name, entry in yaml.safe_load(text).items()
    )


def _with_actor(mark: Mark, reading: Reading, sentence: Sentence, found: Sequence[Token]) -> Mark:
    """The mark with whom its subject names, where that is a name and nothing more."""
    subjects = (c for verb in found for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"})
    for subject in subjects:
        joined = any(c.dep_ in {"conj", "prep", "poss", "appos"} for c in subject.children)
        entity = reading.entity_at(sentence.paragraph, subject.idx)
        if entity is None or entity.type is EntityType.UNKNOWN or joined:
            continue
        article = "the " if any(c.lower_ == "the" for c in subject.children) else ""
        return replace(mark, actor=entity, who=article + entity.name.removeprefix("the "))
    return mark


def _by_first_word(prose: str) -> Phrases:
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for entry in prose.split(","):
        words = tuple(entry.split())
        phrases.setdefault(words[0], []).append(words)
    return phrases


def _phrases_in(tokens: Sequence[Token], phrases: Phrases) -> Iterator[Sequence[Token]]:
    """Every place where one of the phrases stands, by its words or their lemmas."""
    for at, token in enumerate(tokens):
        heads = dict.fromkeys((token.lower_, token.lemma_.lower()))
        for words in (words for head in heads for words in phrases.get(head, ())):
            place = tokens[at : at + len(words)]
            if len(place) == len(words) and all(map(_is_word, place, words)):
                yield place


def _is_word(token: Token, word: str) -> bool:
    return word in {token.lower_, token.lemma_.lower()}
