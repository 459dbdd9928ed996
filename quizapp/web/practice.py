"""Practice in the browser: what is due, one card a page, what came of it, and the sum of it all.

A card has one address. There it asks while it is due, and tells how it went until it is due
again: so neither a reload nor the way back counts an answer twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import format_timedelta, gettext
from werkzeug.wrappers import Response

from quizapp.accounts.needs import find_needs
from quizapp.attempts.answers import AnswerError, Value, from_page
from quizapp.attempts.models import PaperItem
from quizapp.attempts.models import Response as AttemptResponse
from quizapp.attempts.paper import print_item
from quizapp.attempts.result import ResultItem, report_item
from quizapp.attempts.review import note_result_seen
from quizapp.bank.content import load_articles, load_versions
from quizapp.db import db
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.progress.models import PracticeCard, PracticeReview
from quizapp.progress.practice import (
    Given,
    Outlook,
    bring_forward,
    find_last_review,
    list_cards,
    list_reviews,
    look_ahead,
    number_of_next,
    review_question,
)
from quizapp.progress.practisable import Practisable, is_asked, list_practisable
from quizapp.quizzes.assembly import print_order
from quizapp.web.access import LARGEST_ID, learner_only, now, own_attempt, the_learner, the_settings
from quizapp.web.forms.practice import CardForm
from quizapp.web.passage import PassageView, hide_keys, show_passage

blueprint = Blueprint("practice", __name__, url_prefix="/learn")

SESSION = timedelta(minutes=5)
LONGEST = 3600  # seconds on one card; whoever took longer was away
COOKIE = "practice"
MOST_CHOSEN = 100  # what the cookie has room for
# Nobody can answer these without the text before their eyes.
NEEDS_TEXT = frozenset({Kind.INSERTION, Kind.SELECT_SENTENCE, Kind.IRRELEVANT_SENTENCE, Kind.CLOZE})


@dataclass(frozen=True)
class Run:
    """The practice that is under way: since when, and what was chosen to come first."""

    began: datetime
    chosen: tuple[int, ...] = ()

    @property
    def ends(self) -> datetime:
        return self.began + SESSION


@blueprint.get("/practice")
@learner_only
def index() -> str:
    """What is due, and how to begin."""
    outlook = see_outlook()
    return render_template("practice/index.html", outlook=outlook, next_in=_tell_next(outlook))


@blueprint.post("/practice")
@learner_only
def begin() -> Response:
    """Begin five minutes of practice."""
    _start_run()
    return redirect(_next_page(see_outlook()))


@blueprint.post("/attempts/<int:attempt_id>/practice")
@learner_only
def begin_with_missed(attempt_id: int) -> Response:
    """Begin with what was missed in an attempt, due or not."""
    found = own_attempt(attempt_id)
    missed = list_missed(found.id)
    if not missed:
        flash(gettext("There is nothing to practise of this attempt now."), "info")
        return redirect(url_for("learn.result", attempt_id=attempt_id))
    bring_forward(db.session(), the_learner().id, missed, now=now())
    db.session.commit()
    _start_run(missed)
    return redirect(_next_page(see_outlook()))


@blueprint.get("/practice/questions/<int:question_id>")
@learner_only
def card(question_id: int) -> str:
    """A card that is due, or how it went, or that it rests."""
    asked = _find_practisable(question_id)
    if asked is None:
        return render_template("practice/resting.html", next_url=_next_page(see_outlook()))
    found = list_cards(db.session(), the_learner().id).get(question_id)
    if found and found.due > now():
        return _show_outcome(asked, found)
    return _show_card(asked, found)


@blueprint.post("/practice/questions/<int:question_id>")
@learner_only
def answer(question_id: int) -> str | Response:
    """Score an answer; one that was sent before, or that fits no card now, changes nothing."""
    asked = _find_practisable(question_id)
    form = CardForm()
    if asked is None or not form.validate() or form.version.data != asked.version_id:
        return redirect(url_for("practice.card", question_id=question_id))
    draft = _read_draft(asked)
    number = form.number.data or 0
    value = () if "unknown" in request.form else _read_value(draft, asked, number)
    if not value and "unknown" not in request.form:
        found = list_cards(db.session(), the_learner().id).get(question_id)
        return _show_card(asked, found, sent=form)
    given = Given(number, value, _read_seconds(form), form.read_certainty())
    review_question(db.session(), the_learner().id, asked, given, now=now())
    for attempt_id in sorted(asked.asked_in):
        note_result_seen(db.session(), attempt_id, now=now())  # what was right is shown next
    db.session.commit()
    return redirect(url_for("practice.card", question_id=question_id))


@blueprint.get("/practice/done")
@learner_only
def done() -> str:
    """How much was practised, and when it goes on."""
    run = _read_run()
    reviews = list_reviews(db.session(), the_learner().id, run.began) if run else []
    outlook = see_outlook()
    return render_template(
        "practice/done.html",
        reviews=len(reviews),
        right=sum(it.share == 1 for it in reviews),
        outlook=outlook,
        next_in=_tell_next(outlook),
    )


def see_outlook() -> Outlook:
    """What there is to practise for the learner who is signed in."""
    cards = list_cards(db.session(), the_learner().id)
    return look_ahead(_list_practisable(), cards, now=now(), midnight=_find_midnight())


def list_missed(attempt_id: int) -> list[int]:
    """The questions that were missed in an attempt and may be practised now."""
    return [key for key, it in _list_practisable().items() if attempt_id in it.missed_in]


def _list_practisable() -> dict[int, Practisable]:
    return list_practisable(db.session(), the_learner().id, grace=the_settings().grace, now=now())


def _find_practisable(question_id: int) -> Practisable | None:
    """A question of the learner's; None when it may not be practised now."""
    known = question_id <= LARGEST_ID and is_asked(db.session(), the_learner().id, question_id)
    return _list_practisable().get(question_id) if known else abort(404)


