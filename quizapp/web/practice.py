"""Practice in the browser: what is due, one question a page, what came of it, the sum of it all.

A card has one address. There it asks while it is due, and tells how it went until it is due
again: so neither a reload nor the way back counts an answer twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.attempts.answers import AnswerError, Value, from_page
from quizapp.attempts.models import Response as AttemptResponse
from quizapp.attempts.paper import print_item
from quizapp.attempts.result import ResultItem, report_item
from quizapp.attempts.review import note_result_seen
from quizapp.bank.content import load_articles, load_versions
from quizapp.db import db
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.progress.models import PracticeCard, PracticeReview, Subject, Topic
from quizapp.progress.outlook import Outlook
from quizapp.progress.practice import (
    Given,
    bring_forward,
    find_last_review,
    list_reviews,
    number_of_next,
    review_question,
)
from quizapp.progress.practisable import Practisable, is_asked
from quizapp.web.access import LARGEST_ID, learner_only, now, own_attempt, own_id
from quizapp.web.forms.practice import CardForm
from quizapp.web.passage import PassageView, hide_keys, show_passage
from quizapp.web.practising import (
    Stock,
    draw_order,
    is_unknown,
    list_missed,
    make_form,
    make_item,
    next_page,
    read_run,
    read_seconds,
    render_card,
    start_run,
    take_stock,
    tell_when,
)

blueprint = Blueprint("practice", __name__, url_prefix="/learn")

# Nobody can answer these without the text before their eyes.
NEEDS_TEXT = frozenset({Kind.INSERTION, Kind.SELECT_SENTENCE, Kind.IRRELEVANT_SENTENCE, Kind.CLOZE})


@dataclass(frozen=True)
class Sum:
    """How many cards of a topic were answered in a session, and how many rightly."""

    answered: int
    right: int


@blueprint.get("/practice")
@learner_only
def index() -> str:
    """What is due, and how to begin."""
    outlook = take_stock().outlook
    return render_template("practice/index.html", outlook=outlook, next_in=_tell_next(outlook))


@blueprint.post("/practice")
@learner_only
def begin() -> Response:
    """Begin five minutes of practice."""
    start_run()
    return redirect(next_page(take_stock().outlook))


@blueprint.post("/attempts/<int:attempt_id>/practice")
@learner_only
def begin_with_missed(attempt_id: int) -> Response:
    """Begin with what was missed in an attempt, due or not."""
    found = own_attempt(attempt_id)
    missed = list_missed(take_stock(), found.id)
    if not missed:
        flash(gettext("There is nothing to practise of this attempt now."), "info")
        return redirect(url_for("learn.result", attempt_id=attempt_id))
    bring_forward(db.session(), own_id(), missed, now=now())
    db.session.commit()
    start_run(missed)
    return redirect(url_for("practice.card", question_id=missed[0]))


@blueprint.get("/practice/questions/<int:question_id>")
@learner_only
def card(question_id: int) -> str:
    """A card that is due, or how it went, or that it rests."""
    stock = _stock_with(question_id)
    asked = stock.questions.get(question_id)
    if asked is None:
        return render_template("practice/resting.html", next_url=next_page(stock.outlook))
    found = _find_card(stock, asked)
    if found and found.due > now():
        return _show_outcome(asked, found, stock)
    return _show_card(asked, found)


@blueprint.post("/practice/questions/<int:question_id>")
@learner_only
def answer(question_id: int) -> str | Response:
    """Score an answer; one that was sent before, or that fits no card now, changes nothing."""
    stock = _stock_with(question_id)
    asked = stock.questions.get(question_id)
    form = CardForm()
    if asked is None or not form.validate() or form.version.data != asked.version_id:
        return redirect(url_for("practice.card", question_id=question_id))
    draft = _read_draft(asked)
    number = form.number.data or 0
    value = () if is_unknown() else _read_value(draft, asked, number)
    if not value and not is_unknown():
        return _show_card(asked, _find_card(stock, asked), sent=form)
    given = Given(number, value, read_seconds(form), form.read_certainty())
    review_question(db.session(), own_id(), asked, given, now=now())
    for attempt_id in sorted(asked.asked_in):
        note_result_seen(db.session(), attempt_id, now=now())  # what was right is shown next
    db.session.commit()
    return redirect(url_for("practice.card", question_id=question_id))


@blueprint.get("/practice/done")
@learner_only
def done() -> str:
    """How much was practised, and when it goes on."""
    run = read_run()
    reviews = list_reviews(db.session(), own_id(), run.began) if run else []
    outlook = take_stock().outlook
    return render_template(
        "practice/done.html",
        questions=_sum_up(reviews, Topic.QUESTION),
        words=_sum_up(reviews, Topic.WORD),
        outlook=outlook,
        next_in=_tell_next(outlook),
    )


def _sum_up(reviews: list[PracticeReview], topic: Topic) -> Sum:
    of_topic = [it.share == 1 for it in reviews if it.topic is topic]
    return Sum(len(of_topic), sum(of_topic))


def _stock_with(question_id: int) -> Stock:
    """What there is to practise; 404 for a question that was never the learner's."""
    known = question_id <= LARGEST_ID and is_asked(db.session(), own_id(), question_id)
    return take_stock() if known else abort(404)


