"""Where in its paragraph does a sentence belong?

Only a sentence that something ties to the one before it, and only beside places that are ruled
out: before them nobody has spoken of what the sentence takes up, or the sentence before them
says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

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
from quizapp.generation.pattern import Pattern
from quizapp.generation.quoting import is_quotable, place_after, place_before, quote
from quizapp.generation.ties import (
    PRONOUNS,
    Tie,
    content_words,
    find_tie,
    looks_back,
    paragraphs_of,
    people_in,
)
from quizapp.reading.reading import Reading, Sentence

MIN_PLACES, MAX_PLACES = 3, 4
_MIN_WORDS, _MAX_WORDS = 7, 40
_MOST_SHARED = 1  # telling words that a place's neighbours may share with the sentence


@dataclass(frozen=True)
class Window:
    """A paragraph, the one before it, and the sentence in it that is to be taken out."""

    reading: Reading
    earlier: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]
    at: int
    tie: Tie


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    earlier: list[Sentence] = []
    for sentences in paragraphs_of(reading):
        for at in range(1, len(sentences)):
            tie = _sure_tie(reading, sentences, at)
            window = Window(reading, tuple(earlier), tuple(sentences), at, tie) if tie else None
            options = _places(window) if window else ()
            if window and len(options) >= MIN_PLACES:
                yield _question(window, options)
        earlier = list(sentences)


def _sure_tie(reading: Reading, sentences: Sequence[Sentence], at: int) -> Tie | None:
    """The tie of a sentence that can be taken out without leaving a hole behind it."""
    sentence, before = sentences[at], sentences[at - 1]
    words = len(sentence.text.split())
    if not is_quotable(sentence) or not _MIN_WORDS <= words <= _MAX_WORDS:
        return None
    if _introduces(reading, sentence, sentences[at + 1 :]):
        return None
    following = sentences[at + 1] if at + 1 < len(sentences) else None
    if (
        following is not None
        and looks_back(following, sentence)
        and find_tie(reading, before, following) is None
    ):
        return None  # without the sentence the next one would point at nothing
    return find_tie(reading, before, sentence)


def _introduces(reading: Reading, sentence: Sentence, later: Sequence[Sentence]) -> bool:
    """Whether a name or a noun with "a" comes here first and is taken up later."""
    indexes = {each.index for each in later}
    names = any(
        entity.mentions[0].sentence == sentence.index
        and any(m.sentence in indexes for m in entity.mentions)
        for entity in reading.entities
    )
    fresh = {
        t.lemma_
        for t in sentence.span
        if t.pos_ == "NOUN" and any(c.lower_ in {"a", "an"} for c in t.children)
    }
    return names or any(
        t.lemma_ in fresh and any(c.lower_ == "the" for c in t.children)
        for each in later[:2]
        for t in each.span
    )


def _places(window: Window) -> tuple[Option, ...]:
    """The old place and the nearest that are ruled out, in the order of the text."""
    at, tie, sentences = window.at, window.tie, window.sentences
    early = f"By then nobody has mentioned what {quote(tie.words)} takes up."
    late = f"The sentence before this place says nothing that {quote(tie.words)} could take up."
    before = [p for p in _early_places(window) if not _may_be_meant(window, p)]
    wrong = [(p, _wrong(_name(window, p), early)) for p in before]
    far = range(at + 2, len(sentences))  # the next sentence may still speak of much the same
    wrong += [(p, _wrong(_name(window, p), late)) for p in far if _is_shut(window, p)]
    wrong.sort(key=lambda pair: (abs(pair[0] - at), pair[0]))
    right = f"{quote(tie.words)} takes up {quote(tie.antecedent)} in the sentence before."
    key = (at - 1, Option(place_after(sentences[at - 1]), key=True, rationale=right))
    chosen = sorted([key, *wrong[: MAX_PLACES - 1]], key=lambda pair: pair[0])
    return tuple(option for _, option in chosen)


def _name(window: Window, place: int) -> str:
    if place < -1:
        return place_after(window.earlier[place])
    if place < 0:
        return place_before(window.sentences[0])
    return place_after(window.sentences[place])


def _early_places(window: Window) -> Iterator[int]:
    """The places before which nothing has been said that the sentence could take up."""
    reading, tie = window.reading, window.tie
    known = window.earlier if tie.entity else window.earlier[-2:]
    if not tie.is_known_in(reading, known):
        yield from _places_before(window)
    elif tie.entity:
        return
    for place in range(window.at - 1):
        if tie.is_known_in(reading, window.sentences[: place + 1]):
            return
        yield place


def _may_be_meant(window: Window, place: int) -> bool:
    """Whether he or she could be somebody else, whom the text names just before the place."""
    hosts = (window.earlier[place:] or window.earlier[-1:]) if place < 0 else window.sentences
    if not window.tie.entity or window.tie.words.lower() not in PRONOUNS or not hosts:
        return False
    host = hosts[0] if place < 0 else hosts[place]
    return bool(people_in(window.reading, host)) or _has_pronoun(host)


def _places_before(window: Window) -> Iterator[int]:
    """Before the paragraph; a short one lends places from the paragraph above it."""
    yield -1
    known = window.tie.is_known_in(window.reading, window.earlier)
    if window.at < MIN_PLACES and not known:
        yield from range(-2, -min(len(window.earlier), MAX_PLACES) - 1, -1)


def _wrong(text: str, why: str) -> Option:
    return Option(text, rationale=why, distractor_class=DistractorClass.MISREADING)


def _is_shut(window: Window, place: int) -> bool:
    """Whether the sentence would lean on nothing after `place`, which has another subject."""
    host, removed = window.sentences[place], window.sentences[window.at]
    neighbours = window.sentences[place : place + 2]
    if window.tie.is_known_in(window.reading, neighbours):
        return False
    if window.tie.entity and (people_in(window.reading, host) or _has_pronoun(host)):
        return False
    return all(
        len(content_words(each) & content_words(removed)) <= _MOST_SHARED for each in neighbours
    )


def _has_pronoun(sentence: Sentence) -> bool:
    return any(token.lower_ in PRONOUNS for token in sentence.span)


def _question(window: Window, options: tuple[Option, ...]) -> QuestionDraft:
    before, sentence = window.sentences[window.at - 1 : window.at + 1]
    above = {_name(window, -n) for n in range(2, len(window.earlier) + 1)}
    lends = any(option.text in above for option in options)
    place = f"{sentence.paragraph - 1} or {sentence.paragraph}" if lends else sentence.paragraph
    stem = (
        f"A sentence has been taken out of paragraph {place}. "
        f"Where does it belong? {quote(sentence.text)}"
    )
    text = window.reading.document.paragraphs[sentence.paragraph - 1]
    key = next(option.text for option in options if option.key)
    proof = text[before.start : sentence.end]
    return QuestionDraft(
        uid=make_uid(window.reading, PATTERN.name, stem, key),
        kind=Kind.INSERTION,
        skill=Skill.COHESION,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=Span(sentence.paragraph, before.start, sentence.end, proof),
        options=options,
        hidden_spans=(Span(sentence.paragraph, sentence.start, sentence.end, sentence.text),),
        pattern=PATTERN.name,
        confidence=0.75 if window.tie.noun else 0.7,
    )


PATTERN = Pattern("insertion", Kind.INSERTION, Skill.COHESION, "trial", _draft)
