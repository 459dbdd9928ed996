"""Which meanings may a learner see now? While an attempt runs, none that its paper may ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flask import g

from quizapp.articles.models import Article
from quizapp.attempts.review import list_all_running_versions
from quizapp.bank.content import load_articles, load_versions
from quizapp.db import db
from quizapp.dictionary.looking import list_headwords, list_tokens
from quizapp.generation.draft import QuestionDraft
from quizapp.notebook.words import KeptWord, list_kept_from, list_words
from quizapp.web.access import own_id, the_settings


@dataclass(frozen=True)
class Running:
    """What the learner's running attempts are about: the words of which a form stands in their
    texts or on their papers, and the texts, by what they read like."""

    words: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()


def is_asked_now(headwords: Collection[str]) -> bool:
    """Whether one of the words stands in the texts or on the papers of running attempts."""
    return not find_running().words.isdisjoint(headwords)


def list_open_words() -> list[KeptWord]:
    """The learner's words of which the meaning may be shown now."""
    session, learner_id, running = db.session(), own_id(), find_running()
    shut = list_kept_from(session, learner_id, running.texts) if running.texts else frozenset()
    kept = list_words(session, learner_id)
    return [it for it in kept if it.headword not in running.words and it.id not in shut]


def find_running() -> Running:
    """What the attempts of the learner who is signed in are about that run."""
    if "running" not in g:
        versions = list_all_running_versions(db.session(), own_id())
        g.running = _read_running(versions) if versions else Running()
    return g.running  # type: ignore[no-any-return]


def _read_running(versions: list[int]) -> Running:
    drafts = load_versions(db.session(), versions)
    articles = {it.id: it for it in load_articles(db.session(), versions).values()}
    words = list_tokens([*_list_printed(drafts.values()), *_list_texts(articles)])
    return Running(
        list_headwords(the_settings().instance_path, words),
        frozenset(it.sha256 for it in articles.values()),
    )


def _list_printed(drafts: Collection[QuestionDraft]) -> Iterator[str]:
    for draft in drafts:
        yield draft.stem
        yield from (option.text for option in draft.options)
        yield from (text for pair in draft.pairs for text in (pair.premise, pair.response))
        yield from draft.order


def _list_texts(articles: dict[int, Article]) -> Iterator[str]:
    for article in articles.values():
        yield article.title
        yield from article.to_document().paragraphs
