"""While a quiz runs, and after: the live view, a teacher's decisions, the log, marking by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from quizapp.attempts import deciding, extending
from quizapp.attempts.clock import read_clock
from quizapp.attempts.deciding import DecisionError, list_to_mark, mark_by_hand
from quizapp.attempts.extending import TimeError
from quizapp.attempts.history import compare_late, tell
from quizapp.attempts.live import watch
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.attempts.responses import final_responses
from quizapp.attempts.result import describe_value
from quizapp.bank.content import load_versions
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
    MarkForm,
    ReopenForm,
)
from quizapp.web.live_rows import COLUMNS, SORTS, describe_row, sort_rows, sum_up
from quizapp.web.results import settle, settle_course

blueprint = Blueprint("live", __name__, url_prefix="/teach")
Waiting = list[tuple[Attempt, PaperItem]]


@blueprint.get("/assignments/<int:assignment_id>/live")
@teacher_only
def show(assignment_id: int) -> str:
    """Who is sitting the quiz, and how far they are."""
    assignment = taught_assignment(assignment_id)
    return render_template(
        "live/show.html",
        assignment=assignment,
        course=assignment.course,
        quiz=assignment.quiz,
        columns=COLUMNS,
        sort=_read_sort(),
        form=AddTimeForAllForm(),
        waiting=len(list_to_mark(db.session(), assignment_id)),
        **_look(assignment),
    )


@blueprint.get("/assignments/<int:assignment_id>/live.json")
@teacher_only
def poll(assignment_id: int) -> dict[str, Any]:
    """The same rows, for the page to bring itself up to date."""
    seen = _look(taught_assignment(assignment_id))
    return {**seen, "at": show_iso(seen["at"])}


@blueprint.post("/assignments/<int:assignment_id>/time")
@teacher_only
def add_time_for_all(assignment_id: int) -> Response:
    assignment = taught_assignment(assignment_id)
    form = AddTimeForAllForm()

    def deed() -> str:
        minutes = form.minutes.data or 0
        count = extending.add_time_for_all(
            db.session(), assignment, minutes, the_teacher(), now=now()
        )
        return f"{show_duration(minutes * 60)} added; learners who have more time now: {count}."

    return _decide(form, deed, url_for("live.show", assignment_id=assignment_id))


@blueprint.get("/attempts/<int:attempt_id>/log")
@teacher_only
def log(attempt_id: int) -> str:
    """An attempt as its teacher sees it: all that happened, and what there is to decide."""
    found = settle(taught_attempt(attempt_id))
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
        forms=_offer(found),
    )


@blueprint.post("/attempts/<int:attempt_id>/time")
@teacher_only
def add_time(attempt_id: int) -> Response:
    found, form = taught_attempt(attempt_id), AddTimeForm(prefix="time")

    def deed() -> str:
        extending.add_time(
            db.session(), attempt_id, form.minutes.data or 0, the_teacher(), now=now()
        )
        return f"{found.learner.name} has {show_duration((form.minutes.data or 0) * 60)} more."

    return _decide(form, deed, _log_of(found))


@blueprint.post("/attempts/<int:attempt_id>/close")
@teacher_only
def close(attempt_id: int) -> Response:
    found = taught_attempt(attempt_id)

    def deed() -> str:
        deciding.close_by_teacher(db.session(), attempt_id, the_teacher(), now=now())
        return "The attempt is handed in with what was saved."

    return _decide(CloseForm(prefix="close"), deed, _log_of(found))


@blueprint.post("/attempts/<int:attempt_id>/reopen")
@teacher_only
def reopen(attempt_id: int) -> Response:
    found, form = taught_attempt(attempt_id), ReopenForm(prefix="reopen")

    def deed() -> str:
        deciding.reopen(db.session(), attempt_id, the_teacher(), form.minutes.data or 0, now=now())
        return f"{found.learner.name} can go on."

    return _decide(form, deed, _log_of(found))


@blueprint.post("/attempts/<int:attempt_id>/late")
@teacher_only
def accept_late(attempt_id: int) -> Response:
    found = taught_attempt(attempt_id)

    def deed() -> str:
        deciding.accept_late(db.session(), attempt_id, the_teacher(), now=now())
        return "The late answers count. The attempt is scored anew."

    return _decide(AcceptLateForm(prefix="late"), deed, _log_of(found))


@blueprint.post("/attempts/<int:attempt_id>/count")
@teacher_only
def count_abandoned(attempt_id: int) -> Response:
    found = taught_attempt(attempt_id)

    def deed() -> str:
        deciding.count_abandoned(db.session(), attempt_id, the_teacher(), now=now())
        return "The attempt counts with what was saved in time."

    return _decide(CountAbandonedForm(prefix="count"), deed, _log_of(found))


@blueprint.post("/attempts/<int:attempt_id>/points")
@teacher_only
def change_points(attempt_id: int) -> Response:
    found, form = taught_attempt(attempt_id), ChangePointsForm(prefix="points")
    form.offer(found.items)

    def deed() -> str:
        item = found.items[form.position.data - 1]
        _mark(item, form)
        return f"Question {item.position} has its new points."

    return _decide(form, deed, _log_of(found))


@blueprint.route("/assignments/<int:assignment_id>/marking", methods=["GET", "POST"])
@teacher_only
def marking(assignment_id: int) -> str | Response:
    """The answers that wait for the teacher, one after the other, question by question."""
    assignment = taught_assignment(assignment_id)
    waiting = list_to_mark(db.session(), assignment_id)
    wanted, form = request.args.get("item", type=int), MarkForm()
    place = next((place for place, (_, item) in enumerate(waiting) if item.id == wanted), None)
    if place is None and request.method == "POST":
        flash("That answer is marked already.", "info")
        return redirect(_marking_of(assignment, None))
    if place is not None and form.validate_on_submit() and _save_mark(waiting[place][1], form):
        return redirect(_marking_of(assignment, _next_after(waiting, place)))
    return _show_marking(assignment, waiting, place or 0, form)


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


def _log_of(attempt: Attempt) -> str:
    return url_for("live.log", attempt_id=attempt.id)


def _offer(found: Attempt) -> dict[str, FlaskForm]:
    """The forms of the log page, each under a name of its own."""
    points = ChangePointsForm(prefix="points")
    points.offer(found.items)
    return {
        "time": AddTimeForm(prefix="time"),
        "close": CloseForm(prefix="close"),
        "reopen": ReopenForm(prefix="reopen"),
        "late": AcceptLateForm(prefix="late"),
        "count": CountAbandonedForm(prefix="count"),
        "points": points,
    }


def _decide(form: FlaskForm, deed: Callable[[], str], back: str) -> Response:
    """Do what a valid form asks for; what is refused is said in a sentence."""
    try:
        if form.validate_on_submit():
            flash(deed(), "success")
        for errors in form.errors.values():
            flash(" ".join(errors), "error")
    except (TimeError, DecisionError) as error:
        flash(str(error), "error")
    db.session.commit()  # also when it was refused: what was over has been closed on the way
    return redirect(back)


def _mark(item: PaperItem, form: MarkForm) -> None:
    """Give the points of the form.

    Raises:
        DecisionError: the attempt is open or does not count, or the points are out of range.
    """
    mark_by_hand(
        db.session(),
        item,
        form.points.data or Decimal(0),
        form.comment.data or "",
        the_teacher(),
        now=now(),
    )


def _save_mark(item: PaperItem, form: MarkForm) -> bool:
    """Whether the points are kept; what is wrong with them stands on the form."""
    try:
        _mark(item, form)
    except DecisionError as error:
        form.points.errors = [str(error)]
        return False
    db.session.commit()
    return True


def _next_after(waiting: Waiting, place: int) -> int | None:
    """The item that waits behind this place."""
    return waiting[place + 1][1].id if place + 1 < len(waiting) else None


def _marking_of(assignment: Assignment, item_id: int | None) -> str:
    names = request.args.get("names")
    return url_for("live.marking", assignment_id=assignment.id, item=item_id, names=names)


def _show_marking(assignment: Assignment, waiting: Waiting, place: int, form: MarkForm) -> str:
    course, quiz = assignment.course, assignment.quiz
    if not waiting:
        return render_template("live/nothing_waits.html", course=course, quiz=quiz)
    attempt, item = waiting[place]
    draft = load_versions(db.session(), [item.version_id])[item.version_id]
    response = final_responses(db.session(), attempt.id).get(item.position)
    same = [it.id for _, it in waiting if it.version_id == item.version_id]
    following = _next_after(waiting, place)
    return render_template(
        "live/marking.html",
        assignment=assignment,
        course=course,
        quiz=quiz,
        attempt=attempt,
        item=item,
        draft=draft,
        given=describe_value(draft, response.value if response else ()),
        place_here=same.index(item.id) + 1,
        count_here=len(same),
        count=len(waiting),
        shows_names=bool(request.args.get("names")),
        skip_url=_marking_of(assignment, following) if following else None,
        form=form,
    )
