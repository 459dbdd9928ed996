"""Whom does each line of a class list mean? (pure)

Who has its ID; else who signs in under its sign-in name; else the one person who has its name.
A line that two people could be, and lines that contradict each other, mean nobody and say so,
so that the order of the lines never decides who is in the course.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from quizapp.accounts.enrolling import (
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_SECTION,
    LONGEST_SIGN_IN_NAME,
)
from quizapp.accounts.passwords import MINIMUM_LENGTH, fold_name

T = TypeVar("T")
LONGEST_PASSWORD = 200
NAMESAKES = (
    "A learner of the course called {row.name} might be this one, and nothing tells."
    " Set the ID of the one in the course first."
)
SIGN_IN_NAME_TAKEN = (
    "{it.name}, who has the ID {it.external_id}, signs in as {it.sign_in_name}."
    " Choose another sign-in name."
)
OWNED_ELSEWHERE = (
    "{it.name}, who is in {it.course}, has the ID {it.external_id}. Correct the ID or the name."
)
TWO_SIGN_IN_NAMES = "Two learners of the course sign in as {names}. Leave one of the names out."
SEVERAL = "Several learners are called {row.name}. Write the ID or the sign-in name."


@dataclass(frozen=True)
class RosterRow:
    """A line of a class list; `problem` is a sentence when it cannot be read as a learner."""

    line: int
    name: str
    external_id: str = ""
    section: str = ""
    sign_in_name: str = ""
    password: str = ""
    problem: str = ""


class Where(StrEnum):
    HERE = "here"
    LEFT = "left"  # was in the course
    ELSEWHERE = "elsewhere"  # in another course of the teacher's


@dataclass(frozen=True)
class Member:
    """Somebody who is known; of those elsewhere only `course`, which they are in, matters."""

    learner_id: int
    name: str
    external_id: str = ""
    sign_in_name: str = ""
    section: str = ""
    where: Where = Where.HERE
    course: str = ""


def match_rows(rows: Sequence[RosterRow], members: Sequence[Member]) -> Matching:
    """Whom each of `rows` means among `members`."""
    matching = Matching(members)
    good = _refuse(rows, matching)
    matching.match_ids(it for it in good if it.external_id)
    matching.match_sign_in_names(it for it in matching.waiting(good) if has_mark(it))
    matching.match_marked(it for it in matching.waiting(good) if has_mark(it))
    matching.match_names(matching.waiting(good))
    return matching


def _alike(member: Member, rows: Iterable[RosterRow]) -> bool:
    """Whether every line could name this person: a word of the name, at least, is the same."""
    words = set(fold_name(member.name).split())
    return all(words & set(fold_name(it.name).split()) for it in rows)


class Matching:
    """The lines that are decided so far, and who is taken by which line."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.course = [it for it in members if it.where is not Where.ELSEWHERE]
        self.elsewhere = {it.learner_id: it for it in members if it.where is Where.ELSEWHERE}
        self.namesakes = _index(self.course, lambda it: fold_name(it.name))
        self.problems: dict[int, str] = {}
        self.claims: dict[int, RosterRow] = {}  # the learner whom a line means
        self.new: list[RosterRow] = []
        self.repeats: dict[int, RosterRow] = {}  # a line, and the one that says the same

    def refuse(self, row: RosterRow, problem: str) -> None:
        self.problems[row.line] = problem

    def refuse_all(self, rows: Iterable[RosterRow], problem: str) -> None:
        for row in rows:
            self.refuse(row, problem)

    def waiting(self, rows: Iterable[RosterRow]) -> list[RosterRow]:
        """The rows that nothing is decided about."""
        decided = {
            *self.problems,
            *self.repeats,
            *(it.line for it in self.claims.values()),
            *(it.line for it in self.new),
        }
        return [it for it in rows if it.line not in decided]

    def match_ids(self, rows: Iterable[RosterRow]) -> None:
        """Lines whose ID somebody has: in the course, or else in another one."""
        for group in _group(rows, lambda it: it.external_id):
            number = group[0].external_id
            found = [it for it in self.course if it.external_id == number] or [
                it for it in self.elsewhere.values() if it.external_id == number
            ]
            if len(found) > 1:
                names = " and ".join(sorted({it.name for it in found}))
                self.refuse_all(group, f"{names} both have the ID {number}. Give each their own.")
            elif found and found[0].where is Where.ELSEWHERE and not _alike(found[0], group):
                self.refuse_all(group, OWNED_ELSEWHERE.format(it=found[0]))
            elif found:
                self._claim(found[0], group)

    def match_sign_in_names(self, rows: Iterable[RosterRow]) -> None:
        """Lines with a mark of their own, whose sign-in name somebody in the course has."""
        by_name = {it.sign_in_name: it for it in self.course}
        for group in _group_people(rows):
            names = sorted({fold_name(it.sign_in_name) for it in group if it.sign_in_name})
            found = [by_name[it] for it in names if it in by_name]
            if len(found) > 1:
                self.refuse_all(group, TWO_SIGN_IN_NAMES.format(names=" and ".join(names)))
            elif found and found[0].external_id and group[0].external_id:
                self.refuse_all(group, SIGN_IN_NAME_TAKEN.format(it=found[0]))
            elif found:
                self._claim(found[0], group)

    def match_marked(self, rows: Iterable[RosterRow]) -> None:
        """Lines with an ID or sign-in name that nobody has: of a namesake without one, or new."""
        for namesakes in _group(_group_people(rows), lambda group: fold_name(group[0].name)):
            free = self._list_free(fold_name(namesakes[0][0].name))
            found = {
                group[0].line: [it for it in free if not (group[0].external_id and it.external_id)]
                for group in namesakes
            }
            rivals = [group for group in namesakes if found[group[0].line]]
            for group in namesakes:
                candidates = found[group[0].line]
                if not candidates:
                    self._add(group)
                elif len(rivals) == len(candidates) == 1:
                    self._claim(candidates[0], group)
                else:
                    self.refuse_all(group, NAMESAKES.format(row=group[0]))

    def match_names(self, rows: Sequence[RosterRow]) -> None:
        """Lines with a name alone: the one person who has it."""
        lines = _index([*self.claims.values(), *self.new], lambda it: fold_name(it.name))
        for name, group in _index(rows, lambda it: fold_name(it.name)).items():
            said, free = lines.get(name, []), self._list_free(name)
            if len(said) + len(free) > 1:
                self.refuse_all(group, SEVERAL.format(row=group[0]))
            elif said:
                self.repeats.update((it.line, said[0]) for it in group)
            elif free:
                self._claim(free[0], group)
            else:
                self._add(group)

    def _list_free(self, name: Hashable) -> list[Member]:
        """Those of the course with that name whom no line means yet."""
        return [it for it in self.namesakes.get(name, []) if it.learner_id not in self.claims]

    def list_claimed(self) -> dict[int, Member]:
        """The member whom each line means, by the line's number."""
        members = {it.learner_id: it for it in (*self.elsewhere.values(), *self.course)}
        return {row.line: members[key] for key, row in self.claims.items()}

    def _claim(self, member: Member, group: Sequence[RosterRow]) -> None:
        """`group` means `member`; a line before it with a stronger mark may say so already."""
        first = self.claims.get(member.learner_id)
        for row in group:
            if first is None:
                first = self.claims[member.learner_id] = row
            elif fold_name(row.name) == fold_name(first.name):
                self.repeats[row.line] = first
            else:
                self.refuse(
                    row,
                    f"This is the learner of line {first.line}, under another name."
                    " Correct the wrong one.",
                )

    def _add(self, group: Sequence[RosterRow]) -> None:
        self.new.append(group[0])
        self.repeats.update((it.line, group[0]) for it in group[1:])


