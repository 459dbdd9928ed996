"""What does a teacher decide about one learner's grade in one quiz?"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.accounts.models import Course, Learner
from quizapp.attempts.counting import list_attempts
from quizapp.db import db
from quizapp.gradebook import deciding
from quizapp.gradebook.across import Across, read_across
from quizapp.gradebook.deciding import About, DecisionError
from quizapp.gradebook.filling import fill
from quizapp.gradebook.rows import Cell, CellStatus, Column
from quizapp.web.access import learner_in, now, own_course, teacher_only, the_settings, the_teacher
from quizapp.web.forms.grading import CommentForm, ExcuseForm, ScoreForm
from quizapp.web.results import settle_course

blueprint = Blueprint(
    "grades",
    __name__,
    url_prefix="/teach/courses/<int:course_id>/gradebook/<int:assignment_id>/<int:learner_id>",
)
Form = ScoreForm | ExcuseForm | CommentForm
_DECIDED = (CellStatus.OVERRIDDEN, CellStatus.EXCUSED)


@blueprint.get("")
@teacher_only
def show(course_id: int, assignment_id: int, learner_id: int) -> str:
    settle_course(course_id)
    return _Grade(course_id, assignment_id, learner_id).show()


@blueprint.post("/score")
@teacher_only
def set_score(course_id: int, assignment_id: int, learner_id: int) -> str | Response:
    grade, form = _Grade(course_id, assignment_id, learner_id), ScoreForm()
    return grade.decide(
        form,
        lambda: deciding.set_score(
            db.session(),
            grade.about,
            the_teacher(),
            score=form.score.data,
            max_score=grade.maximum,
            reason=form.score_reason.data or "",
            now=now(),
        ),
        "The score is set.",
    )


@blueprint.post("/score/back")
@teacher_only
def take_score_back(course_id: int, assignment_id: int, learner_id: int) -> Response:
    grade = _Grade(course_id, assignment_id, learner_id)
    deciding.take_score_back(db.session(), grade.about, the_teacher(), now=now())
    return grade.done("The attempts count again.")


@blueprint.post("/excuse")
@teacher_only
def excuse(course_id: int, assignment_id: int, learner_id: int) -> str | Response:
    grade, form = _Grade(course_id, assignment_id, learner_id), ExcuseForm()
    return grade.decide(
        form,
        lambda: deciding.excuse(
            db.session(),
            grade.about,
            the_teacher(),
            reason=form.excuse_reason.data or "",
            now=now(),
        ),
        f"{grade.learner.name} is excused.",
    )


@blueprint.post("/excuse/back")
@teacher_only
def count_again(course_id: int, assignment_id: int, learner_id: int) -> Response:
    grade = _Grade(course_id, assignment_id, learner_id)
    deciding.count_again(db.session(), grade.about, the_teacher(), now=now())
    return grade.done("The quiz counts again.")


@blueprint.post("/comment")
@teacher_only
def comment(course_id: int, assignment_id: int, learner_id: int) -> str | Response:
    grade, form = _Grade(course_id, assignment_id, learner_id), CommentForm()
    return grade.decide(
        form,
        lambda: deciding.comment(
            db.session(), grade.about, the_teacher(), words=form.comment.data or "", now=now()
        ),
        "The comment is saved.",
    )


class _Grade:
    """The grade that the address names, if the course has it; 404 otherwise."""

    def __init__(self, course_id: int, assignment_id: int, learner_id: int) -> None:
        self.course: Course = own_course(course_id)
        self.learner: Learner = learner_in(self.course, learner_id)
        across = read_across(db.session(), self.course, the_settings().zone)
        columns = tuple(it for it in across.columns if it.assignment_id == assignment_id)
        self.column: Column = columns[0] if columns else abort(404)
        self.about = About(across.assignments[assignment_id], learner_id)
        self._across: Across = across.only(self.column)

    @property
    def cell(self) -> Cell:
        return fill(db.session(), self._across, [self.learner.id], now()).list_cells(
            self.learner.id
        )[0]

    @property
    def maximum(self) -> Decimal:
        """What a score is out of: as the attempt that counts, else as the quiz."""
        cell = self.cell
        attempted = cell.own_max if cell.status in _DECIDED else cell.max_score
        return attempted or self.column.max_score

    def decide(self, form: Form, work: Callable[[], None], message: str) -> str | Response:
        """Do what a sound form asks; what is wrong stands on the form."""
        if form.validate_on_submit():
            try:
                work()
                return self.done(message)
            except DecisionError as error:
                form.tell(error)
        return self.show(form)

    def done(self, message: str) -> Response:
        db.session.commit()
        flash(message, "success")
        return redirect(
            url_for(
                "grades.show",
                course_id=self.course.id,
                assignment_id=self.column.assignment_id,
                learner_id=self.learner.id,
            )
        )

    def show(self, sent: Form | None = None) -> str:
        """The page, with the form that was sent in its place."""
        session, assignment = db.session(), self.about.assignment
        decision = deciding.find_decision(session, assignment.id, self.learner.id)
        forms = {
            "score_form": ScoreForm(formdata=None, obj=decision),
            "excuse_form": ExcuseForm(formdata=None, obj=decision),
            "comment_form": CommentForm(formdata=None, obj=decision),
        }
        names = {ScoreForm: "score_form", ExcuseForm: "excuse_form", CommentForm: "comment_form"}
        if sent is not None:
            forms[names[type(sent)]] = sent
        return render_template(
            "courses/grade.html",
            course=self.course,
            learner=self.learner,
            column=self.column,
            cell=self.cell,
            maximum=self.maximum,
            decision=decision,
            attempts=list_attempts(session, assignment.id, self.learner.id),
            changes=deciding.list_changes(session, assignment.id, self.learner.id),
            **forms,
        )