def _find_midnight() -> datetime:
    """When today ends at the school."""
    local = now().astimezone(the_settings().zone)
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _tell_next(outlook: Outlook) -> str:
    """In how long the next card is due: in 2 days; nothing when there is none."""
    if outlook.next_due is None:
        return ""
    return str(format_timedelta(outlook.next_due - now(), add_direction=True))


def _start_run(chosen: list[int] | None = None) -> None:
    cookie[COOKIE] = {"began": now().isoformat(), "chosen": (chosen or [])[:MOST_CHOSEN]}


def _read_run() -> Run | None:
    kept = cookie.get(COOKIE)
    return Run(datetime.fromisoformat(kept["began"]), tuple(kept["chosen"])) if kept else None


def _next_page(outlook: Outlook) -> str:
    """The next card; the sum once nothing is due or the five minutes are over."""
    run = _read_run()
    if not outlook.due or (run and now() >= run.ends):
        return url_for("practice.done")
    first = [it for it in run.chosen if it in outlook.due] if run else []
    return url_for("practice.card", question_id=(first or outlook.due)[0])


def _read_draft(asked: Practisable) -> QuestionDraft:
    return load_versions(db.session(), [asked.version_id])[asked.version_id]


def _draw_order(draft: QuestionDraft, asked: Practisable, number: int) -> tuple[int, ...]:
    """The printed order of a review: another each time, and the same when a page is reloaded."""
    return print_order(draft, Random(f"{asked.version_id}:{number}"))


def _read_value(draft: QuestionDraft, asked: Practisable, number: int) -> Value:
    try:
        return from_page(draft, _draw_order(draft, asked, number), request.form.getlist("answer"))
    except AnswerError:
        abort(400)


def _read_seconds(form: CardForm) -> int | None:
    """How long the card was before the learner's eyes, as far as the page can tell."""
    seconds = int(now().timestamp()) - (form.shown_at.data or 0)
    return seconds if 0 <= seconds <= LONGEST else None


def _show_card(
    asked: Practisable, found: PracticeCard | None, *, sent: CardForm | None = None
) -> str:
    """The card as a form; `sent` is one that came back without an answer."""
    draft = _read_draft(asked)
    number = number_of_next(found)
    item = _make_item(asked, _draw_order(draft, asked, number))
    form = sent or CardForm(
        formdata=None, number=number, version=asked.version_id, shown_at=int(now().timestamp())
    )
    return _render(
        "card",
        asked,
        hide_keys([draft]),
        form=form,
        item=print_item(item, draft, count=1),
        is_empty=sent is not None,
        needs_text=draft.kind in NEEDS_TEXT,
    )


def _show_outcome(asked: Practisable, found: PracticeCard) -> str:
    """How the last review went, with all that may be seen of the question."""
    review = find_last_review(db.session(), found)
    draft = load_versions(db.session(), [review.version_id])[review.version_id]
    told = _report(asked, review, draft)
    marks = [(piece, "critical") for piece in told.evidence]
    told = replace(told, quote="", score=None)  # the paragraph follows; there are no points
    return _render(
        "outcome",
        asked,
        marks,
        told=told,
        due_in=format_timedelta(found.due - now(), add_direction=True),
        next_url=_next_page(see_outlook()),
    )


def _report(asked: Practisable, review: PracticeReview, draft: QuestionDraft) -> ResultItem:
    item = _make_item(asked, _draw_order(draft, asked, review.number))
    item.share, item.score = review.share, Decimal(str(review.share))
    return report_item(item, draft, AttemptResponse(value=review.value), asked.visible)


def _make_item(asked: Practisable, order: tuple[int, ...]) -> PaperItem:
    """The card as a paper of its own, which is kept nowhere."""
    return PaperItem(
        position=1,
        version_id=asked.version_id,
        printed_order=tuple(map(str, order)),
        max_score=Decimal(1),
        is_flagged=False,
        needs_marking=False,
    )


def _render(page: str, asked: Practisable, marks: list[Any], **more: Any) -> str:
    run = _read_run()
    return render_template(
        f"practice/{page}.html",
        question_id=asked.question_id,
        passage=_show_text(asked, marks),
        needs=find_needs(db.session(), the_learner().id),
        seconds_left=max(0.0, (run.ends - now()).total_seconds()) if run else None,
        **more,
    )


def _show_text(asked: Practisable, marks: list[Any]) -> PassageView:
    article = load_articles(db.session(), [asked.version_id])[asked.version_id]
    return show_passage(article.to_document(), marks, key=article.id)
