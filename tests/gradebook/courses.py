"""A course in the database with several learners and quizzes, to decide about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt
from quizapp.gradebook.across import Across, read_across
from quizapp.gradebook.deciding import About
from quizapp.gradebook.reading import read_gradebook
from quizapp.gradebook.rows import Cell
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, choice, give, make_rules, make_world, span

DRAFTS = (choice("one"), choice("two", critical_span=span(1, "The old bridge")))


@dataclass(frozen=True)
class School:
    """A course of three learners and two quizzes, each of two questions; the first one closes."""

    world: World
    learners: tuple[Learner, ...]
    quizzes: tuple[Assignment, ...]
    clock: MovableClock

    def sit(self, session: Session, learner: Learner, quiz: Assignment, right: int) -> Attempt:
        """Hand in an attempt with so many of its two answers right."""
        attempt = sitting.start(
            session, quiz, learner, now=self.clock(), rng=Random(1), grace_seconds=60
        )
        for item in attempt.items[:right]:
            place = item.printed_order.index("0")
            give(session, attempt.id, item.position, [str(place)], now=self.clock())
        sitting.submit(session, attempt.id, now=self.clock())
        return attempt

    def across(self, session: Session) -> Across:
        return read_across(session, self.world.course, self.clock().tzinfo)  # type: ignore[arg-type]

    def cell(self, session: Session, learner: int, quiz: int, now: datetime | None = None) -> Cell:
        """What the learner has in the quiz, both counted from 0."""
        book = read_gradebook(session, self.world.course, now=now or self.clock())
        rows = {row.learner.id: row for row in book.rows}
        return rows[self.learners[learner].id].cells[quiz]

    def about(self, learner: int, quiz: int) -> About:
        return About(self.quizzes[quiz], self.learners[learner].id)


def make_school(session: Session, clock: MovableClock) -> School:
    closes_at = clock() + timedelta(days=1)
    world = make_world(session, clock(), drafts=DRAFTS, closes_at=closes_at, max_attempts=None)
    clock.move(minutes=1)
    rules = make_rules(title="Rivers", question_count=2, max_attempts=None)
    quiz = add_quiz(session, world.teacher, [world.bank], rules, now=clock())
    second = assign_quiz(session, quiz, world.course, opens_at=None, closes_at=None, now=clock())
    others = [
        join_course(session, world.course, name, PASSWORD, now=clock())
        for name in ("Bo Li", "Cy Mora")
    ]
    return School(world, (world.learner, *others), (world.assignment, second), clock)
