"""Which of the sound drafts make the bank, and in which order?

What matters first: salience of the sentence, then the pattern's own confidence. At most two
questions a sentence, no two that ask the same, spread over the paragraphs. At last the key's
place is balanced over the bank, and dates are put in order of time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from quizapp.generation.dating import date_key
from quizapp.generation.distractors import word_roots
from quizapp.generation.draft import Kind, Option, QuestionDraft, Skill, Span
from quizapp.reading.reading import Reading
from quizapp.reading.vocabulary import load_vocabulary

PER_SENTENCE = 2
WORDS_PER_QUESTION = 40
WORDS_PER_LINK = 80  # what is asked about the text's own links has room beside the facts
WORDS_PER_MEANING = 100  # and so has what is asked about the meaning and form of its words
MIN_BANK, MIN_LINKS = 8, 3
_SALIENCE_FLOOR = 0.3
_LINKS = frozenset({Skill.COHESION, Skill.REFERENCE})
_WIDE = frozenset({Kind.MATCHING, Kind.ORDERING})  # they ask about many sentences at once


def select(drafts: Iterable[QuestionDraft], reading: Reading) -> tuple[QuestionDraft, ...]:
    """The bank, best first.

    Questions about many sentences are taken first, so that no single question repeats a part.
    """
    ranked = sorted(drafts, key=lambda draft: (-_worth(draft, reading), draft.uid))
    limit = max(MIN_BANK, reading.document.word_count // WORDS_PER_QUESTION)
    chosen = [draft for draft in ranked if draft.kind in _WIDE]
    tally = _Tally(most_a_paragraph=max(3, limit // 4))
    room = _room(reading.document.word_count, limit - len(chosen))
    for draft in ranked:
        sort = _sort_of(draft)
        if draft.kind in _WIDE or not room[sort]:
            continue
        index = _sentence_of(draft, reading)
        salient = reading.salience[index] >= _SALIENCE_FLOOR
        matters = salient or sort != "facts" or _is_news(draft, reading)
        repeats = any(_asks_the_same(draft, other) for other in chosen)
        if matters and not repeats and tally.has_room(index, draft.critical_span.paragraph):
            tally.add(index, draft.critical_span.paragraph)
            chosen.append(draft)
            room[sort] -= 1
    return tuple(sorted(chosen, key=lambda draft: (-_worth(draft, reading), draft.uid)))


def _room(word_count: int, facts: int) -> dict[str, int]:
    """How many questions of each sort the bank takes."""
    return {
        "facts": facts,
        "links": max(MIN_LINKS, word_count // WORDS_PER_LINK),
        "words": max(MIN_LINKS, word_count // WORDS_PER_MEANING),
    }


def _sort_of(draft: QuestionDraft) -> str:
    if draft.skill is Skill.VOCABULARY:
        return "words"
    return "links" if draft.skill in _LINKS else "facts"


@dataclass
class _Tally:
    """How often each sentence and paragraph has been asked about."""

    most_a_paragraph: int
    sentences: Counter[int] = field(default_factory=Counter)
    paragraphs: Counter[int] = field(default_factory=Counter)

    def has_room(self, sentence: int, paragraph: int) -> bool:
        return (
            self.sentences[sentence] < PER_SENTENCE
            and self.paragraphs[paragraph] < self.most_a_paragraph
        )

    def add(self, sentence: int, paragraph: int) -> None:
        self.sentences[sentence] += 1
        self.paragraphs[paragraph] += 1


def _worth(draft: QuestionDraft, reading: Reading) -> float:
    """Salience of the sentence, the pattern's confidence, and whether it is what makes news."""
    salience = reading.salience[_sentence_of(draft, reading)]
    return 0.5 * salience + 0.5 * draft.confidence + (0.25 if _is_news(draft, reading) else 0.0)


def _is_news(draft: QuestionDraft, reading: Reading) -> bool:
    span = draft.critical_span
    sentence = reading.sentences[_sentence_of(draft, reading)]
    return any(
        token.lemma_ in load_vocabulary().news_verbs
        for token in sentence.span
        if span.start <= token.idx < span.end
    )


def _sentence_of(draft: QuestionDraft, reading: Reading) -> int:
    span = draft.critical_span
    inside = [
        sentence.index
        for sentence in reading.sentences
        if sentence.paragraph == span.paragraph and sentence.start < span.end
    ]
    return inside[-1] if inside else 0


