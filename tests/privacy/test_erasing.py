"""After erasing, nothing tells who it was, and the statistics are what they were."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Enum, Integer, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.enrolling import leave, list_enrolments
from quizapp.accounts.erasing import ERASED_NAME
from quizapp.accounts.people import add_course, enrol, sign_in_learner
from quizapp.accounts.teaching import add_co_teacher
from quizapp.attempts.closing import score
from quizapp.attempts.erasing import ERASED_TEXT, FREQUENT, clean_text
from quizapp.attempts.models import Attempt, Response
from quizapp.attempts.pace import list_attempt_seconds
from quizapp.attempts.responses import final_responses
from quizapp.attempts.scoring import mark_response
from quizapp.attempts.typed_answers import normal_form
from quizapp.db import Base, Strings
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.gradebook.reading import read_gradebook
from quizapp.privacy.erasing import (
    ErasingError,
    count_erasures_since,
    erase,
    is_erased,
    list_erasures,
    list_foreign_courses,
    plan_erasing,
)
from quizapp.privacy.models import ErasedBy, Erasure
from quizapp.privacy.tables import HELD, Fate
from quizapp.quizzes.rules import EVERYTHING, ScoringRules
from quizapp.statistics.reading import list_question_statistics
from tests.attempts.sittings import begin, find, list_given_otherwise
from tests.conftest import MovableClock
from tests.factories import PASSWORD, make_teacher, one_of_each_kind
from tests.privacy.lives import SECRET_NAME, TYPED, Life, add_classmates, live, write

TYPED_QUESTION = next(it for it in one_of_each_kind() if it.kind is Kind.SHORT_ANSWER)
NUMBER = next(it for it in one_of_each_kind() if it.kind is Kind.NUMERICAL)


@pytest.fixture
def life(session: Session, clock: MovableClock) -> Life:
    clock.move(hours=-2, minutes=17)  # at no hour that a reset would give too
    return live(session, clock, review=EVERYTHING)


def erase_it(session: Session, life: Life, clock: MovableClock) -> None:
    clock.move(days=1)
    erase(session, life.learner, ErasedBy.OPERATOR, now=clock())
    session.flush()
    session.expire_all()


def count_rows(session: Session, learner_id: int) -> dict[str, int]:
    """How many rows of each table refer to the learner, directly or through what does."""
    tables = Base.metadata.tables
    ids: dict[str, list[int]] = {"learner": [learner_id]}
    counts = {"learner": 1}
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.name
            if table.name in HELD and parent in ids and key.column.name == "id":
                rows = session.execute(
                    select(*table.primary_key).where(key.parent.in_(ids[parent]))
                ).all()
                counts[table.name] = max(counts.get(table.name, 0), len(rows))
                if "id" in tables[table.name].columns:
                    ids.setdefault(table.name, []).extend(row[0] for row in rows)
    return counts


def list_texts(session: Session) -> list[str]:
    """Every text that stands in the database."""
    found = []
    for table in Base.metadata.sorted_tables:
        columns = [it for it in table.columns if not isinstance(it.type, Integer)]
        for row in session.execute(select(*columns)) if columns else ():
            found += [str(value) for value in row]
    return found


def test_a_life_has_rows_in_every_table(session: Session, life: Life) -> None:
    counts = count_rows(session, life.learner.id)
    assert {it for it in HELD if not counts.get(it)} == {"erasure"}


def test_what_goes_is_gone_and_what_is_emptied_is_there(
    session: Session, clock: MovableClock, life: Life
) -> None:
    before = count_rows(session, life.learner.id)
    erase_it(session, life, clock)
    after = count_rows(session, life.learner.id)
    for table, held in HELD.items():
        match held.fate:
            case Fate.GOES:
                assert after.get(table, 0) == 0, table
            case Fate.EMPTIED:
                assert after[table] == before[table], table
            case Fate.STAYS:
                assert after[table] == 1, table


def test_no_text_of_the_database_tells_who_it_was(
    session: Session, clock: MovableClock, life: Life
) -> None:
    traces = (SECRET_NAME.casefold(), "0042", "was here", TYPED.casefold())
    assert any(SECRET_NAME in it for it in list_texts(session))
    erase_it(session, life, clock)
    for text in list_texts(session):
        assert not any(trace in text.casefold() for trace in traces), text
    assert life.learner.name == ERASED_NAME
    assert sign_in_learner(session, life.world.course.join_code, SECRET_NAME, PASSWORD) is None


def test_statistics_and_scores_are_what_they_were(
    session: Session, clock: MovableClock, life: Life
) -> None:
    add_classmates(session, life, clock, ["a flood", "rain", "a fire"])
    quiz_id = life.world.quiz.id
    scores = select(Attempt.id, Attempt.score, Attempt.max_score, Attempt.close_reason)

    def measure() -> object:
        return (
            list_question_statistics(session, quiz_id),
            list_attempt_seconds(session, quiz_id),
            session.execute(scores.order_by(Attempt.id)).all(),
        )

    before = measure()
    erase_it(session, life, clock)
    assert measure() == before


def test_an_erased_attempt_scored_anew_has_the_same_score(
    session: Session, clock: MovableClock, life: Life
) -> None:
    attempt = write(session, life, clock, "The Flooding!")
    before = [(it.score, it.share) for it in attempt.items]
    erase_it(session, life, clock)
    assert list_given_otherwise(session) == []
    score(session, attempt)
    assert [(it.score, it.share) for it in attempt.items] == before


def test_nothing_of_a_sitting_tells_when_on_the_day_it_was_or_what_the_learner_needed(
    session: Session, clock: MovableClock, life: Life
) -> None:
    attempt = life.attempt
    assert attempt.closed_at
    assert attempt.is_extended
    began, took = attempt.started_at, attempt.closed_at - attempt.started_at
    erase_it(session, life, clock)
    assert attempt.started_at == began.replace(hour=0, minute=0, second=0, microsecond=0)
    assert attempt.closed_at - attempt.started_at == took
    assert not attempt.is_extended
    assert (attempt.paused_seconds, attempt.break_count, attempt.deadline) == (0, 0, None)
    received = [it.received_at for it in final_responses(session, attempt.id).values()]
    assert max(received) - attempt.started_at == timedelta(seconds=30)
    assert {it.comment for it in attempt.items} == {""}


def test_a_typed_answer_stays_only_where_enough_others_have_written_it(
    session: Session, clock: MovableClock, life: Life
) -> None:
    add_classmates(session, life, clock, ["heavy rain"] * FREQUENT + ["a fire"] * (FREQUENT - 1))
    frequent = write(session, life, clock, "Heavy rain.")
    rare = write(session, life, clock, "A fire")
    erase_it(session, life, clock)

    def given(attempt: Attempt) -> tuple[str, ...]:
        position = find(attempt, Kind.SHORT_ANSWER).position
        return final_responses(session, attempt.id)[position].value

    assert given(frequent) == ("Heavy rain.",)
    assert given(rare) == (ERASED_TEXT,)


def test_the_gradebook_leaves_the_learner_out(
    session: Session, clock: MovableClock, life: Life
) -> None:
    add_classmates(session, life, clock, ["rain"])
    assert len(read_gradebook(session, life.world.course).rows) == 2
    erase_it(session, life, clock)
    assert [it.learner.name for it in read_gradebook(session, life.world.course).rows] == ["Mate 0"]


def test_the_log_says_when_and_by_whom_and_no_name(
    session: Session, clock: MovableClock, life: Life
) -> None:
    before = clock()
    assert not is_erased(session, life.learner.id)
    clock.move(days=1)
    erase(session, life.learner, ErasedBy.TEACHER, now=clock(), teacher=life.world.teacher)
    (line,) = list_erasures(session)
    assert (line.learner_id, line.erased_at) == (life.learner.id, clock())
    assert (line.erased_by, line.teacher) == (ErasedBy.TEACHER, life.world.teacher)
    assert is_erased(session, life.learner.id)
    assert count_erasures_since(session, before) == 1
    assert count_erasures_since(session, clock()) == 0


def test_who_is_erased_already_is_not_erased_again(
    session: Session, clock: MovableClock, life: Life
) -> None:
    erase_it(session, life, clock)
    with pytest.raises(ErasingError, match="already"):
        erase(session, life.learner, ErasedBy.OPERATOR, now=clock())


def test_nobody_is_erased_while_an_attempt_of_theirs_runs(
    session: Session, clock: MovableClock, life: Life
) -> None:
    begin(session, life.world, clock())
    assert plan_erasing(session, life.learner.id).work.running == 1
    with pytest.raises(ErasingError, match="running"):
        erase(session, life.learner, ErasedBy.OPERATOR, now=clock())
    assert life.learner.name == SECRET_NAME


def test_a_teacher_erases_only_whose_courses_they_all_teach(
    session: Session, clock: MovableClock, life: Life
) -> None:
    other = make_teacher(session, clock(), "other")
    course = add_course(session, other, "French 1", now=clock(), rng=Random(2))
    enrol(session, course, life.learner, now=clock())
    leave(session, list_enrolments(session, course.id, [life.learner.id]), now=clock())
    teacher = life.world.teacher
    assert list_foreign_courses(session, life.learner.id, teacher.id) == [course]
    with pytest.raises(ErasingError, match="do not teach"):
        erase(session, life.learner, ErasedBy.TEACHER, now=clock(), teacher=teacher)
    add_co_teacher(session, course, teacher.sign_in_name, now=clock())
    erase(session, life.learner, ErasedBy.TEACHER, now=clock(), teacher=teacher)
    assert is_erased(session, life.learner.id)


def test_the_plan_counts_what_there_is(session: Session, life: Life) -> None:
    plan = plan_erasing(session, life.learner.id)
    assert (plan.places, plan.has_needs, plan.arrangements) == (1, True, 1)
    assert (plan.notes, plan.words, plan.reading) == (1, 2, 2)
    assert (plan.practice, plan.gate_answers) == (2, 1)
    assert (plan.work.attempts, plan.work.running, plan.work.comments) == (1, 0, 1)
    assert plan.work.answers == len(list_answers(session, life))
    assert plan.work.events > 0


def list_answers(session: Session, life: Life) -> list[Response]:
    found = select(Response).where(Response.attempt_id == life.attempt.id)
    return list(session.scalars(found))


def test_a_line_of_the_log_by_a_teacher_names_one(
    session: Session, clock: MovableClock, life: Life
) -> None:
    line = Erasure(learner_id=life.learner.id, erased_at=clock(), erased_by=ErasedBy.TEACHER)
    with pytest.raises(IntegrityError, match="by_somebody"), session.begin_nested():
        session.add(line)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
ANSWERS = st.one_of(
    WORDS,
    st.sampled_from(["a flood", "Flooding", "the flood", "a fload", "40", "40.2 crowns", "39,7"]),
)


@given(
    draft=st.sampled_from([TYPED_QUESTION, NUMBER]),
    text=ANSWERS,
    others=st.integers(0, FREQUENT),
    distance=st.integers(0, 2),
)
def test_a_cleaned_answer_earns_what_it_earned_and_says_nothing_of_its_own(
    draft: QuestionDraft, text: str, others: int, distance: int
) -> None:
    rules = ScoringRules(spelling_distance=distance)
    form = normal_form(text, rules)
    cleaned = clean_text(draft, 1, text, rules, {form: others})
    assert mark(draft, cleaned, rules) == mark(draft, text, rules)
    accepted = {it.text for it in draft.accepted_answers}
    if text.strip() and others < FREQUENT:
        assert cleaned in {*accepted, ERASED_TEXT}


def mark(draft: QuestionDraft, text: str, rules: ScoringRules) -> object:
    return mark_response(draft, (text,), Decimal(1), rules).share


def test_every_column_of_text_that_stays_is_looked_at() -> None:
    """A new column that can hold words is thought of here, and in `attempts.erasing`."""
    kept = {
        f"{table}.{column.name}"
        for table, held in HELD.items()
        if held.fate is Fate.EMPTIED
        for column in Base.metadata.tables[table].columns
        if isinstance(column.type, String | Strings) and not isinstance(column.type, Enum)
    }
    assert kept == {
        *("learner.name", "learner.external_id", "learner.password_hash", "learner.language"),
        *("attempt.tab", "paper_item.comment"),  # emptied
        *("response.value", "paper_item.given"),  # cleaned
        *("paper_item.printed_order", "response.tab"),  # made by the program and the page
    }
