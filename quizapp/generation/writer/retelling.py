"""How does a text read at another level, and what of the original is lost or added?

A draft that a teacher edits: paragraph by paragraph, each held against the original. Names and
numbers that differ are told, not mended; a paragraph that cannot be used stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.generation.writer.grounding import Ground
from quizapp.generation.writer.language import is_english
from quizapp.generation.writer.prompts import MOST_LETTERS, ask_for_retelling
from quizapp.generation.writer.shapes import ShapeError, Wording, read_shape
from quizapp.generation.writer.showing import find_flaw, fold, show_refused
from quizapp.generation.writer.terms import Dropped, Gate, Meter
from quizapp.reading.reading import Reading

_LONGER, _ROOM = 2, 300  # times the original, and characters beyond: explaining takes words


@dataclass(frozen=True)
class Retold:
    """A paragraph (from 1) as it would read, and what differs from the original.

    `invented` are names, dates and numbers that the article does not have, `lost` those of the
    paragraph that are left out. With `dropped` the text is the original.
    """

    paragraph: int
    text: str
    invented: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    dropped: Dropped | None = None


def retell(reading: Reading, level: str, meter: Meter) -> Iterator[Retold]:
    """All body paragraphs at a level of `offers.LEVELS`, one after the other.

    Raises:
        WriterError: the model gave no answer, or the budget is spent; what came before stands.
    """
    ground = Ground(reading)
    for number, original in enumerate(reading.document.paragraphs, start=1):
        found = _retell(original, level, meter)
        if isinstance(found, Dropped):
            yield Retold(number, original, dropped=found)
            continue
        invented = (
            *ground.list_invented_names(found),
            *ground.list_invented_dates(found),
            *ground.list_invented_numbers(found),
        )
        yield Retold(number, found, tuple(dict.fromkeys(invented)), ground.list_lost(number, found))


def _retell(original: str, level: str, meter: Meter) -> str | Dropped:
    if len(original) > MOST_LETTERS:
        reason = f"The paragraph has more than {MOST_LETTERS} characters."
        return Dropped(Gate.SHAPE, reason)
    try:
        text = fold(read_shape(meter.ask(ask_for_retelling(original, level)), Wording).text)
    except ShapeError as error:
        return Dropped(Gate.SHAPE, str(error))
    flaw = find_flaw(text, _LONGER * len(original) + _ROOM)
    if flaw:
        return Dropped(Gate.SHAPE, f"The retelling {flaw}.", show_refused(text))
    if not is_english(text):
        return Dropped(Gate.LANGUAGE, "It is not in English.", show_refused(text))
    return text
