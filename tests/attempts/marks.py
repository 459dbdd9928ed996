"""How a test marks a response, under which rules."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quizapp.attempts.answers import Value
from quizapp.attempts.scoring import Mark, mark_response
from quizapp.generation.draft import (
    CHOICE_KINDS,
    Kind,
)
from quizapp.quizzes.rules import ScoringRules
from tests.factories import one_of_each_kind

DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
PLAIN = ScoringRules()
COSTLY = ScoringRules(negative_share=Decimal("0.25"))
CERTAIN = ScoringRules(uses_certainty=True)
BY_HAND = ScoringRules(marked_by_hand=True)
SINGLE_CHOICE_KINDS = CHOICE_KINDS - {Kind.MULTIPLE_RESPONSE}

every_kind = pytest.mark.parametrize("kind", list(Kind))


def mark(
    kind: Kind, value: Value, rules: ScoringRules = PLAIN, certainty: int | None = None
) -> Mark:
    """The mark of a response that is worth one point."""
    return mark_response(DRAFTS[kind], value, Decimal(1), rules, certainty)


def lines(marked: Mark) -> list[tuple[str, str]]:
    """What the parts of a mark say."""
    return [(part.label, part.why) for part in marked.parts]
