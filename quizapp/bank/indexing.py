"""How does what a search looks in follow the questions? By itself, with every flush.

Whatever makes a version, moves a question, names an article or tags something goes through a
session; the rows of `question_text` of the questions that it touches are written anew there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    delete,
    event,
    insert,
    inspect,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

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
from quizapp.bank.words import spell, stem_words

AT_ONCE = 500  # ids in one statement
MOST_WORDS_OF_A_FIELD = 2_000
BREAK = "xbreakx"  # between two texts: no phrase reaches over it
FIELDS = ("stem", "labels", "body")
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
        case Question() if changed not in session.new and _has_changed(
            changed, "latest", "bank_id"
        ):
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
    for question_id, field, said in connection.execute(TEXTS, {"ids": ids}):
        words[question_id][field] += [*map(spell, stem_words(said)), BREAK]
    connection.execute(delete(QuestionText).where(QuestionText.question_id.in_(ids)))
    rows = [
        {"question_id": key, **{name: _join(found[name]) for name in FIELDS}}
        for key, found in words.items()
        if found["stem"]
    ]
    if rows:
        connection.execute(insert(QuestionText), rows)


def _join(words: list[str]) -> str:
    return " ".join(words[:MOST_WORDS_OF_A_FIELD])


def _select_texts() -> CompoundSelect[int, str, str]:
    """All that the questions `ids` say, a row a text, with the field that its words go to."""
    said: list[tuple[Any, InstrumentedAttribute[str]]] = [
        *((VersionOption, text) for text in (VersionOption.text, VersionOption.rationale)),
        (VersionAnswer, VersionAnswer.text),
        *((VersionPair, text) for text in (VersionPair.premise, VersionPair.response)),
        (VersionOrderItem, VersionOrderItem.text),
        (VersionSpan, VersionSpan.quote),
    ]
    parts = [
        _row("stem", QuestionVersion.stem).join(QuestionVersion, IN_FORCE),
        _row("body", QuestionVersion.rationale).join(QuestionVersion, IN_FORCE),
        _row("labels", Article.title).join(Article, Article.id == Question.article_id),
        _row("labels", BankTag.word).join(BankTag, BankTag.bank_id == Question.bank_id),
        _row("labels", QuestionTag.word).join(QuestionTag, QuestionTag.question_id == Question.id),
    ]
    parts += [
        _row("body", text)
        .join(QuestionVersion, IN_FORCE)
        .join(child, child.version_id == QuestionVersion.id)
        for child, text in said
    ]
    asked = Question.id.in_(bindparam("ids", expanding=True))
    return union_all(*(part.where(asked) for part in parts))


def _row(field: str, text: InstrumentedAttribute[str]) -> Select[int, str, str]:
    return select(Question.id, literal(field), text).select_from(Question)


TEXTS = _select_texts()  # made once: it is run with every question that is written
