"""The gradebook as Moodle's grade import reads it: what identifies, then a column a quiz.

Moodle asks which column identifies a learner and what each other column is, so the heads may
be free; every row has to be as wide as the head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quizapp.gradebook.files import GradeFile, Wishes, encode
from quizapp.gradebook.hygiene import on_one_line, stream_csv, tell_apart, write_number
from quizapp.gradebook.identity import find_email, find_login
from quizapp.gradebook.notices import (
    count,
    list_names,
    tell_excused,
    tell_left,
    tell_renamed,
    tell_unmarked,
)
from quizapp.gradebook.rows import Book, Column, GradebookRow

NAME = "Full name"
KNOWN_BY: dict[str, Callable[[GradebookRow], str]] = {
    "ID number": lambda row: row.learner.external_id,
    "Email address": find_email,
    "Username": lambda row: "" if find_email(row) else find_login(row),
}
FEEDBACK = "Feedback: "
EXCLUDE = (
    "Moodle’s import cannot say so, and their cells are empty. In Moodle open the grader report,"
    " choose the cell, and tick Excluded."
)


def write_moodle(gradebook: Book, wishes: Wishes) -> GradeFile:
    """The file, and what has to be set up in Moodle for it."""
    known = {
        head: find
        for head, find in KNOWN_BY.items()
        if head == "ID number" or any(find(row) for row in gradebook.people)
    }
    heads = [on_one_line(it.title) for it in gradebook.columns]
    titles = tell_apart(heads, taken=(NAME, *KNOWN_BY))
    commented = [it.assignment_id in gradebook.survey.commented for it in gradebook.columns]
    header = [NAME, *known]
    for title, has_feedback in zip(titles, commented, strict=True):
        header += [title, FEEDBACK + title] if has_feedback else [title]
    rows = (
        [
            on_one_line(row.learner.name),
            *(find(row) for find in known.values()),
            *_write_cells(row, gradebook.columns, commented),
        ]
        for row in gradebook.rows
    )
    text = stream_csv(tell_apart(header), rows, wishes.separator)
    return GradeFile(encode(text, wishes), _tell(gradebook, titles))


def _write_cells(
    row: GradebookRow, columns: tuple[Column, ...], commented: list[bool]
) -> Iterator[str]:
    for cell, column, has_feedback in zip(row.cells, columns, commented, strict=True):
        yield write_number(cell.score_out_of(column.max_score))
        if has_feedback:
            yield cell.feedback


def _list_maxima(titles: list[str], columns: tuple[Column, ...]) -> str:
    """Out of how many points each quiz is; once where all are the same."""
    maxima = [f"{it.max_score.normalize():f}" for it in columns]
    if len(set(maxima)) == 1:
        return f"each with the maximum grade {maxima[0]}"
    told = (f"{title} {maximum}" for title, maximum in zip(titles, maxima, strict=True))
    return f"with these maximum grades: {'; '.join(told)}"


def _tell(gradebook: Book, titles: list[str]) -> Iterator[str]:
    pairs = [(it.title, title) for it, title in zip(gradebook.columns, titles, strict=True)]
    yield from tell_renamed(pairs, "each column needs one line and a name of its own.")
    if pairs:
        yield (
            "A new grade item in Moodle is out of 100. Make the items first,"
            f" {_list_maxima(titles, gradebook.columns)}."
        )
    unknown = [
        row.learner.name
        for row in gradebook.people
        if not any(find(row) for find in KNOWN_BY.values())
    ]
    if unknown:
        yield (
            f"{count(len(unknown), 'learner')} without an ID cannot be found by Moodle, and"
            f" stops the import: {list_names(unknown)}. Give them the ID number that they have"
            " in Moodle first, or take their rows out of the file."
        )
    elif not any(all(map(find, gradebook.people)) for find in KNOWN_BY.values()):
        yield (
            "No one column identifies every learner, and Moodle looks at one. Give everybody the"
            " ID number that they have in Moodle."
        )
    yield from tell_excused(gradebook, EXCLUDE)
    yield from tell_left(gradebook)
    yield from tell_unmarked(gradebook)
