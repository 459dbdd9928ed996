"""What stands in a course file: which tables, in which order, and what is left out, and why?

A table comes after those that it refers to, so a file can be read from its beginning. What a
new table or column means for course files is decided here: a test fails until it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Column, Table

from quizapp.accounts.models import Accommodation, Course, Enrolment, Learner, Teacher
from quizapp.articles.models import Article, ArticleBlock
from quizapp.attempts.models import Attempt, AttemptEvent, Break, PaperItem, Response
from quizapp.attempts.ruling_models import Ruling, RulingAnswer, RulingChange
from quizapp.bank.library_models import BankTag, KeptPair, QuestionTag
from quizapp.bank.models import (
    Bank,
    DecidedQuestion,
    Question,
    QuestionVersion,
    ReviewDecision,
    StoredPicture,
    VersionAnswer,
    VersionOption,
    VersionOrderItem,
    VersionPair,
    VersionPicture,
    VersionSpan,
)
from quizapp.db import Base
from quizapp.gradebook.models import (
    CategorisedQuiz,
    GradeCategory,
    GradeDecision,
    GradingTerms,
    MarkingPeriod,
)
from quizapp.quizzes.models import (
    Assignment,
    OverallFeedback,
    Override,
    Quiz,
    QuizBank,
    QuizSlot,
    ReviewRight,
    SlotKind,
    SlotSkill,
)

FORMAT = "quizapp-course"
VERSION = 1
MANIFEST = "manifest.json"

OWNED = {"teacher_id": "it becomes the teacher's who brings the file"}
SECRET = "a password is never written; its learner gets a new one"
ACCOUNT = "of a teacher only the name is told"
OWN_CHOICE = "it belongs to the account, and is chosen again with one touch"
DERIVED = "it follows from the blocks"
GIVEN = "it follows from the responses"


@dataclass(frozen=True)
class Member:
    """A table of the file; `left_out` are the columns that it lacks, with the reasons."""

    table: Table
    of_learners: bool = False
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the table is called in the file."""
        return f"{self.table.name}.jsonl"

    @cached_property
    def columns(self) -> tuple[Column[object], ...]:
        """The columns that are written, in the order of the table."""
        return tuple(it for it in self.table.columns if it.name not in self.left_out)

    @cached_property
    def references(self) -> Mapping[str, str]:
        """The columns whose values are numbers of rows, and the tables of those."""
        return {
            it.name: key.column.table.name
            for it in self.columns
            for key in it.foreign_keys
            if key.column.name == "id"  # a picture is named by what it is, here as there
        }

    @cached_property
    def has_numbers(self) -> bool:
        """Whether its rows bear numbers of the file, from 1 in their order."""
        return "id" in self.table.columns


def _member(
    model: type[Base], *, of_learners: bool = False, left_out: Mapping[str, str] | None = None
) -> Member:
    return Member(Base.metadata.tables[model.__tablename__], of_learners, left_out or {})


MEMBERS = (
    _member(
        Teacher,
        left_out=dict.fromkeys(
            ("sign_in_name", "password_hash", "is_demo", "language", "created_at"), ACCOUNT
        ),
    ),
    _member(Course, left_out={**OWNED, "join_code": "the course gets a new one"}),
    _member(Article, left_out={**OWNED, "sha256": DERIVED, "words": DERIVED}),
    _member(ArticleBlock),
    _member(Bank, left_out=OWNED),
    _member(BankTag),
    _member(Question),
    _member(QuestionTag),
    _member(KeptPair),
    _member(QuestionVersion),
    _member(VersionOption),
    _member(VersionAnswer),
    _member(VersionPair),
    _member(VersionOrderItem),
    _member(VersionSpan),
    _member(StoredPicture),
    _member(VersionPicture),
    _member(ReviewDecision),
    _member(DecidedQuestion),
    _member(Quiz, left_out=OWNED),
    _member(QuizBank),
    _member(QuizSlot),
    _member(SlotSkill),
    _member(SlotKind),
    _member(ReviewRight),
    _member(OverallFeedback),
    _member(Assignment),
    _member(Ruling),
    _member(RulingAnswer),
    _member(GradingTerms),
    _member(GradeCategory),
    _member(CategorisedQuiz),
    _member(MarkingPeriod),
    _member(Learner, of_learners=True, left_out={"password_hash": SECRET, "language": OWN_CHOICE}),
    _member(Accommodation, of_learners=True),
    _member(Enrolment, of_learners=True),
    _member(Override, of_learners=True),
    _member(Attempt, of_learners=True),
    _member(Break, of_learners=True),
    _member(PaperItem, of_learners=True, left_out={"given": GIVEN}),
    _member(Response, of_learners=True),
    _member(AttemptEvent, of_learners=True),
    _member(RulingChange, of_learners=True),
    _member(GradeDecision, of_learners=True),
)

# Tables that no course file has, each with the reason.
LEFT_OUT = {
    "audit_entry": "what was done at a place is that place's own log",
    "bank_share": "whom a bank is open to are accounts of the place that it comes from",
    "co_teacher": "co-teachers are accounts of the place that the course comes from",
    "counted_tries": "who guessed wrongly is forgotten within minutes",
    "erasure": "whom a place has erased is that place's own log",
    "former_code": "old join codes sign in at the place that the course comes from",
    "gate_answer": "how somebody came through a text is no part of the course's work",
    "dropped_draft": "what was dropped is told where the model was asked",
    "gate_count": "what was dropped is told where the model was asked",
    "generation_job": "a job belongs to the worker that runs it",
    "kept_total": "a total is reckoned anew where it is wanted",
    "kept_totals": "a total is reckoned anew where it is wanted",
    "kept_word": "a learner's word list is the learner's, no part of a course",
    "practice_card": "what a learner practises is theirs, and no part of the course's work",
    "practice_review": "what a learner practises is theirs, and no part of the course's work",
    "lease": "which worker is at a job belongs to the place where it works",
    "learnt_difficulty": "how hard questions are is learnt from the answers anew",
    "question_text": "what a search looks in is made anew",
    "reading_day": "how long somebody reads is theirs to know",
    "reading_gate": "gates are set anew, with one touch, where the text is read",
    "reading_look": "how a text looks is set by each learner where they read",
    "reading_note": "what a learner writes beside a text is for nobody else",
    "reading_place": "where a reader stopped is theirs to know",
    "sign_in": "who is signed in is signed in here",
    "span_job": "a job belongs to the worker that runs it",
    "touched_grade": "a total is reckoned anew where it is wanted",
    "waiting_book": "a book that waits for a chapter to be chosen is no part of a course",
    "waiting_questions": "a file of questions that waits to be looked at is no part of a course",
    "waiting_course": "a course file that waits to be looked at is no part of a course",
    "writer_job": "a job belongs to the worker that runs it",
    "writing_run": "what was dropped is told where the model was asked",
}


def list_members(*, with_learners: bool) -> tuple[Member, ...]:
    """The tables of a file with or without learners."""
    return tuple(it for it in MEMBERS if with_learners or not it.of_learners)
