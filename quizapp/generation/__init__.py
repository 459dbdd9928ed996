"""Which questions can be asked about a reading?

    drafts = generate(reading, seed=1)

Patterns propose, gates refuse, ranking chooses. The same article and seed give the same bank.
Importing this package is cheap; no language model is loaded by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.generation.option_order import place_options
from quizapp.generation.pattern import Pattern
from quizapp.generation.ranking import select
from quizapp.generation.reasons import MENDABLE
from quizapp.generation.registry import PATTERNS
from quizapp.reading.reading import Reading

__all__ = ["generate"]

Progress = Callable[[str, int, int], None]


def generate(
    reading: Reading, seed: int = 1, progress: Progress | None = None
) -> tuple[QuestionDraft, ...]:
    """The bank of an article, what matters first.

    `progress` is told the pattern at work, how many are done, and how many there are.
    """
    proposed: list[QuestionDraft] = []
    for done, pattern in enumerate(PATTERNS):
        if progress is not None:
            progress(pattern.name, done, len(PATTERNS))
        proposed.extend(_sound_drafts(pattern, reading, seed))
    if progress is not None:
        progress("ranking", len(PATTERNS), len(PATTERNS))
    unique = {draft.uid: draft for draft in proposed}
    return place_options(
        select(unique.values(), reading, {pattern.name: pattern for pattern in PATTERNS}),
        Random(f"{seed}:options"),
    )


def _sound_drafts(pattern: Pattern, reading: Reading, seed: int) -> list[QuestionDraft]:
    """What the pattern proposes and no grave reason speaks against, with its lesser reasons."""
    sound = []
    for draft in pattern.draft(reading, Random(f"{seed}:{pattern.name}")):
        reasons = find_reasons(draft, reading)
        if all(reason in MENDABLE for reason in reasons):
            certified = pattern.status == "certified" and not reasons
            status = Status.APPROVED if certified else Status.DRAFT
            sound.append(replace(draft, status=status, reasons=tuple(map(str, reasons))))
    return sound
