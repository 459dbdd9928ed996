"""Which sentence of a paragraph gives the reason, names the condition, reports another's words?

The options are all sentences of the paragraph. Only where one of them does it openly and no
other does it even by a hint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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
from quizapp.generation.sentence_functions import Mark, SentenceFunction, load_functions
from quizapp.reading.reading import Reading, Sentence

_MIN_SENTENCES, _MAX_SENTENCES = 3, 7
_FEW_SENTENCES = 4
_PER_PARAGRAPH = 2
_WORDS_PER_FUNCTION = 400  # the same question comes once in so many words
_MIN_WORDS = 3
_CONTRAST = "contrast"
_OF_THE_SPEAKER = frozenset({"attribution", "doubt"})


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    asked: Counter[str] = Counter()
    most = max(1, reading.document.word_count // _WORDS_PER_FUNCTION)
    for sentences in reading.paragraphs:
        if not _is_sound(sentences):
            continue
        found = [
            (function, place)
            for function in load_functions()
            if asked[function.name] < most
            and (place := find_only_one(reading, function, sentences)) is not None
        ]
        keys: set[int] = set()
        for function, (at, mark) in found:
            if at not in keys and len(keys) < _PER_PARAGRAPH:
                keys.add(at)
                asked[function.name] += 1
                yield _question(reading, function, sentences, at, mark)


def _is_sound(sentences: Sequence[Sentence]) -> bool:
    fits = _MIN_SENTENCES <= len(sentences) <= _MAX_SENTENCES
    return fits and all(map(_is_whole, sentences))


def _is_whole(sentence: Sentence) -> bool:
    """No scrap: a capital at its head, an end mark, and something said in between."""
    text = sentence.text.strip("“”\"‘’'()[]")
    closed = text.count("(") == text.count(")")
    return text[:1].isupper() and text[-1:] in ".!?…" and closed and len(text.split()) >= _MIN_WORDS


def _speech_runs_on(sentences: Sequence[Sentence]) -> bool:
    """Whether a quotation fills more than one sentence, so that some are speech without a sign."""
    return any(s.text.count("“") != s.text.count("”") or s.text.count('"') % 2 for s in sentences)


def find_only_one(
    reading: Reading, function: SentenceFunction, sentences: Sequence[Sentence]
) -> tuple[int, Mark] | None:
    """The place of the one sentence that does it, with its mark; None where another may do it."""
    marked = [
        (at, mark)
        for at, sentence in enumerate(sentences)
        if (mark := function.find_mark(reading, sentence)) is not None
    ]
    if len(marked) != 1 or (function.name in _OF_THE_SPEAKER and _speech_runs_on(sentences)):
        return None
    ((at, mark),) = marked
    others = [sentence for n, sentence in enumerate(sentences) if n != at]
    if function.name == _CONTRAST:
        if at == 0:
            return None
        others = [sentence for n, sentence in enumerate(sentences) if n not in {at - 1, at}]
    if any(function.is_hinted(sentence) for sentence in others):
        return None
    return at, mark


def _question(
    reading: Reading,
    function: SentenceFunction,
    sentences: Sequence[Sentence],
    at: int,
    mark: Mark,
) -> QuestionDraft:
    key = sentences[at]
    asks = function.ask(mark, names_actor=_is_named_elsewhere(mark, sentences, at))
    stem = f"Which sentence in paragraph {key.paragraph} {asks}?"
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, key.text),
        kind=Kind.SELECT_SENTENCE,
        skill=function.skill,
        difficulty=Difficulty.EASY if len(sentences) <= _FEW_SENTENCES else Difficulty.MEDIUM,
        stem=stem,
        critical_span=Span(key.paragraph, key.start, key.end, key.text),
        options=tuple(
            _right(function, sentence, mark) if n == at else _wrong(function, sentence)
            for n, sentence in enumerate(sentences)
        ),
        pattern=PATTERN.name,
        confidence=0.7,
    )


def _is_named_elsewhere(mark: Mark, sentences: Sequence[Sentence], at: int) -> bool:
    """Whether other sentences name the actor too, so that the name alone does not lead there."""
    others = {sentence.index for n, sentence in enumerate(sentences) if n != at}
    return mark.actor is not None and any(m.sentence in others for m in mark.actor.mentions)


def _right(function: SentenceFunction, sentence: Sentence, mark: Mark) -> Option:
    return Option(sentence.text, key=True, rationale=function.right.format(mark=mark.words))


def _wrong(function: SentenceFunction, sentence: Sentence) -> Option:
    return Option(
        sentence.text,
        rationale=function.wrong,
        distractor_class=DistractorClass.OTHER_SPAN,
    )


PATTERN = Pattern("select_sentence", Kind.SELECT_SENTENCE, Skill.DETAIL, _draft)
