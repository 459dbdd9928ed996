"""While a quiz runs, and after: the live view, the log of an attempt, a teacher's decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from quizapp.attempts import deciding, extending
from quizapp.attempts.clock import read_clock
from quizapp.attempts.deciding import DecisionError, list_to_mark
from quizapp.attempts.extending import TimeError
from quizapp.attempts.history import compare_late, tell
from quizapp.attempts.live import watch
from quizapp.attempts.models import Attempt
from quizapp.db import db
from quizapp.quizzes.models import Assignment
from quizapp.web.access import (
    now,
    taught_assignment,
    taught_attempt,
    teacher_only,
    the_teacher,
)
from quizapp.web.filters import show_duration, show_iso
from quizapp.web.forms.live import (
    AcceptLateForm,
    AddTimeForAllForm,
    AddTimeForm,
    ChangePointsForm,
    CloseForm,
    CountAbandonedForm,
    ReopenForm,
)
from quizapp.web.live_rows import COLUMNS, SORTS, describe_row, sort_rows, sum_up
from quizapp.web.marking import give_points
from quizapp.web.results import settle, settle_course

blueprint = Blueprint("live", __name__, url_prefix="/teach")
LOG_FORMS: dict[str, type[FlaskForm]] = {
    "time": AddTimeForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "late": AcceptLateForm,
    "count": CountAbandonedForm,
    "points": ChangePointsForm,
}


@blueprint.get("/assignments/<int:assignment_id>/live")
@teacher_only
def show(assignment_id: int) -> str:
    """Who is sitting the quiz, and how far they are."""
    return _show(taught_assignment(assignment_id), AddTimeForAllForm())


@blueprint.get("/assignments/<int:assignment_id>/live.json")
@teacher_only
def poll(assignment_id: int) -> dict[str, Any]:
    """The same rows, for the page to bring itself up to date."""
    seen = _look(taught_assignment(assignment_id))
    return {**seen, "at": show_iso(seen["at"])}


@blueprint.post("/assignments/<int:assignment_id>/time")
@teacher_only
def add_time_for_all(assignment_id: int) -> str | Response:
    assignment = taught_assignment(assignment_id)
    form = AddTimeForAllForm()

    def deed() -> str:
        minutes = form.minutes.data or 0
        count = extending.add_time_for_all(
            db.session(), assignment, minutes, the_teacher(), now=now()
        )
        return f"{show_duration(minutes * 60)} added; learners who have more time now: {count}."

    back = url_for("live.show", assignment_id=assignment_id)
    return _decide(form, deed, back, lambda: _show(assignment, form))


@blueprint.get("/attempts/<int:attempt_id>/log")
@teacher_only
def log(attempt_id: int) -> str:
    """An attempt as its teacher sees it: all that happened, and what there is to decide."""
    return _log(settle(taught_attempt(attempt_id)))


@blueprint.post("/attempts/<int:attempt_id>/time")
@teacher_only
def add_time(attempt_id: int) -> str | Response:
    found, form = taught_attempt(attempt_id), AddTimeForm(prefix="time")

    def deed() -> str:
        extending.add_time(
            db.session(), attempt_id, form.minutes.data or 0, the_teacher(), now=now()
        )
        return f"{found.learner.name} has {show_duration((form.minutes.data or 0) * 60)} more."

    return _decide_on(found, form, deed)


@blueprint.post("/attempts/<int:attempt_id>/close")
@teacher_only
def close(attempt_id: int) -> str | Response:
    found = taught_attempt(attempt_id)

    def deed() -> str:
        deciding.close_by_teacher(db.session(), attempt_id, the_teacher(), now=now())
        return "The attempt is handed in with what was saved."

    return _decide_on(found, CloseForm(prefix="close"), deed)


@blueprint.post("/attempts/<int:attempt_id>/reopen")
@teacher_only
def reopen(attempt_id: int) -> str | Response:
    found, form = taught_attempt(attempt_id), ReopenForm(prefix="reopen")

    def deed() -> str:
        deciding.reopen(db.session(), attempt_id, the_teacher(), form.minutes.data or 0, now=now())
        return f"{found.learner.name} can go on."

    return _decide_on(found, form, deed)


@blueprint.post("/attempts/<int:attempt_id>/late")
@teacher_only
def accept_late(attempt_id: int) -> str | Response:
    found = taught_attempt(attempt_id)

    def deed() -> str:
        deciding.accept_late(db.session(), attempt_id, the_teacher(), now=now())
        return "The late answers count. The attempt is scored anew."

    return _decide_on(found, AcceptLateForm(prefix="late"), deed)


@blueprint.post("/attempts/<int:attempt_id>/count")
@teacher_only
def count_abandoned(attempt_id: int) -> str | Response:
    found = taught_attempt(attempt_id)

    def deed() -> str:
        deciding.count_abandoned(db.session(), attempt_id, the_teacher(), now=now())
        return "The attempt counts with what was saved in time."

    return _decide_on(found, CountAbandonedForm(prefix="count"), deed)


@blueprint.post("/attempts/<int:attempt_id>/points")
@teacher_only
def change_points(attempt_id: int) -> str | Response:
    found, form = taught_attempt(attempt_id), ChangePointsForm(prefix="points")
    form.offer(found.items)

    def deed() -> str:
        item = found.items[form.position.data - 1]
        give_points(item, form)
        return f"Question {item.position} has its new points."

    return _decide_on(found, form, deed)


def _look(assignment: Assignment) -> dict[str, Any]:
    """The view in words: `at`, the `summary`, and the `rows` in the order that was asked for."""
    settle_course(assignment.course_id)
    view = watch(db.session(), assignment, now())
    rows = [describe_row(row) for row in sort_rows(view.rows, _read_sort())]
    return {
        "at": view.at,
        "summary": sum_up(view),
        "rows": [{**asdict(row), "url": _url_of(row.attempt_id)} for row in rows],
    }


def _read_sort() -> str:
    wanted = request.args.get("sort", "")
    return wanted if wanted in SORTS else SORTS[0]


def _url_of(attempt_id: int | None) -> str | None:
    return url_for("live.log", attempt_id=attempt_id) if attempt_id else None


def _show(assignment: Assignment, form: AddTimeForAllForm) -> str:
    return render_template(
        "live/show.html",
        assignment=assignment,
        course=assignment.course,
        quiz=assignment.quiz,
        columns=COLUMNS,
        sort=_read_sort(),
        form=form,
        waiting=len(list_to_mark(db.session(), assignment.id)),
        **_look(assignment),
    )


def _log(found: Attempt, refused: FlaskForm | None = None) -> str:
    """The page of the log; a form that was `refused` stands open, as it was sent."""
    late = compare_late(db.session(), found)
    return render_template(
        "live/log.html",
        attempt=found,
        learner=found.learner,
        quiz=found.assignment.quiz,
        clock=read_clock(found, now()),
        lines=tell(db.session(), found),
        late=late,
        late_waits=any(it.may_count and not it.counts for it in late),
        waiting=sum(item.needs_marking for item in found.items) if found.closed_at else 0,
        has_limit=extending.has_limit(found),
        forms=_offer(found, refused),
        refused=refused,
    )


def _offer(found: Attempt, refused: FlaskForm | None) -> dict[str, FlaskForm]:
    """The forms of the log page, each under a name of its own; `refused` as it was sent."""
    offered: dict[str, FlaskForm] = {
        name: form(formdata=None, prefix=name) for name, form in LOG_FORMS.items()
    }
    offered["points"].offer(found.items)
    if refused is not None:
        offered[refused._prefix.rstrip("-")] = refused
    return offered


def _decide(
    form: FlaskForm, deed: Callable[[], str], back: str, show_again: Callable[[], str]
) -> str | Response:
    """Do what a valid form asks for; what is refused is said, and the form keeps what it has."""
    try:
        if form.validate_on_submit():
            flash(deed(), "success")
            db.session.commit()
            return redirect(back)
    except (TimeError, DecisionError) as error:
        flash(str(error), "error")
    db.session.commit()  # also when it was refused: what was over has been closed on the way
    return show_again()


def _decide_on(found: Attempt, form: FlaskForm, deed: Callable[[], str]) -> str | Response:
    """The same on the page of an attempt's log."""
    return _decide(form, deed, url_for("live.log", attempt_id=found.id), lambda: _log(found, form))