def _find_card(stock: Stock, asked: Practisable) -> PracticeCard | None:
    return stock.cards.get(Subject(Topic.QUESTION, asked.question_id))


def _tell_next(outlook: Outlook) -> str:
    """In how long the next card is due: in 2 days; nothing when there is none."""
    return tell_when(outlook.next_due) if outlook.next_due else ""


def _read_draft(asked: Practisable) -> QuestionDraft:
    return load_versions(db.session(), [asked.version_id])[asked.version_id]


def _draw_order(draft: QuestionDraft, asked: Practisable, number: int) -> tuple[int, ...]:
    return draw_order(draft, f"{asked.version_id}:{number}")


def _read_value(draft: QuestionDraft, asked: Practisable, number: int) -> Value:
    try:
        return from_page(draft, _draw_order(draft, asked, number), request.form.getlist("answer"))
    except AnswerError:
        abort(400)


def _show_card(
    asked: Practisable, found: PracticeCard | None, *, sent: CardForm | None = None
) -> str:
    """The card as a form; `sent` is one that came back without an answer."""
    draft = _read_draft(asked)
    number = number_of_next(found)
    item = make_item(_draw_order(draft, asked, number), asked.version_id)
    return render_card(
        "card",
        question_id=asked.question_id,
        passage=_show_text(asked, hide_keys([draft])),
        form=sent or make_form(number, asked.version_id),
        item=print_item(item, draft, count=1),
        is_empty=sent is not None,
        needs_text=draft.kind in NEEDS_TEXT,
    )


def _show_outcome(asked: Practisable, found: PracticeCard, stock: Stock) -> str:
    """How the last review went, with all that may be seen of the question."""
    review = find_last_review(db.session(), found)
    version_id = review.version_id or 0
    draft = load_versions(db.session(), [version_id])[version_id]
    told = _report(asked, review, draft)
    marks = [(piece, "critical") for piece in told.evidence]
    return render_card(
        "outcome",
        question_id=asked.question_id,
        passage=_show_text(asked, marks),
        told=replace(told, quote="", score=None),  # the paragraph follows; there are no points
        due_in=tell_when(found.due),
        next_url=next_page(stock.outlook),
    )


def _report(asked: Practisable, review: PracticeReview, draft: QuestionDraft) -> ResultItem:
    item = make_item(_draw_order(draft, asked, review.number), asked.version_id)
    item.share, item.score = review.share, Decimal(str(review.share))
    verdict = asked.verdict if review.version_id == asked.version_id else None
    response = AttemptResponse(value=review.value)
    return report_item(item, draft, response, asked.visible, verdict=verdict)


def _show_text(asked: Practisable, marks: list[Any]) -> PassageView:
    article = load_articles(db.session(), [asked.version_id])[asked.version_id]
    return show_passage(article.to_document(), marks, key=article.id)
