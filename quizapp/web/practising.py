"""What is there to practise for the learner who is signed in, and what comes next in the session?

All of it is read once for a request: whoever needs it is handed the `Stock`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from flask import render_template, request, url_for
from flask import session as cookie
from flask_babel import format_timedelta

from quizapp.accounts.needs import find_needs
from quizapp.attempts.models import PaperItem
from quizapp.db import db
from quizapp.generation.draft import QuestionDraft
from quizapp.notebook.words import KeptWord
from quizapp.progress.models import PracticeCard, Subject, Topic
from quizapp.progress.outlook import (
    Outlook,
    find_midnight,
    list_first_due,
    look_ahead,
    pick_next,
)
from quizapp.progress.practice import list_cards, list_reviews
from quizapp.progress.practisable import Practisable, list_practisable
from quizapp.quizzes.assembly import print_order
from quizapp.web.access import now, own_id, the_settings
from quizapp.web.forms.practice import CardForm
from quizapp.web.meanings import list_open_words

SESSION = timedelta(minutes=5)
LONGEST = 3600  # seconds on one card; whoever took longer was away
COOKIE = "practice"
MOST_CHOSEN = 100  # what the cookie has room for


@dataclass(frozen=True)
class Stock:
    """All that the learner may practise now, by id, and how it stands; other words rest."""

    questions: Mapping[int, Practisable]
    words: Mapping[int, KeptWord]
    cards: Mapping[Subject, PracticeCard]
    outlook: Outlook


@dataclass(frozen=True)
class Run:
    """The practice that is under way: since when, and which questions were chosen to come first."""

    began: datetime
    chosen: tuple[int, ...] = ()

    @property
    def ends(self) -> datetime:
        return self.began + SESSION


def take_stock() -> Stock:
    """What there is to practise for the learner who is signed in."""
    session, learner_id, zone = db.session(), own_id(), the_settings().zone
    questions = list_practisable(session, learner_id, grace=the_settings().grace, now=now())
    words = {it.id: it for it in list_open_words()}
    cards = list_cards(session, learner_id)
    first_due = list_first_due(questions, words.values(), zone)
    midnight = find_midnight(now(), zone)
    outlook = look_ahead(first_due, cards, now=now(), midnight=midnight)
    return Stock(questions, words, cards, outlook)


def list_missed(stock: Stock, attempt_id: int) -> list[int]:
    """The questions that were missed in an attempt and may be practised now."""
    return [key for key, it in stock.questions.items() if attempt_id in it.missed_in]


def start_run(chosen: list[int] | None = None) -> None:
    cookie[COOKIE] = {"began": now().isoformat(), "chosen": (chosen or [])[:MOST_CHOSEN]}


def read_run() -> Run | None:
    kept = cookie.get(COOKIE)
    return Run(datetime.fromisoformat(kept["began"]), tuple(kept["chosen"])) if kept else None


def next_page(outlook: Outlook) -> str:
    """The next card; the sum once nothing is due or the five minutes are over."""
    run = read_run()
    if not outlook.due or (run and now() >= run.ends):
        return url_for("practice.done")
    due = frozenset(outlook.due)
    chosen = [Subject(Topic.QUESTION, it) for it in run.chosen] if run else []
    first = next((it for it in chosen if it in due), None)
    return address_of(first or _take_turns(outlook, run))


def address_of(subject: Subject) -> str:
    """The page of a card."""
    if subject.topic is Topic.WORD:
        return url_for("practice_words.card", kept_word_id=subject.id)
    return url_for("practice.card", question_id=subject.id)


def _take_turns(outlook: Outlook, run: Run | None) -> Subject:
    reviews = list_reviews(db.session(), own_id(), run.began) if run else []
    found = pick_next(outlook.due, [it.topic for it in reviews])
    assert found
    return found


def tell_when(moment: datetime) -> str:
    """In how long a moment comes: in 2 days."""
    return str(format_timedelta(moment - now(), add_direction=True))


def draw_order(draft: QuestionDraft, seed: str) -> tuple[int, ...]:
    """The printed order of a review: another each time, and the same when a page is reloaded."""
    return print_order(draft, Random(seed))


def make_item(order: tuple[int, ...], version_id: int = 0) -> PaperItem:
    """A card as a paper of its own, which is kept nowhere."""
    return PaperItem(
        position=1,
        version_id=version_id,
        printed_order=tuple(map(str, order)),
        max_score=Decimal(1),
        is_flagged=False,
        needs_marking=False,
    )


def make_form(number: int, version: int) -> CardForm:
    """What the page of a card carries: which review it makes, of what, and when it was shown."""
    return CardForm(formdata=None, number=number, version=version, shown_at=int(now().timestamp()))


def is_unknown() -> bool:
    """Whether the learner has said that they do not know."""
    return "unknown" in request.form


def read_seconds(form: CardForm) -> int | None:
    """How long the card was before the learner's eyes, as far as the page can tell."""
    seconds = int(now().timestamp()) - (form.shown_at.data or 0)
    return seconds if 0 <= seconds <= LONGEST else None


def render_card(page: str, **more: Any) -> str:
    """A page of a session, with how much of the five minutes is left."""
    run = read_run()
    return render_template(
        f"practice/{page}.html",
        needs=find_needs(db.session(), own_id()),
        seconds_left=max(0.0, (run.ends - now()).total_seconds()) if run else None,
        **more,
    )
