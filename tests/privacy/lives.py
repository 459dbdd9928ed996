"""A learner of whom every table holds something, and classmates who write answers too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.needs import Needs, set_needs
from quizapp.accounts.people import join_course
from quizapp.accounts.sign_ins import begin_sign_in
from quizapp.attempts import sitting
from quizapp.attempts.deciding import mark_by_hand
from quizapp.attempts.extending import end_break, start_break
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.dictionary.looking import Sense
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.gradebook.across import read_across
from quizapp.gradebook.deciding import About, comment, count_again, excuse
from quizapp.gradebook.keeping import keep, reckon_missing, throw_away
from quizapp.guided.gates import set_gate
from quizapp.notebook.looks import Look, choose_look
from quizapp.notebook.notes import Colour, Place, add_note
from quizapp.notebook.places import note_reading
from quizapp.notebook.words import keep_word
from quizapp.progress.models import PracticeReview, WordTask
from quizapp.progress.practice import Given, review_question, review_word
from quizapp.progress.practisable import list_practisable
from quizapp.progress.word_questions import WordQuestion, ask_word
from quizapp.quizzes.overriding import OverrideRules, set_override
from quizapp.quizzes.rules import ScoringRules
from tests.attempts.rulings import DROP, mend
from tests.attempts.sittings import GRACE, answer, answer_rightly, begin, find
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, make_world, one_of_each_kind
from tests.guided.reading import FIRST, find_id, gate_drafts, gates_for
from tests.guided.reading import answer as answer_at_gate

SECRET_NAME = "Ada Lovelace"
TYPED = "Ada Lovelace wrote this"


@dataclass(frozen=True)
class Life:
    """The world, and the attempt of its learner that is closed."""

    world: World
    attempt: Attempt

    @property
    def learner(self) -> Learner:
        return self.world.learner


def live(session: Session, clock: MovableClock, **rules: Any) -> Life:
    """A learner with rows in every table that can hold something about them."""
    world = make_world(session, clock(), drafts=_drafts(), **{"max_attempts": 3, **rules})
    learner = world.learner
    learner.external_id, learner.language = "0042", "kk"
    set_needs(session, learner.id, Needs(1.5, break_count=2, break_seconds=300))
    given = OverrideRules(time_limit=timedelta(hours=1))
    set_override(session, world.assignment, learner.id, given)
    begin_sign_in(session, learner, "a token", now=clock())
    attempt = _sit(session, world, clock)
    _decide(session, world, attempt, clock)
    _read(session, world, clock)
    _practise(session, world, clock)
    session.flush()
    return Life(world, attempt)


def add_classmates(
    session: Session, life: Life, clock: MovableClock, answers: Sequence[str]
) -> list[Attempt]:
    """A classmate for each of these answers to the typed question."""
    made = []
    for number, text in enumerate(answers):
        mate = join_course(session, life.world.course, f"Mate {number}", PASSWORD, now=clock())
        attempt = begin(session, life.world, clock(), mate)
        position = find(attempt, Kind.SHORT_ANSWER).position
        answer(session, attempt, position, text, now=clock())
        clock.move(seconds=40)
        sitting.submit(session, attempt.id, now=clock())
        made.append(attempt)
    return made


def write(session: Session, life: Life, clock: MovableClock, text: str) -> Attempt:
    """Another attempt of the learner's in which they type this, and hand it in."""
    attempt = begin(session, life.world, clock())
    answer(session, attempt, find(attempt, Kind.SHORT_ANSWER).position, text, now=clock())
    clock.move(minutes=2)
    sitting.submit(session, attempt.id, now=clock())
    return attempt


def _drafts() -> tuple[QuestionDraft, ...]:
    first = next(it for it in gate_drafts() if it.uid == FIRST)
    return (first, *(it for it in one_of_each_kind() if it.uid != FIRST))


def _sit(session: Session, world: World, clock: MovableClock) -> Attempt:
    attempt = begin(session, world, clock())
    for item in attempt.items:
        if item.version.kind is not Kind.SHORT_ANSWER:
            answer_rightly(session, attempt, item, clock())
    typed = find(attempt, Kind.SHORT_ANSWER)
    clock.move(seconds=30)
    answer(session, attempt, typed.position, TYPED, now=clock())
    start_break(session, attempt.id, now=clock())
    clock.move(minutes=1)
    end_break(session, attempt.id, now=clock())
    sitting.submit(session, attempt.id, now=clock())
    session.expire_all()
    item = session.scalars(select(PaperItem).where(PaperItem.id == typed.id)).one()
    words = f"Well thought, {SECRET_NAME}"
    mark_by_hand(session, item, Decimal("0.5"), words, world.teacher, now=clock())
    return attempt


def _decide(session: Session, world: World, attempt: Attempt, clock: MovableClock) -> None:
    """Decisions about the grade, a total that is kept, and a question that was dropped."""
    about, teacher = About(world.assignment, world.learner.id), world.teacher
    words = f"Well done, {SECRET_NAME}"
    comment(session, about, teacher, words=words, now=clock())
    excuse(session, about, teacher, reason=f"{SECRET_NAME} was ill", now=clock())
    count_again(session, about, teacher, now=clock())
    mend(session, world, find(attempt, Kind.ORDERING), DROP, clock())
    across = read_across(session, world.course, UTC)
    revision = throw_away(session, across, clock())
    keep(session, world.course.id, reckon_missing(session, across, revision, clock()))


def _read(session: Session, world: World, clock: MovableClock) -> None:
    learner, article = world.learner, world.article
    choose_look(session, learner, Look(size=3))
    colour = Colour.GREEN
    words = f"{SECRET_NAME} was here"
    add_note(session, learner, article, Place(1, 4, 14), colour=colour, text=words, now=clock())
    keep_word(session, learner, "flood", "too much water", None, now=clock())
    day = clock().date()
    note_reading(session, learner, article, paragraph=2, seconds=50, now=clock(), day=day)
    set_gate(session, article, 1, find_id(session, article, FIRST))
    answer_at_gate(session, world, gates_for(session, world)[0], ("0",))


def _practise(session: Session, world: World, clock: MovableClock) -> None:
    learner_id = world.learner.id
    grace = timedelta(seconds=GRACE)
    asked = next(
        iter(list_practisable(session, learner_id, grace=grace, now=clock()).values()), None
    )
    if asked:
        review_question(session, learner_id, asked, Given(1, ("0",)), now=clock())
    word = keep_word(session, world.learner, "mayor", "who leads a town", None, now=clock())
    sense = Sense("mayor", "who leads a town", "noun")
    question = WordQuestion(word.id, WordTask.RECALL, ask_word(sense, {"mayor"}), ScoringRules())
    review_word(session, learner_id, question, Given(1, ("mayor",)), now=clock())
    assert session.scalars(select(PracticeReview.id)).first()
