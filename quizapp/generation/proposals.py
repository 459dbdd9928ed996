"""What could stand beside a stretch of the passage as a wrong option?

Only what the text itself supplies, of the same kind: names of one type, dates of one
granularity, numbers, noun phrases of the same number. The teacher chooses among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.dating import format_time, near_times, time_distractor
from quizapp.generation.distractors import rival_entities, word_roots
from quizapp.generation.draft import DistractorClass, Option, Span
from quizapp.generation.drafting import Distractor
from quizapp.reading.lexicon import related
from quizapp.reading.reading import Reading, Sentence, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

MOST = 6
_LONGEST = 6  # words: a longer phrase stands out among options
_NAMING = frozenset({"NN", "NNS", "NNP", "NNPS", "CD"})
_NAMED = frozenset({"PERSON", "ORG", "GPE", "DATE", "TIME", "NORP"})


def propose_distractors(reading: Reading, span: Span, stem: str) -> tuple[Distractor, ...]:
    """Up to six wrong options for the key at `span`, the likeliest first."""
    entity = reading.entity_at(span.paragraph, span.start)
    if entity is not None and entity.known_as(span.quote):
        found = rival_entities(reading, entity, stem, span, Random(0))
    elif (time := time_at(reading, span)) is not None:
        found = _other_times(reading, time, span)
    else:
        found = tuple(_other_phrases(reading, span, stem))
    return found[:MOST]


def time_at(reading: Reading, span: Span) -> TimeExpression | None:
    """The time expression that the span is, its preposition aside."""
    bare = span.quote.split(" ", 1)[-1]
    return next(
        (
            time
            for time in reading.times
            if time.paragraph == span.paragraph
            and span.start <= time.start
            and time.end <= span.end
            and time.text in {span.quote, bare}
        ),
        None,
    )


def tokens_in(sentence: Sentence, span: Span) -> Tokens | None:
    """The sentence's tokens under the span, or None where it cuts a word in two."""
    tokens: Tokens | None = sentence.span.doc.char_span(span.start, span.end)
    return tokens


def sentence_at(reading: Reading, span: Span) -> Sentence | None:
    """The sentence that holds the whole span."""
    return next(
        (
            sentence
            for sentence in reading.sentences
            if sentence.paragraph == span.paragraph
            and sentence.start <= span.start
            and span.end <= sentence.end
        ),
        None,
    )


def _other_times(reading: Reading, time: TimeExpression, span: Span) -> tuple[Distractor, ...]:
    rivals, with_year = near_times(reading, time, span)
    return tuple(time_distractor(rival, format_time(rival, with_year), span) for rival in rivals)


def _other_phrases(reading: Reading, span: Span, stem: str) -> Iterator[Distractor]:
    """Noun phrases or numbers built like the span: in its part of the clause, then nearest."""
    sentence = sentence_at(reading, span)
    tokens = tokens_in(sentence, span) if sentence else None
    if sentence is None or tokens is None or tokens.root.tag_ not in _NAMING:
        return
    seen = {" ".join(span.quote.lower().split())}
    taken = word_roots(f"{stem} {span.quote}")
    near = related(tokens.root.lemma_.lower())
    found = [
        (phrase.root.dep_ != tokens.root.dep_, abs(other.index - sentence.index), i, phrase, other)
        for other in reading.sentences
        for i, phrase in enumerate(_phrases_like(tokens, other))
    ]
    for *_, phrase, other in sorted(found, key=lambda each: each[:3]):
        text = phrase.text
        echoes = word_roots(text) & taken or phrase.root.lemma_.lower() in near
        if text.lower() not in seen and not echoes:
            seen.add(text.lower())
            yield _distractor(text, phrase, other, sentence)


def _phrases_like(tokens: Tokens, other: Sentence) -> Iterator[Tokens]:
    """Phrases of another sentence with the same kind of head, opening and rough length."""
    if tokens.root.tag_ == "CD":
        numbers = (t for t in other.span if t.tag_ == "CD" and t.shape_ == tokens.root.shape_)
        yield from (other.span.doc[t.i : t.i + 1] for t in numbers)
        return
    for chunk in other.span.noun_chunks:
        phrase = chunk if _opening(tokens) else _bare(chunk)
        alike = phrase.root.tag_ == tokens.root.tag_ and _opening(phrase) == _opening(tokens)
        long = len(phrase) > 1 if len(tokens) > 1 else len(phrase) == 1
        plain = not any(token.ent_type_ in _NAMED for token in phrase)
        if alike and long and plain and len(phrase) <= max(_LONGEST, len(tokens)):
            yield phrase


def _opening(tokens: Tokens) -> str:
    first = tokens[0]
    return first.lower_ if first.pos_ in {"DET", "PRON"} else ""


def _bare(chunk: Tokens) -> Tokens:
    """The noun phrase without its article."""
    return chunk[1:] if len(chunk) > 1 and chunk[0].pos_ in {"DET", "PRON"} else chunk


def _distractor(text: str, phrase: Tokens, other: Sentence, home: Sentence) -> Distractor:
    start = phrase.start_char
    same = other.index == home.index
    where = "in the same sentence" if same else f"in paragraph {other.paragraph}"
    option = Option(
        text,
        rationale=f"“{text}” stands {where}, but does not answer this.",
        distractor_class=DistractorClass.MISREADING if same else DistractorClass.OTHER_SPAN,
    )
    return Distractor(option, Span(other.paragraph, start, start + len(text), text))
