"""How does what a search looks in follow the questions? By itself, with every flush.

Whatever makes a version, moves a question, names an article or tags something goes through a
session; the rows of `question_text` of the questions that it touches are written anew there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, delete, event, insert, inspect, select
from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.bank.library_models import BankTag, QuestionTag, QuestionText
from quizapp.bank.models import (
    Question,
    QuestionVersion,
    VersionAnswer,
    VersionOption,
    VersionOrderItem,
    VersionPair,
    VersionSpan,
)
from quizapp.bank.words import stem_words

AT_ONCE = 500  # ids in one statement
MOST_WORDS_OF_A_FIELD = 2_000
BREAK = "xbreakx"  # between two texts: no phrase reaches over it
FIELDS = ("stem", "labels", "body")
Texts = Select[*tuple[Any, ...]]  # a question's id, then some of what it says
IN_FORCE = (QuestionVersion.question_id == Question.id) & (
    QuestionVersion.number == Question.latest
)


@event.listens_for(Session, "after_flush")
def follow(session: Session, _context: object) -> None:
    """Write anew what a search looks in, where this flush has changed it."""
    touched = {it for changed in session.new | session.dirty for it in _touch(session, changed)}
    touched |= {it for gone in session.deleted for it in _touch(session, gone)}
    if touched:
        index_questions(session.connection(), touched)


def index_questions(connection: Connection, question_ids: Iterable[int]) -> None:
    """Write anew what a search looks in of these questions."""
    ids = sorted(question_ids)
    for start in range(0, len(ids), AT_ONCE):
        _index(connection, ids[start : start + AT_ONCE])


def _touch(session: Session, changed: object) -> Iterable[int]:
    """The questions whose words are others since `changed` was."""
    match changed:
        case QuestionVersion() | QuestionTag():
            return [changed.question_id]
        case Question() if _has_changed(changed, "latest", "bank_id"):
            return [changed.id]
        case BankTag():
            wanted = select(Question.id).where(Question.bank_id == changed.bank_id)
        case Article() if changed not in session.new and _has_changed(changed, "title"):
            wanted = select(Question.id).where(Question.article_id == changed.id)
        case _:
            return []
    return session.connection().scalars(wanted).all()


def _has_changed(changed: object, *names: str) -> bool:
    attributes: Any = inspect(changed)
    return any(attributes.attrs[name].history.has_changes() for name in names)


def _index(connection: Connection, ids: list[int]) -> None:
    words: dict[int, dict[str, list[str]]] = defaultdict(lambda: {name: [] for name in FIELDS})
    for field, statement in _texts(ids):
        for question_id, *texts in connection.execute(statement):
            words[question_id][field] += [it for text in texts for it in (*stem_words(text), BREAK)]
    connection.execute(delete(QuestionText).where(QuestionText.question_id.in_(ids)))
    rows = [
        {"question_id": key, **{name: _join(found[name]) for name in FIELDS}}
        for key, found in words.items()
        if found["stem"] or found["body"]
    ]
    if rows:
        connection.execute(insert(QuestionText), rows)


def _join(words: list[str]) -> str:
    return " ".join(words[:MOST_WORDS_OF_A_FIELD])


def _texts(ids: list[int]) -> list[tuple[str, Texts]]:
    """Statements for all that a question says, with the field that its words go to."""
    version = QuestionVersion
    children = (
        (VersionOption, VersionOption.text, VersionOption.rationale),
        (VersionAnswer, VersionAnswer.text),
        (VersionPair, VersionPair.premise, VersionPair.response),
        (VersionOrderItem, VersionOrderItem.text),
        (VersionSpan, VersionSpan.quote),
    )
    says = select(Question.id, version.stem).join(version, IN_FORCE)
    why = select(Question.id, version.rationale).join(version, IN_FORCE)
    article = select(Question.id, Article.title).join(Article, Article.id == Question.article_id)
    own = select(QuestionTag.question_id, QuestionTag.word).join(
        Question, Question.id == QuestionTag.question_id
    )
    banks = select(Question.id, BankTag.word).join(BankTag, BankTag.bank_id == Question.bank_id)
    parts: list[Texts] = [
        select(Question.id, *columns)
        .join(version, IN_FORCE)
        .join(child, child.version_id == version.id)
        .order_by(child.id)
        for child, *columns in children
    ]
    fields: list[tuple[str, Texts]] = [
        ("stem", says),
        *(("labels", it) for it in (article, own, banks)),
    ]
    fields += [("body", it) for it in (*parts, why)]
    return [(field, statement.where(Question.id.in_(ids))) for field, statement in fields]
