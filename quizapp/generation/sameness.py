"""Does one question ask what another asks, or say what another asks for?

Questions are compared only with those that share a paragraph or a key with them, so that a
long article costs no more a word than a short one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from quizapp.generation.distractors import word_roots
from quizapp.generation.draft import GAP, Kind, Pair, QuestionDraft, Skill, Span
from quizapp.reading.vocabulary import load_vocabulary

WIDE = frozenset({Kind.MATCHING, Kind.ORDERING})  # they ask about many sentences at once
_OF_THE_TEXT = frozenset({Skill.VOCABULARY, Skill.COHESION, Skill.REFERENCE})
_BESIDE = 12  # letters on either side of a gap by which its place is known
_CLOSE = 20  # letters from gap to gap
_TELLING_LENGTH = 2  # a key of two letters stands in every other stem


class Asked:
    """The questions taken so far, to be compared with the next one."""

    def __init__(self) -> None:
        self._by_paragraph: dict[int, list[QuestionDraft]] = defaultdict(list)
        self._by_key: dict[str, list[QuestionDraft]] = defaultdict(list)

    def add(self, draft: QuestionDraft) -> None:
        for paragraph in _paragraphs(draft):
            self._by_paragraph[paragraph].append(draft)
        for key in keys(draft):
            self._by_key[key].append(draft)

    def is_repeated_by(self, draft: QuestionDraft) -> bool:
        """Whether a question taken before asks the same, or either gives the other away."""
        return any(_asks_the_same(draft, other) for other in self._near(draft))

    def _near(self, draft: QuestionDraft) -> Iterator[QuestionDraft]:
        for paragraph in _paragraphs(draft):
            yield from self._by_paragraph[paragraph]
        for key in keys(draft):
            yield from self._by_key[key]


def _paragraphs(draft: QuestionDraft) -> tuple[int, ...]:
    spans = (draft.critical_span, *draft.distractor_spans) if draft.kind in WIDE else ()
    return tuple(dict.fromkeys(span.paragraph for span in (draft.critical_span, *spans)))


def keys(draft: QuestionDraft) -> frozenset[str]:
    """What answers it, in small letters and without a remark in brackets."""
    texts = [o.text for o in draft.options if o.key] or [a.text for a in draft.accepted_answers]
    texts += [pair.response for pair in draft.pairs]
    return frozenset(re.sub(r"\s*\(.*\)$", "", text).lower() for text in texts)


def _asks_the_same(one: QuestionDraft, other: QuestionDraft) -> bool:
    """The same key asked for in much the same words, or one fact as two kinds of question."""
    if one.pattern == other.pattern and one.stem == other.stem:
        return True
    if one.kind in WIDE and other.kind in WIDE:
        return one.pattern == other.pattern and bool(keys(one) & keys(other))
    if one.skill in _OF_THE_TEXT or other.skill in _OF_THE_TEXT:
        shown = _shows_the_gap(one, other) or _shows_the_gap(other, one)
        return shown or _gaps_touch(one, other)
    if any(pair.response.lower() in one.stem.lower() for pair in _facts(other)):
        return True
    alike = _likeness(one.stem, other.stem)
    if keys(one) & keys(other):
        return alike > 0.6 or bool(_news_roots(one) & _news_roots(other))
    if other.kind in WIDE:
        return False
    overlap = _overlap(one.critical_span, other.critical_span)
    if overlap and _either_gives_away(one, other):
        return True
    return alike > (0.7 if overlap else 0.9)


def _facts(draft: QuestionDraft) -> tuple[Pair, ...]:
    """The pairs, where they state something; a bank of words for gaps states nothing."""
    return () if any(GAP in pair.premise for pair in draft.pairs) else draft.pairs


def _either_gives_away(one: QuestionDraft, other: QuestionDraft) -> bool:
    return _gives_away(one, other) or _gives_away(other, one)


def _gives_away(one: QuestionDraft, other: QuestionDraft) -> bool:
    """Whether the stem of one says the key of the other as words of their own."""
    stem = " " + re.sub(r"[^\w’'-]+", " ", one.stem.lower()) + " "
    return any(len(key) > _TELLING_LENGTH and f" {key} " in stem for key in keys(other))


def _shows_the_gap(one: QuestionDraft, other: QuestionDraft) -> bool:
    """Whether the stem of `one` quotes a sentence in which `other` has a gap, without the gap.

    A word that the passage shows anyway may stand in any stem.
    """
    gaps = [(pair.premise, pair.response) for pair in other.pairs if GAP in pair.premise]
    if other.hidden_spans and GAP in other.stem:
        gaps += [(other.stem, key) for key in sorted(keys(other))]
    for text, word in gaps:
        before, _, after = text.partition(GAP)
        if f"{before[-_BESIDE:]}{word}{after[:_BESIDE]}".lower() in one.stem.lower():
            return True
    return False


def _gaps_touch(one: QuestionDraft, other: QuestionDraft) -> bool:
    """Whether two gaps stand so close that the stem of each fills the other's."""
    return any(
        a.paragraph == b.paragraph and abs(a.start - b.start) < _CLOSE
        for a in one.hidden_spans
        for b in other.hidden_spans
        if GAP in one.stem and GAP in other.stem
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


def _news_roots(draft: QuestionDraft) -> set[str]:
    """Beginnings of the news verbs in the stem: "arrested" and "under arrest" tell one event."""
    roots = {verb[:6] for verb in load_vocabulary().news_verbs if len(verb) >= 5}
    return {word[:6] for word in draft.stem.lower().rstrip("?").split()} & roots