def _refuse(rows: Sequence[RosterRow], matching: Matching) -> list[RosterRow]:
    """The rows that say who is meant; the others are refused with a sentence."""
    for row in rows:
        if problem := row.problem or _find_problem(row):
            matching.refuse(row, problem)
    _refuse_contradictions(
        matching,
        [it for it in matching.waiting(rows) if it.external_id],
        lambda it: it.external_id,
        lambda it: fold_name(it.name),
        "{lines} have the ID {it.external_id} and different names. Correct the wrong one.",
    )
    _refuse_contradictions(
        matching,
        [it for it in matching.waiting(rows) if it.sign_in_name],
        lambda it: fold_name(it.sign_in_name),
        lambda it: (it.external_id, fold_name(it.name)),
        "{lines} have the sign-in name {it.sign_in_name} and are not one learner."
        " Give each their own.",
    )
    return matching.waiting(rows)


def _refuse_contradictions(
    matching: Matching,
    rows: Iterable[RosterRow],
    shared: Callable[[RosterRow], Hashable],
    person: Callable[[RosterRow], Hashable],
    sentence: str,
) -> None:
    """Refuse rows that share a number or name and mean different people."""
    for group in _group(rows, shared):
        if len({person(it) for it in group}) > 1:
            matching.refuse_all(group, sentence.format(lines=_name_lines(group), it=group[0]))


def _find_problem(row: RosterRow) -> str:
    """Why the line alone cannot be taken; empty when it can."""
    if not row.name:
        return "The name is missing."
    if max(len(row.name), len(fold_name(row.name))) > LONGEST_NAME:
        return f"The name is longer than {LONGEST_NAME} characters."
    if len(row.external_id) > LONGEST_ID:
        return f"The ID is longer than {LONGEST_ID} characters."
    if len(row.section) > LONGEST_SECTION:
        return f"The section is longer than {LONGEST_SECTION} characters."
    if len(fold_name(row.sign_in_name)) > LONGEST_SIGN_IN_NAME:
        return f"The sign-in name is longer than {LONGEST_SIGN_IN_NAME} characters."
    if row.password and not MINIMUM_LENGTH <= len(row.password) <= LONGEST_PASSWORD:
        return (
            f"The password has to have {MINIMUM_LENGTH} to {LONGEST_PASSWORD} characters."
            " Leave it empty to have one made."
        )
    return ""


def has_mark(row: RosterRow) -> bool:
    """Whether more than a name says who is meant."""
    return bool(row.external_id or row.sign_in_name)


def _group_people(rows: Iterable[RosterRow]) -> list[list[RosterRow]]:
    """The lines of one ID together, or of one sign-in name where there is no ID."""
    return _group(rows, lambda it: it.external_id or (fold_name(it.sign_in_name),))


def _group(things: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """The things that have one key together, in their order."""
    return list(_index(things, key).values())


def _index(things: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    """The things by their key, in their order."""
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return dict(groups)


def _name_lines(rows: Sequence[RosterRow]) -> str:
    """Lines 3, 5 and 8."""
    numbers = [str(it.line) for it in rows]
    return f"Lines {', '.join(numbers[:-1])} and {numbers[-1]}"
