"""How is a ruling laid, and how is it undone? In one step, when nothing has changed meanwhile.

Whoever lays one has seen what it changes: the plan of the dry run is made anew under the locks,
and when it is another one, nothing is written. Others wait for the locks, so what is `ahead`, the
plan made once more just before them, spares the work for all papers that are still the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.attempts.asked_papers import Question, choose_items
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.attempts.regrading import (
    Change,
    ItemMark,
    Kept,
    Plan,
    plan_regrade,
)
from quizapp.attempts.ruled import CHANGES_KEY, RulingError, Verdict, check_verdict, correct
from quizapp.attempts.ruling_models import Ruling, RulingAnswer, RulingChange
from quizapp.attempts.rulings import find_in_force, find_verdicts, read_verdict
from quizapp.bank.content import current_version, load_versions, to_draft
from quizapp.bank.models import QuestionVersion
from quizapp.bank.review import ReviewError, edit
from quizapp.bank.rules import check_question
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.models import Assignment, Quiz

LEFT_EMPTY = (
    "Nothing would count any more on the paper of {papers}. Give everybody all the points instead."
)
CANNOT_CORRECT = (
    "A question of the bank has one key. Leave the box empty, and change the question in the bank."
)


class PlanChangedError(Exception):
    """Attempts or marks have changed since the dry run; `plan` is what would change now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("attempts or marks have changed since the dry run")
        self.plan = plan


def find_question(session: Session, quiz: Quiz, version_id: int) -> Question:
    """The version in the quiz, with the verdict in force."""
    return Question(quiz, version_id, find_verdicts(session, quiz.id).get(version_id))


def plan_laying(
    session: Session,
    quiz: Quiz,
    version_id: int,
    verdict: Verdict,
    *,
    ahead: Plan | None = None,
) -> Plan:
    """The dry run of a ruling.

    Raises:
        RulingError: it does not fit the question, or leaves a paper on which nothing counts.
    """
    question = find_question(session, quiz, version_id)
    draft = load_versions(session, [version_id])[version_id]
    check_verdict(draft, verdict)
    if question.verdict and replace(question.verdict, made_at=None) == verdict:
        raise RulingError("This is how the question counts already.")
    return _refuse_empty(plan_regrade(session, question, verdict, ahead=ahead))


def plan_undoing(session: Session, ruling: Ruling, *, ahead: Plan | None = None) -> Plan:
    """The dry run of undoing a ruling.

    Raises:
        RulingError: it is not in force, or undoing it leaves a paper on which nothing counts.
    """
    if ruling.ended_at is not None:
        raise RulingError("This change is not in force any more.")
    question = Question(ruling.quiz, ruling.version_id, read_verdict(ruling))
    before = session.get_one(Ruling, ruling.replaces_id) if ruling.replaces_id else None
    verdict = read_verdict(before) if before else None
    kept = (ahead.kept if ahead else None) or _read_kept(session, ruling)
    return _refuse_empty(plan_regrade(session, question, verdict, kept=kept, ahead=ahead))


def lay(
    session: Session,
    quiz: Quiz,
    version_id: int,
    verdict: Verdict,
    *,
    reason: str,
    digest: str,
    teacher: Teacher,
    now: datetime,
    corrects: bool = False,
    ahead: Plan | None = None,
) -> Ruling:
    """Lay a ruling whose dry run had this `digest`; `corrects`: the bank says so from now on too.

    Raises:
        PlanChangedError: it would change something else by now; nothing is written.
        RulingError: it cannot be laid.
    """
    _lock(session, quiz, version_id)
    plan = plan_laying(session, quiz, version_id, verdict, ahead=ahead)
    _require_same(plan, digest)
    before = find_in_force(session, quiz.id, version_id)
    if before:
        before.ended_at, before.ended_by = now, teacher.id
        session.flush()
    ruling = Ruling(
        quiz_id=quiz.id,
        version_id=version_id,
        kind=verdict.kind,
        options=tuple(map(str, sorted(verdict.options))),
        reason=reason.strip(),
        teacher_id=teacher.id,
        made_at=now,
        replaces_id=before.id if before else None,
        answers=[
            RulingAnswer(position=place, gap=it.gap, text=it.text, tolerance=it.tolerance)
            for place, it in enumerate(verdict.answers)
        ],
    )
    session.add(ruling)
    session.flush()
    if corrects:
        _correct(session, ruling, verdict, teacher, now)
    _write(session, ruling, plan, undoes=False)
    return ruling


def undo(
    session: Session,
    ruling: Ruling,
    *,
    digest: str,
    teacher: Teacher,
    now: datetime,
    ahead: Plan | None = None,
) -> None:
    """Undo a ruling; what it replaced is in force again, and the bank stays as it is.

    Raises:
        PlanChangedError: it would change something else by now; nothing is written.
        RulingError: it cannot be undone.
    """
    _lock(session, ruling.quiz, ruling.version_id)
    session.refresh(ruling)
    plan = plan_undoing(session, ruling, ahead=ahead)
    _require_same(plan, digest)
    ruling.ended_at, ruling.ended_by = now, teacher.id
    session.flush()
    if ruling.replaces_id:
        before = session.get_one(Ruling, ruling.replaces_id)
        before.ended_at = before.ended_by = None
        session.flush()
    _write(session, ruling, plan, undoes=True)


