"""What a course file holds is decided for every table, and kept to."""

from __future__ import annotations

import pytest

import quizapp.jobs.queue
import quizapp.web  # noqa: F401 - all tables of the program are known then
from quizapp.config import ROOT
from quizapp.course_archive.contents import LEFT_OUT, MEMBERS, Member, list_members
from quizapp.course_archive.values import read_value
from quizapp.db import Base

TABLES = Base.metadata.tables
DOC = (ROOT / "docs" / "course-files.md").read_text(encoding="utf-8")


def test_every_table_is_in_a_file_or_left_out_for_a_reason() -> None:
    listed = [it.table.name for it in MEMBERS]
    assert sorted([*listed, *LEFT_OUT]) == sorted(TABLES)


@pytest.mark.parametrize("member", MEMBERS, ids=lambda it: it.name)
def test_only_columns_that_there_are_are_left_out(member: Member) -> None:
    assert set(member.left_out) <= set(member.table.columns.keys())


def test_a_table_refers_to_none_but_itself_and_those_before_it() -> None:
    seen: set[str] = set()
    for member in MEMBERS:
        seen.add(member.table.name)
        assert set(member.references.values()) <= seen


@pytest.mark.parametrize("with_learners", [True, False])
def test_a_file_refers_to_no_table_that_it_lacks(with_learners: bool) -> None:
    members = list_members(with_learners=with_learners)
    names = {it.table.name for it in members}
    assert {target for it in members for target in it.references.values()} <= names


@pytest.mark.parametrize("member", MEMBERS, ids=lambda it: it.name)
def test_what_refers_to_a_row_refers_to_its_number(member: Member) -> None:
    for column in member.columns:
        for key in column.foreign_keys:
            # A picture alone is named by what it is: the same name means the same picture.
            assert key.column.name == "id" or key.column.table.name == "picture"
        # A column of a kind that nobody has thought of raises a TypeError here.
        if column.nullable:
            assert read_value(column, None) is None


@pytest.mark.parametrize("member", MEMBERS, ids=lambda it: it.name)
def test_every_member_and_column_is_documented(member: Member) -> None:
    _, _, section = DOC.partition(f"### `{member.name}`\n")
    described = section.partition("\n#")[0]
    assert described, f"docs/course-files.md has no section on {member.name}"
    for column in member.columns:
        assert f"`{column.name}`" in described
    for name in member.left_out:
        assert f"`{name}`" in described.partition("Left out")[2]


@pytest.mark.parametrize("table", sorted(LEFT_OUT))
def test_every_table_that_is_left_out_is_documented(table: str) -> None:
    assert f"`{table}`" in DOC
