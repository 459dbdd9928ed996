"""What a learner does: see what is due, read, sit a quiz, see the result and the progress."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from quizapp.attempts import sitting
from quizapp.attempts.answers import AnswerError
from quizapp.attempts.models import Attempt, CloseReason
from quizapp.attempts.overview import DueItem, find_due, list_due, list_overdue
from quizapp.attempts.paper import ItemView, print_paper
from quizapp.attempts.sitting import AttemptClosedError, Saved, SittingError
from quizapp.attempts.timing import remaining_seconds
from quizapp.bank.content import load_versions
from quizapp.db import db
from quizapp.generation.draft import QuestionDraft
from quizapp.web.access import (
    learner_only,
    now,
    own_assignment,
    own_attempt,
    the_learner,
    the_settings,
)
from quizapp.web.filters import show_iso
from quizapp.web.passage import Mark, hide_keys, show_passage
from quizapp.web.results import settle, show_progress, show_result

blueprint = Blueprint("learn", __name__, url_prefix="/learn")
Reply = str | Response | tuple[str | dict[str, Any], int]


@blueprint.get("")
@learner_only
def home() -> str:
    for attempt in list_overdue(db.session(), the_learner(), now=now()):
        settle(attempt)
    items = list_due(db.session(), the_learner(), now=now())
    return render_template("learn/home.html", items=items)


@blueprint.get("/assignments/<int:assignment_id>")
@learner_only
def assignment(assignment_id: int) -> str:
    found = own_assignment(assignment_id)
    for overdue in list_overdue(db.session(), the_learner(), now=now()):
        settle(overdue)
    item, attempts = find_due(db.session(), the_learner(), found, now=now())
    return render_template(
        "learn/assignment.html",
        item=item,
        passage=show_passage(found.quiz.bank.article.to_document(), _hidden_now(item)),
        quiz=found.quiz,
        start_form=FlaskForm(),
        closed_attempts=[
            (it.id, it.number, it.closed_at, it.score, it.max_score)
            for it in attempts
            if it.closed_at
        ],
    )


@blueprint.post("/assignments/<int:assignment_id>/attempts")
@learner_only
def start(assignment_id: int) -> Response:
    found = own_assignment(assignment_id)
    try:
        attempt = sitting.start(
            db.session(),
            found,
            the_learner(),
            now=now(),
            rng=SystemRandom(),
            grace_seconds=the_settings().grace_seconds,
        )
    except SittingError as error:
        db.session.commit()  # an attempt that was over has been closed on the way
        flash(str(error), "error")
        return redirect(url_for("learn.assignment", assignment_id=assignment_id))
    db.session.commit()
    return redirect(url_for("learn.attempt", attempt_id=attempt.id))


@blueprint.get("/attempts/<int:attempt_id>")
@learner_only
def attempt(attempt_id: int) -> str | Response:
    """One question at a time, the passage beside it."""
    found = settle(own_attempt(attempt_id))
    if found.closed_at:
        return redirect(url_for("learn.result", attempt_id=attempt_id))
    drafts = load_versions(db.session(), [item.version_id for item in found.items])
    items, saved_at = _read_paper(found, drafts)
    position = request.args.get("question", type=int) or _first_open(items)
    if not 1 <= position <= len(items):
        abort(404)
    return render_template(
        "learn/attempt.html",
        attempt=found,
        quiz=found.assignment.quiz,
        passage=show_passage(
            found.assignment.quiz.bank.article.to_document(), hide_keys(drafts.values())
        ),
        item=items[position - 1],
        items=items,
        remaining_seconds=remaining_seconds(found.deadline, now()),
        deadline=found.deadline,
        saved_at=saved_at,
        extended=found.time_multiplier > 1,
    )


@blueprint.post("/attempts/<int:attempt_id>/responses")
@learner_only
def respond(attempt_id: int) -> Reply:
    """Save an answer: as JSON in the background, or as a form that then turns the page."""
    found = own_attempt(attempt_id)
    try:
        position, sequence, fields = _read_answer()
        saved = sitting.respond(db.session(), attempt_id, position, sequence, fields, now=now())
    except AttemptClosedError:
        return _tell_closed(found)
    except (AnswerError, LookupError, TypeError, ValueError) as error:
        db.session.rollback()
        return _tell_unfit(error)
    db.session.commit()
    if request.is_json:
        return _receipt(found, saved), 200
    return redirect(_next_page(attempt_id, position))


@blueprint.get("/attempts/<int:attempt_id>/clock")
@learner_only
def clock(attempt_id: int) -> dict[str, Any]:
    """How long there is, by the server's clock."""
    found = settle(own_attempt(attempt_id))
    closed = found.closed_at is not None
    return {
        "remaining_seconds": remaining_seconds(found.deadline, now()),
        "closed": closed,
        "result_url": url_for("learn.result", attempt_id=attempt_id) if closed else None,
    }


