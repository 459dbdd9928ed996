"""Which meanings may a learner see now? While an attempt runs, none that its paper may ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flask import g

from quizapp.articles.models import Article
from quizapp.attempts.review import list_all_running_versions
from quizapp.bank.content import load_articles, load_versions
from quizapp.db import db
from quizapp.dictionary.looking import list_forms, list_tokens
from quizapp.generation.draft import QuestionDraft
from quizapp.web.access import the_learner, the_settings


def is_asked_now(headwords: Collection[str]) -> bool:
    """Whether one of the words stands in the texts or on the papers of running attempts."""
    words = _list_running_words()
    return bool(words) and not words.isdisjoint(list_forms(the_settings().instance_path, headwords))


def _list_running_words() -> frozenset[str]:
    if "running_words" not in g:
        versions = list_all_running_versions(db.session(), the_learner().id)
        drafts = load_versions(db.session(), versions)
        articles = {it.id: it for it in load_articles(db.session(), versions).values()}
        g.running_words = list_tokens([*_list_printed(drafts.values()), *_list_texts(articles)])
    return g.running_words  # type: ignore[no-any-return]


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
