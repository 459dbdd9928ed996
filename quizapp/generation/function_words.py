"""Which small words of a sentence could be no other?

The other half of a pair ("both … and"), the word that a comparison needs, the relative that its
noun allows, the auxiliary between two verbs: places that grammar fills with one word alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from quizapp.generation.companions import phrases_at
from quizapp.reading.collocations import load_collocations
from quizapp.reading.reading import EntityType, Reading, Sentence
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_PEOPLE = word_set(
    "people person man woman child boy girl men women children family team crew group couple "
    "player user customer resident worker farmer guest visitor one those those"
)
_MEASURES = frozenset({"more", "less", "fewer"})
_AFTER_THAN = word_set("ever expected usual any anyone anything half twice a an one previously")
_BEFORE_WHICH = word_set("in of for at on to by with through under during against after")
_MODALS = word_set("would could might may should must will")
_PAIRS = {"both": "and", "neither": "nor", "either": "or"}
_FARTHEST = 14


@dataclass(frozen=True)
class FunctionWord:
    """A small word where it stands, what decides it, and why it can be no other.

    `worth` says how much a learner shows by knowing it, from 0 to 1.
    """

    sentence: Sentence
    rule: str
    worth: float
    gap: Token = field(repr=False, compare=False)
    first: Token = field(repr=False, compare=False)
    last: Token = field(repr=False, compare=False)


Finder = Callable[[Reading, Sentence, "Token"], Iterator[FunctionWord]]


def find_function_words(reading: Reading) -> Iterator[FunctionWord]:
    """All of them, in the order of the text."""
    for sentence in reading.sentences:
        for token in sentence.span:
            for find in _FINDERS:
                yield from find(reading, sentence, token)


def _of_phrase(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    for entry, tokens in phrases_at(load_collocations().open_phrases, sentence, token):
        rule = f"the fixed phrase is “{entry.text}”"
        yield FunctionWord(sentence, rule, 0.4, tokens[entry.gap], tokens[0], tokens[-1])


def _of_pair(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    """ "both … and", where the parser hangs the two on the same word."""
    other = _PAIRS.get(token.lower_)
    if other is None or token.dep_ not in {"preconj", "cc", "det", "cc:preconj"}:
        return
    links = [c for c in token.head.children if c.dep_ == "cc" and c.lower_ == other]
    joined = [c for c in token.head.children if c.dep_ == "conj"]
    if len(links) == 1 and len(joined) == 1 and token.i < links[0].i <= token.i + _FARTHEST:
        rule = f"“{token.lower_}” is paired with “{other}”"
        yield FunctionWord(sentence, rule, 0.7, links[0], token, joined[0])


def _of_not_only(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    if token.lower_ != "but" or token.i < sentence.span.start + 3:
        return
    before = token.doc[max(sentence.span.start, token.i - _FARTHEST) : token.i]
    for one, two in pairwise(before):
        if one.lower_ == "not" and two.lower_ == "only" and token.nbor(1).lower_ == "also":
            rule = "“not only” is paired with “but also”"
            yield FunctionWord(sentence, rule, 0.7, token, one, token.nbor(1))


def _of_comparison(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    """ "more than 30", "longer than expected": no preposition would fit."""
    if token.lower_ != "than" or not sentence.span.start < token.i < sentence.span.end - 2:
        return
    before, after = token.nbor(-1), token.nbor(1)
    counts = before.lower_ in _MEASURES and (after.like_num or after.lower_ in {"half", "twice"})
    expects = before.tag_ in {"JJR", "RBR"} and after.lower_ in _AFTER_THAN - {"a", "an", "one"}
    if counts or expects:
        rule = f"after “{before.lower_}” a comparison goes on with “than”"
        yield FunctionWord(sentence, rule, 0.4, token, before, after)


def _of_likeness(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    """ "as early as 1900", "twice as large as the other"."""
    if token.lower_ != "as" or token.i + 3 >= sentence.span.end:
        return
    middle, gap = token.nbor(1), token.nbor(2)
    if middle.pos_ in {"ADJ", "ADV"} and middle.lower_ != "such" and gap.lower_ == "as":
        rule = f"“as {middle.lower_}” goes on with “as”"
        yield FunctionWord(sentence, rule, 0.5, gap, token, gap.nbor(1))


def _of_degree(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    """ "old enough to vote", "so cold that the sea froze"."""
    if token.i + 2 >= sentence.span.end or token.i == sentence.span.start:
        return
    after, before = token.nbor(1), token.nbor(-1)
    to_do = after.lower_ == "to" and token.nbor(2).tag_ == "VB"
    if token.lower_ == "enough" and to_do and token.head == before and before.tag_ in {"JJ", "RB"}:
        rule = f"“{before.lower_} enough to” says that it suffices"
        yield FunctionWord(sentence, rule, 0.7, token, before, token.nbor(2))
    if token.lower_ == "that" and token.dep_ == "mark" and before.pos_ in {"ADJ", "ADV"}:
        so = before.nbor(-1) if before.i > sentence.span.start else before
        if so.lower_ == "so" and so.head == before and so.i > sentence.span.start:
            rule = f"“so {before.lower_}” goes on with “that”"
            yield FunctionWord(sentence, rule, 0.7, token, so, after)


def _of_owner(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    """ "a town whose walls …": no other relative stands before a noun like a possessive."""
    if token.lower_ != "whose" or token.dep_ != "poss" or token.i <= sentence.span.start:
        return
    before = token.nbor(-1)
    noun = before.nbor(-1) if before.text == "," and before.i > sentence.span.start else before
    if noun.pos_ in {"NOUN", "PROPN"} and token.head.i > token.i:
        rule = f"it links “{noun.text}” with something that belongs to it or is part of it"
        yield FunctionWord(sentence, rule, 0.9, token, noun, token.head)


def _of_relative(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    """ "the extent to which", where a preposition stands before the relative."""
    if token.lower_ != "which" or token.dep_ != "pobj" or token.i < sentence.span.start + 2:
        return
    preposition, noun = token.nbor(-1), token.nbor(-2)
    sure = preposition.lower_ in _BEFORE_WHICH and noun.pos_ == "NOUN"
    if sure and noun.is_lower and not _is_human(reading, sentence, noun):
        rule = f"after the preposition, “which” stands for “{noun.text}”"
        yield FunctionWord(sentence, rule, 0.7, token, noun, token.nbor(1))


def _of_aside(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    """ "The law, which came into force in May, bans …": a clause between subject and verb."""
    if token.lower_ not in {"who", "which"} or token.dep_ not in {"nsubj", "nsubjpass"}:
        return
    verb = token.head
    noun = verb.head
    if verb.dep_ != "relcl" or noun.dep_ not in {"nsubj", "nsubjpass"} or noun.head.i < verb.i:
        return
    end = verb.right_edge.i + 1
    if end >= sentence.span.end or token.doc[end].text != "," or token.nbor(-1).text != ",":
        return
    human = _is_human(reading, sentence, noun)
    if token.nbor(-2) != noun.doc[token.i - 2] or human != (token.lower_ == "who"):
        return
    if token.nbor(-2) == noun and (human or noun.tag_ == "NN"):
        rule = f"it stands for “{noun.text}” and begins a clause between commas"
        yield FunctionWord(sentence, rule, 0.8, token, noun, token.nbor(1))


def _is_human(reading: Reading, sentence: Sentence, noun: Token) -> bool:
    entity = reading.entity_at(sentence.paragraph, noun.idx)
    if entity is not None:
        return entity.type is not EntityType.PLACE
    lemma = noun.lemma_.lower()
    return lemma in _PEOPLE or lemma in load_vocabulary().role_nouns


def _of_auxiliary(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    """ "may have helped", "has been praised by the mayor"."""
    if token.i <= sentence.span.start or token.i + 2 >= sentence.span.end:
        return
    before, after = token.nbor(-1), token.nbor(1)
    shaped = after.tag_ == "VBN" and after.lower_ != after.lemma_
    if (
        token.lower_ == "have"
        and before.lower_ in _MODALS
        and shaped
        and token.head
        in {
            after,
            after.head,
        }
    ):
        rule = f"between “{before.lower_}” and “{after.lower_}” stands “have”"
        yield FunctionWord(sentence, rule, 0.4, token, before, after)
    by = any(child.dep_ == "agent" for child in after.children)
    if token.lower_ == "been" and before.lower_ in {"has", "have", "had"} and shaped and by:
        rule = f"“{before.lower_} been {after.lower_}” is the passive"
        yield FunctionWord(sentence, rule, 0.4, token, before, after)


def _of_start(reading: Reading, sentence: Sentence, token: Token) -> Iterator[FunctionWord]:
    """ "has stood here since 1900": with the present perfect only "since" names a beginning."""
    if token.lower_ != "since" or token.dep_ != "prep" or token.i + 2 >= sentence.span.end:
        return
    after = token.nbor(1)
    perfect = any(c.dep_ == "aux" and c.lower_ in {"has", "have"} for c in token.head.children)
    if perfect and after.is_digit and len(after.text) == 4:
        rule = "the present perfect goes with “since” and the year when it began"
        yield FunctionWord(sentence, rule, 0.6, token, token.head, after)


_FINDERS: tuple[Finder, ...] = (
    _of_phrase,
    _of_pair,
    _of_not_only,
    _of_comparison,
    _of_likeness,
    _of_degree,
    _of_owner,
    _of_relative,
    _of_aside,
    _of_auxiliary,
    _of_start,
)
