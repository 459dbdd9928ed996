"""The wide CSV: one row a learner, one column a quiz."""

from __future__ import annotations

from quizapp.gradebook.hygiene import write_csv, write_number, write_share
from quizapp.gradebook.rows import Gradebook

COLUMNS = ("learner_id", "external_id", "learner", "section")
LAST_COLUMN = "average_percent"


def write_wide(gradebook: Gradebook) -> str:
    """The gradebook with the score that counts in every cell.

    A blank cell is a quiz that is not attempted or still in progress; 0 is a score of 0.
    """
    rows = [
        [
            str(row.learner.id),
            row.learner.external_id,
            row.learner.name,
            row.section,
            *(
                write_number(cell.score_out_of(column.max_score))
                for cell, column in zip(row.cells, gradebook.columns, strict=True)
            ),
            write_share(row.average),
        ]
        for row in gradebook.rows
    ]
    return write_csv([*COLUMNS, *_quiz_headers(gradebook), LAST_COLUMN], rows)


def _quiz_headers(gradebook: Gradebook) -> list[str]:
    """`Title (out of 10)`; quizzes of one title are told apart by a number."""
    taken: set[str] = set()
    headers = []
    for column in gradebook.columns:
        title, times = column.title, 1
        while title in taken:
            times += 1
            title = f"{column.title} #{times}"
        taken.add(title)
        headers.append(f"{title} (out of {column.max_score.normalize():f})")
    return headers
