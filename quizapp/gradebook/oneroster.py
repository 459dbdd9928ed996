"""The gradebook as a OneRoster bulk file: line items and results, and all that they refer to.

A consumer resolves every sourcedId inside the file. An id is the school's own where quizapp
knows it, which is the learner's; all others are made of quizapp's numbers, so that they stay the
same from one export to the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from quizapp.accounts.models import Teacher
from quizapp.cells import guard
from quizapp.gradebook.files import GradeFile, Wishes, encode, pack
from quizapp.gradebook.hygiene import on_one_line, stream_csv, write_number
from quizapp.gradebook.identity import find_email
from quizapp.gradebook.notices import count, list_names, tell_left, tell_unmarked
from quizapp.gradebook.oneroster_files import ABSENT, HEADERS, Version
from quizapp.gradebook.rows import Book, Cell, CellStatus, Column, GradebookRow

OURS = "quizapp-"
SCHOOL, CATEGORY = f"{OURS}school", f"{OURS}category-quizzes"
STATUSES = {
    CellStatus.GRADED: "fully graded",
    CellStatus.TO_MARK: "partially graded",
    CellStatus.OVERRIDDEN: "fully graded",
    CellStatus.EXCUSED: "exempt",
    CellStatus.ABANDONED: "not submitted",
    CellStatus.IN_PROGRESS: "not submitted",
    CellStatus.MISSED: "not submitted",
    CellStatus.NOT_ATTEMPTED: "not submitted",
}
MADE_UP = (
    "quizapp knows no schools, terms and school years. The file names one of each, so that every"
    " reference leads somewhere; let your system use its own."
)
Record = dict[str, str]


def write_oneroster_1_1(gradebook: Book, wishes: Wishes) -> GradeFile:
    """The zip file of OneRoster 1.1."""
    return _write(gradebook, Version.ONE, wishes.zone)


def write_oneroster_1_2(gradebook: Book, wishes: Wishes) -> GradeFile:
    """The zip file of OneRoster 1.2."""
    return _write(gradebook, Version.TWO, wishes.zone)


def _write(gradebook: Book, version: Version, zone: tzinfo) -> GradeFile:
    headers = HEADERS[version]
    records = _Records(gradebook, version, zone).list_all()
    files = {"manifest.csv": _write_manifest(version)}
    for name in sorted(headers):
        files[f"{name}.csv"] = _write_records(headers[name], records[name])
    plain = {name: encode(text, Wishes()) for name, text in files.items()}
    return GradeFile(pack(plain), _tell(gradebook))


def _write_records(header: tuple[str, ...], records: Iterable[Record]) -> Iterator[str]:
    return stream_csv(header, ([record.get(it, "") for it in header] for record in records))


def _write_manifest(version: Version) -> Iterator[str]:
    kinds = {**dict.fromkeys(ABSENT[version], "absent"), **dict.fromkeys(HEADERS[version], "bulk")}
    return stream_csv(
        ("propertyName", "value"),
        [
            ("manifest.version", "1.0"),
            ("oneroster.version", version.value),
            *((f"file.{name}", kinds[name]) for name in sorted(kinds)),
            ("source.systemName", "quizapp"),
            ("source.systemCode", "quizapp"),
        ],
    )


def _tell(gradebook: Book) -> Iterator[str]:
    yield MADE_UP
    ids = identify(gradebook)
    unknown = [it.learner.name for it in gradebook.people if ids[it.learner.id].startswith(OURS)]
    if unknown:
        yield (
            f"{count(len(unknown), 'learner')} without an ID of their own in the school’s system:"
            f" {list_names(unknown)}. The file has a number of quizapp’s instead."
        )
    yield from tell_left(gradebook)
    yield from tell_unmarked(gradebook)


def identify(gradebook: Book) -> dict[int, str]:
    """The sourcedId of each learner: the school's, or ours where it is unknown or shared."""
    known = {
        row.learner.id: guard(on_one_line(row.learner.external_id)) for row in gradebook.people
    }
    counts = Counter(known.values())
    return {
        key: number
        if number and counts[number] == 1 and not number.startswith(OURS)
        else f"{OURS}learner-{key}"
        for key, number in known.items()
    }


