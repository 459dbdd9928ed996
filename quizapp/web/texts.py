"""Which texts may a learner read, and what is left out of them for now?

A text belongs to the quizzes that ask about it. It can be read as soon as one of them is open,
and stays so; where a code or an address lets learners in, it waits until they have been inside.
Of a text with gates only what is open leaves the server: pages ask a `Text` for its document,
never the article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from flask import abort

from quizapp.articles.document import Document
from quizapp.articles.library import list_siblings
from quizapp.articles.models import Article
from quizapp.attempts.models import Attempt
from quizapp.attempts.overview import DueItem, list_due
from quizapp.attempts.review import list_all_running_versions, list_running_versions
from quizapp.bank.content import load_articles
from quizapp.db import db
from quizapp.guided.answering import find_tries
from quizapp.guided.gates import list_in_force
from quizapp.guided.parts import Gate, Way, cut, find_way
from quizapp.quizzes.setting import list_hiding
from quizapp.quizzes.texts import list_articles_of
from quizapp.web.access import LARGEST_ID, now, own_id
from quizapp.web.passage import Mark, hide_keys
from quizapp.web.results import hide_what_runs, see_as_learner

OVER = ("done", "closed")


@dataclass(frozen=True)
class Text:
    """An article that the learner may read, all their quizzes that ask about it, the gates that
    are asked, and those of them that the learner has passed."""

    article: Article
    items: tuple[DueItem, ...]
    gates: tuple[Gate, ...] = ()
    passed: frozenset[int] = frozenset()

    @cached_property
    def way(self) -> Way:
        """The parts of the text, and how far they are open."""
        return find_way(len(self.article.to_document().paragraphs), self.gates, self.passed)

    @cached_property
    def document(self) -> Document:
        """What the learner may read of the article now: what lies beyond a gate is not there."""
        return cut(self.article.to_document(), self.way.last)

    @property
    def quiz_titles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(it.quiz.title for it in self.items))


def list_texts() -> list[Text]:
    """What the learner who is signed in may read, in the order of their quizzes."""
    items = list_due(db.session(), own_id(), now=now())
    articles = list_articles_of(db.session(), {it.quiz.id: it.quiz for it in items}.values())
    about: dict[int, tuple[Article, list[DueItem]]] = {}
    for item in items:
        for article in articles[item.quiz.id]:
            about.setdefault(article.id, (article, []))[1].append(item)
    readable = [it for it in about.values() if any(_lets_read(item) for item in it[1])]
    gates = _list_gates(readable)
    passed = _find_passed(gates)
    return [
        Text(article, tuple(own), gates.get(article.sha256, ()), passed)
        for article, own in readable
    ]


def own_text(article_id: int) -> Text:
    """A text that the learner may read, by the id of any article that reads the same; any other
    does not exist."""
    article = db.session.get(Article, article_id) if article_id <= LARGEST_ID else None
    sha256 = article.sha256 if article else None
    return next((it for it in list_texts() if it.article.sha256 == sha256), None) or abort(404)


def list_levels(text: Text, texts: list[Text]) -> list[Article]:
    """The text at its levels, itself among them, as far as the learner may read them."""
    readable = {it.article.id for it in texts}
    return [it for it in list_siblings(db.session(), text.article) if it.id in readable]


def hide_from(text: Text) -> list[Mark]:
    """What the reading view leaves out: what would give a key away in a quiz that can still be
    taken, whose answers are not shown yet, or that runs."""
    hidden = hide_what_runs(own_id(), text.article)
    silent = [item for item in text.items if not _tells_keys(item)]
    if banks := {bank for item in silent for bank in item.quiz.bank_ids}:
        hidden += hide_keys(list_hiding(db.session(), text.article.sha256, *sorted(banks)))
    return list(dict.fromkeys(hidden))


def is_running(article: Article) -> bool:
    """Whether an attempt of the learner's at questions about this text runs."""
    return bool(list_running_versions(db.session(), own_id(), article.id))


def _list_gates(
    readable: Iterable[tuple[Article, list[DueItem]]],
) -> dict[str, tuple[Gate, ...]]:
    """The gates of these texts, by digest. None asks anything while an attempt about its text
    runs, for the page of the attempt shows the whole of it."""
    courses = {
        article.sha256: {it.assignment.course_id for it in own if _lets_read(it)}
        for article, own in readable
    }
    gates = list_in_force(db.session(), courses)
    if gates:
        running = list_all_running_versions(db.session(), own_id())
        for article in load_articles(db.session(), running).values():
            gates.pop(article.sha256, None)
    return gates


def _find_passed(gates: dict[str, tuple[Gate, ...]]) -> frozenset[int]:
    ids = [gate.id for own in gates.values() for gate in own]
    tries = find_tries(db.session(), own_id(), ids) if ids else {}
    return frozenset(key for key, it in tries.items() if it.has_passed)


def _lets_read(item: DueItem) -> bool:
    if item.last_result_id is not None and item.state in OVER:
        return True
    has_door = bool(item.entitlement.access_code or item.quiz.ip_ranges)
    return item.state != "upcoming" and not has_door


def _tells_keys(item: DueItem) -> bool:
    """Whether the quiz is over for the learner, and its answers may be seen."""
    if item.state not in OVER or item.last_result_id is None:
        return False
    return see_as_learner(db.session.get_one(Attempt, item.last_result_id)).key
