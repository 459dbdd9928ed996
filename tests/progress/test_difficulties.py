"""What learners' answers say of how hard questions are, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.closing import sum_up
from quizapp.attempts.drawing import draw_paper, find_begun
from quizapp.attempts.models import Attempt, CloseReason, PaperItem
from quizapp.attempts.papers import list_papers
from quizapp.bank.learnt import KNOWN_FROM, LearntDifficulty, find_learnt, judge, list_bands
from quizapp.bank.models import QuestionVersion
from quizapp.bank.review import edit
from quizapp.bank.tray import TrayFilter, list_rows
from quizapp.generation.draft import Difficulty, Origin, Skill
from quizapp.progress.answers import Asked
from quizapp.progress.difficulties import (
    Answered,
    find_difficulties,
    keep_difficulties,
    measure_difficulties,
)
from quizapp.quizzes.setting import list_candidates
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, choice, make_world, span

EASY, MEDIUM, HARD = Difficulty
DRAFTS = (
    choice("hard-in-truth", origin=Origin.GENERATED, pattern="fact", confidence=0.9),
    choice("written", stem="Who used the new bridge?", critical_span=span(1, "The old bridge")),
    choice("as-marked", stem="What did it cost?", critical_span=span(3, "trams and cyclists")),
)
LEARNERS = 30


@dataclass(frozen=True)
class School:
    """Thirty learners who have all sat a quiz of three questions, all marked easy."""

    world: World
    attempts: list[Attempt]

    def version(self, uid: str) -> QuestionVersion:
        items = self.attempts[0].items
        return next(it.version for it in items if it.version.question.uid == uid)


def fill(session: Session, clock: MovableClock, missed: set[str]) -> School:
    """Everybody misses the questions named in `missed`, and knows the others."""
    world = make_world(session, clock(), drafts=DRAFTS, max_attempts=None)
    attempts = []
    for number in range(LEARNERS):
        learner = join_course(session, world.course, f"Learner {number}", PASSWORD, now=clock())
        clock.move(minutes=1)
        attempt = sitting.start(
            session, world.assignment, learner, now=clock(), rng=Random(number), grace_seconds=60
        )
        for item in attempt.items:
            item.share = float(item.version.question.uid not in missed)
            item.score = item.max_score * int(item.share)
        attempt.closed_at, attempt.close_reason = clock(), CloseReason.SUBMITTED
        sum_up(attempt)
        attempts.append(attempt)
    session.flush()
    return School(world, attempts)


def learn_anew(session: Session, clock: MovableClock) -> int:
    return keep_difficulties(session, measure_difficulties(session), now=clock())


def read_table(session: Session) -> list[tuple[object, ...]]:
    session.expire_all()
    rows = session.scalars(select(LearntDifficulty).order_by(LearntDifficulty.version_id))
    return [(it.version_id, it.n, it.value, it.error, it.band, it.since) for it in rows]


def test_a_question_that_everybody_misses_is_found_hard_and_says_so_in_the_bank(
    session: Session, clock: MovableClock
) -> None:
    school = fill(session, clock, {"hard-in-truth", "written"})
    assert learn_anew(session, clock) == 2
    for uid in ("hard-in-truth", "written"):
        found = find_learnt(session, school.version(uid).id)
        assert found
        assert (found.n, found.band, found.is_known) == (LEARNERS, HARD, True)
        assert found.low > -0.5
    usual = find_learnt(session, school.version("as-marked").id)
    assert usual
    assert usual.band is None
    rows = {it.uid: it for it in list_rows(session, school.world.bank.id)}
    assert rows["hard-in-truth"].learnt is rows["written"].learnt is HARD
    assert rows["written"].answered == LEARNERS


def test_drawing_and_the_filter_follow_learners_for_generated_questions_alone(
    session: Session, clock: MovableClock
) -> None:
    school = fill(session, clock, {"hard-in-truth", "written"})
    learn_anew(session, clock)
    bank = school.world.bank
    found = {it.draft.uid: it.difficulty for it in list_candidates(session, bank.id)}
    assert found == {"hard-in-truth": HARD, "written": EASY, "as-marked": EASY}
    wanted = TrayFilter(difficulty=HARD)
    rows = list_rows(session, bank.id)
    assert [it.uid for it in rows if wanted.admits(it)] == ["hard-in-truth"]
    draft = next(it.draft for it in list_candidates(session, bank.id) if it.learnt is HARD)
    assert draft.difficulty is EASY, "the version itself says what it was approved with"


def test_a_quiz_that_was_begun_before_keeps_to_the_marks(
    session: Session, clock: MovableClock
) -> None:
    school = fill(session, clock, {"hard-in-truth"})
    quiz, bank = school.world.quiz, school.world.bank
    clock.move(hours=12)
    learn_anew(session, clock)
    begun = find_begun(session, quiz.id)
    assert begun == school.attempts[0].started_at
    then = list_candidates(session, bank.id, known_at=lambda: begun)
    assert {it.difficulty for it in then} == {EASY}
    assert draw_paper(session, quiz, Random(1))
    papers = list_papers(session, school.world.assignment.id)
    assert {it for paper in papers.values() for it, _ in paper.questions} == {EASY}


def test_learning_again_changes_nothing_and_from_scratch_gives_the_same(
    session: Session, clock: MovableClock
) -> None:
    fill(session, clock, {"hard-in-truth"})
    learn_anew(session, clock)
    kept = read_table(session)
    clock.move(hours=24)
    assert learn_anew(session, clock) == 0
    assert read_table(session) == kept
    session.execute(delete(LearntDifficulty))
    session.expire_all()
    learn_anew(session, clock)
    assert [row[:5] for row in read_table(session)] == [row[:5] for row in kept]


def test_a_key_that_was_mended_is_followed(session: Session, clock: MovableClock) -> None:
    school = fill(session, clock, {"hard-in-truth"})
    learn_anew(session, clock)
    version = school.version("hard-in-truth")
    for attempt in school.attempts:
        for item in attempt.items:
            item.share, item.score = 1.0, item.max_score
    session.flush()
    assert learn_anew(session, clock) == 1
    assert list_bands(session, [version.id]) == {}


def test_only_the_first_meeting_with_a_question_counts() -> None:
    asked = {1: Asked(1, Skill.DETAIL, EASY, 0.0, -1.0)}
    once = [Answered(learner, 1, 0.0) for learner in range(25)]
    again = [*once, *(Answered(learner, 1, 1.0) for learner in range(25))]
    (first,), (both,) = (find_difficulties(it, asked).values() for it in (once, again))
    assert first.n == both.n == 25


def test_a_class_that_is_better_than_expected_makes_no_question_easy() -> None:
    asked = {n: Asked(n, Skill.DETAIL, MEDIUM, 0.0, 0.0) for n in range(10)}
    answers = [Answered(who, n, float(who % 10 > 0)) for who in range(60) for n in asked]
    found = find_difficulties(answers, asked)
    assert {judge(MEDIUM, it.n, it.value, 0.2) for it in found.values()} == {None}
    assert sum(it.value for it in found.values()) == pytest.approx(0, abs=1e-9)


@given(
    marked=st.sampled_from(Difficulty),
    n=st.integers(1, 200),
    value=st.floats(-5, 5),
    error=st.floats(0.05, 2),
)
def test_no_other_band_is_told_unless_the_interval_is_clear_of_the_marked_one(
    marked: Difficulty, n: int, value: float, error: float
) -> None:
    band = judge(marked, n, value, error)
    low, high = value - 1.96 * error, value + 1.96 * error
    edges = {EASY: (-99.0, -0.5), MEDIUM: (-0.5, 0.5), HARD: (0.5, 99.0)}[marked]
    is_clear = high < edges[0] or low > edges[1]
    assert (band is not None) == (n >= KNOWN_FROM and is_clear)
    assert band is not marked


def test_an_answer_that_waits_for_its_teacher_tells_nothing(
    session: Session, clock: MovableClock
) -> None:
    school = fill(session, clock, set())
    for item in session.scalars(select(PaperItem)):
        item.needs_marking = item.version_id == school.version("written").id
    session.flush()
    assert school.version("written").id not in measure_difficulties(session)


def test_a_new_version_begins_with_its_own_mark(session: Session, clock: MovableClock) -> None:
    school = fill(session, clock, {"hard-in-truth"})
    clock.move(hours=1)
    learn_anew(session, clock)
    old = school.version("hard-in-truth")
    draft = next(it.draft for it in list_candidates(session, old.question.bank_id) if it.learnt)
    changed = replace(draft, stem="Who opened the crossing?")
    edit(session, old.question, changed, teacher_id=school.world.teacher.id, now=clock())
    assert {it.learnt for it in list_candidates(session, old.question.bank_id)} == {None}
