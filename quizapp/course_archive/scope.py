"""Which rows of each table belong to a course?

The banks of its quizzes come along as a whole. Of a bank that the teacher who exports may not
read (a co-teacher has set the quiz) only what the quiz always asks, and what stands on papers:
not its article, unless that is asked about, nor its tags; without such a question not even its
title.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

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
from quizapp.bank.sharing import is_readable
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

Ids = Select[int] | Select[int | None]
Rows = dict[str, ColumnElement[bool]]
# Who has done something is told by name.
NAMING_TEACHERS: tuple[InstrumentedAttribute[int] | InstrumentedAttribute[int | None], ...] = (
    QuestionVersion.teacher_id,
    ReviewDecision.teacher_id,
    Ruling.teacher_id,
    Ruling.ended_by,
    PaperItem.marked_by,
    AttemptEvent.teacher_id,
    GradeDecision.teacher_id,
)


def choose_rows(course_id: int, *, reader_id: int | None, with_learners: bool) -> Rows:
    """For each table of the file the condition that its rows meet.

    `reader_id` is the teacher who exports; None may read every bank.
    """
    quizzes = select(Assignment.quiz_id).where(Assignment.course_id == course_id)
    readable = select(Bank.id)
    if reader_id is not None:
        readable = readable.where(is_readable(reader_id))
    questions = _choose_questions(course_id, quizzes, readable, with_learners)
    banks = _choose_banks(quizzes, questions, readable)
    versions = select(QuestionVersion.id).where(QuestionVersion.question_id.in_(questions))
    rows = {
        "course": Course.id == course_id,
        **_of_banks(banks, questions, readable),
        **_of_questions(questions),
        **_of_versions(questions, versions),
        **_of_quizzes(course_id, quizzes, banks),
        **_of_rulings(quizzes, versions),
        **_of_grading(course_id),
        **(_of_learners(course_id, quizzes, versions) if with_learners else {}),
    }
    named = [
        select(column).where(rows[column.class_.__tablename__])
        for column in NAMING_TEACHERS
        if column.class_.__tablename__ in rows
    ]
    return {"teacher": Teacher.id.in_(union(*named)), **rows}


def _choose_questions(
    course_id: int, quizzes: Ids, readable: Ids, with_learners: bool
) -> Select[int]:
    whole = readable.where(Bank.id.in_(_drawn_from(quizzes)))
    fixed = select(QuizSlot.question_id).where(
        QuizSlot.quiz_id.in_(quizzes), QuizSlot.question_id.is_not(None)
    )
    wanted = [Question.bank_id.in_(whole), Question.id.in_(fixed)]
    if with_learners:
        wanted.append(Question.id.in_(_asked_on_papers(course_id)))
    return select(Question.id).where(or_(*wanted))


def _choose_banks(quizzes: Ids, questions: Ids, readable: Ids) -> Select[int]:
    asked = select(Question.bank_id).where(Question.id.in_(questions))
    whole = readable.where(Bank.id.in_(_drawn_from(quizzes)))
    return select(Bank.id).where(or_(Bank.id.in_(whole), Bank.id.in_(asked)))


def _drawn_from(quizzes: Ids) -> Select[int]:
    return select(QuizBank.bank_id).where(QuizBank.quiz_id.in_(quizzes))


def _asked_on_papers(course_id: int) -> Select[int]:
    return (
        select(QuestionVersion.question_id)
        .join(PaperItem, PaperItem.version_id == QuestionVersion.id)
        .where(PaperItem.attempt_id.in_(_attempts(course_id)))
    )


def _attempts(course_id: int) -> Select[int]:
    return (
        select(Attempt.id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.course_id == course_id)
    )


def _of_banks(banks: Ids, questions: Ids, readable: Ids) -> Rows:
    homes = select(Bank.article_id).where(
        Bank.id.in_(banks), Bank.id.in_(readable), Bank.article_id.is_not(None)
    )
    asked_about = select(Question.article_id).where(Question.id.in_(questions))
    articles = or_(Article.id.in_(homes), Article.id.in_(asked_about))
    return {
        "article": articles,
        "article_block": ArticleBlock.article_id.in_(select(Article.id).where(articles)),
        "bank": Bank.id.in_(banks),
        "bank_tag": BankTag.bank_id.in_(banks) & BankTag.bank_id.in_(readable),
    }


def _of_questions(questions: Ids) -> Rows:
    decisions = select(DecidedQuestion.decision_id).where(
        DecidedQuestion.question_id.in_(questions)
    )
    return {
        "question": Question.id.in_(questions),
        "question_tag": QuestionTag.question_id.in_(questions),
        "kept_pair": KeptPair.first_id.in_(questions) & KeptPair.second_id.in_(questions),
        "review_decision": ReviewDecision.id.in_(decisions),
        "decided_question": DecidedQuestion.question_id.in_(questions),
    }


def _of_versions(questions: Ids, versions: Ids) -> Rows:
    parts = (
        VersionOption,
        VersionAnswer,
        VersionPair,
        VersionOrderItem,
        VersionSpan,
        VersionPicture,
    )
    shown = select(VersionPicture.sha256).where(VersionPicture.version_id.in_(versions))
    return {
        "question_version": QuestionVersion.question_id.in_(questions),
        **{it.__tablename__: it.version_id.in_(versions) for it in parts},
        "picture": StoredPicture.sha256.in_(shown),
    }


def _of_quizzes(course_id: int, quizzes: Ids, banks: Ids) -> Rows:
    slots = select(QuizSlot.id).where(QuizSlot.quiz_id.in_(quizzes))
    return {
        "quiz": Quiz.id.in_(quizzes),
        "quiz_bank": QuizBank.quiz_id.in_(quizzes) & QuizBank.bank_id.in_(banks),
        "quiz_slot": QuizSlot.quiz_id.in_(quizzes),
        "slot_skill": SlotSkill.slot_id.in_(slots),
        "slot_kind": SlotKind.slot_id.in_(slots),
        "review_right": ReviewRight.quiz_id.in_(quizzes),
        "overall_feedback": OverallFeedback.quiz_id.in_(quizzes),
        "assignment": Assignment.course_id == course_id,
    }


def _of_rulings(quizzes: Ids, versions: Ids) -> Rows:
    own = _rulings(quizzes, versions)
    return {"ruling": Ruling.id.in_(own), "ruling_answer": RulingAnswer.ruling_id.in_(own)}


def _rulings(quizzes: Ids, versions: Ids) -> Select[int]:
    return select(Ruling.id).where(Ruling.quiz_id.in_(quizzes), Ruling.version_id.in_(versions))


def _of_grading(course_id: int) -> Rows:
    categories = select(GradeCategory.id).where(GradeCategory.course_id == course_id)
    return {
        "grading_terms": GradingTerms.course_id == course_id,
        "grade_category": GradeCategory.course_id == course_id,
        "categorised_quiz": CategorisedQuiz.category_id.in_(categories),
        "marking_period": MarkingPeriod.course_id == course_id,
    }


def _of_learners(course_id: int, quizzes: Ids, versions: Ids) -> Rows:
    attempts = _attempts(course_id)
    assignments = select(Assignment.id).where(Assignment.course_id == course_id)
    learners = or_(
        Learner.id.in_(select(Enrolment.learner_id).where(Enrolment.course_id == course_id)),
        Learner.id.in_(select(Attempt.learner_id).where(Attempt.id.in_(attempts))),
        Learner.id.in_(select(Override.learner_id).where(Override.assignment_id.in_(assignments))),
        Learner.id.in_(
            select(GradeDecision.learner_id).where(GradeDecision.assignment_id.in_(assignments))
        ),
    )
    return {
        "learner": learners,
        "accommodation": Accommodation.learner_id.in_(select(Learner.id).where(learners)),
        "enrolment": Enrolment.course_id == course_id,
        "override": Override.assignment_id.in_(assignments),
        "grade_decision": GradeDecision.assignment_id.in_(assignments),
        "attempt": Attempt.id.in_(attempts),
        "ruling_change": RulingChange.attempt_id.in_(attempts)
        & RulingChange.ruling_id.in_(_rulings(quizzes, versions)),
        **{
            it.__tablename__: it.attempt_id.in_(attempts)
            for it in (Break, PaperItem, Response, AttemptEvent)
        },
    }
