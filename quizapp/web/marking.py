"""Which answers wait for a teacher, and what are they worth? Marking by hand."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.attempts.deciding import DecisionError, list_to_mark, mark_by_hand
from quizapp.attempts.history import CERTAINTY_WORDS
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.attempts.responses import final_responses
from quizapp.attempts.result import describe_value
from quizapp.attempts.ruled import show_ruled
from quizapp.attempts.rulings import find_verdicts
from quizapp.attempts.scoring import CERTAINTIES, lowest_score
from quizapp.bank.content import load_versions
from quizapp.db import db
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.terms import scoring_rules
from quizapp.web.access import now, taught_assignment, teacher_only, the_teacher
from quizapp.web.forms.live import MarkForm

blueprint = Blueprint("marking", __name__, url_prefix="/teach")
Waiting = list[tuple[Attempt, PaperItem]]


@blueprint.route("/assignments/<int:assignment_id>/marking", methods=["GET", "POST"])
@teacher_only
def show(assignment_id: int) -> str | Response:
    """The answers that wait for the teacher, one after the other, question by question."""
    assignment = taught_assignment(assignment_id)
    waiting = list_to_mark(db.session(), assignment_id)
    wanted, form = request.args.get("item", type=int), MarkForm()
    place = next((place for place, (_, item) in enumerate(waiting) if item.id == wanted), None)
    if place is None and request.method == "POST":
        flash("That answer is marked already.", "info")
        return redirect(_address_of(assignment, None))
    if place is not None and form.validate_on_submit() and _save(waiting[place][1], form):
        return redirect(_address_of(assignment, _next_after(waiting, place)))
    return _show(assignment, waiting, place or 0, form)


def give_points(item: PaperItem, form: MarkForm) -> None:
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


def _save(item: PaperItem, form: MarkForm) -> bool:
    """Whether the points are kept; what is wrong with them stands on the form."""
    try:
        give_points(item, form)
    except DecisionError as error:
        form.points.errors = [str(error)]
        return False
    db.session.commit()
    return True


def _next_after(waiting: Waiting, place: int) -> int | None:
    """The item that waits behind this place."""
    return waiting[place + 1][1].id if place + 1 < len(waiting) else None


def _address_of(assignment: Assignment, item_id: int | None) -> str:
    names = request.args.get("names")
    return url_for("marking.show", assignment_id=assignment.id, item=item_id, names=names)


def _show(assignment: Assignment, waiting: Waiting, place: int, form: MarkForm) -> str:
    course, quiz = assignment.course, assignment.quiz
    if not waiting:
        return render_template("live/nothing_waits.html", course=course, quiz=quiz)
    attempt, item = waiting[place]
    verdict = find_verdicts(db.session(), quiz.id).get(item.version_id)
    draft = show_ruled(load_versions(db.session(), [item.version_id])[item.version_id], verdict)
    response = final_responses(db.session(), attempt.id).get(item.position)
    rules = scoring_rules(quiz)
    step = (response.certainty if response else None) or 1
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
        certainty=CERTAINTY_WORDS[step],
        costs=[float(it) for it in CERTAINTIES[step]] if rules.uses_certainty else [],
        lowest=lowest_score(item.max_score, rules),
        place_here=same.index(item.id) + 1,
        count_here=len(same),
        count=len(waiting),
        shows_names=bool(request.args.get("names")),
        skip_url=_address_of(assignment, following) if following else None,
        form=form,
    )