def find_correction(session: Session, version_id: int, verdict: Verdict) -> QuestionDraft | None:
    """What the bank would say; None where it cannot, or says something else by now."""
    if verdict.kind not in CHANGES_KEY:
        return None
    question = session.get_one(QuestionVersion, version_id).question
    version = current_version(session, question)
    if version.id != version_id:
        return None
    draft = correct(to_draft(version, question), verdict)
    broken = draft and check_question(draft, question.article.to_document().paragraphs)
    return None if broken else draft


def _refuse_empty(plan: Plan) -> Plan:
    if plan.left_empty:
        papers = "one attempt" if plan.left_empty == 1 else f"{plan.left_empty} attempts"
        raise RulingError(LEFT_EMPTY.format(papers=papers))
    return plan


def _require_same(plan: Plan, digest: str) -> None:
    if plan.digest != digest:
        raise PlanChangedError(plan)


def _lock(session: Session, quiz: Quiz, version_id: int) -> None:
    """Let nobody hand in, or be marked, while scores change.

    Rulings in one quiz are laid one after the other. Whoever starts waits at the assignment; an
    attempt that started meanwhile is locked by the second pass. (SQLite has the whole database
    locked.)
    """
    own = select(Quiz.id).where(Quiz.id == quiz.id).with_for_update(key_share=True)
    items = choose_items(Question(quiz, version_id)).with_only_columns(PaperItem.attempt_id)
    attempts = select(Attempt.id).where(Attempt.id.in_(items)).order_by(Attempt.id)
    given = select(Assignment.id).where(Assignment.quiz_id == quiz.id).order_by(Assignment.id)
    session.execute(own)
    for rows in (attempts, given, attempts):
        locked = rows.with_for_update().subquery()
        session.execute(select(func.count()).select_from(locked))


def _correct(
    session: Session, ruling: Ruling, verdict: Verdict, teacher: Teacher, now: datetime
) -> None:
    draft = find_correction(session, ruling.version_id, verdict)
    if draft is None:
        raise RulingError(CANNOT_CORRECT)
    question = ruling.version.question
    try:
        edit(session, question, draft, teacher_id=teacher.id, now=now)
    except ReviewError as error:
        raise RulingError(CANNOT_CORRECT) from error
    ruling.mended_id = current_version(session, question).id
    session.flush()


def _read_kept(session: Session, ruling: Ruling) -> Kept:
    rows = session.execute(
        select(
            RulingChange.attempt_id,
            RulingChange.item_before,
            RulingChange.share_before,
            RulingChange.waited,
            RulingChange.item_after,
            RulingChange.share_after,
            RulingChange.waits,
        ).where(RulingChange.ruling_id == ruling.id, RulingChange.undoes.is_(False))
    )
    marks = {row[0]: (ItemMark(*row[1:4]), ItemMark(*row[4:7])) for row in rows}
    return Kept(ruling.made_at, marks)


def _write(session: Session, ruling: Ruling, plan: Plan, *, undoes: bool) -> None:
    """Keep the plan's list, and carry it out: whatever their number, in three statements."""
    rows = _tell_rows(ruling, plan.changes, undoes)
    if rows:
        session.connection().execute(insert(RulingChange), rows)
        listed = (RulingChange.ruling_id == ruling.id) & (RulingChange.undoes == undoes)
        item = {
            "score": RulingChange.item_after,
            "share": RulingChange.share_after,
            "needs_marking": RulingChange.waits,
            "is_dropped": plan.terms.drops,
        }
        session.execute(
            update(PaperItem)
            .where(listed, PaperItem.attempt_id == RulingChange.attempt_id)
            .where(PaperItem.version_id == ruling.version_id)
            .values(item)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(Attempt)
            .where(listed, Attempt.id == RulingChange.attempt_id)
            .values(score=RulingChange.score_after, max_score=RulingChange.max_after)
            .execution_options(synchronize_session=False)
        )
    session.expire_all()


def _tell_rows(ruling: Ruling, changes: Iterable[Change], undoes: bool) -> list[dict[str, object]]:
    return [
        {
            "ruling_id": ruling.id,
            "undoes": undoes,
            "attempt_id": it.attempt_id,
            "score_before": it.before.score,
            "score_after": it.after.score,
            "max_before": it.before.max_score,
            "max_after": it.after.max_score,
            "item_before": it.item_before.score,
            "item_after": it.item_after.score,
            "share_before": it.item_before.share,
            "share_after": it.item_after.share,
            "waited": it.item_before.waits,
            "waits": it.item_after.waits,
        }
        for it in changes
    ]
