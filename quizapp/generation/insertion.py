"""Where does a sentence belong that has been taken out?

Only a sentence that something ties to the one before it, whose neighbours read on without it,
and only beside places that are ruled out (see `placing`). The places are chosen so that over an
article the right one comes first, second, third and last about equally often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from quizapp.generation.discourse import Discourse
from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.drafting import make_uid
from quizapp.generation.leaning import find_pointer, is_explained_by
from quizapp.generation.pattern import Pattern
from quizapp.generation.placing import Place, Removed, places_in
from quizapp.generation.quoting import is_quotable, quote
from quizapp.generation.ties import Sort, Tie, find_tie, find_ties, may_lean_on
from quizapp.reading.reading import EntityType, Reading, Sentence

MIN_PLACES, MAX_PLACES = 3, 4
_REACH = 3  # paragraphs on either side
_MIN_WORDS, _MAX_WORDS = 7, 40
_CONFIDENCE = {Sort.NOUN: 0.75, Sort.NAME: 0.72, Sort.PERSON: 0.7}


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    discourse = Discourse.of(reading)
    ranks: Counter[int] = Counter()
    for number, paragraph in enumerate(discourse.paragraphs):
        for at in range(0 if number else 1, len(paragraph)):
            removed = find_removable(discourse, paragraph, at)
            if removed is None or not _reads_on(discourse, paragraph, at):
                continue
            options = _choose(removed, number, ranks)
            if len(options) >= MIN_PLACES:
                ranks[next(i for i, (_, o) in enumerate(options) if o.key)] += 1
                yield _question(removed, options)


def find_removable(discourse: Discourse, paragraph: Sequence[Sentence], at: int) -> Removed | None:
    """A sentence of a fit length that something ties to the one before it."""
    sentence = paragraph[at]
    before = discourse.reading.sentences[sentence.index - 1]
    if len(paragraph) < 2 or (not at and not _leans_at_once(sentence)):
        return None  # a paragraph stays, and what begins it is seldom tied to the one above
    if not is_quotable(sentence) or not _MIN_WORDS <= len(sentence.text.split()) <= _MAX_WORDS:
        return None
    if before.text.endswith("?") or sentence.text[0] in '“"':
        return None  # an answer is tied by more than words; a quotation goes on anywhere
    ties = find_ties(discourse, before, sentence)
    return Removed(discourse, sentence, ties) if ties else None


def _leans_at_once(sentence: Sentence) -> bool:
    pointer = find_pointer(sentence)
    return pointer is not None and pointer.i - sentence.span.start < 4 and "“" not in sentence.text


def _reads_on(discourse: Discourse, paragraph: Sequence[Sentence], at: int) -> bool:
    """Whether the text around the sentence leaves no hole when it is gone."""
    sentence = paragraph[at]
    if _introduces(discourse, sentence, paragraph[at + 1 :]):
        return False
    if at + 1 == len(paragraph):
        return True
    before, following = discourse.reading.sentences[sentence.index - 1], paragraph[at + 1]
    if not may_lean_on(following, sentence):
        return True
    if not at:
        return False
    pointer = find_pointer(following)
    explained = pointer is not None and is_explained_by(pointer, before)
    return explained or find_tie(discourse, before, following) is not None


def _introduces(discourse: Discourse, sentence: Sentence, later: Sequence[Sentence]) -> bool:
    """Whether a name or a noun with "a" comes here first and is taken up later."""
    indexes = {each.index for each in later}
    for entity in discourse.content(sentence).names:
        first = entity.mentions[0].sentence == sentence.index
        person = entity.type is EntityType.PERSON
        again = any(m.sentence in indexes or person for m in entity.mentions[1:])
        if first and again and entity.mentions[-1].sentence != sentence.index:
            return True
    fresh = {
        t.lemma_
        for t in sentence.span
        if t.pos_ == "NOUN" and any(c.lower_ in {"a", "an"} for c in t.children)
    }
    return any(
        t.lemma_ in fresh and any(c.lower_ == "the" for c in t.children)
        for each in later[:2]
        for t in each.span
    )


Placed = tuple[Place, Option]


def _choose(removed: Removed, number: int, ranks: Counter[int]) -> list[Placed]:
    """The old place among the nearest that are ruled out, its rank the rarest so far."""
    wrong = _wrong_places(removed, number)
    old = removed.sentence.index - 1
    before = [pair for pair in wrong if pair[0].order < old][::-1]
    after = [pair for pair in wrong if pair[0].order > old]
    size = min(MAX_PLACES, len(wrong) + 1)
    possible = range(max(0, size - 1 - len(after)), min(len(before), size - 1) + 1)
    digest = removed.discourse.reading.document.sha256
    turn = sum(ranks.values()) + int(digest[:8], 16)  # not every article begins alike
    rank = min(possible, key=lambda each: (ranks[each], (each + turn) % size), default=0)
    chosen = [*before[:rank], _key(removed), *after[: size - 1 - rank]]
    return sorted(chosen, key=lambda pair: (pair[0].order, pair[0].before is None))


def _wrong_places(removed: Removed, number: int) -> list[Placed]:
    """All places of the paragraph and those around it that the sentence cannot take."""
    discourse, sentence = removed.discourse, removed.sentence
    found: dict[int, Placed] = {}  # by order: two names of one place would rule each other out
    for each in range(max(number - _REACH, 0), min(number + _REACH + 1, len(discourse.paragraphs))):
        for place in places_in(discourse.paragraphs[each], sentence):
            if place.before is None and each != number:
                continue  # the end of the paragraph above is the same place again
            if -1 <= place.order - sentence.index <= 1:
                continue  # its own place, and the next, where much the same is spoken of
            why = removed.cannot_stand(place)
            if why:
                option = Option(
                    place.text, rationale=why, distractor_class=DistractorClass.MISREADING
                )
                found.setdefault(place.order, (place, option))
    return list(found.values())


def _key(removed: Removed) -> Placed:
    sentences = removed.discourse.reading.sentences
    sentence = removed.sentence
    before, after = (
        sentences[sentence.index - 1],
        sentences[sentence.index + 1 : sentence.index + 2],
    )
    opens = before.paragraph != sentence.paragraph
    place = Place(
        sentence.paragraph, before.index, None if opens else before, next(iter(after), None)
    )
    return place, Option(place.text, key=True, rationale=explain_tie(removed.tie))


def explain_tie(tie: Tie) -> str:
    """Why a sentence stands after the one before it."""
    if tie.sort is Sort.LOOSE:
        return (
            f"{quote(tie.words)} looks back, and both sentences speak of {quote(tie.antecedent)}."
        )
    return f"{quote(tie.words)} takes up {quote(tie.antecedent)} in the sentence before."


def _question(removed: Removed, options: Sequence[Placed]) -> QuestionDraft:
    reading, sentence = removed.discourse.reading, removed.sentence
    before = reading.sentences[sentence.index - 1]
    start = before.start if before.paragraph == sentence.paragraph else sentence.start
    numbers = [str(n) for n in sorted({place.paragraph for place, _ in options})]
    place = " or ".join(filter(None, [", ".join(numbers[:-1]), numbers[-1]]))
    stem = (
        f"A sentence has been taken out of paragraph {place}. "
        f"Where does it belong? {quote(sentence.text)}"
    )
    text = reading.document.paragraphs[sentence.paragraph - 1]
    key = next(option.text for _, option in options if option.key)
    proof = text[start : sentence.end]
    easy = find_pointer(sentence) is not None and len(numbers) > 1
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, key),
        kind=Kind.INSERTION,
        skill=Skill.COHESION,
        difficulty=Difficulty.EASY if easy else Difficulty.MEDIUM,
        stem=stem,
        critical_span=Span(sentence.paragraph, start, sentence.end, proof),
        options=tuple(option for _, option in options),
        hidden_spans=(Span(sentence.paragraph, sentence.start, sentence.end, sentence.text),),
        pattern=PATTERN.name,
        confidence=_CONFIDENCE.get(removed.tie.sort, 0.65),
    )


PATTERN = Pattern("insertion", Kind.INSERTION, Skill.COHESION, _draft)
