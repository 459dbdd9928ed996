"""Which columns has the file of a quiz's statistics, and what stands in them? (pure)"""

from __future__ import annotations

from quizapp.statistics.figures import QuestionStatistics, QuizStatistics
from quizapp.statistics.findings import find_in_question

COLUMNS = (
    "question",
    "n",
    "stable",
    "facility_index",
    "sd",
    "max_score",
    "discrimination_index",
    "discriminative_efficiency",
    "effective_weight",
    "intended_weight",
    "random_guess_score",
    "findings",
)


def list_rows(quiz: QuizStatistics) -> list[tuple[str, ...]]:
    """A row for each question; what is not known is blank."""
    return [_write_row(it) for it in quiz.questions]


def _write_row(question: QuestionStatistics) -> tuple[str, ...]:
    return (
        " ".join(question.stem.split()),
        str(question.n),
        "yes" if question.stable else "no",
        *map(
            _write,
            (
                question.facility_index,
                question.sd,
                question.max_score,
                question.discrimination_index,
                question.discriminative_efficiency,
                question.effective_weight,
                question.intended_weight,
                question.random_guess_score,
            ),
        ),
        " ".join(it.sentence for it in find_in_question(question)),
    )


def _write(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.4f}"
