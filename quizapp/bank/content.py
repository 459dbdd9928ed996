"""What does a version ask? Between the tables of a version and the plain QuestionDraft."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session, selectinload

from quizapp.articles.models import Article
from quizapp.bank.models import (
    Question,
    QuestionVersion,
    SpanRole,
    VersionAnswer,
    VersionOption,
    VersionOrderItem,
    VersionPair,
    VersionPicture,
    VersionSpan,
)
from quizapp.generation.draft import (
    NOWHERE,
    AcceptedAnswer,
    Option,
    Pair,
    Picture,
    QuestionDraft,
    Span,
    Status,
)
from quizapp.kept import Kept

CHILDREN = (
    selectinload(QuestionVersion.options),
    selectinload(QuestionVersion.answers),
    selectinload(QuestionVersion.pairs),
    selectinload(QuestionVersion.order),
    selectinload(QuestionVersion.spans),
    selectinload(QuestionVersion.pictures),
)


_DRAFTS: Kept[QuestionDraft] = Kept(most=2000)  # about 10 MB
_HEADS = (
    select(QuestionVersion.id, QuestionVersion.created_at, Question.uid, Question.status)
    .join(Question, Question.id == QuestionVersion.question_id)
    .where(QuestionVersion.id.in_(bindparam("ids", expanding=True)))
)


_HEADS_WITH_ARTICLES = (
    _HEADS.add_columns(Article)
    .join(Article, Article.id == Question.article_id)
    .order_by(Article.id, QuestionVersion.id)
)
_ARTICLES = (
    select(QuestionVersion.id, Article)
    .join(Question, Question.id == QuestionVersion.question_id)
    .join(Article, Article.id == Question.article_id)
    .where(QuestionVersion.id.in_(bindparam("ids", expanding=True)))
    .order_by(Article.id, QuestionVersion.id)
)
_APPROVED = (
    select(
        QuestionVersion.id,
        QuestionVersion.created_at,
        Question.uid,
        Question.status,
        Question.id,
        Question.copied_from_id,
        Article.id,
        Article.sha256,
    )
    .join(Question, Question.id == QuestionVersion.question_id)
    .join(Article, Article.id == Question.article_id)
    .where(
        QuestionVersion.number == Question.latest,
        Question.bank_id.in_(bindparam("bank_ids", expanding=True)),
        Question.status == Status.APPROVED,
    )
    .order_by(Question.id)
)


@dataclass(frozen=True)
class Head:
    """What tells a version from every other, and how its question stands."""

    id: int
    created_at: datetime
    uid: str
    status: Status

    @property
    def known_by(self) -> tuple[int, datetime, str]:
        return self.id, self.created_at, self.uid


def make_version(
    question: Question, draft: QuestionDraft, *, number: int, teacher_id: int | None, now: datetime
) -> QuestionVersion:
    """The rows of one version; `question` has an id already."""
    return QuestionVersion(
        question_id=question.id,
        number=number,
        teacher_id=teacher_id,
        created_at=now,
        kind=draft.kind,
        skill=draft.skill,
        difficulty=draft.difficulty,
        stem=draft.stem,
        rationale=draft.rationale,
        origin=draft.origin,
        pattern=draft.pattern,
        writer=draft.writer,
        confidence=draft.confidence,
        reasons=draft.reasons,
        **_make_parts(draft),
    )


def _make_parts(draft: QuestionDraft) -> dict[str, list[Any]]:
    """The rows of the version's child tables, by relationship."""
    return {
        "options": [
            VersionOption(
                position=position,
                text=option.text,
                is_key=option.key,
                rationale=option.rationale,
                distractor_class=option.distractor_class,
            )
            for position, option in enumerate(draft.options)
        ],
        "answers": [
            VersionAnswer(
                position=position, gap=answer.gap, text=answer.text, tolerance=answer.tolerance
            )
            for position, answer in enumerate(draft.accepted_answers)
        ],
        "pairs": [
            VersionPair(position=position, premise=pair.premise, response=pair.response)
            for position, pair in enumerate(draft.pairs)
        ],
        "order": [
            VersionOrderItem(position=position, text=text)
            for position, text in enumerate(draft.order)
        ],
        "spans": [
            VersionSpan(
                position=position,
                role=role,
                paragraph=span.paragraph,
                start_offset=span.start,
                end_offset=span.end,
                quote=span.quote,
            )
            for position, (role, span) in enumerate(_spans_of(draft))
        ],
        "pictures": [
            VersionPicture(position=position, sha256=it.sha256, description=it.description)
            for position, it in enumerate(draft.pictures)
        ],
    }


