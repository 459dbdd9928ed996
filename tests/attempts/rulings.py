"""How a test lays a ruling, and what may be ruled about a question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.answers import Value, count_gaps
from quizapp.attempts.laying import lay, plan_laying, plan_undoing, undo
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.regrading import Plan
from quizapp.attempts.ruled import RulingError, RulingKind, Verdict, check_verdict, list_kinds
from quizapp.attempts.ruling_models import Ruling
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, AcceptedAnswer, Kind, QuestionDraft
from tests.attempts.sittings import GRACE
from tests.factories import PASSWORD, World

REASON = "The key was wrong."
DROP = Verdict(RulingKind.DROPPED)
TO_ALL = Verdict(RulingKind.FULL_CREDIT)


def another_key(*options: int) -> Verdict:
    return Verdict(RulingKind.ANOTHER_KEY, options)


def both(*options: int) -> Verdict:
    return Verdict(RulingKind.ACCEPT_BOTH, options)


def accept(kind: RulingKind, *texts: str) -> Verdict:
    return Verdict(kind, answers=tuple(AcceptedAnswer(text) for text in texts))


def mend(
    session: Session,
    world: World,
    item: PaperItem | int,
    verdict: Verdict,
    now: datetime,
    **more: Any,
) -> Ruling:
    """Lay a ruling whose dry run was just seen; `item` is of a paper, or a version's id."""
    version_id = item if isinstance(item, int) else item.version_id
    plan = plan_laying(session, world.quiz, version_id, verdict)
    return lay(
        session,
        world.quiz,
        version_id,
        verdict,
        reason=REASON,
        digest=plan.digest,
        teacher=world.teacher,
        now=now,
        **more,
    )


def take_back(session: Session, world: World, ruling: Ruling, now: datetime) -> Plan:
    """Undo a ruling whose dry run was just seen."""
    plan = plan_undoing(session, ruling)
    undo(session, ruling, digest=plan.digest, teacher=world.teacher, now=now)
    return plan


def join_class(session: Session, world: World, count: int, now: datetime) -> list[Learner]:
    """As many learners in the course as that, the world's own among them."""
    names = [f"Learner {number}" for number in range(2, count + 1)]
    others = [join_course(session, world.course, name, PASSWORD, now=now) for name in names]
    return [world.learner, *others]


def sit(
    session: Session,
    world: World,
    learner: Learner,
    now: datetime,
    *,
    seed: int = 1,
    closes: bool = True,
    **answers: Value,
) -> Attempt:
    """An attempt with these answers, by kind, in the version's own indices."""
    attempt = sitting.start(
        session, world.assignment, learner, now=now, rng=Random(seed), grace_seconds=GRACE
    )
    for item in attempt.items:
        value = answers.get(item.version.kind.value)
        if value is not None:
            save(session, attempt, item, value, now)
    session.flush()
    if closes:
        sitting.submit(session, attempt.id, now=now)
    return attempt


def save(
    session: Session,
    attempt: Attempt,
    item: PaperItem,
    value: Value,
    now: datetime,
    certainty: int | None = None,
) -> None:
    """The next answer to a question, in the version's own indices."""
    session.add(
        Response(
            attempt_id=attempt.id,
            position=item.position,
            sequence=1,
            tab=f"{now:%H%M%S%f}",
            value=value,
            certainty=certainty,
            received_at=now,
        )
    )
    session.flush()


Marks = tuple[Any, ...]


def read_marks(session: Session, attempts: Sequence[Attempt]) -> list[Marks]:
    """All that a ruling could change, attempt by attempt."""
    session.flush()
    session.expire_all()
    return [
        (
            attempt.score,
            attempt.max_score,
            [
                (it.score, it.share, it.needs_marking, it.is_dropped, it.marked_at)
                for it in attempt.items
            ],
        )
        for attempt in attempts
    ]


def verdicts(draft: QuestionDraft) -> st.SearchStrategy[Verdict]:
    """Every verdict that fits the question and changes it, with some of the answers there are."""
    return st.sampled_from(list_kinds(draft)).flatmap(
        lambda kind: _verdicts_of(draft, kind).filter(lambda it: _fits(draft, it))
    )


def _verdicts_of(draft: QuestionDraft, kind: RulingKind) -> st.SearchStrategy[Verdict]:
    if kind in (RulingKind.FULL_CREDIT, RulingKind.DROPPED):
        return st.just(Verdict(kind))
    if draft.kind in CHOICE_KINDS:
        indices = st.sets(st.sampled_from(range(len(draft.options))), min_size=1)
        return indices.map(lambda it: Verdict(kind, tuple(sorted(it))))
    assert draft.kind in TEXT_KINDS
    own = [it.text for it in draft.accepted_answers]
    numbers = st.integers(35, 45).map(str)
    texts = (
        numbers
        if draft.kind is Kind.NUMERICAL
        else st.text("abflod 2", min_size=1, max_size=8).filter(str.strip)
        | st.sampled_from([*own, "2004", "a drought", "flod"])
    )
    gaps = range(1, count_gaps(draft.kind, draft.stem) + 1)
    return st.tuples(*(st.lists(texts, min_size=1, max_size=2, unique=True) for _ in gaps)).map(
        lambda lists: Verdict(
            kind,
            answers=tuple(
                AcceptedAnswer(text, gap)
                for gap, found in zip(gaps, lists, strict=True)
                for text in found
            ),
        )
    )


def _fits(draft: QuestionDraft, verdict: Verdict) -> bool:
    try:
        check_verdict(draft, verdict)
    except RulingError:
        return False
    return True