@blueprint.get("/attempts/<int:attempt_id>/review")
@learner_only
def review(attempt_id: int) -> str | Response:
    """What is answered and what is not, before handing in."""
    found = settle(own_attempt(attempt_id))
    if found.closed_at:
        return redirect(url_for("learn.result", attempt_id=attempt_id))
    drafts = load_versions(db.session(), [item.version_id for item in found.items])
    items, saved_at = _read_paper(found, drafts)
    return render_template(
        "learn/review.html",
        attempt=found,
        quiz=found.assignment.quiz,
        items=items,
        unanswered=sum(not item.answered for item in items),
        remaining_seconds=remaining_seconds(found.deadline, now()),
        saved_at=saved_at,
        submit_form=FlaskForm(),
    )


@blueprint.post("/attempts/<int:attempt_id>/submit")
@learner_only
def submit(attempt_id: int) -> Response:
    own_attempt(attempt_id)
    sitting.submit(db.session(), attempt_id, now=now())
    db.session.commit()
    return redirect(url_for("learn.result", attempt_id=attempt_id))


@blueprint.get("/attempts/<int:attempt_id>/result")
@learner_only
def result(attempt_id: int) -> str | Response:
    found = settle(own_attempt(attempt_id))
    if found.closed_at is None:
        return redirect(url_for("learn.attempt", attempt_id=attempt_id))
    return show_result(found, viewer="learner")


@blueprint.get("/progress")
@learner_only
def progress() -> str:
    return show_progress(the_learner(), viewer="learner")


def _hidden_now(item: DueItem) -> list[Mark]:
    """What the passage must not show while the attempt at this assignment runs."""
    if item.attempt_id is None:
        return []
    running = own_attempt(item.attempt_id)
    return hide_keys(load_versions(db.session(), [it.version_id for it in running.items]).values())


def _read_paper(
    found: Attempt, drafts: dict[int, QuestionDraft]
) -> tuple[tuple[ItemView, ...], datetime | None]:
    """The printed questions with what is saved, and when the last answer was."""
    responses = sitting.final_responses(db.session(), found.id)
    saved_at = max((response.received_at for response in responses.values()), default=None)
    return print_paper(found.items, drafts, responses), saved_at


def _first_open(items: tuple[ItemView, ...]) -> int:
    """Whoever comes back goes on at the first question without an answer."""
    return next((item.position for item in items if not item.answered), 1)


def _read_answer() -> tuple[int, int, list[str]]:
    """Position, sequence and fields as the page sent them.

    Raises:
        LookupError, TypeError, ValueError: they are not there or no numbers.
    """
    if request.is_json:
        sent = request.get_json()
        position, sequence, fields = sent["position"], sent["sequence"], sent["answer"]
        if not isinstance(fields, list):
            raise ValueError("answer is a list")
        fields = [str(field) for field in fields]
    else:
        position, sequence = request.form["position"], request.form["sequence"]
        fields = request.form.getlist("answer")
    place, number = int(position), int(sequence)
    if not (1 <= place < 2**31 and 1 <= number < 2**31):
        raise ValueError("position and sequence count from 1")
    return place, number, fields


def _receipt(found: Attempt, saved: Saved) -> dict[str, Any]:
    return {
        "saved_at": show_iso(saved.received_at),
        "sequence": saved.next_sequence,
        "in_force": saved.in_force,
        "remaining_seconds": remaining_seconds(found.deadline, now()),
    }


def _tell_closed(found: Attempt) -> Reply:
    """The answer came too late: 409, with what was kept."""
    sitting.close_if_over(db.session(), found, now=now())
    db.session.commit()
    if not request.is_json:
        return show_result(found, viewer="learner", late=True), 409
    over = found.close_reason is CloseReason.TIME_UP
    why = "The time was over" if over else "The attempt had been handed in"
    message = f"{why} when this answer arrived. All answers saved before are kept."
    return {
        "message": message,
        "result_url": url_for("learn.result", attempt_id=found.id),
    }, 409


def _tell_unfit(error: Exception) -> Reply:
    """The answer fits no question of ours: 400, nothing is changed."""
    message = str(error) if isinstance(error, AnswerError) else "Reload the page and try again."
    if not request.is_json:
        abort(400)
    return {"message": message}, 400


def _next_page(attempt_id: int, position: int) -> str:
    """Where the form's button leads."""
    go = request.form.get("go", "stay")
    if go == "review":
        return url_for("learn.review", attempt_id=attempt_id)
    steps = {"next": position + 1, "previous": position - 1, "stay": position}
    target = steps.get(go) or (int(go) if go.isdecimal() else position)
    return url_for("learn.attempt", attempt_id=attempt_id, question=max(1, target))
