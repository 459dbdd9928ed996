"""A sitting in the browser: the questions, saving answers, the clock, breaks, handing in."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from quizapp.accounts.needs import find_needs
from quizapp.articles.kept import find_document
from quizapp.attempts import saving, sitting
from quizapp.attempts.clock import Phase, read_clock
from quizapp.attempts.extending import TimeError, end_break, start_break
from quizapp.attempts.log import note
from quizapp.attempts.models import Attempt, EventKind
from quizapp.attempts.paper import ItemView, look_over, print_paper
from quizapp.attempts.responses import AnswersSoFar, read_given
from quizapp.attempts.result import NO_RULING, is_checkable, what_is_visible
from quizapp.attempts.rulings import find_verdicts
from quizapp.attempts.scoring import CERTAINTIES
from quizapp.bank.content import group_by_article, load_articles, load_versions
from quizapp.db import begin_write_anew, begin_write_late, db
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.rules import Layout, Moment, Navigation
from quizapp.quizzes.terms import review_policy
from quizapp.web.access import (
    learner_only,
    now,
    own_attempt,
    own_id,
    own_locked_attempt,
    own_whole_attempt,
)
from quizapp.web.keeping import allow_keeping
from quizapp.web.languages import translate
from quizapp.web.metrics import count_save
from quizapp.web.passage import hide_keys, show_passage
from quizapp.web.places import find_spots
from quizapp.web.results import settle, show_result
from quizapp.web.sitting_protocol import (
    Told,
    describe_sitting,
    find_next_page,
    read_answer,
    read_flag,
    read_json,
    read_seconds,
    read_tab,
    tell_clock,
    tell_receipt,
    tell_unfit,
)

blueprint = Blueprint("sit", __name__, url_prefix="/learn/attempts")
Reply = str | Response | tuple[str | Told, int] | tuple[Told, int, dict[str, str]]
# What a page may say about itself.
PAGE_EVENTS = frozenset({EventKind.LEFT, EventKind.CAME_BACK, EventKind.OFFLINE})


@blueprint.get("/<int:attempt_id>")
@learner_only
def attempt(attempt_id: int) -> str | Response:
    """The questions, the passage beside them."""
    found = settle(own_whole_attempt(attempt_id))
    way = _way_out(found)
    if way:
        return way
    drafts = load_versions(db.session(), [item.version_id for item in found.items])
    given = read_given(db.session(), attempt_id)
    items = _print_paper(found, drafts, given)
    position = request.args.get("question", type=int) or find_first_open(found, items)
    if not 1 <= position <= len(items):
        abort(404)
    if not sitting.may_show(found, position):
        return redirect(url_for("sit.attempt", attempt_id=attempt_id, question=found.furthest))
    if _turn_to(found, position):
        items = _print_paper(found, drafts, given)
    return allow_keeping(_show(found, drafts, items, position, given))


@blueprint.post("/<int:attempt_id>/responses")
@learner_only
def respond(attempt_id: int) -> Reply:
    """Save an answer: as JSON in the background, or as a form that then turns the page."""
    session = db.session()
    try:
        answer, learner_id = read_answer(), own_id()
        begin_write_late(session)
        asked = saving.find_asked(session, attempt_id, answer.position, learner_id)
        saved = saving.save(session, asked, answer, now=now())
    except (LookupError, TypeError, ValueError) as error:
        session.rollback()
        own_attempt(attempt_id)  # where there is none, it is not found
        return tell_unfit(error)
    found = asked.attempt
    # Told before the commit, after which all is read again.
    told = tell_receipt(found, saved) if request.is_json else None
    _do_also(found, answer.position)
    db.session.commit()
    count_save(late=saved.late)
    return (told, 200) if told else _turn_on(found, answer.position, saved)


@blueprint.get("/<int:attempt_id>/clock")
@learner_only
def clock(attempt_id: int) -> Told:
    """How long there is, by the server's clock."""
    found = settle(own_attempt(attempt_id))
    if sitting.is_seen_due(found, now()):
        begin_write_anew(db.session())
        sitting.note_seen(db.session(), attempt_id, now=now())
        db.session.commit()
    return tell_clock(found, read_tab(request.args))


