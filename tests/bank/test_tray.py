"""The tray lists a bank's questions, filters them, and knows which one comes next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.bank.content import load_latest
from quizapp.bank.review import edit
from quizapp.bank.tray import (
    ConfidenceBand,
    TrayFilter,
    TrayRow,
    find_next,
    find_place,
    list_rows,
)
from quizapp.generation.draft import Difficulty, Kind, Origin, Skill, Status
from tests.conftest import MovableClock
from tests.factories import choice, make_bank, make_teacher, one_of_each_kind, span

REASONS = ("key-telltale", "pattern-on-trial")


def row(number: int, **changes: object) -> TrayRow:
    made = TrayRow(
        id=number,
        article_id=1,
        uid=f"q-{number}",
        status=Status.DRAFT,
        version=1,
        kind=Kind.CLOZE,
        skill=Skill.DETAIL,
        difficulty=Difficulty.EASY,
        stem="Who?",
        origin=Origin.GENERATED,
        pattern="who",
        confidence=0.8,
        reasons=(),
        paragraph=1,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@st.composite
def trays(draw: st.DrawFn) -> list[TrayRow]:
    return [
        row(
            number,
            status=draw(st.sampled_from(Status)),
            kind=draw(st.sampled_from((Kind.CLOZE, Kind.MATCHING))),
            paragraph=draw(st.integers(1, 3)),
            confidence=draw(st.sampled_from((0.5, 0.7, 0.89, 0.9, 1.0))),
            reasons=tuple(draw(st.sets(st.sampled_from(REASONS)))),
        )
        for number in range(1, draw(st.integers(1, 12)) + 1)
    ]


filters = st.builds(
    TrayFilter,
    status=st.none() | st.sampled_from(Status),
    kind=st.none() | st.sampled_from((Kind.CLOZE, Kind.MATCHING)),
    paragraph=st.none() | st.integers(1, 3),
    band=st.none() | st.sampled_from(ConfidenceBand),
    reason=st.sampled_from(("", *REASONS)),
)


def test_a_row_says_what_the_version_in_force_says(session: Session, clock: MovableClock) -> None:
    bank = make_bank(session, make_teacher(session, clock()), clock(), one_of_each_kind())
    question, _, _ = load_latest(session, bank.id)[0]
    moved = choice(stem="When was it closed?", critical_span=span(1, "closed in 1998"))
    edit(session, question, moved, teacher_id=bank.teacher_id, now=clock())
    rows = list_rows(session, bank.id)
    assert len(rows) == len(one_of_each_kind())
    assert (rows[0].stem, rows[0].paragraph, rows[0].version) == (moved.stem, 1, 2)
    assert [it.id for it in rows] == [it.id for it, _, _ in load_latest(session, bank.id)]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (TrayFilter(), 1),
        (TrayFilter(status=Status.RETIRED), 2),
        (TrayFilter(kind=Kind.MATCHING), 3),
        (TrayFilter(skill=Skill.CAUSE), 4),
        (TrayFilter(paragraph=9), 5),
        (TrayFilter(band=ConfidenceBand.HIGH), 6),
        (TrayFilter(reason="key-telltale"), 7),
    ],
)
def test_each_filter_admits_what_it_names_and_nothing_else(wanted: TrayFilter, number: int) -> None:
    rows = [
        row(1),
        row(2, status=Status.RETIRED),
        row(3, kind=Kind.MATCHING),
        row(4, skill=Skill.CAUSE),
        row(5, paragraph=9),
        row(6, confidence=0.95),
        row(7, reasons=("key-telltale",)),
    ]
    admitted = [it.id for it in rows if wanted.admits(it)]
    assert admitted == ([it.id for it in rows] if number == 1 else [number])


@given(trays(), filters)
def test_going_from_neighbour_to_neighbour_meets_each_question_once(
    rows: list[TrayRow], wanted: TrayFilter
) -> None:
    admitted = [it.id for it in rows if wanted.admits(it)]
    met = admitted[:1]
    while met and (following := find_place(rows, wanted, met[-1]).next_id):
        assert find_place(rows, wanted, following).previous_id == met[-1]
        met.append(following)
    assert met == admitted


@given(trays(), filters)
def test_deciding_again_and_again_empties_the_tray(rows: list[TrayRow], wanted: TrayFilter) -> None:
    status = wanted.status or Status.DRAFT
    waiting = {it.id for it in rows if it.status is status and wanted.admits(it)}
    at, met = find_next(rows, wanted, 0), []
    while at is not None:
        met.append(at)
        other = Status.RETIRED if status is not Status.RETIRED else Status.DRAFT
        rows = [replace(it, status=other) if it.id == at else it for it in rows]
        at = find_next(rows, wanted, at)
    assert sorted(met) == sorted(waiting)
