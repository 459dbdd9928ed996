"""How did a quiz and its questions work? Reads what was answered, and has it worked out.

The database counts (see `seen`), and all figures follow from the counts. Attempts are those that
the quiz's grading method picks (all of them for the mean), of one course or of all. A running or
abandoned attempt has no score and is none of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.attempts.models import SAID_OR_WAITS, PaperItem, Response
from quizapp.attempts.ruled import Verdict, show_all_ruled
from quizapp.attempts.rulings import find_verdicts
from quizapp.bank.content import load_versions
from quizapp.bank.models import QuestionVersion
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.terms import scoring_rules
from quizapp.statistics import formulas
from quizapp.statistics.figures import (
    QuestionStatistics,
    QuizStatistics,
    Seen,
    covary_with_total,
    sort_into_bins,
    to_percent,
    vary,
    vary_totals,
    weigh,
    work_out_question,
)
from quizapp.statistics.seen import Scope, count_scores, count_seen, make_room, pick_attempts, split


def list_question_statistics(session: Session, quiz_id: int) -> list[QuestionStatistics]:
    """The figures of every question that a scored attempt of the quiz has asked, without who
    chose what."""
    quiz = session.get_one(Quiz, quiz_id)
    return [found for found, _ in _read_questions(session, quiz, None, with_answers=False)]


def read_question_statistics(
    session: Session, quiz: Quiz, question_id: int, course_id: int | None = None
) -> QuestionStatistics | None:
    """One question with who chose what; None when nobody was asked it."""
    found = _read_questions(session, quiz, course_id, question_id=question_id)
    return next((statistics for statistics, _ in found), None)


def read_quiz_statistics(
    session: Session, quiz: Quiz, course_id: int | None = None
) -> QuizStatistics:
    """The whole quiz with all its questions."""
    scores = count_scores(session, Scope(quiz, course_id))
    shares = _to_shares(scores[quiz.grading_method])
    read = list(_read_questions(session, quiz, course_id))
    questions, n = tuple(statistics for statistics, _ in read), formulas.count(shares)
    is_one_paper = bool(read) and all(it.n == n for it in questions)
    if is_one_paper:
        questions = weigh(questions, [covary_with_total(seen) for _, seen in read])
    variances = [vary(seen) or Fraction(0) for _, seen in read]
    consistency = (
        formulas.internal_consistency(variances, vary_totals(read[0][1])) if is_one_paper else None
    )
    sd = to_percent(formulas.deviation(shares))
    return QuizStatistics(
        n=n,
        means={
            method: (formulas.count(it), 100 * float(formulas.mean(_to_shares(it)) or 0))
            for method, it in scores.items()
        },
        median=to_percent(formulas.median(shares)),
        sd=sd,
        skewness=formulas.skewness(shares),
        kurtosis=formulas.kurtosis(shares),
        internal_consistency=consistency,
        error_ratio=None if consistency is None else formulas.error_ratio(consistency),
        standard_error=None
        if consistency is None or sd is None
        else formulas.standard_error(consistency, sd),
        bins=sort_into_bins(shares),
        is_one_paper=is_one_paper,
        waiting=_count_waiting(session, quiz, course_id),
        questions=questions,
    )


def list_question_seconds(
    session: Session, quiz: Quiz, question_id: int, course_id: int | None = None
) -> Counter[formulas.Number]:
    """How many attempts spent so many seconds on a question: the pages that told, together."""
    picked = pick_attempts(session, Scope(quiz, course_id))
    on_page = (
        select(PaperItem.id, func.max(Response.seconds).label("seconds"))
        .join(QuestionVersion, QuestionVersion.id == PaperItem.version_id)
        .join(
            Response,
            (Response.attempt_id == PaperItem.attempt_id)
            & (Response.position == PaperItem.position),
        )
        .where(
            PaperItem.attempt_id.in_(picked),
            QuestionVersion.question_id == question_id,
            Response.seconds.is_not(None),
        )
        .group_by(PaperItem.id, Response.tab)
        .subquery()
    )
    spent = select(func.sum(on_page.c.seconds)).group_by(on_page.c.id)
    return Counter(int(seconds) for seconds in session.scalars(spent))


def _to_shares(scores: Counter[tuple[Decimal, Decimal]]) -> Counter[formulas.Number]:
    shares: Counter[formulas.Number] = Counter()
    for (score, max_score), n in scores.items():
        shares[Fraction(score) / Fraction(max_score)] += n
    return shares


def _read_questions(
    session: Session,
    quiz: Quiz,
    course_id: int | None,
    *,
    question_id: int | None = None,
    with_answers: bool = True,
) -> Iterator[tuple[QuestionStatistics, list[Seen]]]:
    """The figures of each question, and the counts that they are from, one after the other."""
    seen = _read_seen(session, Scope(quiz, course_id), question_id, with_answers)
    rules, verdicts = scoring_rules(quiz), find_verdicts(session, quiz.id)
    versions = _load(session, {it.version_id for it in seen}, verdicts)
    for _, group in groupby(seen, key=lambda it: it.question_id):
        counts = list(group)
        asked = {it.version_id: versions[it.version_id] for it in counts}
        yield work_out_question(counts, asked, rules), counts


def _read_seen(
    session: Session, scope: Scope, question_id: int | None, with_answers: bool
) -> list[Seen]:
    """The counts of all pieces together, question by question."""
    counts: Counter[tuple[Any, ...]] = Counter()
    make_room(session)
    for piece in split(session, scope):
        statement = count_seen(session, piece, with_answers=with_answers)
        if question_id is not None:
            versions = select(QuestionVersion.id).where(QuestionVersion.question_id == question_id)
            statement = statement.where(PaperItem.version_id.in_(versions))
        for *what, n in session.execute(statement):
            counts[tuple(what)] += n
    questions = _find_questions(session, {what[0] for what in counts})
    seen = [
        Seen(
            question_id=questions[version],
            version_id=version,
            score=_to_units(score),
            max_score=_to_units(max_score),
            share=share or 0.0,
            total=_to_units(total),
            value=value or (),
            n=n,
        )
        for (version, score, max_score, share, total, value), n in counts.items()
    ]
    return sorted(seen, key=lambda it: it.question_id)


def _find_questions(session: Session, version_ids: set[int]) -> dict[int, int]:
    """The question of each version."""
    found = select(QuestionVersion.id, QuestionVersion.question_id)
    rows = session.execute(found.where(QuestionVersion.id.in_(version_ids)))
    return {row.id: row.question_id for row in rows}


def _load(
    session: Session, version_ids: set[int], verdicts: dict[int, Verdict]
) -> dict[int, tuple[int, QuestionDraft]]:
    """The number and the text of each version, with what counts as right by now."""
    numbers = session.execute(
        select(QuestionVersion.id, QuestionVersion.number).where(
            QuestionVersion.id.in_(version_ids)
        )
    )
    drafts = show_all_ruled(load_versions(session, version_ids), verdicts)
    return {version_id: (number, drafts[version_id]) for version_id, number in numbers}


def _count_waiting(session: Session, quiz: Quiz, course_id: int | None) -> int:
    """How many answers wait to be marked."""
    picked = pick_attempts(session, Scope(quiz, course_id))
    found = (
        select(func.count())
        .select_from(PaperItem)
        .where(PaperItem.attempt_id.in_(picked), PaperItem.needs_marking, SAID_OR_WAITS)
    )
    return session.scalar(found) or 0


def _to_units(points: Decimal | None) -> int:
    return int((points or Decimal(0)).scaleb(5))
