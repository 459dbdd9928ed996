"""What a learner does around a sitting: see what is due, start, see the result and progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import SystemRandom

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.accounts.courses import is_in_a_course
from quizapp.attempts import sitting
from quizapp.attempts.admission import Visitor
from quizapp.attempts.counting import list_scored
from quizapp.attempts.models import Attempt
from quizapp.attempts.overview import DueItem, find_due, has_sat, list_due, list_overdue
from quizapp.attempts.sitting import SittingError
from quizapp.bank.content import group_by_article, load_articles
from quizapp.db import db
from quizapp.gradebook.deciding import list_in_force
from quizapp.gradebook.models import GradeDecision
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.setting import list_candidates
from quizapp.web.access import (
    learner_only,
    now,
    own_assignment,
    own_id,
    own_whole_attempt,
    the_learner,
    the_settings,
)
from quizapp.web.forms.accounts import StartForm
from quizapp.web.languages import translate
from quizapp.web.passage import PassageView, hide_keys, show_passage
from quizapp.web.practising import take_stock
from quizapp.web.results import (
    find_decided,
    find_hidden,
    hide_what_runs,
    see_as_learner,
    settle,
    show_progress,
    show_result,
)
from quizapp.web.texts import Text, list_texts
from quizapp.web.throttle import count_try, give_back

blueprint = Blueprint("learn", __name__, url_prefix="/learn")


@blueprint.get("")
@learner_only
def home() -> str:
    for attempt in list_overdue(db.session(), own_id(), now=now()):
        settle(attempt)
    hidden = find_hidden(list_scored(db.session(), own_id()))
    items = list_due(db.session(), own_id(), now=now())
    decided = list_in_force(db.session(), own_id())
    return render_template(
        "learn/home.html",
        items=[replace(it, best=None) if it.assignment.id in hidden else it for it in items],
        decided={key: it for key, it in decided.items() if key not in hidden},
        outlook=take_stock().outlook,
        is_new=not has_sat(db.session(), own_id()),
        in_course=is_in_a_course(db.session(), own_id()),
    )


@blueprint.get("/assignments/<int:assignment_id>")
@learner_only
def assignment(assignment_id: int) -> str:
    found = own_assignment(assignment_id)
    for overdue in list_overdue(db.session(), own_id(), now=now()):
        settle(overdue)
    item, attempts = find_due(db.session(), own_id(), found, now=now())
    return render_template(
        "learn/assignment.html",
        item=item,
        passages=_preview(item),
        quiz=found.quiz,
        is_new=not has_sat(db.session(), own_id()),
        start_form=StartForm(),
        decided=_find_decided(found, attempts),
        closed_attempts=[
            (it.id, it.number, it.closed_at, _score_shown(it), it.max_score)
            for it in attempts
            if it.closed_at
        ],
    )


@blueprint.post("/assignments/<int:assignment_id>/attempts")
@learner_only
def start(assignment_id: int) -> Response:
    found = own_assignment(assignment_id)
    code = StartForm().code.data or ""
    if code:
        count_try("code", str(own_id()), str(found.id))
    try:
        attempt = sitting.start(
            db.session(),
            found,
            the_learner(),
            now=now(),
            rng=SystemRandom(),
            grace_seconds=the_settings().grace_seconds,
            visitor=Visitor(code, request.remote_addr or ""),
        )
    except SittingError as error:
        db.session.commit()  # an attempt that was over has been closed on the way
        flash(translate(error.args[0]), "error")
        return redirect(url_for("learn.assignment", assignment_id=assignment_id))
    give_back()
    way = redirect(url_for("sit.attempt", attempt_id=attempt.id))
    db.session.commit()
    return way


@blueprint.get("/attempts/<int:attempt_id>/result")
@learner_only
def result(attempt_id: int) -> str | Response:
    found = settle(own_whole_attempt(attempt_id))
    if found.closed_at is None:
        return redirect(url_for("sit.attempt", attempt_id=attempt_id))
    return show_result(found, viewer="learner")


@blueprint.get("/progress")
@learner_only
def progress() -> str:
    return show_progress(the_learner(), viewer="learner")


def _preview(item: DueItem) -> list[tuple[PassageView, Text]]:
    """The passages before the start, without the words that give a key away, as far as their
    gates are passed.

    Where a code or an address lets learners in, it waits behind that door; otherwise the clock
    would count only for those who have not read it at home.
    """
    quiz = item.quiz
    if item.state not in ("open", "waiting") or item.entitlement.access_code or quiz.ip_ranges:
        return []
    drafts = {it.version_id: it.draft for it in list_candidates(db.session(), *quiz.bank_ids)}
    articles = load_articles(db.session(), drafts)
    texts = {it.article.sha256: it for it in list_texts()}
    return [
        (
            show_passage(
                texts[article.sha256].document,
                hide_keys(own) + hide_what_runs(own_id(), article),
                key=article.id,
            ),
            texts[article.sha256],
        )
        for article, own in group_by_article(articles, drafts)
    ]


def _find_decided(assignment: Assignment, attempts: Sequence[Attempt]) -> GradeDecision | None:
    """What the teacher has decided, unless a score is hidden that it may be about."""
    if find_hidden([it for it in attempts if it.score is not None]):
        return None
    return find_decided(assignment.id, own_id())


def _score_shown(attempt: Attempt) -> Decimal | None:
    return attempt.score if see_as_learner(attempt).score else None
