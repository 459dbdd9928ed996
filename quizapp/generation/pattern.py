"""What is a pattern of questions?

A pattern is one narrow way to make questions, with its own record: which kind and skill, and
whether it has been certified to go without review (see docs: a pattern is certified when, on
texts it was not built on, the lower 95 % bound of its accepted share is at least 0.95).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

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
    status: Literal["certified", "trial"]
    draft: Draft
    per_1000: float = 4.0
