"""In which order do the sentences of a paragraph stand?

Only where no other order is left: the first sentence leans on nothing, and each of the others
needs words that only one sentence before it supplies. Every order of the sentences is tried,
and all but the text's own must break at least one of these needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from random import Random

from quizapp.generation.discourse import ROOT, Discourse
from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill, Span
from quizapp.generation.drafting import make_uid
from quizapp.generation.insertion import explain_tie
from quizapp.generation.leaning import DEMONSTRATIVES, find_pointer
from quizapp.generation.pattern import Pattern
from quizapp.generation.quoting import is_quotable, quote
from quizapp.generation.ties import Sort, Tie, find_ties
from quizapp.reading.reading import Reading, Sentence
from quizapp.reading.vocabulary import word_set

MIN_ITEMS, MAX_ITEMS = 3, 5
_MIN_WORDS, _MAX_WORDS = 5, 36
_CLOSE = frozenset({Sort.SPEAKER, Sort.PERSON, Sort.PLURAL, Sort.LOOSE})
_GENDERED = word_set("he she his her")
_STRICT = frozenset({"for example", "for instance", "as a result", "a similar way", "in turn"})
_STRICT_LINKS = word_set("but however yet instead therefore thus consequently nevertheless hence")
STEM = (
    "These sentences stand one after the other in paragraph {paragraph}. Put them in their order."
)


@dataclass(frozen=True)
class Need:
    """A sentence must come after one of `suppliers`, right after it when it is close."""

    sentence: int
    suppliers: frozenset[int]
    close: bool
    why: str

    def is_met_in(self, order: Sequence[int]) -> bool:
        place = order.index(self.sentence)
        earlier = order[max(place - 1, 0) : place] if self.close else order[:place]
        return not self.suppliers.isdisjoint(earlier)


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    discourse = Discourse.of(reading)
    for paragraph in discourse.paragraphs:
        at = 0
        while at + MIN_ITEMS <= len(paragraph):
            chain, needs = _longest_chain(discourse, paragraph[at : at + MAX_ITEMS])
            if chain:
                yield _question(discourse, chain, needs)
            at += len(chain) or 1


def _longest_chain(
    discourse: Discourse, sentences: Sequence[Sentence]
) -> tuple[Sequence[Sentence], list[Need]]:
    if find_pointer(sentences[0]) is not None:
        return (), []
    for size in range(len(sentences), MIN_ITEMS - 1, -1):
        chain = sentences[:size]
        if not all(_is_fit(each) for each in chain):
            continue
        needs = list(_dates(discourse, chain))
        needs += [need for at in range(1, size) for need in _needs(discourse, chain, at)]
        if all(find_pointer(each) is None for each in chain):
            continue  # to sort by years alone is no reading
        if _has_one_order(needs, size):
            return chain, needs
    return (), []


def _is_fit(sentence: Sentence) -> bool:
    words = len(sentence.text.split())
    return is_quotable(sentence) and _MIN_WORDS <= words <= _MAX_WORDS


def _needs(discourse: Discourse, chain: Sequence[Sentence], at: int) -> Iterator[Need]:
    for tie in find_ties(discourse, chain[at - 1], chain[at]):
        if tie.sort is Sort.LOOSE and not _orders(tie):
            continue
        suppliers = frozenset(
            place
            for place, each in enumerate(chain)
            if place != at and _supplies(discourse, tie, each)
        )
        yield Need(at, suppliers, tie.sort in _CLOSE, _explain(tie))


def _dates(discourse: Discourse, chain: Sequence[Sentence]) -> Iterator[Need]:
    """Years that rise from sentence to sentence, each the only year of its sentence."""
    years = [sorted(set(discourse.years[each.index])) for each in chain]
    dated = [(at, found[0]) for at, found in enumerate(years) if len(found) == 1]
    rising = all(one[1] < other[1] for one, other in pairwise(dated))
    if any(len(found) > 1 for found in years) or not rising:
        return
    for (before, first), (at, second) in pairwise(dated):
        why = (
            f"{quote(str(second))} comes after {quote(str(first))}, and the story goes on in time."
        )
        yield Need(at, frozenset({before}), close=False, why=why)


def _explain(tie: Tie) -> str:
    if tie.sort is Sort.LOOSE and tie.words.lower().split()[0] in _GENDERED:
        return f"{quote(tie.words)} needs somebody who has just been named."
    return explain_tie(tie)


def _orders(tie: Tie) -> bool:
    """ "also" and "later" leave room for a different order; "this law" does not."""
    first = tie.words.lower().split()[0]
    return (
        first in _GENDERED
        or first in DEMONSTRATIVES
        or tie.words.lower() in _STRICT | _STRICT_LINKS
    )


def _supplies(discourse: Discourse, tie: Tie, sentence: Sentence) -> bool:
    if tie.words.lower().split()[0] in _GENDERED:
        content = discourse.content(sentence)
        return content.has_person or content.has_pronoun
    if tie.sort is Sort.LOOSE:
        return any(root.startswith(tie.noun[:ROOT]) for root in discourse.content(sentence).roots)
    return tie.is_met_by(discourse, [sentence])


def _has_one_order(needs: Sequence[Need], size: int) -> bool:
    right = tuple(range(size))
    kept = (order for order in permutations(right) if all(need.is_met_in(order) for need in needs))
    return next(kept, ()) == right and next(kept, None) is None


def _question(
    discourse: Discourse, chain: Sequence[Sentence], needs: Sequence[Need]
) -> QuestionDraft:
    reading, number = discourse.reading, chain[0].paragraph
    order = tuple(each.text for each in chain)
    text = reading.document.paragraphs[number - 1]
    start, end = chain[0].start, chain[-1].end
    span = Span(number, start, end, text[start:end])
    stem = STEM.format(paragraph=number)
    first = {need.sentence: need for need in reversed(needs)}
    why = (f"Sentence {at + 1}: {first[at].why}" for at in sorted(first))
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, "\x1f".join(order)),
        kind=Kind.ORDERING,
        skill=Skill.COHESION,
        difficulty=Difficulty.HARD if len(chain) > MIN_ITEMS else Difficulty.MEDIUM,
        stem=stem,
        critical_span=span,
        order=order,
        hidden_spans=(span,),
        rationale="The first sentence leans on nothing. " + " ".join(why),
        pattern=PATTERN.name,
        confidence=0.7,
    )


PATTERN = Pattern("ordering_sentences", Kind.ORDERING, Skill.COHESION, _draft)
