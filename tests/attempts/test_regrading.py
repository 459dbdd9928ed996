"""A wrong key is mended: seen first, laid in one step, undone; what others decided stays."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.attempts import sitting
from quizapp.attempts.deciding import accept_late, count_abandoned, list_to_mark, mark_by_hand
from quizapp.attempts.deciding import reopen as open_again
from quizapp.attempts.laying import PlanChangedError, lay, plan_laying, plan_undoing
from quizapp.attempts.mended import list_asked, list_changes, list_rulings, name_changes
from quizapp.attempts.models import Attempt, AttemptEvent, PaperItem, Response
from quizapp.attempts.ruled import RulingError, RulingKind
from quizapp.attempts.ruling_models import Ruling, RulingChange
from quizapp.attempts.withdrawing import delete_quiz
from quizapp.bank.content import current_draft, current_version
from quizapp.generation.draft import Kind, Status
from quizapp.quizzes.rules import BellRule
from quizapp.quizzes.setting import change_quiz
from tests.attempts.marks import DRAFTS
from tests.attempts.rulings import (
    DROP,
    REASON,
    TO_ALL,
    accept,
    another_key,
    both,
    join_class,
    mend,
    read_marks,
    save,
    sit,
    take_back,
)
from tests.attempts.sittings import GRACE, LIMIT, begin, find
from tests.conftest import MovableClock
from tests.factories import World, choice, make_rules, make_world

KEY, OTHER = ("0",), ("1",)
NONE, ONE = Decimal(0), Decimal(1)


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    """A quiz of a question with options and one that is typed, two attempts each."""
    drafts = (DRAFTS[Kind.MULTIPLE_CHOICE], DRAFTS[Kind.SHORT_ANSWER])
    return make_world(session, clock(), drafts=drafts)


def test_a_dry_run_tells_who_rises_and_falls_and_writes_nothing(
    session: Session, world: World, clock: MovableClock
) -> None:
    right, wrong, silent = join_class(session, world, 3, clock())
    falling = sit(session, world, right, clock(), multiple_choice=KEY)
    rising = sit(session, world, wrong, clock(), multiple_choice=OTHER)
    resting = sit(session, world, silent, clock())
    before = read_marks(session, [falling, rising, resting])
    item = find(falling, Kind.MULTIPLE_CHOICE)
    plan = plan_laying(session, world.quiz, item.version_id, another_key(1))
    assert (plan.papers, plan.falls, plan.rises, plan.stays) == (3, 1, 1, 0)
    told = name_changes(session, plan.listed)
    assert [(it.learner, it.before.score, it.after.score) for it in told] == [
        ("Ada Lovelace", ONE, NONE),
        ("Learner 2", NONE, ONE),
    ], "who falls comes first"
    assert read_marks(session, [falling, rising, resting]) == before
    assert session.scalars(select(Ruling)).all() == []


def test_a_ruling_changes_the_scores_and_keeps_who_made_it_and_its_list(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock(), multiple_choice=OTHER)
    ruling = mend(session, world, find(attempt, Kind.MULTIPLE_CHOICE), another_key(1), clock())
    assert attempt.score == 1
    assert (ruling.teacher_id, ruling.reason, ruling.made_at) == (
        world.teacher.id,
        REASON,
        clock(),
    )
    assert [it.changed for it in list_rulings(session, world.quiz.id)] == [1]
    [told] = list_changes(session, ruling, undoes=False, page=1)
    assert (told.learner, told.before.score, told.after.score) == ("Ada Lovelace", NONE, ONE)
    assert list_changes(session, ruling, undoes=False, page=2) == []


def test_a_dropped_question_leaves_score_and_maximum_and_is_not_asked_again(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock(), multiple_choice=KEY)
    item = find(attempt, Kind.MULTIPLE_CHOICE)
    plan = plan_laying(session, world.quiz, item.version_id, DROP)
    assert plan.falls == 1, "one of two points is 50 %, none of one is 0 %"
    mend(session, world, item, DROP, clock())
    assert (attempt.score, attempt.max_score) == (NONE, ONE)
    assert (item.is_dropped, item.score) == (True, ONE)
    later = begin(session, world, clock())
    assert [it.version.kind for it in later.items] == [Kind.SHORT_ANSWER]


def test_a_paper_on_which_nothing_counts_is_refused(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    choice_item, typed = (find(attempt, it) for it in (Kind.MULTIPLE_CHOICE, Kind.SHORT_ANSWER))
    mend(session, world, choice_item, DROP, clock())
    with pytest.raises(RulingError, match="Nothing would count any more on the paper of one"):
        plan_laying(session, world.quiz, typed.version_id, DROP)
    mend(session, world, typed, TO_ALL, clock())
    sitting.submit(session, attempt.id, now=clock())
    assert (attempt.score, attempt.max_score) == (ONE, ONE)


def test_a_new_ruling_replaces_the_old_one_and_undone_gives_way_to_it(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock(), multiple_choice=OTHER)
    item = find(attempt, Kind.MULTIPLE_CHOICE)
    first = mend(session, world, item, another_key(1), clock())
    clock.move(minutes=1)
    second = mend(session, world, item, DROP, clock())
    assert (first.ended_at, second.replaces_id) == (clock(), first.id)
    assert attempt.max_score == 1
    with pytest.raises(RulingError, match="not in force"):
        plan_undoing(session, first)
    take_back(session, world, second, clock())
    assert first.ended_at is None
    assert (attempt.score, attempt.max_score) == (ONE, Decimal(2))
    take_back(session, world, first, clock())
    assert attempt.score == 0
    mend(session, world, item, another_key(1), clock())
    assert attempt.score == 1, "it can be laid again"


def test_only_one_ruling_on_a_question_is_in_force_in_the_database_too(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock())
    ruling = mend(session, world, attempt.items[0], TO_ALL, clock())
    twin = Ruling(
        quiz_id=ruling.quiz_id,
        version_id=ruling.version_id,
        kind=RulingKind.DROPPED,
        reason=REASON,
        teacher_id=ruling.teacher_id,
        made_at=clock(),
    )
    session.add(twin)
    with pytest.raises(IntegrityError, match="ruling"):
        session.flush()


def test_what_is_ruled_already_is_refused(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock())
    mend(session, world, attempt.items[0], TO_ALL, clock())
    with pytest.raises(RulingError, match="counts already"):
        plan_laying(session, world.quiz, attempt.items[0].version_id, TO_ALL)


def test_nothing_is_written_when_something_changed_since_the_dry_run(
    session: Session, world: World, clock: MovableClock
) -> None:
    ada, other = join_class(session, world, 2, clock())
    attempt = sit(session, world, ada, clock(), multiple_choice=OTHER)
    version_id = find(attempt, Kind.MULTIPLE_CHOICE).version_id
    seen = plan_laying(session, world.quiz, version_id, another_key(1))
    sit(session, world, other, clock(), multiple_choice=OTHER)
    with pytest.raises(PlanChangedError) as raised:
        lay(
            session,
            world.quiz,
            version_id,
            another_key(1),
            reason=REASON,
            digest=seen.digest,
            teacher=world.teacher,
            now=clock(),
        )
    assert raised.value.plan.rises == 2
    assert attempt.score == 0
    assert session.scalars(select(Ruling)).all() == []


def test_a_mark_by_hand_stays_and_is_counted(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock(), short_answer=("ice",))
    item = find(attempt, Kind.SHORT_ANSWER)
    mark_by_hand(session, item, Decimal("0.5"), "Half of it.", world.teacher, now=clock())
    assert plan_laying(session, world.quiz, item.version_id, TO_ALL).by_hand == 1
    ruling = mend(session, world, item, TO_ALL, clock())
    assert item.score == Decimal("0.5")
    take_back(session, world, ruling, clock())
    mend(session, world, item, DROP, clock())
    assert (item.score, item.comment, attempt.max_score) == (Decimal("0.5"), "Half of it.", ONE)


def test_an_answer_that_is_accepted_now_or_dropped_waits_for_nobody(
    session: Session, clock: MovableClock
) -> None:
    drafts = (DRAFTS[Kind.MULTIPLE_CHOICE], DRAFTS[Kind.SHORT_ANSWER])
    world = make_world(session, clock(), drafts=drafts, marked_by_hand=True)
    attempt = sit(session, world, world.learner, clock(), short_answer=("ice",))
    item = find(attempt, Kind.SHORT_ANSWER)
    assert len(list_to_mark(session, world.assignment.id)) == 1
    for verdict in (accept(RulingKind.ACCEPT_BOTH, "ice"), DROP):
        ruling = mend(session, world, item, verdict, clock())
        assert list_to_mark(session, world.assignment.id) == []
        take_back(session, world, ruling, clock())
        assert len(list_to_mark(session, world.assignment.id)) == 1


def test_an_attempt_that_runs_is_counted_and_ruled_when_it_is_handed_in(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock(), multiple_choice=OTHER, closes=False)
    item = find(attempt, Kind.MULTIPLE_CHOICE)
    plan = plan_laying(session, world.quiz, item.version_id, another_key(1))
    assert (plan.running, plan.listed) == (1, ())
    mend(session, world, item, another_key(1), clock())
    sitting.submit(session, attempt.id, now=clock())
    assert attempt.score == 1


def test_an_attempt_that_is_reopened_or_counted_later_is_scored_by_the_ruling(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock(), multiple_choice=KEY)
    item = find(attempt, Kind.MULTIPLE_CHOICE)
    ruling = mend(session, world, item, another_key(1), clock())
    open_again(session, attempt.id, world.teacher, 5, now=clock())
    clock.move(minutes=1)
    save(session, attempt, item, OTHER, clock())
    sitting.submit(session, attempt.id, now=clock())
    assert attempt.score == 1
    take_back(session, world, ruling, clock())
    assert attempt.score == 0, "what it had before was for another answer"


def test_late_and_abandoned_answers_are_ruled_once_they_count(
    session: Session, clock: MovableClock
) -> None:
    drafts = (DRAFTS[Kind.MULTIPLE_CHOICE], DRAFTS[Kind.SHORT_ANSWER])
    world = make_world(session, clock(), drafts=drafts, at_bell=BellRule.ABANDON)
    attempt = sit(session, world, world.learner, clock(), multiple_choice=OTHER, closes=False)
    item = find(attempt, Kind.MULTIPLE_CHOICE)
    clock.move(seconds=LIMIT + GRACE + 1)
    sitting.submit(session, attempt.id, now=clock())
    assert plan_laying(session, world.quiz, item.version_id, another_key(1)).listed == ()
    mend(session, world, item, another_key(1), clock())
    late = Response(
        attempt_id=attempt.id,
        position=find(attempt, Kind.SHORT_ANSWER).position,
        sequence=1,
        value=("ice",),
        received_at=clock(),
        is_late=True,
        counts=False,
    )
    session.add(late)
    session.flush()
    mend(
        session,
        world,
        find(attempt, Kind.SHORT_ANSWER),
        accept(RulingKind.ACCEPT_BOTH, "ice"),
        clock(),
    )
    count_abandoned(session, attempt.id, world.teacher, now=clock())
    assert attempt.score == 1
    accept_late(session, attempt.id, world.teacher, now=clock())
    assert attempt.score == 2


def test_rules_that_changed_since_the_sitting_change_no_score_by_a_ruling(
    session: Session, world: World, clock: MovableClock
) -> None:
    ada, other = join_class(session, world, 2, clock())
    wrong = sit(session, world, ada, clock(), multiple_choice=("2",))
    right = sit(session, world, other, clock(), multiple_choice=KEY)
    costly = make_rules(question_count=2, negative_share=Decimal("0.5"))
    change_quiz(session, world.quiz, costly, [world.bank])
    before = read_marks(session, [wrong, right])
    ruling = mend(session, world, find(wrong, Kind.MULTIPLE_CHOICE), both(1), clock())
    assert read_marks(session, [wrong, right]) == before, "neither answer is the new key"
    take_back(session, world, ruling, clock())
    ruling = mend(session, world, find(wrong, Kind.MULTIPLE_CHOICE), another_key(2), clock())
    assert wrong.score == 1
    take_back(session, world, ruling, clock())
    assert read_marks(session, [wrong, right]) == before


def test_the_bank_says_so_too_where_the_teacher_asks_for_it(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock(), multiple_choice=OTHER)
    item = find(attempt, Kind.MULTIPLE_CHOICE)
    question = item.version.question
    ruling = mend(session, world, item, another_key(1), clock(), corrects=True)
    assert (question.latest, question.status) == (2, Status.APPROVED)
    assert [it.key for it in current_draft(session, question).options] == [False, True, False]
    assert ruling.mended_id == current_version(session, question).id
    assert [it.key for it in DRAFTS[Kind.MULTIPLE_CHOICE].options] == [True, False, False]
    later = sit(session, world, world.learner, clock(), multiple_choice=OTHER)
    assert later.score == 1
    assert find(later, Kind.MULTIPLE_CHOICE).version_id != item.version_id
    take_back(session, world, ruling, clock())
    assert (attempt.score, later.score, question.latest) == (NONE, ONE, 2)


def test_the_bank_is_left_alone_where_it_cannot_say_so(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock())
    item = find(attempt, Kind.MULTIPLE_CHOICE)
    with pytest.raises(RulingError, match="has one key"):
        mend(session, world, item, both(1), clock(), corrects=True)


def test_a_question_that_another_quiz_asks_is_ruled_in_this_one_alone(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock(), multiple_choice=KEY)
    assert {it.version.id for it in list_asked(session, world.quiz.id)} == {
        it.version_id for it in attempt.items
    }
    mend(session, world, find(attempt, Kind.MULTIPLE_CHOICE), DROP, clock())
    asked = {it.version.kind: it.ruling for it in list_asked(session, world.quiz.id)}
    assert asked[Kind.SHORT_ANSWER] is None
    ruled = asked[Kind.MULTIPLE_CHOICE]
    assert ruled
    assert ruled.kind is RulingKind.DROPPED
    assert list_asked(session, world.quiz.id + 1) == []


def test_a_quiz_without_attempts_goes_with_its_rulings(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sit(session, world, world.learner, clock(), multiple_choice=OTHER)
    mend(session, world, find(attempt, Kind.MULTIPLE_CHOICE), another_key(1), clock())
    for table in (RulingChange, Response, PaperItem, AttemptEvent, Attempt):
        session.execute(delete(table))
    session.expire_all()
    delete_quiz(session, world.quiz)
    assert session.scalars(select(Ruling)).all() == []


def test_the_only_question_of_a_paper_cannot_be_dropped(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=(choice(),))
    attempt = sit(session, world, world.learner, clock(), multiple_choice=OTHER)
    with pytest.raises(RulingError, match="Give everybody all the points instead"):
        plan_laying(session, world.quiz, attempt.items[0].version_id, DROP)
