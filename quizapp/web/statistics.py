"""The pages that tell how a quiz and each of its questions worked, and the file of the figures."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from quizapp.accounts.models import Course
from quizapp.attempts.overview import list_assignments_of_quiz
from quizapp.db import db
from quizapp.gradebook.hygiene import write_csv
from quizapp.progress.charts import draw_bars
from quizapp.progress.trend import CHART_HEIGHT, CHART_WIDTH
from quizapp.quizzes.models import Quiz
from quizapp.statistics.charts import SIZE, place_questions, sort_times
from quizapp.statistics.figures import QuestionStatistics
from quizapp.statistics.findings import (
    explain_consistency,
    explain_discrimination,
    find_in_question,
    find_in_quiz,
    list_findings,
)
from quizapp.statistics.reading import (
    list_question_seconds,
    read_question_statistics,
    read_quiz_statistics,
)
from quizapp.statistics.sheet import COLUMNS, list_rows
from quizapp.web.access import any_question, is_readable, own_quiz, teacher_only

blueprint = Blueprint("statistics", __name__, url_prefix="/teach/quizzes/<int:quiz_id>/statistics")
# What the table of questions can be put in order by; a figure that is not known comes last.
ORDERS = {
    "facility": "facility_index",
    "discrimination": "discrimination_index",
    "efficiency": "discriminative_efficiency",
    "weight": "effective_weight",
    "attempts": "n",
}


@blueprint.get("")
@teacher_only
def show(quiz_id: int) -> str:
    """The whole quiz: what to look at first, its figures and pictures, all its questions."""
    quiz = own_quiz(quiz_id)
    course, courses = _choose_course(quiz)
    found = read_quiz_statistics(db.session(), quiz, course.id if course else None)
    order = request.args.get("sort", "")
    numbers = {it.question_id: number for number, it in enumerate(found.questions, start=1)}
    return render_template(
        "quizzes/statistics.html",
        quiz=quiz,
        course=course,
        courses=courses,
        figures=found,
        findings=list_findings(found),
        of_quiz=find_in_quiz(found),
        consistency=explain_consistency(found),
        bars=draw_bars(found.bins),
        chart_size=(CHART_WIDTH, CHART_HEIGHT),
        points=place_questions(found.questions),
        size=SIZE,
        numbers=numbers,
        versions={it.question_id: it.answers[0].version_id for it in found.questions},
        rows=_put_in_order(found.questions, order),
        order=order if order in ORDERS else "",
        orders=ORDERS,
        explain=explain_discrimination,
    )


@blueprint.get("/<int:question_id>")
@teacher_only
def question(quiz_id: int, question_id: int) -> str:
    """One question: what was found, who chose what, how long it took, its figures."""
    quiz = own_quiz(quiz_id)
    course, courses = _choose_course(quiz)
    course_id = course.id if course else None
    asked = any_question(question_id)
    found = read_question_statistics(db.session(), quiz, question_id, course_id)
    if found is None and not _is_asked(quiz, question_id, course_id):
        abort(404)
    times = sort_times(list_question_seconds(db.session(), quiz, question_id, course_id))
    return render_template(
        "quizzes/statistics_question.html",
        quiz=quiz,
        course=course,
        courses=courses,
        question_id=question_id,
        is_readable=is_readable(asked.bank),
        figures=found,
        findings=find_in_question(found) if found else [],
        times=times,
        bars=draw_bars([it.n for it in times]),
        chart_size=(CHART_WIDTH, CHART_HEIGHT),
        explain=explain_discrimination,
    )


@blueprint.get("/file")
@teacher_only
def download(quiz_id: int) -> Response:
    """The figures of all questions as a file."""
    quiz = own_quiz(quiz_id)
    course, _ = _choose_course(quiz)
    found = read_quiz_statistics(db.session(), quiz, course.id if course else None)
    response = Response(write_csv(COLUMNS, list_rows(found)), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"statistics-{quiz.id}.csv")
    return response


def _choose_course(quiz: Quiz) -> tuple[Course | None, list[Course]]:
    """The course that the address names, and all that have the quiz; None is all of them."""
    courses = [course for _, course in list_assignments_of_quiz(db.session(), quiz.id)]
    wanted = request.args.get("course", type=int)
    if wanted is None:
        return None, courses
    return next((it for it in courses if it.id == wanted), None) or abort(404), courses


def _is_asked(quiz: Quiz, question_id: int, course_id: int | None) -> bool:
    """Whether the quiz asks the question, though nobody in the course has answered it yet."""
    if course_id is not None:
        return read_question_statistics(db.session(), quiz, question_id) is not None
    return any(slot.question_id == question_id for slot in quiz.slots)


def _put_in_order(
    questions: tuple[QuestionStatistics, ...], order: str
) -> list[QuestionStatistics]:
    """The questions from the smallest figure on, or as they are."""
    name = ORDERS.get(order)
    if name is None:
        return list(questions)
    return sorted(questions, key=lambda it: (getattr(it, name) is None, getattr(it, name) or 0.0))
