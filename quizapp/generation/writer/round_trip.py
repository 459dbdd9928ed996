"""Does the model itself, asked anew, give the key with the text, and only the key?

Every call is a fresh one: what it wrote before is not before it. A yes proves little of a weak
model, but a no is a reason to drop.
"""

from __future__ import annotations

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

TIMES = 3


def find_doubt(draft: QuestionDraft, excerpt: str, meter: Meter, rng: Random) -> Dropped | None:
    """What speaks against the draft when the model answers it with the text before it.

    Raises:
        BudgetSpentError: it cannot be asked to the end.
        WriterError: it gave no answer.
    """
    for time in range(1, TIMES + 1):
        chosen = _choose(draft, excerpt, meter, rng)
        if chosen is None or not chosen.key:
            what = f"“{chosen.text}”" if chosen else "none of the answers"
            reason = f"Asked anew, the model chose {what} the {_NTH[time]} time."
            return Dropped(Gate.ANSWERS, reason, draft.stem)
    for option in draft.options:
        supported = _is_supported(draft, option, excerpt, meter)
        if supported is not option.key:
            reason = (
                "Asked for the right answer alone, the model found no support for it in the text."
                if option.key
                else f"The model found support in the text for a wrong answer: “{option.text}”."
            )
            return Dropped(Gate.SUPPORT, reason, draft.stem)
    return None


def is_guessed(draft: QuestionDraft, meter: Meter, rng: Random) -> bool:
    """Whether the model gives the key without the text: what can be guessed tests no reading."""
    chosen = _choose(draft, "", meter, rng)
    return chosen is not None and chosen.key


_NTH = {1: "first", 2: "second", 3: "third"}


def _choose(draft: QuestionDraft, excerpt: str, meter: Meter, rng: Random) -> Option | None:
    """The option that the model chooses, the options in an order of their own each time."""
    options = list(draft.options)
    rng.shuffle(options)
    answer = meter.ask(ask_to_choose(excerpt, draft.stem, [option.text for option in options]))
    try:
        letter = read_shape(answer, Choice).answer
    except ShapeError:
        return None
    return None if letter == NO_ANSWER else options[LETTERS.index(letter)]


def _is_supported(draft: QuestionDraft, option: Option, excerpt: str, meter: Meter) -> bool | None:
    """Yes, no, or no answer that can be read."""
    answer = meter.ask(ask_for_support(excerpt, draft.stem, option.text))
    try:
        return read_shape(answer, Verdict).supported == "yes"
    except ShapeError:
        return None
