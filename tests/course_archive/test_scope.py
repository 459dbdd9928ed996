"""What belongs to a course comes along, and nothing of anybody else's."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.accounts.people import add_course, join_course
from quizapp.accounts.teaching import add_co_teacher
from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.attempts import sitting
from quizapp.attempts.deciding import close_by_teacher
from quizapp.attempts.drawing import draw_paper
from quizapp.bank.library import add_collection
from quizapp.bank.library_models import Access
from quizapp.bank.models import Bank, Question
from quizapp.bank.sharing import share_bank
from quizapp.bank.tags import set_bank_tags
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import SlotRule
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.attempts.sittings import begin
from tests.conftest import MovableClock
from tests.course_archive.courses import bring, export, list_attempts, read_members, start
from tests.factories import (
    PASSWORD,
    World,
    choice,
    make_bank,
    make_rules,
    make_teacher,
    make_world,
    one_of_each_kind,
)


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock(), max_attempts=None)


@pytest.fixture
def colleague(session: Session, world: World, clock: MovableClock) -> Teacher:
    """A co-teacher of the course."""
    made = make_teacher(session, clock(), "colleague")
    made.name = "Mr Beside"
    add_co_teacher(session, world.course, "colleague", now=clock())
    return made


def assign_theirs(
    session: Session, world: World, colleague: Teacher, clock: MovableClock
) -> Assignment:
    """The co-teacher's quiz: one question that is always asked, one of the other eleven."""
    bank = make_bank(session, colleague, clock())
    fixed = session.scalars(select(Question.id).where(Question.bank_id == bank.id)).first()
    rules = make_rules(title="Theirs", slots=(SlotRule(1, question_id=fixed), SlotRule(1)))
    quiz = add_quiz(session, colleague, [bank], rules, now=clock())
    return assign_quiz(session, quiz, world.course, opens_at=None, closes_at=None, now=clock())


def read_rows(raw: bytes, member: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read_members(raw)[f"{member}.jsonl"].splitlines()]


def count_questions(raw: bytes) -> list[int]:
    """How many questions each bank of the file has."""
    homes = [it["bank_id"] for it in read_rows(raw, "question")]
    return [homes.count(it["id"]) for it in read_rows(raw, "bank")]


def test_another_course_of_the_teacher_stays_where_it_is(
    session: Session, world: World, clock: MovableClock
) -> None:
    raw = export(session, world.course, clock)
    other = add_course(session, world.teacher, "French 1", now=clock(), rng=Random(3))
    learner = join_course(session, other, "Zoe Quartz", PASSWORD, now=clock())
    rules = make_rules(title="Elsewhere", question_count=1)
    quiz = add_quiz(session, world.teacher, [world.bank], rules, now=clock())
    given = assign_quiz(session, quiz, other, opens_at=None, closes_at=None, now=clock())
    sitting.submit(session, start(session, given, learner, clock).id, now=clock())
    # Nor does what the course's own learners do elsewhere.
    join_course(session, other, "Ada Lovelace", PASSWORD, now=clock())
    assert read_members(export(session, world.course, clock)) == read_members(raw)


def test_of_a_bank_that_the_owner_may_not_read_only_what_is_asked_comes_along(
    session: Session, world: World, colleague: Teacher, clock: MovableClock
) -> None:
    theirs = assign_theirs(session, world, colleague, clock)
    options = {"reader_id": world.teacher.id}
    assert count_questions(export(session, world.course, clock, **options)) == [12, 1]
    attempt = start(session, theirs, world.learner, clock)
    sitting.submit(session, attempt.id, now=clock())
    raw = export(session, world.course, clock, **options)
    assert count_questions(raw) == [12, 2]
    bare = export(session, world.course, clock, with_learners=False, **options)
    assert count_questions(bare) == [12, 1]
    copy = bring(session, raw, make_teacher(session, clock(), "other")).course
    (brought,) = list_attempts(session, copy)
    assert [it.version.stem for it in brought.items] == [it.version.stem for it in attempt.items]


def test_of_a_bank_that_the_owner_may_not_read_neither_text_nor_tags_come_along(
    session: Session, world: World, colleague: Teacher, clock: MovableClock
) -> None:
    text = Document(
        title="A secret text", blocks=(Block(BlockRole.BODY, "Whoever reads this reads all."),)
    )
    theirs = make_bank(session, colleague, clock())
    asked = session.scalars(select(Question.id).where(Question.bank_id == theirs.id)).first()
    # The bank of a text whose question is about another one.
    theirs.article_id = add_article(session, colleague, text, now=clock()).id
    unasked = add_collection(session, colleague, "A secret bank", now=clock())
    for bank in (theirs, unasked):
        set_bank_tags(session, bank, ["secret"])
    rules = make_rules(title="Theirs", slots=(SlotRule(1, question_id=asked), SlotRule(1)))
    quiz = add_quiz(session, colleague, [theirs, unasked], rules, now=clock())
    assign_quiz(session, quiz, world.course, opens_at=None, closes_at=None, now=clock())
    raw = export(session, world.course, clock, reader_id=world.teacher.id)
    assert b"ecret" not in b"".join(read_members(raw).values())
    assert count_questions(raw) == [12, 1]
    assert b"ecret" in b"".join(read_members(export(session, world.course, clock)).values())
    bring(session, raw, make_teacher(session, clock(), "other"))


