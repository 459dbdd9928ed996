"""How did the points of a question come about? (pure)"""

from __future__ import annotations

from quizapp.attempts.models import PaperItem, Response
from quizapp.attempts.ruled import Verdict, mark_ruled
from quizapp.attempts.scoring import Part
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.rules import ScoringRules


def explain_points(
    item: PaperItem,
    draft: QuestionDraft,
    response: Response | None,
    rules: ScoringRules,
    verdict: Verdict | None = None,
) -> tuple[Part, ...]:
    """The parts that add up to the score of `item`.

    `draft` is what was asked; `verdict` says what a teacher has ruled on it since.
    () when `rules` do not give this score: a teacher has marked the answer, or the rules were
    others when it was scored. An explanation that does not explain would be a lie.
    """
    if item.score is None or item.marked_at is not None:
        return ()
    mark = mark_ruled(
        draft,
        response.value if response else (),
        item.max_score,
        rules,
        response.certainty if response else None,
        verdict,
    )
    return mark.parts if mark.score == item.score else ()
