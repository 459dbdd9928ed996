"""Which learners and which quizzes stand on one page of the gradebook, and in which order?

However many there are, a page costs the same few statements: the roll, what it is put in order
by, and the cells of the learners who are on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from quizapp.accounts.passwords import fold_name
from quizapp.gradebook.across import Across
from quizapp.gradebook.filling import fill
from quizapp.gradebook.keeping import list_totals
from quizapp.gradebook.roll import read_roll
from quizapp.gradebook.rows import Column, GradebookRow
from quizapp.gradebook.skills import SkillShare, read_skills
from quizapp.gradebook.totals import find_total

LEARNERS_A_PAGE = 50
QUIZZES_A_PAGE = 10
T = TypeVar("T")


class Order(StrEnum):
    """By what the learners are in order; a quiz is named by its assignment's id instead."""

    NAME = "name"
    SECTION = "section"
    TOTAL = "total"


@dataclass(frozen=True)
class Wanted:
    """What a teacher wants to see; `quiz_id` is the quiz to sort by, before `order`."""

    order: Order = Order.NAME
    quiz_id: int | None = None
    is_descending: bool = False
    section: str | None = None
    period_id: int | None = None
    name: str = ""
    page: int = 1
    across: int = 1
    by_skill: bool = False


@dataclass(frozen=True)
class Sheet:
    """A row of the page: the learner with the cells that are shown, and the total of all."""

    row: GradebookRow
    total: float | None
    skills: tuple[SkillShare | None, ...] = ()


@dataclass(frozen=True)
class GradebookPage:
    """One page; `page` and `across` are in range, whatever was wanted."""

    wanted: Wanted
    whole: Across
    columns: tuple[Column, ...]
    rows: tuple[Sheet, ...]
    sections: tuple[str, ...]
    learner_count: int  # whom the filters leave
    everybody: int
    pages: int
    pages_across: int

    @property
    def quiz_count(self) -> int:
        """How many quizzes the period has."""
        return len(self.whole.narrow(self.wanted.period_id).columns)


def read_page(session: Session, whole: Across, wanted: Wanted, now: datetime) -> GradebookPage:
    """The page as it is wanted; in order of totals only as far as totals are kept."""
    across = whole.narrow(wanted.period_id)
    roll = read_roll(session, whole.course.id)
    found = [row for row in roll if _is_wanted(row, wanted)]
    pages = _count_pages(len(found), LEARNERS_A_PAGE)
    pages_across = _count_pages(len(across.columns), QUIZZES_A_PAGE)
    wanted = replace(
        wanted, page=_clamp(wanted.page, pages), across=_clamp(wanted.across, pages_across)
    )
    on_page = _cut(_sort(session, across, found, wanted), wanted.page, LEARNERS_A_PAGE)
    return GradebookPage(
        wanted,
        whole,
        _cut(across.columns, wanted.across, QUIZZES_A_PAGE),
        _fill(session, across, on_page, wanted, now),
        tuple(sorted({row.section for row in roll if row.section})),
        len(found),
        len(roll),
        pages,
        pages_across,
    )


def _is_wanted(row: GradebookRow, wanted: Wanted) -> bool:
    if wanted.section is not None and row.section != wanted.section:
        return False
    if not wanted.name:
        return True
    line = (row.learner.name, row.learner.external_id, row.sign_in_name)
    return any(fold_name(wanted.name) in fold_name(it) for it in line)


def _sort(
    session: Session, across: Across, rows: list[GradebookRow], wanted: Wanted
) -> list[GradebookRow]:
    """In order; equals by name, what has no grade last, and who has left after everybody."""
    by_name = sorted(rows, key=lambda row: fold_name(row.learner.name))
    values = _read_values(session, across, by_name, wanted)
    found = [row for row in by_name if row.learner.id in values]
    found.sort(key=lambda row: values[row.learner.id], reverse=wanted.is_descending)
    without = [row for row in by_name if row.learner.id not in values]
    return sorted([*found, *without], key=lambda row: row.left_at is not None)


def _read_values(
    session: Session, across: Across, rows: list[GradebookRow], wanted: Wanted
) -> dict[int, Any]:
    """What each learner is put in order by, where there is anything."""
    chosen = [it for it in across.columns if it.assignment_id == wanted.quiz_id]
    if chosen:
        filling = fill(session, across.only(chosen[0]), None, None)
        shares = {key: cell.ratio for key, (cell,) in filling.rows.items()}
        return {key: share for key, share in shares.items() if share is not None}
    match wanted.order:
        case Order.TOTAL:
            return list_totals(session, across.course.id, wanted.period_id)
        case Order.SECTION:
            return {row.learner.id: fold_name(row.section) for row in rows if row.section}
        case _:
            return {row.learner.id: place for place, row in enumerate(rows)}


def _fill(
    session: Session,
    across: Across,
    rows: Sequence[GradebookRow],
    wanted: Wanted,
    now: datetime,
) -> tuple[Sheet, ...]:
    """The rows with the cells that are shown; the total needs those of all quizzes."""
    filling = fill(session, across, [row.learner.id for row in rows], now)
    shown = slice((wanted.across - 1) * QUIZZES_A_PAGE, wanted.across * QUIZZES_A_PAGE)
    cells = {row.learner.id: filling.list_cells(row.learner.id) for row in rows}
    skills = read_skills(session, cells) if wanted.by_skill else {}
    return tuple(
        Sheet(
            replace(row, cells=cells[row.learner.id][shown]),
            find_total(across.columns, cells[row.learner.id], across.scheme),
            skills.get(row.learner.id, ()),
        )
        for row in rows
    )


def _cut(items: Sequence[T], page: int, size: int) -> tuple[T, ...]:
    return tuple(items[(page - 1) * size : page * size])


def _count_pages(count: int, size: int) -> int:
    return max(1, -(-count // size))


def _clamp(page: int, pages: int) -> int:
    return min(max(1, page), pages)