@dataclass(frozen=True)
class _Records:
    """The rows of every file, each as a record of its columns."""

    gradebook: Book
    version: Version
    zone: tzinfo

    def list_all(self) -> dict[str, Iterable[Record]]:
        return {
            "academicSessions": self._list_sessions(),
            "categories": [{"sourcedId": CATEGORY, "title": "Quizzes"}],
            "classes": [self._describe_class()],
            "courses": [self._describe_course()],
            "enrollments": self._list_enrollments(),
            "lineItems": [self._describe_item(it) for it in self.gradebook.columns],
            "orgs": [{"sourcedId": SCHOOL, "name": "quizapp", "type": "school"}],
            "results": self._list_results(),
            "roles": self._list_roles(),
            "users": self._list_users(),
        }

    @property
    def course(self) -> str:
        return f"{OURS}course-{self.gradebook.course.id}"

    def _session(self, kind: str) -> str:
        return f"{self.course}-{kind}"

    def _date(self, moment: datetime | None) -> str:
        return self._day(moment).isoformat() if moment else ""

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _list_days(self) -> tuple[date, date]:
        """The first and the last day of the course: a year, or until its last quiz is due."""
        first = self._day(self.gradebook.course.created_at)
        due = [self._day(it.closes_at) for it in self.gradebook.columns if it.closes_at]
        return first, max([first + timedelta(days=364), *due])

    def _list_sessions(self) -> list[Record]:
        first, last = self._list_days()
        kinds = {"schoolYear": "", "term": "schoolYear", "gradingPeriod": "term"}
        return [
            {
                "sourcedId": self._session(kind),
                "title": f"{self._title} ({first.year}-{last.year})",
                "type": kind,
                "startDate": first.isoformat(),
                "endDate": last.isoformat(),
                "parentSourcedId": self._session(parent) if parent else "",
                "schoolYear": str(last.year),
            }
            for kind, parent in kinds.items()
        ]

    @property
    def _title(self) -> str:
        return on_one_line(self.gradebook.course.name)

    def _describe_course(self) -> Record:
        return {
            "sourcedId": self.course,
            "schoolYearSourcedId": self._session("schoolYear"),
            "title": self._title,
            "orgSourcedId": SCHOOL,
        }

    def _describe_class(self) -> Record:
        return {
            "sourcedId": self._class,
            "title": self._title,
            "courseSourcedId": self.course,
            "classType": "scheduled",
            "schoolSourcedId": SCHOOL,
            "termSourcedIds": self._session("term"),
        }

    @property
    def _class(self) -> str:
        return f"{OURS}class-{self.gradebook.course.id}"

    @property
    def _teacher(self) -> Teacher:
        return self.gradebook.course.teacher

    def _list_people(self) -> Iterator[tuple[str, str, GradebookRow | None]]:
        """Everybody's sourcedId and role; the learners with their row."""
        yield f"{OURS}teacher-{self._teacher.id}", "teacher", None
        ids = identify(self.gradebook)
        for row in self.gradebook.people:
            yield ids[row.learner.id], "student", row

    def _list_users(self) -> Iterator[Record]:
        return (self._describe_user(*it) for it in self._list_people())

    def _describe_user(self, key: str, role: str, row: GradebookRow | None) -> Record:
        name = on_one_line(row.learner.name if row else self._teacher.name)
        given, _, family = name.rpartition(" ")
        return {
            "sourcedId": key,
            "enabledUser": "true",
            "orgSourcedIds": SCHOOL,
            "primaryOrgSourcedId": SCHOOL,
            "role": role,
            "username": row.sign_in_name if row else self._teacher.sign_in_name,
            "givenName": given or family,  # both have to be there; who has one name has it twice
            "familyName": family,
            "identifier": row.learner.external_id if row else "",
            "email": find_email(row) if row else "",
        }

    def _list_roles(self) -> Iterator[Record]:
        return (
            {
                "sourcedId": f"{key}-role",
                "userSourcedId": key,
                "roleType": "primary",
                "role": role,
                "orgSourcedId": SCHOOL,
            }
            for key, role, _ in self._list_people()
        )

    def _list_enrollments(self) -> Iterator[Record]:
        return (
            {
                "sourcedId": f"{self._class}-{key}",
                "classSourcedId": self._class,
                "schoolSourcedId": SCHOOL,
                "userSourcedId": key,
                "role": role,
                "primary": "true" if role == "teacher" else "false",
                "endDate": self._date(row.left_at) if row else "",
            }
            for key, role, row in self._list_people()
        )

    def _describe_item(self, column: Column) -> Record:
        period = self._session("gradingPeriod")
        return {
            "sourcedId": _name_item(column),
            "title": on_one_line(column.title),
            "assignDate": self._first_day(column),
            "dueDate": self._date(column.closes_at) or self._list_days()[1].isoformat(),
            "classSourcedId": self._class,
            "categorySourcedId": CATEGORY,
            "gradingPeriodSourcedId": period,
            "academicSessionSourcedId": period,
            "resultValueMin": write_number(0),
            "resultValueMax": write_number(column.max_score),
            "schoolSourcedId": SCHOOL,
        }

    def _first_day(self, column: Column) -> str:
        return self._date(column.opens_at or self.gradebook.course.created_at)

    def _list_results(self) -> Iterator[Record]:
        ids = identify(self.gradebook)
        for row in self.gradebook.rows:
            for column, cell in zip(self.gradebook.columns, row.cells, strict=True):
                if self._has_result(cell):
                    yield {
                        "sourcedId": f"{OURS}result-{column.assignment_id}-{row.learner.id}",
                        "lineItemSourcedId": _name_item(column),
                        "studentSourcedId": ids[row.learner.id],
                        "classSourcedId": self._class,
                        **self._describe_result(column, cell),
                    }

    def _has_result(self, cell: Cell) -> bool:
        """In 1.1 a result has a score; without one there is none, unless it is excused."""
        is_excused = cell.status is CellStatus.EXCUSED
        return cell.score is not None or is_excused or self.version is Version.TWO

    def _write_score(self, column: Column, cell: Cell) -> str:
        """What is exempt has no score; 1.1 wants one, which the status says to leave aside."""
        if cell.status is CellStatus.EXCUSED and self.version is Version.ONE:
            return write_number(0)
        return write_number(cell.score_out_of(column.max_score))

    def _describe_result(self, column: Column, cell: Cell) -> Record:
        """A date is wanted even where nothing was handed in: then it is that of the quiz."""
        flags = {
            "inProgress": cell.status is CellStatus.IN_PROGRESS,
            "incomplete": False,
            "late": cell.is_late,
            "missing": cell.status in (CellStatus.ABANDONED, CellStatus.MISSED),
        }
        return {
            "scoreStatus": STATUSES[cell.status],
            "score": self._write_score(column, cell),
            "scoreDate": self._date(cell.closed_at) or self._first_day(column),
            "comment": cell.feedback,
            **{name: str(flag).lower() for name, flag in flags.items()},
        }


def _name_item(column: Column) -> str:
    return f"{OURS}assignment-{column.assignment_id}"
