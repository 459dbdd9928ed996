"""Which answers were given, and which of them is in force? The append-only responses.

A response is never overwritten, the next one follows it. What came too late is kept too; it
counts only if the teacher decides so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from quizapp.attempts.answers import Value
from quizapp.attempts.models import Response


@dataclass(frozen=True)
class Answer:
    """An answer as the page sent it.

    `tab` names the page load, `sequence` counts on from what that page knew, `seconds` is the
    time spent on the question so far, `certainty` goes from 1 to 3.
    """

    position: int
    tab: str
    sequence: int
    fields: tuple[str, ...]
    seconds: int | None = None
    certainty: int | None = None


@dataclass(frozen=True)
class Kept:
    """A response that is in the table, as far as its receipt tells of it.

    `last` is the highest number that a response to its question bears; `is_last` says whether
    this one is the last in sequence order, whether or not it counts.
    """

    received_at: datetime
    is_late: bool
    last: int
    is_last: bool


class Last(NamedTuple):
    """The last response to a question."""

    id: int
    sequence: int


# Built once: what a statement says need not be found out at every request.
_TABLE = cast(Table, Response.__table__)
# The highest number among the responses to the question. Whether the new one is among them is not
# said (it is on SQLite, it is not on PostgreSQL).
_OTHER = _TABLE.alias("other")
_HIGHEST = (
    select(func.max(_OTHER.c.sequence))
    .where(
        _OTHER.c.attempt_id == bindparam("of_attempt"),
        _OTHER.c.position == bindparam("of_position"),
    )
    .scalar_subquery()
)
_INSERTS: dict[str, Any] = {
    name: dialect.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id, _HIGHEST)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_LAST = (
    select(_TABLE.c.id, _TABLE.c.sequence)
    .where(
        _TABLE.c.attempt_id == bindparam("attempt_id"), _TABLE.c.position == bindparam("position")
    )
    .order_by(_TABLE.c.sequence.desc(), _TABLE.c.id.desc())
    .limit(1)
)


_IN_ORDER = (
    select(Response)
    .where(Response.attempt_id == bindparam("attempt_id"))
    .order_by(Response.position, Response.sequence, Response.id)
)
# Of each question the response in force; one that does not count where none does. Who writes a
# text is saved a hundred times: what is no longer in force stays in the database.
_RANKED = (
    select(
        _TABLE,
        func.row_number()
        .over(
            partition_by=_TABLE.c.position,
            order_by=(_TABLE.c.counts.desc(), _TABLE.c.sequence.desc(), _TABLE.c.id.desc()),
        )
        .label("place"),
        func.max(_TABLE.c.sequence).over(partition_by=_TABLE.c.position).label("highest"),
        func.max(_TABLE.c.received_at).over().label("last_received"),
    )
    .where(_TABLE.c.attempt_id == bindparam("attempt_id"))
    .subquery()
)
_SO_FAR = (
    select(aliased(Response, _RANKED), _RANKED.c.highest, _RANKED.c.last_received)
    .where(_RANKED.c.place == 1)
    .order_by(_RANKED.c.position)
)


def append_response(
    session: Session, attempt_id: int, answer: Answer, value: Value, late: bool, now: datetime
) -> Kept:
    """Keep an answer whose value was read already; the response as it is kept.

    The same save again (one tab, one number, one value) is one save. Another value under a
    number that the tab has used (a form that was sent, gone back to, and sent again) is newer
    and goes behind the last; that form sent twice is one save too.
    """
    row: dict[str, Any] = {
        "of_attempt": attempt_id,
        "of_position": answer.position,
        "attempt_id": attempt_id,
        "position": answer.position,
        "tab": answer.tab,
        "sequence": answer.sequence,
        "value": value,
        "certainty": answer.certainty,
        "seconds": answer.seconds,
        "received_at": now,
        "is_late": late,
        "counts": not late,
    }
    connection = session.connection()
    insert = _INSERTS[connection.dialect.name]
    kept = connection.execute(insert, row).one_or_none()
    if kept is None:
        last = find_last(session, attempt_id, answer.position)
        same = find_same(session, attempt_id, answer, value)
        if same is not None:
            return Kept(same.received_at, same.is_late, last.sequence, last.id == same.id)
        row["sequence"] = last.sequence + 1
        kept = connection.execute(insert, row).one()
    highest = max(kept[1] or 0, row["sequence"])
    return Kept(now, late, highest, row["sequence"] == highest)


def find_same(session: Session, attempt_id: int, answer: Answer, value: Value) -> Response | None:
    """The save that this one repeats: the one under its number, or the last of its tab."""
    of_tab = session.scalars(
        select(Response)
        .where(
            Response.attempt_id == attempt_id,
            Response.position == answer.position,
            Response.tab == answer.tab,
            Response.sequence >= answer.sequence,
        )
        .order_by(Response.sequence)
    ).all()
    if not of_tab or of_tab[0].sequence != answer.sequence:
        return None  # the number is new
    said = (value, answer.certainty)
    return next((it for it in (of_tab[0], of_tab[-1]) if (it.value, it.certainty) == said), None)


def find_last(session: Session, attempt_id: int, position: int) -> Last:
    """The last response to a question in sequence order, whether or not it counts."""
    sought = {"attempt_id": attempt_id, "position": position}
    return Last(*session.connection().execute(_LAST, sought).one())


def list_responses(session: Session, attempt_id: int) -> Sequence[Response]:
    """All that was answered, what came too late too: by position, each in sequence order."""
    return session.scalars(_IN_ORDER, {"attempt_id": attempt_id}).all()


def final_responses(session: Session, attempt_id: int) -> dict[int, Response]:
    """The response in force at each position."""
    return read_given(session, attempt_id).in_force


def pick_final(responses: Iterable[Response]) -> dict[int, Response]:
    """The response in force at each position: of those in order the last that counts."""
    return {it.position: it for it in responses if it.counts}


@dataclass(frozen=True)
class AnswersSoFar:
    """What a page of a sitting has to know of the answers, by position.

    `in_force`: the last in sequence order that counts; `sequences`: the highest number that a
    response bears; `last_received`: when the last of all was kept.
    """

    in_force: dict[int, Response]
    sequences: dict[int, int]
    last_received: datetime | None


def read_given(session: Session, attempt_id: int) -> AnswersSoFar:
    """What is in force, in one statement that reads a row a question, however many there are."""
    rows = session.execute(_SO_FAR, {"attempt_id": attempt_id}).all()
    return AnswersSoFar(
        in_force=pick_final(it for it, _, _ in rows),
        sequences={it.position: highest for it, highest, _ in rows},
        last_received=rows[0].last_received if rows else None,
    )


def sum_seconds(responses: Iterable[Response]) -> dict[int, int]:
    """The seconds spent on each question, where a page has told: each page load counts its own."""
    on_page: dict[tuple[int, str], int] = {}
    for it in responses:
        if it.seconds is not None:
            key = it.position, it.tab
            on_page[key] = max(on_page.get(key, 0), it.seconds)
    found: dict[int, int] = {}
    for (position, _), seconds in on_page.items():
        found[position] = found.get(position, 0) + seconds
    return found


def list_late(session: Session, attempt_id: int) -> list[Response]:
    """The responses that came too late, those that were accepted too, as they came."""
    return pick_late(list_responses(session, attempt_id))


def pick_late(responses: Iterable[Response]) -> list[Response]:
    """Of these responses those that came too late, as they came."""
    late = (it for it in responses if it.is_late)
    return sorted(late, key=lambda it: (it.received_at, it.id))
