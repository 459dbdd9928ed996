"""How does the course of a file become a teacher's? Table by table, with ids of this place.

Everything belongs to the teacher who brings it, also what co-teachers had decided. An article
whose text the teacher has is not made twice; learners are always made anew, without a password.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course, Teacher
from quizapp.accounts.people import draw_code
from quizapp.attempts.given import note_all_given
from quizapp.bank.indexing import index_questions
from quizapp.bank.library import LONGEST_TITLE
from quizapp.bank.pictures import keep_pictures
from quizapp.course_archive.contents import Member
from quizapp.course_archive.planning import CoursePlan
from quizapp.course_archive.reading import AT_ONCE, Archive, cut

NO_PASSWORD = ""  # no password has this hash: its learner signs in once a slip was made
Row = dict[str, Any]


def restore_course(
    session: Session, archive: Archive, plan: CoursePlan, teacher: Teacher, *, rng: Random
) -> Course:
    """Make the course of `archive` for `teacher`, as `plan` says."""
    code = draw_code(session, rng)
    restoring = _Restoring(session, archive, plan, teacher.id, code)
    for member in archive.members:
        restoring.bring(member)
    index_questions(session.connection(), restoring.ids["question"].values())
    course_id = restoring.ids["course"][1]
    note_all_given(session, course_id)
    return session.get_one(Course, course_id)


class _Restoring:
    """A course on its way; `ids` leads from the numbers of each table's rows to their ids."""

    def __init__(
        self, session: Session, archive: Archive, plan: CoursePlan, teacher_id: int, code: str
    ) -> None:
        self._session, self._archive, self._plan = session, archive, plan
        self._teacher_id, self._code = teacher_id, code
        self.ids: dict[str, dict[int, int]] = {it.table.name: {} for it in archive.members}
        self._targets = {name for it in archive.members for name in it.references.values()}

    def bring(self, member: Member) -> None:
        match member.table.name:
            case "teacher":
                numbers = self._archive.rows.scalars(select(Teacher.id))
                self.ids["teacher"] = dict.fromkeys(numbers, self._teacher_id)
            case "article":
                for row in self._list_rows(member):
                    self._bring_article(member, row)
            case "article_block":
                articles = self._plan.articles
                rows = (it for it in self._list_rows(member) if articles[it["article_id"]].is_new)
                self._insert_all(member, rows)
            case "picture":
                for row in self._list_rows(member):
                    keep_pictures(self._session, {row["sha256"]: row["content"]})
            case "question":
                self._bring_linked(member, "copied_from_id")
            case "ruling":
                self._bring_linked(member, "replaces_id")
            case _:
                self._insert_all(member, self._list_rows(member))

    def _bring_article(self, member: Member, row: Row) -> None:
        planned, ids = self._plan.articles[row["id"]], self.ids["article"]
        if planned.known_id is not None:
            ids[row["id"]] = planned.known_id
        elif planned.same_as is not None:
            ids[row["id"]] = ids[planned.same_as]
        else:
            self._insert(member, [row])

    def _bring_linked(self, member: Member, column: str) -> None:
        """A row of the same table that `column` names has its id only when all rows stand: what
        a question was copied from, what a ruling has replaced."""
        sources: dict[int, int] = {}
        for portion in cut(self._list_rows(member)):
            sources |= {it["id"]: it[column] for it in portion if it[column]}
            self._insert(member, [{**it, column: None} for it in portion])
        ids, table = self.ids[member.table.name], member.table
        if sources:
            self._session.connection().execute(
                update(table)
                .where(table.c.id == bindparam("row"))
                .values({column: bindparam("source")}),
                [{"row": ids[row], "source": ids[source]} for row, source in sources.items()],
            )

    def _list_rows(self, member: Member) -> Iterator[Row]:
        """The rows of a table in the order of the file, a portion at a time."""
        order = [member.table.c.id] if member.has_numbers else list(member.table.primary_key)
        found = select(member.table).order_by(*order).execution_options(yield_per=AT_ONCE)
        return (dict(row) for row in self._archive.rows.execute(found).mappings())

    def _insert_all(self, member: Member, rows: Iterator[Row]) -> None:
        for portion in cut(rows):
            self._insert(member, portion)

    def _insert(self, member: Member, rows: list[Row]) -> None:
        """Insert rows in their order; the ids of those that others refer to are kept."""
        made = [self._renew(member, row) for row in rows]
        numbers = [row.pop("id") for row in made] if member.has_numbers else []
        statement = insert(member.table)
        if member.table.name not in self._targets:
            self._session.execute(statement, made)
            return
        new = statement.returning(member.table.c.id, sort_by_parameter_order=True)
        ids = self._session.scalars(new, made)
        self.ids[member.table.name].update(zip(numbers, ids, strict=True))

    def _renew(self, member: Member, row: Row) -> Row:
        """The row as it is here: what it refers to has ids of this place, and it has an owner."""
        made = dict(row)
        for name, target in member.references.items():
            if row[name] is not None:
                made[name] = self.ids[target][row[name]]
        if "teacher_id" in member.left_out:
            made["teacher_id"] = self._teacher_id
        match member.table.name:
            case "course":
                made["join_code"] = self._code
            case "learner":
                made["password_hash"] = NO_PASSWORD
            case "bank" if self._plan.banks[row["id"]].becomes_collection:
                made["article_id"], made["title"] = None, self._tell_source(row["title"])
        return made

    def _tell_source(self, title: str) -> str:
        """Two banks about one text are told apart by where they are from."""
        tail = f" (from {self._plan.name})"
        return f"{title[: LONGEST_TITLE - len(tail)]}{tail}"
