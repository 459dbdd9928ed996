"""Which paragraphs of an article and which skills have questions, and which have none? (pure)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.bank.tray import TrayRow
from quizapp.generation.draft import Skill, Status


@dataclass(frozen=True)
class Share:
    """How many questions fall to a paragraph or a skill; retired ones do not count."""

    approved: int = 0
    drafts: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.approved or self.drafts)


@dataclass(frozen=True)
class Coverage:
    """What falls to each paragraph (number from 1) and to each skill."""

    paragraphs: dict[int, Share]
    skills: dict[Skill, Share]

    @property
    def bare_paragraphs(self) -> tuple[int, ...]:
        return tuple(number for number, share in self.paragraphs.items() if share.is_empty)


def measure_coverage(rows: Sequence[TrayRow], article_id: int, paragraphs: int) -> Coverage:
    """What the rows about this article, of so many body paragraphs, cover."""
    about = [row for row in rows if row.article_id == article_id]
    return Coverage(
        {n: _share([it for it in about if it.paragraph == n]) for n in range(1, paragraphs + 1)},
        {skill: _share([it for it in about if it.skill is skill]) for skill in Skill},
    )


def _share(rows: Sequence[TrayRow]) -> Share:
    return Share(
        sum(row.status is Status.APPROVED for row in rows),
        sum(row.status is Status.DRAFT for row in rows),
    )
