"""Which patterns may go without review, and on what evidence?

A pattern is certified when blind judges, on articles it was not built on, accepted its questions
as printed at least as often as those of trained writers in the same sheets, and rejected at most
one in twenty (docs/decisions/0008). The figures stand in `data/certification.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

MIN_JUDGED, MIN_ARTICLES = 15, 6
MOST_REJECTED = 0.05


@dataclass(frozen=True)
class Record:
    """How many questions were judged, accepted as printed and rejected, over how many articles."""

    judged: int = 0
    accepted: int = 0
    rejected: int = 0
    articles: int = 0

    @property
    def accepted_share(self) -> float:
        return self.accepted / self.judged if self.judged else 0.0

    @property
    def rejected_share(self) -> float:
        return self.rejected / self.judged if self.judged else 1.0

    def is_as_good_as(self, writers: Record) -> bool:
        """Whether enough was judged, and it stood beside the writers' own questions."""
        enough = self.judged >= MIN_JUDGED and self.articles >= MIN_ARTICLES
        accepted = self.accepted_share >= writers.accepted_share
        return enough and accepted and self.rejected_share <= MOST_REJECTED


@lru_cache(maxsize=1)
def load_records() -> tuple[Record, Mapping[str, Record]]:
    """The record of the trained writers, and that of every judged pattern by its name."""
    path = files("quizapp.generation") / "data" / "certification.yaml"
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    patterns = {name: Record(**figures) for name, figures in found["patterns"].items()}
    return Record(**found["human"]), patterns


def is_certified(pattern: str) -> bool:
    """Whether the questions of this pattern are approved by themselves."""
    writers, patterns = load_records()
    return patterns.get(pattern, Record()).is_as_good_as(writers)
