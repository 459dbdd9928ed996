"""Coverage counts each question at its paragraph and its skill, and names what is bare."""

from __future__ import annotations

from hypothesis import given

from quizapp.bank.coverage import Share, measure_coverage
from quizapp.bank.tray import TrayRow
from quizapp.generation.draft import Skill, Status
from tests.bank.test_tray import row, trays


@given(trays())
def test_every_question_that_is_not_retired_counts_once_for_a_paragraph_and_once_for_a_skill(
    rows: list[TrayRow],
) -> None:
    coverage = measure_coverage(rows, 1, 3)
    for shares in (coverage.paragraphs, coverage.skills):
        assert sum(it.approved for it in shares.values()) == sum(
            it.status is Status.APPROVED for it in rows
        )
        assert sum(it.drafts for it in shares.values()) == sum(
            it.status is Status.DRAFT for it in rows
        )


def test_a_paragraph_is_bare_without_questions_or_with_retired_ones_alone() -> None:
    rows = [
        row(1, paragraph=2),
        row(2, paragraph=3, status=Status.RETIRED),
        row(3, paragraph=1, article_id=2),
    ]
    coverage = measure_coverage(rows, 1, 3)
    assert coverage.bare_paragraphs == (1, 3)
    assert coverage.paragraphs[2] == Share(approved=0, drafts=1)
    assert coverage.skills[Skill.DETAIL] == Share(approved=0, drafts=1)
    assert coverage.skills[Skill.CAUSE].is_empty