def test_a_quiz_whose_bank_may_not_be_read_comes_along_without_it(
    session: Session, world: World, colleague: Teacher, clock: MovableClock
) -> None:
    bank = make_bank(session, colleague, clock())
    quiz = add_quiz(session, colleague, [bank], make_rules(title="Theirs"), now=clock())
    assign_quiz(session, quiz, world.course, opens_at=None, closes_at=None, now=clock())
    raw = export(session, world.course, clock, reader_id=world.teacher.id)
    assert count_questions(raw) == [12]
    assert [it["title"] for it in read_rows(raw, "quiz")] == ["Bridges", "Theirs"]
    copy = bring(session, raw, make_teacher(session, clock(), "other")).course
    of_course = select(Quiz).join(Assignment).where(Assignment.course_id == copy.id)
    whole, bare = session.scalars(of_course.order_by(Quiz.id))
    assert (len(whole.banks), bare.banks) == (1, [])
    assert draw_paper(session, bare, Random(1)) == []


def test_a_bank_that_is_shared_with_the_owner_comes_along_whole(
    session: Session, world: World, colleague: Teacher, clock: MovableClock
) -> None:
    assign_theirs(session, world, colleague, clock)
    whole = export(session, world.course, clock)  # from the terminal, which reads everything
    assert count_questions(whole) == [12, 12]
    bank = session.scalars(select(Bank).where(Bank.teacher_id == colleague.id)).one()
    share_bank(session, bank, "teacher", Access.READ)
    raw = export(session, world.course, clock, reader_id=world.teacher.id)
    assert read_members(raw) == read_members(whole)


def test_two_articles_with_the_same_text_become_one_with_one_home(
    session: Session, world: World, colleague: Teacher, clock: MovableClock
) -> None:
    assign_theirs(session, world, colleague, clock)
    raw = export(session, world.course, clock)
    assert len(read_rows(raw, "article")) == 2
    other = make_teacher(session, clock(), "other")
    bring(session, raw, other)
    (article,) = session.scalars(select(Article).where(Article.teacher_id == other.id))
    banks = session.scalars(select(Bank).where(Bank.teacher_id == other.id).order_by(Bank.id))
    assert [(it.title, it.article_id) for it in banks] == [
        ("The bridge at Ostrava", article.id),
        ("The bridge at Ostrava (from English 10A)", None),
    ]
    assert len(article.blocks) == 5


def test_a_co_teacher_is_a_name_and_nothing_more(
    session: Session, world: World, colleague: Teacher, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    close_by_teacher(session, attempt.id, colleague, now=clock())
    raw = export(session, world.course, clock)
    assert read_rows(raw, "teacher") == [{"id": 1, "name": "Mr Beside"}]
    assert b"colleague" not in b"".join(read_members(raw).values())


def test_a_question_that_was_moved_or_left_the_quiz_comes_along_with_its_papers(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    sitting.submit(session, attempt.id, now=clock())
    shelf = Bank(teacher_id=world.teacher.id, title="Shelf", created_at=clock())
    session.add(shelf)
    session.flush()
    question = attempt.items[0].version.question
    question.bank_id = shelf.id
    session.flush()
    raw = export(session, world.course, clock)
    assert count_questions(raw) == [11, 1]
    assert len(read_rows(raw, "paper_item")) == len(one_of_each_kind())


def test_what_a_copy_came_from_is_told_only_when_it_is_there(
    session: Session, world: World, clock: MovableClock
) -> None:
    elsewhere = Bank(teacher_id=world.teacher.id, title="Elsewhere", created_at=clock())
    session.add(elsewhere)
    session.flush()
    first, *_, last = session.scalars(select(Question).order_by(Question.id)).all()
    last.copied_from_id = first.id
    session.flush()
    told = [
        it["copied_from_id"] for it in read_rows(export(session, world.course, clock), "question")
    ]
    assert told == [*[None] * 11, 1]
    first.bank_id = elsewhere.id
    session.flush()
    raw = export(session, world.course, clock)
    assert {it["copied_from_id"] for it in read_rows(raw, "question")} == {None}


def test_a_title_that_is_as_long_as_it_can_be_still_says_where_it_is_from(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=(choice(),))
    world.bank.title, world.course.name = "T" * 300, "C" * 120
    session.flush()
    bring(session, export(session, world.course, clock), world.teacher)
    title = session.scalars(select(Bank.title).order_by(Bank.id.desc())).first()
    assert title
    assert len(title) == 300
    assert title.endswith(f" (from {'C' * 120})")
