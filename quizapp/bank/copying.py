"""How does a question come into another bank? As a question of its own that knows its source."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.bank.content import CHILDREN, load_latest, make_version, to_draft
from quizapp.bank.indexing import IN_FORCE
from quizapp.bank.models import Bank, Question, QuestionVersion
from quizapp.bank.sharing import is_readable
from quizapp.bank.tags import list_question_tags, set_question_tags
from quizapp.generation.draft import Origin, QuestionDraft, Status

LONGEST_UID = 80
Source = tuple[Question, QuestionDraft]


@dataclass(frozen=True)
class Copied:
    """The copies that were made, and the stems of which the target had a like question."""

    questions: list[Question]
    held: list[str]


def list_sources(
    session: Session,
    teacher_id: int,
    *,
    question_ids: Collection[int] = (),
    bank_id: int | None = None,
) -> list[Source]:
    """Those of the questions that the teacher may read, with what they say now.

    Of a whole bank they are all that are not retired.
    """
    chosen: ColumnElement[bool] = Question.id.in_(list(question_ids))
    if bank_id is not None:
        chosen = (Question.bank_id == bank_id) & (Question.status != Status.RETIRED)
    rows = session.execute(
        select(Question, QuestionVersion)
        .join(QuestionVersion, IN_FORCE)
        .join(Question.bank)
        .where(chosen, is_readable(teacher_id))
        .order_by(Question.id)
        .options(*CHILDREN)
    )
    return [(question, to_draft(version, question)) for question, version in rows]


def copy_questions(
    session: Session, sources: Iterable[Source], target: Bank, teacher: Teacher, *, now: datetime
) -> Copied:
    """Copy what these questions say into `target`, a bank of `teacher`.

    An article that the teacher does not have comes along. A question that the target holds
    already, word for word, is not doubled.
    """
    taken, contents = _list_held(session, target)
    uids = FreeUids(taken)
    made = Copied([], [])
    for source, draft in sources:
        article = _bring_article(session, source.article, teacher, now=now)
        content = find_content(draft, article.id)
        if content in contents:
            made.held.append(draft.stem)
            continue
        own = replace(draft, uid=uids.give(draft.uid))
        contents.add(content)
        copy = _add_copy(session, source, own, article.id, target.id)
        session.add(make_version(copy, own, number=1, teacher_id=teacher.id, now=now))
        made.questions.append(copy)
    session.flush()
    _copy_tags(session, made.questions)
    return made


def find_content(draft: QuestionDraft, article_id: int) -> tuple[int, QuestionDraft]:
    """All that a question says about its article, without how it came to be and how it stands."""
    bare = replace(
        draft,
        uid="",
        status=Status.DRAFT,
        origin=Origin.AUTHORED,
        pattern="",
        writer="",
        confidence=1.0,
        reasons=(),
    )
    return article_id, bare


class FreeUids:
    """Gives ids that nothing has yet: one that is taken gets -2, -3 and so on behind it."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def give(self, uid: str) -> str:
        """`uid` if it is free, or the next one; it is taken then."""
        number, free = self._last.get(uid, 1), uid
        while free in self._taken:
            number += 1
            tail = f"-{number}"
            free = f"{uid[: LONGEST_UID - len(tail)]}{tail}"
        self._last[uid] = number
        self._taken.add(free)
        return free


def _list_held(session: Session, bank: Bank) -> tuple[set[str], set[tuple[int, QuestionDraft]]]:
    held = load_latest(session, bank.id)
    return {question.uid for question, _, _ in held}, {
        find_content(draft, question.article_id) for question, _, draft in held
    }


def _bring_article(
    session: Session, article: Article, teacher: Teacher, *, now: datetime
) -> Article:
    """The teacher's own article with this text."""
    if article.teacher_id == teacher.id:
        return article
    return add_article(session, teacher, article.to_document(), now=now)


def _add_copy(
    session: Session, source: Question, draft: QuestionDraft, article_id: int, bank_id: int
) -> Question:
    approved = source.status is Status.APPROVED
    copy = Question(
        bank_id=bank_id,
        article_id=article_id,
        uid=draft.uid,
        status=Status.APPROVED if approved else Status.DRAFT,
        latest=1,
        copied_from_id=source.id,
    )
    session.add(copy)
    session.flush()
    return copy


def _copy_tags(session: Session, copies: Iterable[Question]) -> None:
    sources = {copy: copy.copied_from_id for copy in copies if copy.copied_from_id}
    tags = list_question_tags(session, sources.values())
    for copy, source_id in sources.items():
        set_question_tags(session, copy, tags.get(source_id, []))
