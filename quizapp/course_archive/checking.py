"""Does a course hold together beyond what the database itself can tell?

Pages, scoring and drawing lean on what the program has always kept to: a version can be shown
and scored, a paper prints what its versions have, an answer is one that its page can send. The
course stands in a database of its own, so each fault is told by the row of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from ipaddress import ip_network
from itertools import pairwise

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment
from quizapp.accounts.passwords import fold_name
from quizapp.articles.models import Article
from quizapp.attempts.answers import AnswerError, Value, from_page, to_page
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.ruled import RulingError, check_verdict
from quizapp.attempts.ruling_models import Ruling
from quizapp.attempts.rulings import read_verdict
from quizapp.bank.content import load_versions
from quizapp.bank.formats.pictures import tell_picture
from quizapp.bank.library_models import BankTag, QuestionTag
from quizapp.bank.models import Question, QuestionVersion, StoredPicture, VersionPicture
from quizapp.bank.rules import Broken, check_question
from quizapp.bank.tags import normalise_tag
from quizapp.course_archive.errors import at_row
from quizapp.db import ExactDecimal
from quizapp.generation.draft import CHOICE_KINDS, NOWHERE, Kind, QuestionDraft, Status
from quizapp.gradebook.models import MarkingPeriod
from quizapp.quizzes.models import Quiz, QuizSlot

IN_THE_FILE: ColumnElement[int] = literal_column("rowid")  # of a table whose rows bear no numbers
AT_ONCE = 500  # versions that are looked at together
MOST_QUESTIONS = 10_000  # on one paper, so that no sum of points leaves its column
# What a page, a paper and a mark need of a version; the other rules ask for good style.
NEEDED = frozenset({"evidence", "options", "key", "accepted-answers", "pairs", "order"})


def check_course(rows: Session) -> None:
    """Raises CourseFileError with the first fault."""
    _check_names(rows)
    _check_versions(rows)
    _check_pictures(rows)
    _check_quizzes(rows)
    _check_periods(rows)
    prints = _check_questions(rows)
    _check_attempts(rows)
    _check_papers(rows, prints)
    _check_rulings(rows, prints)


def _check_names(rows: Session) -> None:
    """Names and tags are compared in one form only."""
    for number, name in rows.execute(select(Enrolment.id, Enrolment.sign_in_name)):
        if not name or fold_name(name) != name:
            raise at_row("enrolment.jsonl", number, "nobody can sign in under this name")
    for model in (BankTag, QuestionTag):
        words = rows.scalars(select(model.word).order_by(IN_THE_FILE))
        for number, word in enumerate(words, start=1):
            if normalise_tag(word) != word:
                raise at_row(f"{model.__tablename__}.jsonl", number, f"“{word}” is no tag")


def _check_versions(rows: Session) -> None:
    """Every question has its versions from 1 to the latest."""
    numbers = (
        select(
            Question.id,
            Question.latest,
            func.count(QuestionVersion.id),
            func.max(QuestionVersion.number),
        )
        .outerjoin(QuestionVersion, QuestionVersion.question_id == Question.id)
        .group_by(Question.id)
    )
    for number, latest, count, highest in rows.execute(numbers):
        if not count == highest == latest:
            raise at_row("question.jsonl", number, f"its versions are not 1 to {latest}")


def _check_pictures(rows: Session) -> None:
    """Every picture is one, under its own name, and what a version shows is there."""
    names = set()
    found = rows.execute(select(StoredPicture.__table__).order_by(IN_THE_FILE)).mappings()
    for number, row in enumerate(found, start=1):
        is_named = hashlib.sha256(row["content"]).hexdigest() == row["sha256"]
        if not is_named or tell_picture(row["content"]) != row["media_type"]:
            raise at_row("picture.jsonl", number, "it is no picture, or not the one it says")
        names.add(row["sha256"])
    for number, sha256 in rows.execute(select(VersionPicture.id, VersionPicture.sha256)):
        if sha256 not in names:
            raise at_row("version_picture.jsonl", number, "its picture is not in picture.jsonl")


def _check_quizzes(rows: Session) -> None:
    sizes = (
        select(Quiz.id, Quiz.ip_ranges, func.coalesce(func.sum(QuizSlot.count), 0))
        .outerjoin(QuizSlot, QuizSlot.quiz_id == Quiz.id)
        .group_by(Quiz.id)
    )
    for number, ranges, size in rows.execute(sizes):
        if not 1 <= size <= MOST_QUESTIONS:
            raise at_row("quiz.jsonl", number, f"its slots ask {size} questions")
        if not all(map(_is_network, ranges)):
            raise at_row("quiz.jsonl", number, "ip_ranges has something else than networks")


def _check_periods(rows: Session) -> None:
    """No day belongs to two periods."""
    found = rows.scalars(select(MarkingPeriod).order_by(MarkingPeriod.first_day)).all()
    for before, after in pairwise(found):
        if after.first_day <= before.last_day:
            raise at_row("marking_period.jsonl", after.id, "its days overlap with another period")


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _check_questions(rows: Session) -> dict[int, tuple[QuestionDraft, int]]:
    """What each version says, and how many things it prints."""
    paragraphs = {it.id: it.to_document().paragraphs for it in rows.scalars(select(Article))}
    found = rows.execute(
        select(QuestionVersion.id, Question.article_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .order_by(QuestionVersion.id)
    )
    about = {row.id: row.article_id for row in found}
    prints = {}
    for ids in _cut(list(about)):
        for version_id, draft in load_versions(rows, ids).items():
            for broken in check_question(draft, paragraphs[about[version_id]]):
                if broken.rule in NEEDED and not _may_come_later(draft, broken):
                    raise at_row("question_version.jsonl", version_id, broken.message)
            prints[version_id] = draft, _count_printed(draft)
        rows.expunge_all()
    return prints


def _may_come_later(draft: QuestionDraft, broken: Broken) -> bool:
    """A question that is not approved may still lack its evidence."""
    is_bare = broken.rule == "evidence" and draft.critical_span == NOWHERE
    return is_bare and draft.status is not Status.APPROVED


def _count_printed(draft: QuestionDraft) -> int:
    if draft.kind in CHOICE_KINDS:
        return len(draft.options)
    return len(draft.pairs if draft.kind is Kind.MATCHING else draft.order)


def _check_attempts(rows: Session) -> None:
    """A paper counts from 1, its points add up, and its learner stands at one of its questions."""
    sizes = (
        select(
            Attempt.id,
            Attempt.furthest,
            Attempt.max_score,
            func.count(PaperItem.id),
            func.max(PaperItem.position),
            func.sum(PaperItem.max_score, type_=ExactDecimal()).filter(~PaperItem.is_dropped),
        )
        .outerjoin(PaperItem, PaperItem.attempt_id == Attempt.id)
        .group_by(Attempt.id)
    )
    for number, furthest, max_score, count, last, points in rows.execute(sizes):
        if not count or count != last:
            raise at_row("attempt.jsonl", number, "its paper does not count from 1")
        if points is None:
            raise at_row("attempt.jsonl", number, "none of its questions counts")
        if max_score != points:
            raise at_row(
                "attempt.jsonl", number, f"its questions are worth {points.normalize():f} together"
            )
        if furthest > count:
            raise at_row("attempt.jsonl", number, f"its paper has no question {furthest}")


def _check_papers(rows: Session, prints: dict[int, tuple[QuestionDraft, int]]) -> None:
    """Every paper prints what its versions have, and answers are such as its pages send."""
    papers: dict[tuple[int, int], tuple[QuestionDraft, tuple[int, ...]]] = {}
    items = select(
        PaperItem.id,
        PaperItem.attempt_id,
        PaperItem.position,
        PaperItem.version_id,
        PaperItem.printed_order,
    )
    for number, attempt_id, position, version_id, order in rows.execute(items):
        draft, size = prints[version_id]
        if sorted(order) != sorted(map(str, range(size))):
            raise at_row("paper_item.jsonl", number, "printed_order is not that of its question")
        papers[attempt_id, position] = draft, tuple(map(int, order))
    answers = select(Response.id, Response.attempt_id, Response.position, Response.value)
    for number, attempt_id, position, value in rows.execute(answers):
        paper = papers.get((attempt_id, position))
        if paper is None or not _is_answer(*paper, value):
            raise at_row("response.jsonl", number, "it is no answer to its question")


def _check_rulings(rows: Session, prints: dict[int, tuple[QuestionDraft, int]]) -> None:
    """What was ruled fits its question, and what it names: a version of the same question, and
    an earlier ruling on the same version in the same quiz."""
    for ruling in rows.scalars(select(Ruling).order_by(Ruling.id)):
        draft, _ = prints[ruling.version_id]
        try:
            check_verdict(draft, read_verdict(ruling))
        except (RulingError, ValueError) as error:
            raise at_row("ruling.jsonl", ruling.id, "it does not fit its question") from error
        before = rows.get(Ruling, ruling.replaces_id) if ruling.replaces_id else None
        if before and (before.quiz_id, before.version_id) != (ruling.quiz_id, ruling.version_id):
            raise at_row("ruling.jsonl", ruling.id, "it replaces one on another question")
        if before and before.ended_at is None:
            raise at_row("ruling.jsonl", ruling.id, "what it replaces is in force")


def _is_answer(draft: QuestionDraft, order: tuple[int, ...], value: Value) -> bool:
    """Whether a page can have sent the value."""
    try:
        return from_page(draft, order, to_page(draft, order, value)) == value
    except (AnswerError, LookupError):
        return False


def _cut(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
