"""A key is mended in the moment in which others write: whoever comes first, scores are those of
the ruling, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner, Teacher
from quizapp.attempts import closing, deciding, saving, sitting
from quizapp.attempts.laying import PlanChangedError, lay, plan_laying, plan_undoing, undo
from quizapp.attempts.models import Attempt, CloseReason, PaperItem
from quizapp.attempts.regrading import Plan
from quizapp.attempts.responses import Answer
from quizapp.attempts.ruled import RulingError, Verdict
from quizapp.attempts.ruling_models import Ruling
from quizapp.db import begin_write_anew
from quizapp.generation.draft import Kind
from quizapp.quizzes.models import Assignment, Quiz
from tests.attempts.marks import DRAFTS
from tests.attempts.rulings import (
    DROP,
    REASON,
    TO_ALL,
    another_key,
    join_class,
    mend,
    read_marks,
    save,
    sit,
)
from tests.attempts.sittings import GRACE, LIMIT, find, meanwhile
from tests.conftest import MovableClock
from tests.factories import World, make_world

KEY, OTHER = ("0",), ("1",)
HALF = Decimal("0.5")
Deed = Callable[[Session], object]


@dataclass
class Scene:
    """An attempt that is closed, one that runs, and a learner who is about to begin."""

    session: Session
    clock: MovableClock
    world: World
    closed: Attempt
    running: Attempt
    newcomer: Learner

    def __post_init__(self) -> None:
        self.quiz_id, self.teacher_id = self.world.quiz.id, self.world.teacher.id
        self.asked, self.typed = (
            find(self.closed, it) for it in (Kind.MULTIPLE_CHOICE, Kind.SHORT_ANSWER)
        )
        self.version_id = self.asked.version_id

    def see(self, verdict: Verdict) -> Plan:
        return plan_laying(self.session, self.world.quiz, self.version_id, verdict)

    def lay(self, verdict: Verdict, seen: Plan, version_id: int | None = None) -> Deed:
        """Lay it as it was seen; when something has changed meanwhile, as that was shown."""
        made: dict[str, Any] = {"reason": REASON, "now": self.clock()}
        place = (self.quiz_id, version_id or self.version_id)

        def step(session: Session, digest: str = seen.digest, ahead: Plan | None = seen) -> Ruling:
            begin_write_anew(session)
            teacher = session.get_one(Teacher, self.teacher_id)
            quiz = session.get_one(Quiz, place[0])
            more = {**made, "digest": digest, "teacher": teacher, "ahead": ahead}
            try:
                return lay(session, quiz, place[1], verdict, **more)
            except PlanChangedError as error:
                return step(session, error.plan.digest, error.plan)

        return step

    def of(self, name: str) -> Deed:
        """What somebody else does, in a transaction of its own."""
        ids = {
            "closed": self.closed.id,
            "running": self.running.id,
            "typed": self.typed.id,
            "newcomer": self.newcomer.id,
            "given": self.world.assignment.id,
            "teacher": self.teacher_id,
        }
        position, deed, now = self.asked.position, DEEDS[name], self.clock()

        def act(session: Session) -> None:
            begin_write_anew(session)
            deed(session, ids, position, now)

        return act


def hand_in(session: Session, ids: dict[str, int], _: int, now: Any) -> None:
    sitting.submit(session, ids["running"], now=now)


def answer(session: Session, ids: dict[str, int], position: int, now: Any) -> None:
    saving.respond(session, ids["running"], Answer(position, "tab", 9, ("0",)), now=now)


def sweep(session: Session, ids: dict[str, int], _: int, now: Any) -> None:
    assert closing.close_overdue(session, now=now + timedelta(days=1)) == 1


def begin(session: Session, ids: dict[str, int], _: int, now: Any) -> None:
    found = session.get_one(Assignment, ids["given"]), session.get_one(Learner, ids["newcomer"])
    sitting.start(session, *found, now=now, rng=Random(1), grace_seconds=GRACE)


def mark(session: Session, ids: dict[str, int], _: int, now: Any) -> None:
    item = session.get_one(PaperItem, ids["typed"])
    teacher = session.get_one(Teacher, ids["teacher"])
    deciding.mark_by_hand(session, item, HALF, "Half of it.", teacher, now=now)


def accept(session: Session, ids: dict[str, int], _: int, now: Any) -> None:
    teacher = session.get_one(Teacher, ids["teacher"])
    deciding.accept_late(session, ids["closed"], teacher, now=now)


def reopen(session: Session, ids: dict[str, int], _: int, now: Any) -> None:
    teacher = session.get_one(Teacher, ids["teacher"])
    deciding.reopen(session, ids["closed"], teacher, 5, now=now)


DEEDS: dict[str, Callable[[Session, dict[str, int], int, Any], None]] = {
    "hands in": hand_in,
    "answers": answer,
    "is closed by the sweep": sweep,
    "begins": begin,
    "is marked": mark,
    "has late answers accepted": accept,
    "is let go on": reopen,
}


@pytest.fixture
def scene(session: Session, clock: MovableClock) -> Scene:
    drafts = (DRAFTS[Kind.MULTIPLE_CHOICE], DRAFTS[Kind.SHORT_ANSWER])
    world = make_world(session, clock(), drafts=drafts)
    one, two, three = join_class(session, world, 3, clock())
    closed = sit(session, world, one, clock(), multiple_choice=KEY, short_answer=("ice",))
    running = sit(session, world, two, clock(), closes=False, multiple_choice=OTHER)
    clock.move(seconds=LIMIT / 2)
    found = Scene(session, clock, world, closed, running, three)
    late = Answer(found.asked.position, "late", 5, (str(find_place(found.asked, OTHER)),))
    saving.respond(session, closed.id, late, now=clock())
    session.commit()
    return found


def find_place(item: PaperItem, value: tuple[str, ...]) -> int:
    """Where an option stands on the page."""
    return item.printed_order.index(value[0])


@pytest.mark.parametrize("verdict", [another_key(1), DROP], ids=["another key", "dropped"])
@pytest.mark.parametrize("is_first", [True, False], ids=["the ruling first", "the ruling last"])
@pytest.mark.parametrize("name", DEEDS)
def test_whoever_comes_first_the_scores_are_those_of_the_ruling(
    app: Flask, scene: Scene, name: str, is_first: bool, verdict: Verdict
) -> None:
    session = scene.session
    ruling, other = scene.lay(verdict, scene.see(verdict)), scene.of(name)
    first, second = (ruling, other) if is_first else (other, ruling)
    session.commit()
    with meanwhile(app, first):
        second(session)
    session.commit()
    attempts = session.scalars(select(Attempt).order_by(Attempt.id)).all()
    assert len(attempts) == 2 + (name == "begins")
    check_deed(scene, name)
    for attempt in attempts:
        sitting.submit(session, attempt.id, now=scene.clock())
    ruled = read_marks(session, attempts)
    for attempt in attempts:
        closing.score(session, attempt)
    assert read_marks(session, attempts) == ruled
    assert all(it.max_score == (1 if verdict == DROP else 2) for it in attempts)
    late_counts = name == "has late answers accepted"
    wanted = 0 if verdict == DROP else late_counts
    assert scene.closed.score == wanted + (HALF if name == "is marked" else 0)


def check_deed(scene: Scene, name: str) -> None:
    """What the other has done is there."""
    match name:
        case "hands in":
            assert scene.running.close_reason is CloseReason.SUBMITTED
        case "is closed by the sweep":
            assert scene.running.close_reason is CloseReason.TIME_UP
        case "is marked":
            assert (scene.typed.score, scene.typed.comment) == (HALF, "Half of it.")
        case "is let go on":
            assert scene.closed.closed_at is None


@pytest.mark.parametrize("is_other_question", [False, True])
def test_two_teachers_who_mend_at_once_do_it_one_after_the_other(
    app: Flask, scene: Scene, is_other_question: bool
) -> None:
    session = scene.session
    seen = scene.see(another_key(1))
    version_id = scene.typed.version_id if is_other_question else scene.version_id
    theirs = plan_laying(session, scene.world.quiz, version_id, TO_ALL)
    first, second = scene.lay(another_key(1), seen), scene.lay(TO_ALL, theirs, version_id)
    session.commit()
    with meanwhile(app, first):
        second(session)
    session.commit()
    in_force = session.scalars(select(Ruling).where(Ruling.ended_at.is_(None))).all()
    assert {(it.version_id, it.kind) for it in in_force} == (
        {(scene.version_id, another_key(1).kind), (version_id, TO_ALL.kind)}
        if is_other_question
        else {(version_id, TO_ALL.kind)}
    )
    assert scene.closed.score == 1


def test_what_another_has_ruled_or_undone_in_this_moment_is_said(app: Flask, scene: Scene) -> None:
    session = scene.session
    seen = scene.see(TO_ALL)
    session.commit()
    with (
        meanwhile(app, scene.lay(TO_ALL, seen)),
        pytest.raises(RulingError, match="counts already"),
    ):
        scene.lay(TO_ALL, seen)(session)
    session.rollback()
    ruling = session.scalars(select(Ruling)).one()
    plan = plan_undoing(session, ruling)
    session.commit()

    def take_back(other: Session) -> None:
        begin_write_anew(other)
        teacher = other.get_one(Teacher, scene.teacher_id)
        found = other.get_one(Ruling, ruling_id)
        now = scene.clock()
        undo(other, found, digest=plan.digest, teacher=teacher, now=now, ahead=plan)

    ruling_id = ruling.id
    session.commit()
    with meanwhile(app, take_back), pytest.raises(RulingError, match="not in force"):
        take_back(session)
    session.rollback()
    assert scene.closed.score == 1


def test_a_plan_of_a_moment_ago_spares_no_look_at_what_has_changed_since(scene: Scene) -> None:
    session, now = scene.session, scene.clock()
    ahead = scene.see(another_key(1))
    again = plan_laying(session, scene.world.quiz, scene.version_id, another_key(1), ahead=ahead)
    assert [a is b for a, b in zip(again.parts, ahead.parts, strict=True)] == [True]
    save(session, scene.running, find(scene.running, Kind.MULTIPLE_CHOICE), KEY, now)
    sitting.submit(session, scene.running.id, now=now)
    fresh = scene.see(another_key(1))
    again = plan_laying(session, scene.world.quiz, scene.version_id, another_key(1), ahead=ahead)
    assert again.digest == fresh.digest != ahead.digest
    mend(session, scene.world, scene.typed, TO_ALL, now)
    again = plan_laying(session, scene.world.quiz, scene.version_id, another_key(1), ahead=fresh)
    assert again.digest == scene.see(another_key(1)).digest != fresh.digest
