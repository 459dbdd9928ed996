"""How is a kept word asked? Its meaning is chosen from several, or the word is typed. (pure)

Recognising what a word means is easier than producing it (Laufer and Goldstein, Testing Vocabulary
Knowledge: Size, Strength, and Computer Adaptiveness, Language Learning 54, 2004). So a word is
recognised until it is remembered for some days, and is recalled from then on. Either is a question
of a kind that there is already, and is marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from quizapp.attempts.answers import Value
from quizapp.dictionary.looking import Sense, find_words
from quizapp.generation.draft import (
    NOWHERE,
    AcceptedAnswer,
    Difficulty,
    Kind,
    Option,
    QuestionDraft,
    Skill,
)
from quizapp.progress.models import PracticeCard, WordTask
from quizapp.quizzes.rules import ScoringRules

RECALL_FROM = 7.0  # days of stability
MOST_OPTIONS = 4
# A word is asked in a sentence or alone: no text has to be looked through. The figures are ours.
SECONDS = {WordTask.RECOGNITION: 15, WordTask.RECALL: 20}
LEFT_OUT = "…"
# Who writes another English word has not slipped: blood is no misspelt flood.
EXACTLY, WITH_A_SLIP = ScoringRules(), ScoringRules(spelling_distance=1)
_WORD = re.compile(r"[^\W\d_]+")
_LITTLE = (
    "a an and are as at be been being by for from has have in into is it its of on one or "
    "somebody someone something that the their to used who with your"
)
_SAY_LITTLE = frozenset(_LITTLE.split())
_MUCH_ALIKE = 2 / 3  # of the words that say something, in the shorter of two meanings


@dataclass(frozen=True)
class WordQuestion:
    """A kept word as it is asked."""

    kept_word_id: int
    task: WordTask
    draft: QuestionDraft
    rules: ScoringRules = EXACTLY


def choose_task(card: PracticeCard | None) -> WordTask:
    """How a word is asked that is remembered so well."""
    is_known = card is not None and card.stability >= RECALL_FROM
    return WordTask.RECALL if is_known else WordTask.RECOGNITION


def ask_meaning(
    word: Sense,
    others: Iterable[Collection[Sense]],
    *,
    own: Collection[str],
    forms: Collection[str],
    rng: Random,
) -> QuestionDraft | None:
    """What does the word mean, of up to four meanings? None when no other is known.

    The wrong ones are meanings of `others`, the nearest group first: of the same part of speech
    before all, and of another only where nothing else is there. None means what `own` says, all
    that the word can mean, and no two mean the same. No option names one of the word's `forms`.
    """
    key = hide_words(_tell(word), forms)
    ordered = [it for group in others for it in _shuffle(group, rng)]
    ordered.sort(key=lambda it: _part_apart(word, it))
    options = [key]
    for other in ordered:
        text = _tell(other)
        is_strange = other.headword not in forms and not find_words(text, forms)
        if not is_strange or any(mean_the_same(text, it) for it in (*options, *own)):
            continue
        if _part_apart(word, other) == 2 and len(options) > 1:
            break
        options.append(text)
        if len(options) == MOST_OPTIONS:
            break
    if len(options) < 2:
        return None
    choices = tuple(Option(text, key=text == key) for text in options)
    return _draft(Kind.MULTIPLE_CHOICE, word.headword, options=choices)


def ask_word(word: Sense, forms: Collection[str]) -> QuestionDraft:
    """Which word means this? Any of its forms is right."""
    accepted = dict.fromkeys((word.headword, *sorted(forms)))
    return _draft(
        Kind.SHORT_ANSWER,
        hide_words(_tell(word), forms),
        accepted_answers=tuple(map(AcceptedAnswer, accepted)),
    )


def mean_the_same(one: str, other: str) -> bool:
    """Whether two meanings are so much alike that both could be right.

    >>> mean_the_same("a person who rides a bicycle", "somebody who rides a bicycle")
    True
    """
    first, second = _say(one), _say(other)
    return len(first & second) >= _MUCH_ALIKE * min(len(first), len(second))


def hide_words(text: str, forms: Collection[str]) -> str:
    """The text without the words that would give the answer away."""
    pieces, at = [], 0
    for start, end in find_words(text, forms):
        pieces += [text[at:start], LEFT_OUT]
        at = end
    return "".join((*pieces, text[at:]))


def describe(asked: WordQuestion, value: Sequence[str]) -> Value:
    """An answer in words: the meaning that was chosen, or what was typed."""
    if asked.task is WordTask.RECALL:
        return tuple(value)
    return tuple(asked.draft.options[int(index)].text for index in value)


def _shuffle(group: Collection[Sense], rng: Random) -> list[Sense]:
    """In an order that the draw alone decides, however the senses were found."""
    ordered = sorted(group, key=lambda it: (it.headword, it.text, it.part))
    return rng.sample(ordered, len(ordered))


def _tell(sense: Sense) -> str:
    """The meaning without the word itself in front, as in "(comply with) to do as asked"."""
    return re.sub(rf"^\({re.escape(sense.headword)}\b[^)]*\) ", "", sense.text)


def _part_apart(one: Sense, other: Sense) -> int:
    """0 for the same part of speech, 2 for two that differ, 1 where one is not known."""
    if not (one.part and other.part):
        return 1
    return 0 if one.part == other.part else 2


def _say(text: str) -> frozenset[str]:
    """The words of a meaning that say something, or all that there is."""
    words = frozenset(_WORD.findall(text.casefold()))
    return (words - _SAY_LITTLE) or words or frozenset({text.casefold().strip()})


def _draft(
    kind: Kind,
    stem: str,
    *,
    options: tuple[Option, ...] = (),
    accepted_answers: tuple[AcceptedAnswer, ...] = (),
) -> QuestionDraft:
    return QuestionDraft(
        uid="",
        kind=kind,
        skill=Skill.VOCABULARY,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=NOWHERE,
        options=options,
        accepted_answers=accepted_answers,
    )
