"""Which of the sentences taken out of an article belongs in which gap?

Each sentence is tied to the one before its own gap, and can stand in none of the other gaps
(see `placing`), so that only one assignment is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from quizapp.generation.discourse import Discourse
from quizapp.generation.draft import Difficulty, Kind, Pair, QuestionDraft, Skill, Span
from quizapp.generation.drafting import make_uid
from quizapp.generation.insertion import explain_tie, find_removable
from quizapp.generation.pattern import Pattern
from quizapp.generation.placing import Place, Removed
from quizapp.generation.ties import Sort, Tie
from quizapp.reading.reading import Reading
from quizapp.reading.vocabulary import word_set

MIN_GAPS, MAX_GAPS = 3, 4
MOST_QUESTIONS = 2
_REACH = 10  # paragraphs between the first gap and the last
_MIN_WORDS, _MAX_WORDS = 8, 32
_VAGUE = word_set("it its also their they he she his her too")
STEM = "These sentences have been taken out of the article. Which sentence belongs in which gap?"


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    discourse = Discourse.of(reading)
    left = list(_candidates(discourse))
    asked = 0
    while left and asked < MOST_QUESTIONS:
        gaps = _collect(left)
        if len(gaps) >= MIN_GAPS:
            yield _question(discourse, gaps)
            asked += 1
            left = [each for each in left if each.sentence.index > gaps[-1].sentence.index]
        else:
            left = left[1:]


def _candidates(discourse: Discourse) -> Iterator[Removed]:
    for paragraph in discourse.paragraphs:
        for at in range(1, len(paragraph)):
            removed = find_removable(discourse, paragraph, at)
            if removed is None or _is_vague(removed.tie):
                continue
            if _MIN_WORDS <= len(removed.sentence.text.split()) <= _MAX_WORDS:
                yield removed


def _is_vague(tie: Tie) -> bool:
    """ "It" and "also" fit wherever the article's subject is spoken of."""
    return tie.sort is Sort.LOOSE and tie.words.lower().split()[0] in _VAGUE


def _collect(candidates: Sequence[Removed]) -> list[Removed]:
    """From the first candidate on, all that fit no gap but their own, one a paragraph."""
    chosen = [candidates[0]]
    first = candidates[0].sentence.paragraph
    for each in candidates[1:]:
        if len(chosen) == MAX_GAPS or each.sentence.paragraph > first + _REACH:
            break
        apart = each.sentence.paragraph > chosen[-1].sentence.paragraph
        if apart and all(_exclude_each_other(each, other) for other in chosen):
            chosen.append(each)
    return chosen


def _exclude_each_other(one: Removed, other: Removed) -> bool:
    return bool(one.cannot_stand(_gap(other)) and other.cannot_stand(_gap(one)))


def _gap(removed: Removed) -> Place:
    """The place that a sentence leaves: its neighbours within the paragraph."""
    sentence, all_sentences = removed.sentence, removed.discourse.reading.sentences
    before = all_sentences[sentence.index - 1]
    following = all_sentences[sentence.index + 1 : sentence.index + 2]
    after = next((each for each in following if each.paragraph == sentence.paragraph), None)
    return Place(sentence.paragraph, before.index, before, after)


def _question(discourse: Discourse, gaps: Sequence[Removed]) -> QuestionDraft:
    reading = discourse.reading
    pairs = tuple(Pair(_premise(each), each.sentence.text) for each in gaps)
    why = (f"Paragraph {each.sentence.paragraph}: {explain_tie(each.tie)}" for each in gaps)
    proofs = [_proof(each) for each in gaps]
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, STEM, "\x1f".join(pair.response for pair in pairs)),
        kind=Kind.MATCHING,
        skill=Skill.COHESION,
        difficulty=Difficulty.HARD if len(gaps) == MAX_GAPS else Difficulty.MEDIUM,
        stem=STEM,
        critical_span=proofs[0],
        pairs=pairs,
        distractor_spans=tuple(proofs[1:]),
        hidden_spans=tuple(
            Span(s.paragraph, s.start, s.end, s.text) for s in (each.sentence for each in gaps)
        ),
        rationale=" ".join(why),
        pattern=PATTERN.name,
        confidence=0.75,
    )


def _premise(removed: Removed) -> str:
    place = _gap(removed).text
    return f"The gap in paragraph {removed.sentence.paragraph}, {place[0].lower()}{place[1:]}"


def _proof(removed: Removed) -> Span:
    """The sentence and the one before it, which holds what it takes up."""
    sentence = removed.sentence
    before = removed.discourse.reading.sentences[sentence.index - 1]
    text = removed.discourse.reading.document.paragraphs[sentence.paragraph - 1]
    words = text[before.start : sentence.end]
    return Span(sentence.paragraph, before.start, sentence.end, words)


PATTERN = Pattern("gapped_text", Kind.MATCHING, Skill.COHESION, _draft)