def _spans_of(draft: QuestionDraft) -> list[tuple[SpanRole, Span]]:
    has_evidence = draft.critical_span != NOWHERE
    return [
        *([(SpanRole.CRITICAL, draft.critical_span)] if has_evidence else []),
        *((SpanRole.DISTRACTOR, span) for span in draft.distractor_spans),
        *((SpanRole.HIDDEN, span) for span in draft.hidden_spans),
    ]


def to_draft(version: QuestionVersion, question: Question) -> QuestionDraft:
    """The version as the plain value that scoring, pages and bank files take."""
    spans: dict[SpanRole, list[Span]] = {role: [] for role in SpanRole}
    for row in version.spans:
        spans[row.role].append(Span(row.paragraph, row.start_offset, row.end_offset, row.quote))
    return QuestionDraft(
        uid=question.uid,
        kind=version.kind,
        skill=version.skill,
        difficulty=version.difficulty,
        stem=version.stem,
        critical_span=next(iter(spans[SpanRole.CRITICAL]), NOWHERE),
        distractor_spans=tuple(spans[SpanRole.DISTRACTOR]),
        hidden_spans=tuple(spans[SpanRole.HIDDEN]),
        options=tuple(
            Option(option.text, option.is_key, option.rationale, option.distractor_class)
            for option in version.options
        ),
        accepted_answers=tuple(
            AcceptedAnswer(answer.text, answer.gap, answer.tolerance) for answer in version.answers
        ),
        pairs=tuple(Pair(pair.premise, pair.response) for pair in version.pairs),
        order=tuple(item.text for item in version.order),
        rationale=version.rationale,
        origin=version.origin,
        pattern=version.pattern,
        writer=version.writer,
        confidence=version.confidence,
        status=question.status,
        reasons=version.reasons,
        pictures=tuple(Picture(it.sha256, it.description) for it in version.pictures),
    )


def load_versions(session: Session, version_ids: Iterable[int]) -> dict[int, QuestionDraft]:
    """The content of the versions with these ids, in a fixed number of statements: one, where
    this process has read them before."""
    ids = list(version_ids)
    if not ids:
        return {}
    heads = session.connection().execute(_HEADS, {"ids": ids})
    return _read_drafts(session, [Head(*row) for row in heads])


def _read_drafts(session: Session, heads: Sequence[Head]) -> dict[int, QuestionDraft]:
    """What each version asks, by its id; only what this process does not know is read."""
    bind = session.get_bind()
    drafts = {head.id: _DRAFTS.find(bind, head.known_by) for head in heads}
    missing = [version_id for version_id, draft in drafts.items() if draft is None]
    read = _read_versions(session, missing) if missing else {}
    for head in heads:
        if head.id in read:
            _DRAFTS.keep(bind, head.known_by, read[head.id])
    drafts |= read
    return {head.id: _in_status(drafts[head.id], head.status) for head in heads}


def _read_versions(session: Session, version_ids: Collection[int]) -> dict[int, QuestionDraft]:
    rows = session.execute(
        select(QuestionVersion, Question)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.id.in_(version_ids))
        .options(*CHILDREN)
    )
    return {version.id: to_draft(version, question) for version, question in rows}


def _in_status(draft: QuestionDraft | None, status: Status) -> QuestionDraft:
    """The draft as its question stands: that alone changes."""
    if draft is None:
        raise LookupError("a version that was there is gone")
    return draft if draft.status is status else replace(draft, status=status)


@dataclass(frozen=True)
class Approved:
    """An approved question with the version in force.

    `article_id` is of the article that stands for all that read the same, see `load_articles`.
    """

    version_id: int
    question_id: int
    copied_from_id: int | None
    article_id: int
    draft: QuestionDraft