@blueprint.post("/<int:attempt_id>/hold")
@learner_only
def hold(attempt_id: int) -> Told:
    """This page holds the sitting from now on."""
    found = own_attempt(attempt_id)
    tab = read_tab(read_json())
    sitting.hold(db.session(), attempt_id, tab, now=now())
    db.session.commit()
    return tell_clock(found, tab)


@blueprint.post("/<int:attempt_id>/events")
@learner_only
def report(attempt_id: int) -> Reply:
    """The page says that it was left, is back, or was without a connection."""
    own_attempt(attempt_id)
    sent = read_json()
    kind, seconds = str(sent.get("kind")), read_seconds(sent.get("seconds"))
    if kind not in PAGE_EVENTS:
        return {"message": "There is no such event."}, 400
    note(db.session(), attempt_id, EventKind(kind), now=now(), seconds=seconds)
    db.session.commit()
    return {}, 200


@blueprint.post("/<int:attempt_id>/flags")
@learner_only
def flag(attempt_id: int) -> Reply:
    """Mark a question for later, or take the mark away."""
    own_attempt(attempt_id)
    try:
        position, flagged = read_flag()
        sitting.flag(db.session(), attempt_id, position, flagged=flagged)
    except (LookupError, TypeError, ValueError) as error:
        return tell_unfit(error)
    db.session.commit()
    if request.is_json:
        return {"flagged": flagged}, 200
    return redirect(url_for("sit.attempt", attempt_id=attempt_id, question=position))


@blueprint.post("/<int:attempt_id>/checks/<int:position>")
@learner_only
def check(attempt_id: int, position: int) -> Response:
    """See how a question went, where the quiz allows that; its answer is final then."""
    found = own_attempt(attempt_id)
    if not is_checkable(review_policy(found.assignment.quiz)):
        abort(403)
    try:
        sitting.check(db.session(), attempt_id, position, now=now())
    except LookupError:
        abort(404)
    db.session.commit()
    return redirect(url_for("sit.attempt", attempt_id=attempt_id, question=position))


@blueprint.post("/<int:attempt_id>/breaks")
@learner_only
def take_break(attempt_id: int) -> Response:
    own_attempt(attempt_id)
    _begin_break(attempt_id)
    db.session.commit()
    return redirect(_page_left(attempt_id))


@blueprint.post("/<int:attempt_id>/breaks/end")
@learner_only
def go_on(attempt_id: int) -> Response:
    own_attempt(attempt_id)
    end_break(db.session(), attempt_id, now=now())
    db.session.commit()
    return redirect(_page_left(attempt_id))


@blueprint.get("/<int:attempt_id>/review")
@learner_only
def review(attempt_id: int) -> str | Response:
    """What is answered and what is not, before handing in."""
    found = settle(own_whole_attempt(attempt_id))
    if found.closed_at:
        return redirect(url_for("learn.result", attempt_id=attempt_id))
    given = read_given(db.session(), attempt_id)
    items = look_over(found, given)
    return _render(found, "review", given, items=items, submit_form=FlaskForm())


@blueprint.post("/<int:attempt_id>/submit")
@learner_only
def submit(attempt_id: int) -> Response:
    sitting.hand_in(db.session(), own_locked_attempt(attempt_id), now=now())
    db.session.commit()
    return redirect(url_for("learn.result", attempt_id=attempt_id))


def _turn_on(found: Attempt, position: int, saved: saving.Saved) -> Reply:
    """The page after a form that has saved an answer."""
    if found.closed_at:
        return show_result(found, viewer="learner", late=True), 409
    if saved.late:
        flash(
            gettext("The time for this question was over. Your answer is kept, marked as late."),
            "error",
        )
    return redirect(find_next_page(found, position))


def _page_left(attempt_id: int) -> str:
    """The question from which a break was taken."""
    question = request.args.get("question", type=int)
    return url_for("sit.attempt", attempt_id=attempt_id, question=question)


