"""Does the model itself, asked anew, give the key with the text, and only the key?

Every call is a fresh one: what it wrote before is not before it. A yes proves little of a weak
model, but a no is a reason to drop.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from quizapp.generation.draft import Option, QuestionDraft
from quizapp.generation.writer.prompts import (
    LETTERS,
    NO_ANSWER,
    ask_for_support,
    ask_to_choose,
)
from quizapp.generation.writer.shapes import Choice, ShapeError, Verdict, read_shape
from quizapp.generation.writer.terms import Dropped, Gate, Meter

_TIMES = ("first", "second", "third")


def find_other_answer(
    draft: QuestionDraft, excerpts: Sequence[str], meter: Meter, rng: Random
) -> Dropped | None:
    """Why it is dropped when the model does not give the key with each of the excerpts before it.

    Raises:
        BudgetSpentError: it cannot be asked to the end.
        WriterError: it gave no answer.
    """
    for time, excerpt in zip(_TIMES, excerpts, strict=True):
        chosen = _choose(draft, excerpt, meter, rng)
        if chosen is None or not chosen.key:
            what = f"“{chosen.text}”" if chosen else "none of the answers"
            reason = f"Asked anew, the model chose {what} the {time} time."
            return Dropped(Gate.ANSWERS, reason, draft.stem)
    return None


def find_other_support(draft: QuestionDraft, excerpt: str, meter: Meter) -> Dropped | None:
    """Why it is dropped when the model finds support for other options than the key alone.

    Raises:
        BudgetSpentError: it cannot be asked to the end.
        WriterError: it gave no answer.
    """
    for option in draft.options:
        supported = _is_supported(draft, option, excerpt, meter)
        if supported is None:
            reason = f"The model did not say whether the text supports “{option.text}”."
        elif option.key:
            reason = "Asked for the right answer alone, the model found no support for it."
        else:
            reason = f"The model found support in the text for a wrong answer: “{option.text}”."
        if supported is not option.key:
            return Dropped(Gate.SUPPORT, reason, draft.stem)
    return None


def is_guessed(draft: QuestionDraft, meter: Meter, rng: Random) -> bool:
    """Whether the model gives the key without the text: what can be guessed tests no reading."""
    chosen = _choose(draft, "", meter, rng)
    return chosen is not None and chosen.key


def _choose(draft: QuestionDraft, excerpt: str, meter: Meter, rng: Random) -> Option | None:
    """The option that the model chooses, the options in an order of their own each time."""
    options = list(draft.options)
    rng.shuffle(options)
    answer = meter.ask(ask_to_choose(excerpt, draft.stem, [option.text for option in options]))
    try:
        letter = read_shape(answer, Choice).answer
    except ShapeError:
        return None
    number = len(options) if letter == NO_ANSWER else LETTERS.index(letter)
    return options[number] if number < len(options) else None


def _is_supported(draft: QuestionDraft, option: Option, excerpt: str, meter: Meter) -> bool | None:
    """Yes, no, or no answer that can be read."""
    answer = meter.ask(ask_for_support(excerpt, draft.stem, option.text))
    try:
        return read_shape(answer, Verdict).supported == "yes"
    except ShapeError:
        return None
