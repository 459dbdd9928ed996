"""Which questions can be asked about a reading?

    drafts = generate(reading, seed=1)

Patterns propose, gates refuse, ranking chooses. The same article and seed give the same bank.
`propose` and `choose` are the two halves, for whoever wants to see what was refused and why.
Importing this package is cheap; no language model is loaded by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random

from quizapp.generation.certification import is_certified
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.generation.option_order import place_options
from quizapp.generation.pattern import Pattern
from quizapp.generation.ranking import select
from quizapp.generation.reasons import MENDABLE, Reason
from quizapp.generation.registry import PATTERNS
from quizapp.reading.progress import Progress, tell_nobody
from quizapp.reading.reading import Reading

__all__ = ["Proposal", "choose", "generate", "propose"]


@dataclass(frozen=True)
class Proposal:
    """A draft that a pattern proposed, and everything that the gates say against it."""

    draft: QuestionDraft
    reasons: tuple[Reason, ...]

    @property
    def grave_reasons(self) -> tuple[Reason, ...]:
        """The reasons that no teacher could mend in a moment."""
        return tuple(reason for reason in self.reasons if reason not in MENDABLE)

    @property
    def dropped(self) -> bool:
        return bool(self.grave_reasons)


def generate(
    reading: Reading, seed: int = 1, progress: Progress = tell_nobody
) -> tuple[QuestionDraft, ...]:
    """The bank of an article, what matters first."""
    return choose(list(propose(reading, seed, progress)), reading, seed)


def propose(
    reading: Reading, seed: int = 1, progress: Progress = tell_nobody
) -> Iterator[Proposal]:
    """Everything that the patterns propose, pattern by pattern, with what the gates say of it.

    `progress` is told how many patterns are done, and how many there are.
    """
    for done, pattern in enumerate(PATTERNS):
        progress(done, len(PATTERNS))
        for draft in pattern.draft(reading, Random(f"{seed}:{pattern.name}")):
            yield _examine(draft, pattern, reading)
    progress(len(PATTERNS), len(PATTERNS))


def choose(
    proposals: Iterable[Proposal], reading: Reading, seed: int = 1
) -> tuple[QuestionDraft, ...]:
    """The bank: the best of what was not dropped, its options in the order they are printed."""
    unique = {each.draft.uid: each.draft for each in proposals if not each.dropped}
    patterns = {pattern.name: pattern for pattern in PATTERNS}
    bank = select(unique.values(), reading, patterns)
    return place_options(bank, Random(f"{seed}:options"))


def _examine(draft: QuestionDraft, pattern: Pattern, reading: Reading) -> Proposal:
    """The draft with its status and reasons: only a certified pattern goes without review."""
    on_trial = () if is_certified(pattern.name) else (Reason.PATTERN_ON_TRIAL,)
    reasons = (*find_reasons(draft, reading), *on_trial)
    status = Status.DRAFT if reasons else Status.APPROVED
    return Proposal(replace(draft, status=status, reasons=tuple(map(str, reasons))), reasons)
