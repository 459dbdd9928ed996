"""The gradebook as Canvas imports it: a CSV whose head, titles and names leave no doubt.

Canvas finds a learner by ID, else SIS User ID, else SIS Login ID, else by the name or the
sortable name. It reads a title that ends in a number in brackets as an assignment's id, drops
columns that are called like one of its totals, and takes the first column of a name for all of
that name. All of that happens in silence, so it is prevented here and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from quizapp.cells import guard
from quizapp.gradebook.files import GradeFile, Wishes, encode
from quizapp.gradebook.hygiene import on_one_line, stream_csv, tell_apart, write_number
from quizapp.gradebook.identity import find_login, is_known, list_namesakes, split_name
from quizapp.gradebook.notices import count, list_names, tell_left, tell_unmarked
from quizapp.gradebook.rows import Book, Cell, CellStatus, Column, GradebookRow

COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
EXCUSED = "EX"
_HEADS = {*COLUMNS, "LastName", "FirstName", "Integration ID", "Root Account", "Notes"}
_TOTAL = re.compile(r"(Current|Final|Override)\s(Score|Points|Grade|Status)", re.IGNORECASE)
_ID = re.compile(r"\s\((\d+)\)\Z", re.ASCII)
_NUMBER = re.compile(r"-?[\d.,]+%?")


def write_canvas(gradebook: Book, wishes: Wishes) -> GradeFile:
    """The file, and what Canvas would have misread."""
    titles = _write_titles(gradebook)
    points = [POINTS, "", "", "", "", *(write_number(it.max_score) for it in gradebook.columns)]
    rows = (_write_row(row, gradebook, wishes) for row in gradebook.rows)
    text = stream_csv([*COLUMNS, *titles], chain([points], rows))
    return GradeFile(encode(text, wishes), _tell(gradebook, titles))


def _write_titles(gradebook: Book) -> list[str]:
    titles = [_tame_title(column.title) for column in gradebook.columns]
    return tell_apart(titles, taken=COLUMNS)


def _tame_title(title: str) -> str:
    """The title as Canvas keeps it."""
    tame = _one_cell(title)
    tame = _TOTAL.sub(r"\1-\2", tame)
    tame = _ID.sub(r" [\1]", tame)
    if not tame or tame in _HEADS or _NUMBER.fullmatch(tame) or guard(tame) != tame:
        tame = f"Quiz {tame}".strip()
    return tame


def _one_cell(text: str) -> str:
    """Canvas guesses the separator from three lines, so neither line ends nor `;` are left."""
    return on_one_line(text).replace(";", ",")


def _write_row(row: GradebookRow, gradebook: Book, wishes: Wishes) -> list[str]:
    number = row.learner.external_id
    canvas_id = number if wishes.canvas_ids and number.isascii() and number.isdecimal() else ""
    return [
        _write_name(row),
        canvas_id,
        "" if canvas_id else _one_cell(number),
        find_login(row),
        _one_cell(row.section),
        *map(_write_cell, row.cells, gradebook.columns),
    ]


def _write_cell(cell: Cell, column: Column) -> str:
    if cell.status is CellStatus.EXCUSED:
        return EXCUSED
    return write_number(cell.score_out_of(column.max_score))


def _write_name(row: GradebookRow) -> str:
    """`Last, First` where an ID says who is meant; where only the name does, as it is here."""
    name = _one_cell(row.learner.name).replace("Points Possible", "Points-Possible")
    parts = split_name(name)
    return f"{parts[1]}, {parts[0]}" if parts and is_known(row) else name


def _tell(gradebook: Book, titles: list[str]) -> Iterator[str]:
    for column, title in zip(gradebook.columns, titles, strict=True):
        if title != column.title:
            yield f"“{column.title}” is called “{title}” in the file: {_tell_why(column.title)}"
    unknown = [row.learner.name for row in gradebook.people if not is_known(row)]
    if unknown:
        yield (
            f"{count(len(unknown), 'learner')} without an ID can only be found by"
            f" {'name' if len(unknown) == 1 else 'their names'}: {list_names(unknown)}."
            " Check them on the page that Canvas shows, or give them their IDs first."
        )
    for name in list_namesakes(gradebook):
        yield f"Several learners are called {name}: Canvas cannot tell them apart without IDs."
    if gradebook.survey.commented:
        yield "Your comments on answers are not in the file, for Canvas imports scores alone."
    yield from tell_left(gradebook)
    yield from tell_unmarked(gradebook)


def _tell_why(title: str) -> str:
    plain = on_one_line(title)
    if _TOTAL.search(plain):
        return "Canvas drops columns that are called like its totals, without a word."
    if _ID.search(plain):
        return "Canvas takes a number in brackets at the end for the number of an assignment."
    if plain in _HEADS:
        return "Canvas has a column of that name."
    if plain != _one_cell(plain) or plain != title:
        return "semicolons and line breaks make Canvas take the columns apart at the wrong places."
    if _NUMBER.fullmatch(plain):
        return "Canvas reads it as a number."
    if guard(plain) != plain:
        return "a spreadsheet would run it as a formula."
    return "each column needs a name of its own."
