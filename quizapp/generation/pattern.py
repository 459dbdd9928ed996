"""What is a pattern of questions?

A pattern is one narrow way to make questions, with its own record: which kind and skill. Whether
its questions go without review is decided by what judges found of them (`certification`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from quizapp.generation.certification import is_certified
from quizapp.generation.draft import Kind, QuestionDraft, Skill
from quizapp.reading.reading import Reading

Draft = Callable[[Reading, Random], Iterator[QuestionDraft]]


@dataclass(frozen=True)
class Pattern:
    """One way to make questions; `draft` takes a reading and the pattern's own random source.

    A bank takes at most `per_1000` of its questions for every thousand words of the article.
    """

    name: str
    kind: Kind
    skill: Skill
    draft: Draft
    per_1000: float = 4.0

    @property
    def status(self) -> str:
        """ "certified" or "trial"."""
        return "certified" if is_certified(self.name) else "trial"
