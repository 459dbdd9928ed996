"""How do the questions in a file get into a bank? (see `import_plans` for the plan)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.articles.document import Document
from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.bank.content import load_latest, make_version
from quizapp.bank.copying import FreeUids
from quizapp.bank.formats.exchange import Parcel
from quizapp.bank.import_plans import Content, ImportPlan, name_contents
from quizapp.bank.library import LONGEST_TITLE, add_collection
from quizapp.bank.library_models import LONGEST_TAG
from quizapp.bank.models import Bank, Question
from quizapp.bank.pictures import keep_pictures
from quizapp.bank.review import add_bank
from quizapp.bank.tags import MOST_TAGS, normalise_tag, set_question_tags


def find_home(
    session: Session, teacher_id: int, parcel: Parcel, about: Document | None
) -> Bank | None:
    """The bank that the questions go to of themselves: of the one article they are about.

    None when they are about several, or when there is no such bank yet.
    """
    texts = {
        passage.sha256
        for it in parcel.items
        if (passage := about if it.passage is None else parcel.passages[it.passage])
    }
    if len(texts) != 1:
        return None
    return session.scalar(
        select(Bank)
        .join(Bank.article)
        .where(Article.teacher_id == teacher_id, Article.sha256 == texts.pop())
    )


def list_held(session: Session, bank: Bank) -> set[Content]:
    """What the bank's questions say, to know those that come again."""
    latest = load_latest(session, bank.id)
    return {
        content
        for question, _, draft in latest
        for content in name_contents(draft, question.article.sha256)
    }


def carry_out(
    session: Session,
    teacher: Teacher,
    plan: ImportPlan,
    pictures: Mapping[str, bytes],
    bank: Bank | None = None,
    *,
    now: datetime,
) -> Bank:
    """Add what the plan calls new to `bank`; the bank they are in then.

    Without one it is the bank of their article, or a new collection when they are about several.
    """
    shown = {it.sha256 for arrival in plan.added for it in arrival.draft.pictures}
    keep_pictures(session, {sha256: pictures[sha256] for sha256 in shown})
    articles = _bring_articles(session, teacher, plan, now)
    bank = bank or _make_bank(session, teacher, plan, articles, now)
    uids = FreeUids(question.uid for question, _, _ in load_latest(session, bank.id))
    for arrival in plan.added:
        assert arrival.passage is not None  # without one it is not new
        draft = replace(arrival.draft, uid=uids.give(arrival.draft.uid))
        question = Question(
            bank_id=bank.id,
            article_id=articles[arrival.passage.sha256].id,
            uid=draft.uid,
            status=draft.status,
            latest=1,
        )
        session.add(question)
        session.flush()
        session.add(make_version(question, draft, number=1, teacher_id=teacher.id, now=now))
        set_question_tags(session, question, _tidy_tags(arrival.tags))
    session.flush()
    return bank


def _bring_articles(
    session: Session, teacher: Teacher, plan: ImportPlan, now: datetime
) -> dict[str, Article]:
    """The teacher's articles with the texts of what is added, by their SHA-256."""
    texts = {it.passage.sha256: it.passage for it in plan.added if it.passage}
    return {sha256: add_article(session, teacher, text, now=now) for sha256, text in texts.items()}


def _make_bank(
    session: Session,
    teacher: Teacher,
    plan: ImportPlan,
    articles: dict[str, Article],
    now: datetime,
) -> Bank:
    if len(articles) == 1:
        return add_bank(session, next(iter(articles.values())), now=now)
    title = plan.title[:LONGEST_TITLE].strip() or "Imported questions"
    return add_collection(session, teacher, title, now=now)


def _tidy_tags(words: tuple[str, ...]) -> list[str]:
    tidy = dict.fromkeys(normalise_tag(word)[:LONGEST_TAG].strip() for word in words)
    return [word for word in tidy if word][:MOST_TAGS]
