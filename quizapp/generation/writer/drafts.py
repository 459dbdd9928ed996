"""How does what a model wrote become a draft?

When each line of it can be printed, it is in English, and its quote stands in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from quizapp.generation.dating import date_key
from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    Origin,
    QuestionDraft,
    Skill,
)
from quizapp.generation.drafting import make_uid
from quizapp.generation.option_order import place_options
from quizapp.generation.writer.language import is_english
from quizapp.generation.writer.quotes import find_quote
from quizapp.generation.writer.shapes import WRONG_ANSWERS, WrittenQuestion, WrongOption
from quizapp.generation.writer.showing import find_flaw, fold, show_refused
from quizapp.generation.writer.terms import PATTERN, Dropped, Gate
from quizapp.reading.reading import Reading

LONGEST_STEM, LONGEST_OPTION, LONGEST_REASON = 300, 160, 400
_CONFIDENCE = 0.5  # of whatever a model wrote: nobody has judged it yet


def make_draft(
    reading: Reading,
    question: WrittenQuestion,
    skill: Skill,
    paragraphs: Iterable[int],
    writer: str,
) -> QuestionDraft | Dropped:
    """The draft, or why there is none; its quote has to stand in `paragraphs`."""
    shown = show_refused(question.question)
    flaw = _find_flaw(question)
    if flaw:
        return Dropped(Gate.SHAPE, flaw, shown)
    if not all(is_english(" ".join(lines)) for lines in _split_lines(question)):
        return Dropped(Gate.LANGUAGE, "It is not in English.", shown)
    span = find_quote(reading.document, question.quote, paragraphs)
    if span is None:
        reason = f"The text does not say “{show_refused(question.quote)}”."
        return Dropped(Gate.QUOTE, reason, shown)
    stem, key = fold(question.question), fold(question.answer)
    draft = QuestionDraft(
        uid=make_uid(reading, PATTERN, stem, key),
        kind=Kind.MULTIPLE_CHOICE,
        skill=skill,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=span,
        options=in_order(
            (Option(key, True, fold(question.why_right)), *map(as_option, question.wrong_answers))
        ),
        origin=Origin.GENERATED,
        pattern=PATTERN,
        writer=writer,
        confidence=_CONFIDENCE,
    )
    return place_options((draft,), Random(draft.uid))[0]


def as_option(wrong: WrongOption) -> Option:
    """A wrong answer as an option."""
    why = DistractorClass(wrong.class_)
    return Option(fold(wrong.text), False, fold(wrong.why_wrong), why)


def find_flaw_of_wrong(wrong: Iterable[WrongOption]) -> str:
    """Why these wrong answers cannot be printed, in a sentence; or nothing."""
    options = tuple(wrong)
    if len(options) != WRONG_ANSWERS:
        return f"It has {len(options)} wrong answers, and was to have {WRONG_ANSWERS}."
    return _first_flaw(_lines_of_wrong(options))


def _find_flaw(question: WrittenQuestion) -> str:
    return find_flaw_of_wrong(question.wrong_answers) or _first_flaw(_lines_of(question))


def _first_flaw(lines: Iterable[tuple[str, str, int]]) -> str:
    found = ((name, find_flaw(text, most)) for name, text, most in lines)
    return next((f"{name} {flaw}." for name, flaw in found if flaw), "")


def _lines_of(question: WrittenQuestion) -> Iterator[tuple[str, str, int]]:
    """Every line that would be printed: what it is, its text, and how long it may be."""
    yield "The question", fold(question.question), LONGEST_STEM
    yield "The right answer", fold(question.answer), LONGEST_OPTION
    yield "The reason of the right answer", fold(question.why_right), LONGEST_REASON
    yield from _lines_of_wrong(question.wrong_answers)


def _split_lines(question: WrittenQuestion) -> tuple[list[str], list[str], list[str]]:
    """What is asked, what is answered, and why: each in a language of its own, perhaps."""
    wrong = question.wrong_answers
    answers = [question.answer, *(option.text for option in wrong)]
    return [question.question], answers, [question.why_right, *(it.why_wrong for it in wrong)]


def _lines_of_wrong(wrong: Iterable[WrongOption]) -> Iterator[tuple[str, str, int]]:
    for option in wrong:
        yield "A wrong answer", fold(option.text), LONGEST_OPTION
        yield "The reason of a wrong answer", fold(option.why_wrong), LONGEST_REASON


def in_order(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Dates and numbers from small to large; all others as they are."""
    keys = {option.text: date_key(option.text) for option in options}
    if any(key is None for key in keys.values()):
        return options
    return tuple(sorted(options, key=lambda option: keys[option.text] or ()))
