"""The wide CSV: one row a learner, one column a quiz."""

from __future__ import annotations

from quizapp.gradebook.hygiene import tell_apart, to_percent
from quizapp.gradebook.rows import Gradebook
from quizapp.gradebook.tables import Table, write_table

COLUMNS = ("learner_id", "external_id", "learner", "section")
LAST_COLUMN = "average_percent"


def write_wide(gradebook: Gradebook) -> str:
    """The gradebook with the score that counts in every cell.

    A blank cell is a quiz that is not attempted or still in progress; 0 is a score of 0.
    """
    return write_table(tabulate_wide(gradebook))


def tabulate_wide(gradebook: Gradebook) -> Table:
    """A row a learner, a column a quiz."""
    return Table(
        (*COLUMNS, *_quiz_headers(gradebook), LAST_COLUMN),
        tuple(
            (
                row.learner.id,
                row.learner.external_id,
                row.learner.name,
                row.section,
                *(
                    cell.score_out_of(column.max_score)
                    for cell, column in zip(row.cells, gradebook.columns, strict=True)
                ),
                to_percent(row.average),
            )
            for row in gradebook.rows
        ),
    )


def _quiz_headers(gradebook: Gradebook) -> list[str]:
    """`Title (out of 10)`; quizzes of one title are told apart by a number."""
    titles = tell_apart(column.title for column in gradebook.columns)
    return [
        f"{title} (out of {column.max_score.normalize():f})"
        for title, column in zip(titles, gradebook.columns, strict=True)
    ]
