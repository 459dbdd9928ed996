"""Which words complete a summary of the article?

Four to six of its weightiest sentences, each by itself understandable and with one word missing,
and a bank of the missing words with some more that fit no gap. The gaps ask for different forms,
so that each word has one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.asked_words import stands_alone
from quizapp.generation.bank_words import (
    Form,
    are_apart,
    form_of,
    is_spare_for,
)
from quizapp.generation.connectives import OPENERS
from quizapp.generation.draft import GAP, Difficulty, Kind, Pair, QuestionDraft, Skill, Span
from quizapp.generation.drafting import as_span, make_uid
from quizapp.generation.leaning import DEMONSTRATIVES
from quizapp.generation.pattern import Pattern
from quizapp.generation.quoting import is_quotable
from quizapp.reading.lexicon import frequency, grade
from quizapp.reading.reading import Reading, Sentence
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_FEWEST, _MOST = 4, 6
_SPARE = 2
_MIN_WORDS, _MAX_WORDS = 8, 28
_LEAST_SALIENCE = 0.25
_WORDS_PER_BANK = 1500
_RAREST, _COMMONEST = 3.0, 5.2
_APART = 2  # sentences between which another stands
_KNOWN = 60  # SCOWL's size of list: what is in none is a name or a slip
_CONFIDENCE = 0.65
_MARKS = '“”"‘?!;:'  # half of what is said, or an aside
_LEANING = word_set(
    "he she it they him them we us you i me his her hers its their our your my here there then "
    "now today yesterday former latter both another others"
)


@dataclass(frozen=True)
class Gap:
    """A sentence of the summary and the word that is missing from it."""

    sentence: Sentence
    form: Form
    word: Token = field(repr=False, compare=False)

    @property
    def premise(self) -> str:
        """The sentence with its gap."""
        at = self.word.idx - self.sentence.start
        text = self.sentence.text
        return f"{text[:at]}{GAP}{text[at + len(self.word.text) :]}"


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    ranked = sorted(reading.sentences, key=lambda s: (-reading.salience[s.index], s.index))
    sentences = [
        sentence
        for sentence in ranked
        if reading.salience[sentence.index] >= _LEAST_SALIENCE and _is_understandable(sentence)
    ]
    for _ in range(1 + reading.document.word_count // _WORDS_PER_BANK):
        gaps = _choose_gaps(reading, sentences)
        spare = _choose_spare(reading, gaps)
        if len(gaps) < _FEWEST or len(spare) < _SPARE:
            return
        yield _ask(reading, gaps, spare)
        used = {gap.sentence.index for gap in gaps}
        sentences = [sentence for sentence in sentences if sentence.index not in used]


def _is_understandable(sentence: Sentence) -> bool:
    """Whether it can be read without the sentences before it."""
    words = sentence.text.split()
    if not (is_quotable(sentence) and _MIN_WORDS <= len(words) <= _MAX_WORDS):
        return False
    if any(mark in sentence.text for mark in _MARKS) or sentence.span[0].lower_ in OPENERS:
        return False
    named = False
    for token in sentence.span:
        named = named or token.pos_ == "PROPN" or token.dep_ in {"nsubj", "nsubjpass"}
        points = token.lower_ in DEMONSTRATIVES and token.dep_ != "mark"
        if points or (token.lower_ in _LEANING and not (named and token.dep_ == "poss")):
            return False
    return any(t.dep_ in {"nsubj", "nsubjpass"} and t.head.dep_ == "ROOT" for t in sentence.span)


def _choose_gaps(reading: Reading, sentences: list[Sentence]) -> list[Gap]:
    """One word a sentence, no neighbours; no two words could change places."""
    chosen: list[Gap] = []
    for sentence in sentences:
        if any(abs(gap.sentence.index - sentence.index) < _APART for gap in chosen):
            continue
        possible = _possible_gaps(reading, sentence)
        gap = next((gap for gap in possible if _joins(gap, chosen)), None)
        if gap is not None:
            chosen.append(gap)
        if len(chosen) == _MOST:
            break
    return sorted(chosen, key=lambda gap: gap.sentence.index)


def _possible_gaps(reading: Reading, sentence: Sentence) -> list[Gap]:
    """The sentence's telling words, the rarest first."""
    words = [
        token
        for token in sentence.span
        if token.is_alpha
        and token.is_lower
        and len(token) > 3
        and grade(token.lower_) <= _KNOWN
        and stands_alone(token)
        and _RAREST <= frequency(token.lemma_.lower()) <= _COMMONEST
        and reading.entity_at(sentence.paragraph, token.idx) is None
        and sum(other.lemma_ == token.lemma_ for other in sentence.span) == 1
    ]
    words.sort(key=lambda token: (frequency(token.lemma_.lower()), token.i))
    gaps = ((form_of(word), word) for word in words)
    return [Gap(sentence, form, word) for form, word in gaps if form is not None]