def _way_out(found: Attempt) -> Response | str | None:
    """Where a learner goes who cannot answer now: the result, handing in, or a break."""
    phase = read_clock(found, now()).phase
    if phase is Phase.CLOSED:
        return redirect(url_for("learn.result", attempt_id=found.id))
    if phase is Phase.HANDING_IN:
        return redirect(url_for("sit.review", attempt_id=found.id))
    if phase is Phase.ON_BREAK:
        return _render(found, "break", read_given(db.session(), found.id))
    return None


def _turn_to(found: Attempt, position: int) -> bool:
    """Open the question if that changes anything; whether it did."""
    if not sitting.must_open(found, found.items[position - 1]):
        return False
    begin_write_anew(db.session())
    sitting.open_question(db.session(), found, position, now=now())
    db.session.commit()
    return True


def _show(
    found: Attempt,
    drafts: dict[int, QuestionDraft],
    items: tuple[ItemView, ...],
    position: int,
    given: AnswersSoFar,
) -> str:
    quiz = found.assignment.quiz
    forward_only = found.navigation is Navigation.SEQUENTIAL
    articles = load_articles(db.session(), drafts)
    keys = {item.position: articles[item.version_id].id for item in found.items}
    passages = {
        article.id: show_passage(
            find_document(db.session(), article), hide_keys(own), key=article.id
        )
        for article, own in group_by_article(articles, drafts)
        if not forward_only or article.id == keys[position]
    }
    return _render(
        found,
        "attempt",
        given,
        token_hex(8),
        passages=list(passages.values()),
        passage_keys=keys,
        spots={
            item.position: find_spots(item, passages[keys[item.position]])
            for item in items
            if keys[item.position] in passages
        },
        items=items,
        # Who may only go forward is sent nothing that lies ahead.
        printed=items[position - 1 : position] if forward_only else items,
        current=items[position - 1],
        shows_all=quiz.layout is Layout.ALL,
        forward_only=forward_only,
        is_checkable=is_checkable(review_policy(quiz)),
        certainties=CERTAINTIES,
    )


def _render(found: Attempt, page: str, given: AnswersSoFar, tab: str = "", **more: Any) -> str:
    """A page of the sitting. Only the one with the questions holds it, under the name `tab`."""
    return render_template(
        f"learn/{page}.html",
        attempt=found,
        quiz=found.assignment.quiz,
        clock=read_clock(found, now(), found.items[found.furthest - 1]),
        tab=tab,
        needs=find_needs(db.session(), found.learner_id),
        saved_at=given.last_received,
        sitting=describe_sitting(found, tab),
        **more,
    )


def _print_paper(
    found: Attempt, drafts: dict[int, QuestionDraft], given: AnswersSoFar
) -> tuple[ItemView, ...]:
    """The printed questions with what is saved."""
    quiz = found.assignment.quiz
    is_told = any(item.checked_at for item in found.items)
    return print_paper(
        found,
        drafts,
        given,
        now(),
        what_is_visible(review_policy(quiz), Moment.DURING),
        find_verdicts(db.session(), quiz.id) if is_told else NO_RULING,
    )


def find_first_open(found: Attempt, items: tuple[ItemView, ...]) -> int:
    """Whoever comes back goes on where they were, or at the first question without an answer."""
    if found.navigation is Navigation.SEQUENTIAL:
        return found.furthest
    return next((item.position for item in items if not item.answered), 1)


def _do_also(found: Attempt, position: int) -> None:
    """What a button of the form does besides saving, so that no answer is lost on the way."""
    go = request.form.get("go")
    if go in ("flag", "unflag"):
        sitting.flag(db.session(), found.id, position, flagged=go == "flag")
    if go == "check" and is_checkable(review_policy(found.assignment.quiz)):
        sitting.check(db.session(), found.id, position, now=now())
    if go == "break":
        _begin_break(found.id)


def _begin_break(attempt_id: int) -> None:
    try:
        start_break(db.session(), attempt_id, now=now())
    except TimeError as error:
        flash(translate(error.args[0]), "error")