def list_approved(session: Session, bank_ids: Sequence[int]) -> list[Approved]:
    """The approved questions of the banks, in the order they were added. One statement, where this
    process has read the versions before."""
    if not bank_ids:
        return []
    rows = session.connection().execute(_APPROVED, {"bank_ids": bank_ids}).all()
    drafts = _read_drafts(session, [Head(*row[:4]) for row in rows])
    first: dict[str, int] = {}
    for *_, article_id, sha256 in rows:
        first[sha256] = min(article_id, first.get(sha256, article_id))
    return [
        Approved(version_id, question_id, copied_from_id, first[sha256], drafts[version_id])
        for version_id, _, _, _, question_id, copied_from_id, _, sha256 in rows
    ]


def load_articles(session: Session, version_ids: Iterable[int]) -> dict[int, Article]:
    """The article that each of the versions with these ids asks about.

    A text may be there twice, where questions were copied from a colleague: of articles that
    read the same, one stands for all.
    """
    return _unite(session.execute(_ARTICLES, {"ids": list(version_ids)}))


def load_with_articles(
    session: Session, version_ids: Sequence[int]
) -> tuple[dict[int, QuestionDraft], dict[int, Article]]:
    """What `load_versions` and `load_articles` tell of these versions, in one statement."""
    rows = session.execute(_HEADS_WITH_ARTICLES, {"ids": version_ids}).all()
    drafts = _read_drafts(session, [Head(*row[:4]) for row in rows])
    return drafts, _unite((row[0], row[4]) for row in rows)


def _unite(articles: Iterable[tuple[int, Article]]) -> dict[int, Article]:
    """Of articles that read the same, the first for all; they come in their order."""
    first: dict[str, Article] = {}
    return {key: first.setdefault(article.sha256, article) for key, article in articles}


def group_by_article(
    articles: Mapping[int, Article], drafts: Mapping[int, QuestionDraft]
) -> list[tuple[Article, list[QuestionDraft]]]:
    """Each article with the questions about it; both mappings are by version."""
    groups: dict[int, tuple[Article, list[QuestionDraft]]] = {}
    for version_id, draft in drafts.items():
        article = articles[version_id]
        groups.setdefault(article.id, (article, []))[1].append(draft)
    return list(groups.values())


def load_latest(
    session: Session, *bank_ids: int
) -> list[tuple[Question, QuestionVersion, QuestionDraft]]:
    """Every question of the banks with the version in force, in the order they were added."""
    return _load_in_force(session, Question.bank_id.in_(bank_ids))


def load_current(
    session: Session, questions: Iterable[Question]
) -> list[tuple[Question, QuestionDraft]]:
    """These questions with what they say now, in a fixed number of statements."""
    found = _load_in_force(session, Question.id.in_([it.id for it in questions]))
    return [(question, draft) for question, _, draft in found]


def _load_in_force(
    session: Session, which: ColumnElement[bool]
) -> list[tuple[Question, QuestionVersion, QuestionDraft]]:
    rows = session.execute(
        select(Question, QuestionVersion)
        .join(
            QuestionVersion,
            (QuestionVersion.question_id == Question.id)
            & (QuestionVersion.number == Question.latest),
        )
        .where(which)
        .order_by(Question.id)
    ).all()
    heads = [Head(it.id, it.created_at, question.uid, question.status) for question, it in rows]
    drafts = _read_drafts(session, heads)
    return [(question, version, drafts[version.id]) for question, version in rows]


def current_version(session: Session, question: Question) -> QuestionVersion:
    """The version of `question` that is in force."""
    return session.scalars(
        select(QuestionVersion)
        .where(
            QuestionVersion.question_id == question.id, QuestionVersion.number == question.latest
        )
        .options(*CHILDREN)
    ).one()


def current_draft(session: Session, question: Question) -> QuestionDraft:
    """What `question` says now."""
    return to_draft(current_version(session, question), question)


def find_version(session: Session, question_id: int, number: int) -> QuestionVersion | None:
    """Version `number` of the question."""
    return session.scalar(
        select(QuestionVersion)
        .where(QuestionVersion.question_id == question_id, QuestionVersion.number == number)
        .options(*CHILDREN)
    )
