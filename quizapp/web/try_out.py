"""A quiz to try out: the page of an attempt with two questions about itself, kept by the browser.

It speaks with the scripts of that page as a sitting does (`sitting_protocol`), and its pages have
the names of those in `sit`. It is for everybody, and nothing of it reaches the database.
"""

from __future__ import annotations

from dataclasses import replace
from secrets import token_hex
from typing import Any, NoReturn

from flask import (
    Blueprint,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from quizapp.accounts.needs import NONE, Needs, find_needs
from quizapp.attempts.clock import Phase, read_clock
from quizapp.attempts.paper import ItemView, print_paper
from quizapp.attempts.responses import AnswersSoFar
from quizapp.attempts.result import ALL, report
from quizapp.attempts.skill_scores import score_by_skill
from quizapp.attempts.try_out import Given, TryOut, open_try_out, take_answer
from quizapp.db import db
from quizapp.quizzes.terms import scoring_rules
from quizapp.web import try_out_memory as memory
from quizapp.web.access import is_teacher, now, own_id
from quizapp.web.next_steps import find_next_steps, list_anchors, list_ways_back
from quizapp.web.passage import show_passage
from quizapp.web.sit import find_first_open
from quizapp.web.sitting_protocol import (
    Told,
    describe_sitting,
    find_next_page,
    read_answer,
    read_flag,
    read_json,
    read_tab,
    tell_clock,
    tell_receipt,
    tell_unfit,
)
from quizapp.web.try_out_words import write_passage, write_questions

blueprint = Blueprint("try_out", __name__, url_prefix="/learn/try-out")
Reply = str | Response | tuple[Told, int] | tuple[Told, int, dict[str, str]]
PASSAGE = 1  # the key of the only one


@blueprint.get("")
def attempt() -> Response:
    """The questions, the passage beside them. The try-out begins when they are first seen."""
    given = memory.recall(now())
    if given and given.handed_in_at:
        return redirect(url_for(".result"))
    reply = make_response()
    found = _open(given or memory.begin(reply, now()))
    items = _print_paper(found)
    position = request.args.get("question", type=int) or find_first_open(found.attempt, items)
    if not 1 <= position <= len(items):
        abort(404)
    reply.set_data(_show(found, items, position))
    return reply


@blueprint.post("/responses")
def respond() -> Reply:
    """Keep an answer: as JSON in the background, or as a form that then turns the page."""
    found = _find_running()
    try:
        answer = read_answer()
        response, saved = take_answer(found, answer, now=now())
    except (LookupError, TypeError, ValueError) as error:
        return tell_unfit(error)
    reply: Response
    if request.is_json:
        reply = jsonify(tell_receipt(found.attempt, saved))
    else:
        reply = redirect(find_next_page(found.attempt, answer.position))
        if request.form.get("go") in ("flag", "unflag"):
            marked = request.form["go"] == "flag"
            memory.keep_mark(reply, found.given, answer.position, marked=marked)
    memory.keep_answer(reply, found.given, response)
    return reply


@blueprint.get("/clock")
def clock() -> Told:
    """How long there is, by the server's clock."""
    return tell_clock(_find().attempt, read_tab(request.args))


@blueprint.post("/hold")
def hold() -> Response:
    """This page holds the try-out from now on."""
    found = _find()
    tab = found.attempt.tab = read_tab(read_json())
    reply = jsonify(tell_clock(found.attempt, tab))
    memory.keep_tab(reply, found.given, tab)
    return reply


@blueprint.post("/events")
def report_event() -> Told:
    """The page was left, is back, or was without a connection: here nobody notes it."""
    read_json()
    return {}


@blueprint.post("/flags")
def flag() -> Reply:
    """Mark a question for later, or take the mark away."""
    found = _find_running()
    try:
        position, marked = read_flag()
        found.find_item(position)
    except (LookupError, TypeError, ValueError) as error:
        return tell_unfit(error)
    reply: Response
    if request.is_json:
        reply = jsonify({"flagged": marked})
    else:
        reply = redirect(url_for(".attempt", question=position))
    memory.keep_mark(reply, found.given, position, marked=marked)
    return reply


@blueprint.get("/review")
def review() -> str:
    """What is answered and what is not, before handing in."""
    found = _find_running()
    return _render(found, "learn/review", items=_print_paper(found), submit_form=FlaskForm())


@blueprint.post("/submit")
def submit() -> Response:
    found = _find_running()
    reply = redirect(url_for(".result"))
    memory.keep_end(reply, found.given, now())
    return reply


@blueprint.get("/result")
def result() -> str | Response:
    """How a result looks."""
    found = _find()
    return _show_result(found) if found.attempt.closed_at else redirect(url_for(".attempt"))


@blueprint.post("/again")
def begin_again() -> Response:
    reply = redirect(url_for(".attempt"))
    memory.begin(reply, now())
    return reply


def _open(given: Given) -> TryOut:
    return open_try_out(gettext("Try it out"), write_questions(), given)


def _find() -> TryOut:
    """The try-out of this browser. Where there is none, one has to begin."""
    given = memory.recall(now())
    return _open(given) if given else _send_to_the_beginning()


def _find_running() -> TryOut:
    """The try-out, as long as it is not handed in."""
    found = _find()
    return _send_to_the_beginning() if found.attempt.closed_at else found


def _send_to_the_beginning() -> NoReturn:
    """A page of a try-out that is over is to be loaded again; its scripts say so."""
    abort(make_response({}, 409) if _is_script() else redirect(url_for(".attempt")))


def _is_script() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _print_paper(found: TryOut) -> tuple[ItemView, ...]:
    """The printed questions with what was given."""
    sequences = {position: it.sequence for position, it in found.responses.items()}
    given = AnswersSoFar(found.responses, sequences, None)
    return print_paper(found.attempt, found.drafts, given, now())


def _show(found: TryOut, items: tuple[ItemView, ...], position: int) -> str:
    return _render(
        found,
        "try_out/attempt",
        token_hex(8),
        passages=[show_passage(write_passage(), key=PASSAGE)],
        passage_keys={item.position: PASSAGE for item in items},
        spots={},
        items=items,
        printed=items,
        current=items[position - 1],
        shows_all=False,
        forward_only=False,
        is_checkable=False,
    )


def _render(found: TryOut, page: str, tab: str = "", **more: Any) -> str:
    """A page of the try-out, whose clock shows how time goes by and ends nothing."""
    sitting = describe_sitting(found.attempt, tab)
    name = f"try-out-{found.given.name}"
    return render_template(
        f"{page}.html",
        attempt=found.attempt,
        quiz=found.attempt.assignment.quiz,
        clock=replace(read_clock(found.attempt, now()), phase=Phase.ANSWERING),
        tab=tab,
        needs=_find_needs(),
        saved_at=max((it.received_at for it in found.responses.values()), default=None),
        sitting={**sitting, "attempt": name, "at_bell": "go_on", "may_keep": False},
        **more,
    )


def _find_needs() -> Needs:
    learns = current_user.is_authenticated and not is_teacher()
    return find_needs(db.session(), own_id()) if learns else NONE


def _show_result(found: TryOut) -> str:
    """The page of a result, where everything may be seen."""
    quiz = found.attempt.assignment.quiz
    items = report(found.attempt.items, found.drafts, found.responses, ALL, scoring_rules(quiz))
    marks = [(span, "critical") for item in items for span in item.evidence]
    passage = show_passage(write_passage(), marks, key=PASSAGE)
    passage_at = {item.position: passage for item in items}
    by_skill = score_by_skill(found.attempt.items, found.drafts, ALL)
    return render_template(
        "try_out/result.html",
        attempt=found.attempt,
        quiz=quiz,
        policy=ALL,
        items=items,
        by_skill=by_skill,
        steps=find_next_steps(items, passage_at, by_skill, to_practise=0),
        ways_back=list_ways_back(items, passage_at),
        seconds={},
        passages=[passage],
        anchors=list_anchors(items, passage_at),
    )