def _joins(gap: Gap, chosen: list[Gap]) -> bool:
    """Whether the word fits none of the other gaps, and none of their words fits this one."""
    if any(other.form is gap.form for other in chosen):
        return False
    lemma = gap.word.lemma_.lower()
    if any(lemma in {t.lemma_.lower() for t in other.sentence.span} for other in chosen):
        return False
    if any(other.word.lemma_ in {t.lemma_ for t in gap.sentence.span} for other in chosen):
        return False
    return all(are_apart(gap.word, other.word) for other in chosen)


def _choose_spare(reading: Reading, gaps: list[Gap]) -> list[str]:
    """Words of the article in the form that a gap asks for, which do not fit it."""
    shown = {t.lemma_.lower() for gap in gaps for t in gap.sentence.span}
    spare: dict[str, Token] = {}
    asked: set[int] = set()
    for sentence in sorted(reading.sentences, key=lambda s: (-reading.salience[s.index], s.index)):
        for token in sentence.span:
            if len(spare) == _SPARE:
                return sorted(spare)
            if token.lemma_.lower() in shown or not stands_alone(token) or not token.is_lower:
                continue
            place = next(
                (
                    i
                    for i, gap in enumerate(gaps)
                    if i not in asked and is_spare_for(token, gap.word, gap.form)
                ),
                None,
            )
            others = [*(gap.word for gap in gaps), *spare.values()]
            if place is not None and all(are_apart(token, other) for other in others):
                spare[token.lower_] = token
                asked.add(place)
                shown.add(token.lemma_.lower())
    return sorted(spare)


def _ask(reading: Reading, gaps: list[Gap], spare: list[str]) -> QuestionDraft:
    stem = (
        "These sentences are from the article. Which word completes each of them? "
        "There are two more words than gaps."
    )
    words = [gap.word.text for gap in gaps]
    pairs = [Pair(gap.premise, word) for gap, word in zip(gaps, words, strict=True)]
    where = "; ".join(
        f"“{word}” in paragraph {gap.sentence.paragraph}"
        for gap, word in zip(gaps, words, strict=True)
    )
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, "\x1f".join(words)),
        kind=Kind.MATCHING,
        skill=Skill.DETAIL,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=as_span(gaps[0].sentence),
        pairs=(*pairs, *(Pair("", word) for word in spare)),
        distractor_spans=tuple(as_span(gap.sentence) for gap in gaps[1:]),
        hidden_spans=tuple(_hidden(gap) for gap in gaps),
        rationale=f"The article has {where}.",
        pattern=PATTERN.name,
        confidence=_CONFIDENCE,
    )


def _hidden(gap: Gap) -> Span:
    word = gap.word
    return Span(gap.sentence.paragraph, word.idx, word.idx + len(word.text), word.text)


PATTERN = Pattern("word_bank", Kind.MATCHING, Skill.DETAIL, _draft)
