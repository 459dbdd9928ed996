"""What would a class list change in a course? The plan that is shown and carried out (pure)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from quizapp.accounts.enrolling import free_sign_in_name
from quizapp.accounts.passwords import fold_name
from quizapp.accounts.roster_matching import Matching, Member, RosterRow, Where, match_rows


class Outcome(StrEnum):
    NEW = "new"
    KNOWN = "known"  # has an account by another course, and gets a place here too
    BACK = "back"
    CHANGED = "changed"
    SAME = "same"
    REPEATED = "repeated"
    BAD = "bad"


@dataclass(frozen=True)
class PlannedRow:
    """What becomes of a line: the learner as they will be, and a sentence for the teacher."""

    row: RosterRow
    outcome: Outcome
    sentence: str = ""
    learner_id: int | None = None
    name: str = ""
    external_id: str = ""
    section: str = ""
    sign_in_name: str = ""


@dataclass(frozen=True)
class RosterPlan:
    """Every line once, in the file's order; `missing` are in the course and not in the file."""

    rows: tuple[PlannedRow, ...]
    missing: tuple[Member, ...]

    def of(self, *outcomes: Outcome) -> list[PlannedRow]:
        return [it for it in self.rows if it.outcome in outcomes]

    @property
    def changes(self) -> list[PlannedRow]:
        """The lines that change something in the course."""
        return self.of(Outcome.NEW, Outcome.KNOWN, Outcome.BACK, Outcome.CHANGED)

    @property
    def fingerprint(self) -> str:
        """The same for the same plan: what is carried out is what was looked at."""
        return sha256(repr(self.rows).encode()).hexdigest()


def plan_roster(rows: Sequence[RosterRow], members: Sequence[Member]) -> RosterPlan:
    """What becomes of each of `rows` in a course of `members`."""
    matching = match_rows(rows, members)
    by_line = matching.list_claimed()
    newcomers = {it.line for it in matching.new} | {
        line for line, it in by_line.items() if it.where is Where.ELSEWHERE
    }
    names = _name_newcomers(rows, newcomers, matching.course)
    planned = [_plan(it, by_line.get(it.line), matching, names) for it in rows]
    missing = [
        it
        for it in matching.course
        if it.where is Where.HERE and it.learner_id not in matching.claims
    ]
    return RosterPlan(tuple(planned), tuple(missing))


def _name_newcomers(
    rows: Sequence[RosterRow], newcomers: Collection[int], course: Sequence[Member]
) -> dict[int, str]:
    """For each line of a newcomer the name to sign in with.

    Names that are written down come first, and none is made that any line has: the same list,
    read again, would take its owner for somebody else.
    """
    taken = {it.sign_in_name for it in course}
    names = {}
    for written in (True, False):
        for row in rows:
            if row.line in newcomers and bool(row.sign_in_name) is written:
                names[row.line] = free_sign_in_name(row.sign_in_name or row.name, taken)
                taken.add(names[row.line])
        taken |= {fold_name(it.sign_in_name) for it in rows}
    return names


def _plan(
    row: RosterRow, member: Member | None, matching: Matching, names: dict[int, str]
) -> PlannedRow:
    if row.line in matching.problems:
        return PlannedRow(row, Outcome.BAD, matching.problems[row.line])
    if row.line in matching.repeats:
        first = matching.repeats[row.line].line
        return PlannedRow(row, Outcome.REPEATED, f"The same learner as in line {first}.")
    if member is None:
        return _plan_new(row, names[row.line])
    return _plan_member(row, member, names)


def _plan_new(row: RosterRow, sign_in_name: str) -> PlannedRow:
    return PlannedRow(
        row,
        Outcome.NEW,
        _tell_number(row, sign_in_name),
        name=row.name,
        external_id=row.external_id,
        section=row.section,
        sign_in_name=sign_in_name,
    )


def _tell_number(row: RosterRow, sign_in_name: str) -> str:
    """Who has to sign in under another name than their own; empty when nobody has."""
    is_own = sign_in_name in (fold_name(row.name), fold_name(row.sign_in_name))
    return "" if is_own else f"Signs in as {sign_in_name}: the name is taken."


def _plan_member(row: RosterRow, member: Member, names: dict[int, str]) -> PlannedRow:
    """What the line changes of somebody who is known; an empty cell changes nothing."""
    sign_in_name = names.get(row.line, member.sign_in_name)
    told = _tell_changes(row, member)
    outcome = Outcome.CHANGED if told else Outcome.SAME
    if member.where is Where.LEFT:
        outcome = Outcome.BACK
        told = ["Had left, and is put back.", *told]
    if member.where is Where.ELSEWHERE:
        outcome = Outcome.KNOWN
        told = [f"Is in {member.course} too, and keeps their account.", *told]
        told.append(_tell_number(row, sign_in_name))
    return PlannedRow(
        row,
        outcome,
        " ".join(told).strip(),
        learner_id=member.learner_id,
        name=row.name,
        external_id=row.external_id or member.external_id,
        section=row.section or member.section,
        sign_in_name=sign_in_name,
    )


def _tell_changes(row: RosterRow, member: Member) -> list[str]:
    told = []
    if row.name != member.name:
        told.append(f"Was called {member.name}.")
    if row.external_id and row.external_id != member.external_id:
        told.append(f"Gets the ID {row.external_id}.")
    if row.section and row.section != member.section and member.where is not Where.ELSEWHERE:
        before = f" from section {member.section}" if member.section else ""
        told.append(f"Moves{before} to section {row.section}.")
    return told