def _asks_the_same(one: QuestionDraft, other: QuestionDraft) -> bool:
    """The same key asked for in much the same words, or one fact as two kinds of question."""
    if any(pair.response.lower() in one.stem.lower() for pair in other.pairs):
        return True
    if _is_taken_out(one, other) or _is_taken_out(other, one):
        return True
    if Skill.VOCABULARY in {one.skill, other.skill}:  # a stem may quote what another asks about
        return _gives_away(one, other) or _gives_away(other, one)
    alike = _likeness(one.stem, other.stem)
    if _keys(one) & _keys(other):
        return alike > 0.6 or bool(_news_roots(one) & _news_roots(other))
    if other.kind in _WIDE:
        return False
    overlap = _overlap(one.critical_span, other.critical_span)
    if overlap and (_gives_away(one, other) or _gives_away(other, one)):
        return True
    return alike > (0.7 if overlap else 0.9)


def _is_taken_out(one: QuestionDraft, other: QuestionDraft) -> bool:
    """Whether the passage of `one` lacks a sentence that `other` asks about or names."""
    if one.kind is not Kind.INSERTION:
        return False
    return any(
        _overlap(hidden, other.critical_span) or hidden.quote in other.stem
        for hidden in one.hidden_spans
    )


def _overlap(one: Span, other: Span) -> bool:
    same = one.paragraph == other.paragraph
    return same and one.start < other.end and other.start < one.end


def _likeness(one: str, other: str) -> float:
    """The share of the shorter stem's telling words that the other has too.

    Very short stems may share a name and nothing else: there all the words of both count.
    """
    a, b = word_roots(one), word_roots(other)
    shorter = min(len(a), len(b))
    return len(a & b) / (shorter if shorter >= 3 else max(len(a | b), 1))


def _gives_away(one: QuestionDraft, other: QuestionDraft) -> bool:
    """Whether the stem of one says the key of the other, which is asked of the same words."""
    stem = one.stem.lower()
    return any(len(key) > 2 and key in stem for key in _keys(other))


def _news_roots(draft: QuestionDraft) -> set[str]:
    """Beginnings of the news verbs in the stem: "arrested" and "under arrest" tell one event."""
    roots = {verb[:6] for verb in load_vocabulary().news_verbs if len(verb) >= 5}
    return {word[:6] for word in draft.stem.lower().rstrip("?").split()} & roots


def _keys(draft: QuestionDraft) -> frozenset[str]:
    texts = [o.text for o in draft.options if o.key] or [a.text for a in draft.accepted_answers]
    return frozenset(re.sub(r"\s*\(.*\)$", "", text).lower() for text in texts)


def place_options(drafts: Sequence[QuestionDraft], rng: Random) -> tuple[QuestionDraft, ...]:
    """Print the options: dates and numbers in order, names with the keys spread evenly."""
    places: Counter[int] = Counter()
    placed = []
    for draft in drafts:
        if draft.kind is Kind.MULTIPLE_CHOICE:
            draft = _placed(draft, places, rng)
        placed.append(draft)
    return tuple(placed)


def _placed(draft: QuestionDraft, places: Counter[int], rng: Random) -> QuestionDraft:
    options = draft.options
    if any(date_key(option.text) is None for option in options):
        options = _with_key_at_rarest(options, places, rng)
    places[next(i for i, option in enumerate(options) if option.key)] += 1
    wrong = [option.text for option in draft.options if not option.key]
    if not draft.distractor_spans:
        return replace(draft, options=options)  # linking words lean on no span of the passage
    spans = dict(zip(wrong, draft.distractor_spans, strict=True))
    return replace(
        draft,
        options=options,
        distractor_spans=tuple(spans[option.text] for option in options if not option.key),
    )


def _with_key_at_rarest(
    options: Sequence[Option], places: Counter[int], rng: Random
) -> tuple[Option, ...]:
    others = [option for option in options if not option.key]
    rng.shuffle(others)
    rarest = min(places[i] for i in range(len(options)))
    spot = rng.choice([i for i in range(len(options)) if places[i] == rarest])
    others.insert(spot, next(option for option in options if option.key))
    return tuple(others)
