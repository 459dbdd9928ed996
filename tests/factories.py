"""Small real objects for tests: a teacher with a bank, a course, a quiz, a learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from quizapp.accounts.models import Course, Learner, Teacher
from quizapp.accounts.people import add_course, add_teacher, join_course
from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.attempts.responses import Answer
from quizapp.attempts.saving import Saved, respond
from quizapp.bank.models import Bank
from quizapp.bank.review import add_bank, add_questions, find_span
from quizapp.generation.draft import (
    AcceptedAnswer,
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    Origin,
    Pair,
    QuestionDraft,
    Skill,
    Span,
    Status,
)
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import (
    AttemptRules,
    PaperRules,
    QuizRules,
    ScoringRules,
    SlotRule,
    TimingRules,
)
from quizapp.quizzes.setting import add_quiz, assign_quiz

PASSWORD = "correct horse"
DOCUMENT = Document(
    title="The bridge at Ostrava",
    blocks=(
        Block(BlockRole.HEADING, "A new crossing"),
        Block(BlockRole.BODY, "The old bridge was closed in 1998 after a flood."),
        Block(BlockRole.BODY, "Mayor Jana Kralova opened the new bridge on May 4, 2003."),
        Block(BlockRole.CAPTION, "The bridge at dusk"),
        Block(BlockRole.BODY, "It cost 40 million crowns, and it carries trams and cyclists."),
    ),
    author="A. Writer",
    published_on=date(2003, 5, 5),
    level="intermediate",
)

FERRY = Document(
    title="The last ferry",
    blocks=(
        Block(BlockRole.BODY, "Until 2003 a ferry crossed the Odra every hour from dawn."),
        Block(BlockRole.BODY, "Its last journey was made by captain Ludvik Horak in May."),
    ),
)


def span(paragraph: int, quote: str) -> Span:
    """Where `quote` stands in the test passage."""
    found = find_span(DOCUMENT.paragraphs, paragraph, quote)
    assert found, quote
    return found


def choice(uid: str = "who-opened", **changes: Any) -> QuestionDraft:
    """A sound multiple-choice question about the test passage; its key is the first option."""
    draft = QuestionDraft(
        uid=uid,
        kind=Kind.MULTIPLE_CHOICE,
        skill=Skill.DETAIL,
        difficulty=Difficulty.EASY,
        stem="Who opened the new bridge?",
        critical_span=span(2, "Mayor Jana Kralova opened the new bridge"),
        options=(
            Option("Jana Kralova", True, "The second paragraph says so."),
            Option("A tram driver", False, "No driver is named.", DistractorClass.UNSUPPORTED),
            Option("A cyclist", False, "Cyclists use it.", DistractorClass.OTHER_SPAN),
        ),
        origin=Origin.AUTHORED,
        pattern="authored",
        status=Status.APPROVED,
    )
    return replace(draft, **changes)


def one_of_each_kind() -> tuple[QuestionDraft, ...]:
    """A sound question of every kind, all approved."""
    base = choice()
    return (
        base,
        replace(
            base,
            uid="which-use-it",
            kind=Kind.MULTIPLE_RESPONSE,
            stem="What does the new bridge carry?",
            critical_span=span(3, "it carries trams and cyclists"),
            options=(
                Option("Trams", True),
                Option("Cyclists", True),
                Option("Ships", False, "", DistractorClass.UNSUPPORTED),
                Option("Trains", False, "", DistractorClass.UNSUPPORTED),
            ),
        ),
        replace(
            base,
            uid="closed-in-1998",
            kind=Kind.TRUE_FALSE,
            stem="The old bridge was closed in 1998.",
            critical_span=span(1, "The old bridge was closed in 1998"),
            options=(Option("True", True), Option("False", False)),
        ),
        replace(
            base,
            uid="was-painted",
            kind=Kind.TRUE_FALSE_NOT_GIVEN,
            skill=Skill.INFERENCE,
            stem="The new bridge is painted red.",
            critical_span=span(3, "It cost 40 million crowns"),
            options=(Option("True"), Option("False"), Option("Not given", True)),
        ),
        replace(
            base,
            uid="what-closed-it",
            kind=Kind.SHORT_ANSWER,
            skill=Skill.CAUSE,
            stem="What closed the old bridge?",
            critical_span=span(1, "after a flood"),
            options=(),
            accepted_answers=(AcceptedAnswer("a flood"), AcceptedAnswer("flooding")),
        ),
        replace(
            base,
            uid="cloze-opening",
            kind=Kind.CLOZE,
            stem="Mayor ____ opened the new bridge on May 4, ____.",
            options=(),
            accepted_answers=(AcceptedAnswer("Jana Kralova"), AcceptedAnswer("2003", gap=2)),
        ),
        replace(
            base,
            uid="how-much",
            kind=Kind.NUMERICAL,
            stem="How many million crowns did the bridge cost?",
            critical_span=span(3, "It cost 40 million crowns"),
            options=(),
            accepted_answers=(AcceptedAnswer("40", tolerance="0.5"),),
        ),
        replace(
            base,
            uid="match-years",
            kind=Kind.MATCHING,
            stem="Match each year with what happened in it.",
            options=(),
            pairs=(
                Pair("1998", "the old bridge closed"),
                Pair("2003", "the new bridge opened"),
                Pair("", "the mayor was born"),
            ),
        ),
        replace(
            base,
            uid="order-events",
            kind=Kind.ORDERING,
            skill=Skill.SEQUENCE,
            stem="Put the events in order.",
            options=(),
            order=("The flood came", "The bridge was closed", "The new bridge was opened"),
        ),
        replace(
            base,
            uid="place-the-cost",
            kind=Kind.INSERTION,
            skill=Skill.COHESION,
            stem="Where does this sentence belong? “It was opened on May 4, 2003.”",
            hidden_spans=(span(3, ", and"),),
            options=(
                Option("At the very beginning", False, "", DistractorClass.UNSUPPORTED),
                Option("After “after a flood.”", False, "", DistractorClass.MISREADING),
                Option("After “May 4, 2003.”", True),
            ),
        ),
        replace(
            base,
            uid="find-the-opening",
            kind=Kind.SELECT_SENTENCE,
            stem="Which sentence says who opened the new bridge?",
            options=(
                Option("The old bridge was closed in 1998 after a flood."),
                Option("Mayor Jana Kralova opened the new bridge on May 4, 2003.", True),
            ),
        ),
        replace(
            base,
            uid="intruder-in-1",
            kind=Kind.IRRELEVANT_SENTENCE,
            skill=Skill.COHESION,
            stem="Which of these sentences does not belong here?",
            options=(
                Option("The old bridge was closed in 1998 after a flood."),
                Option("It carries trams and cyclists.", True),
                Option("Ferries took people across for five years."),
            ),
        ),
    )


@dataclass(frozen=True)
class World:
    """A teacher's course with one learner and one assigned quiz of every kind."""

    teacher: Teacher
    bank: Bank
    course: Course
    learner: Learner
    quiz: Quiz
    assignment: Assignment

    @property
    def article(self) -> Article:
        return about(self.bank)


def about(bank: Bank) -> Article:
    """The article of a bank that is no collection."""
    assert bank.article
    return bank.article


def make_teacher(session: Session, now: datetime, sign_in_name: str = "teacher") -> Teacher:
    return add_teacher(
        session, name="Ms Test", sign_in_name=sign_in_name, password=PASSWORD, now=now
    )


def make_bank(
    session: Session, teacher: Teacher, now: datetime, drafts: tuple[QuestionDraft, ...] = ()
) -> Bank:
    bank = add_bank(session, add_article(session, teacher, DOCUMENT, now=now), now=now)
    add_questions(session, bank, drafts or one_of_each_kind(), now=now)
    return bank


def make_ferry_bank(session: Session, teacher: Teacher, now: datetime) -> Bank:
    """A bank about another article: one question that hides words of it, one that does not."""
    bank = add_bank(session, add_article(session, teacher, FERRY, now=now), now=now)
    add_questions(session, bank, ferry_questions(), now=now)
    return bank


def ferry_questions() -> tuple[QuestionDraft, ...]:
    """Two sound questions about the second test passage."""
    evidence = find_span(FERRY.paragraphs, 1, "a ferry crossed the Odra every hour")
    hidden = find_span(FERRY.paragraphs, 2, "captain Ludvik Horak")
    assert evidence
    assert hidden
    typed = choice(kind=Kind.SHORT_ANSWER, options=(), difficulty=Difficulty.MEDIUM)
    return (
        replace(
            typed,
            uid="which-river",
            stem="Which river did the ferry cross?",
            critical_span=evidence,
            accepted_answers=(AcceptedAnswer("the Odra"),),
        ),
        replace(
            typed,
            uid="which-captain",
            kind=Kind.CLOZE,
            stem="Its last journey was made by captain ____.",
            critical_span=hidden,
            hidden_spans=(hidden,),
            accepted_answers=(AcceptedAnswer("Ludvik Horak"),),
        ),
    )


def make_rules(**changes: Any) -> QuizRules:
    """Rules of a quiz: each change goes to the part that has a field of its name.

    By default one question, 20 minutes, 2 attempts. `question_count` and `skills` make one
    random slot; `slots` takes the place of both.
    """
    given = {"title": "Bridges", "time_limit_seconds": 20 * 60, "max_attempts": 2, **changes}
    slot = SlotRule(given.pop("question_count", 1), skills=tuple(given.pop("skills", ())))
    given.setdefault("slots", (slot,))
    parts: dict[str, Any] = {
        "paper": PaperRules,
        "timing": TimingRules,
        "attempts": AttemptRules,
        "scoring": ScoringRules,
    }
    made = {
        name: part(**{it.name: given.pop(it.name) for it in fields(part) if it.name in given})
        for name, part in parts.items()
    }
    return QuizRules(**made, **given)


def make_world(
    session: Session,
    now: datetime,
    *,
    drafts: tuple[QuestionDraft, ...] = (),
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    **rules: Any,
) -> World:
    """A world with `rules` for its quiz, see `make_rules`."""
    drafts = drafts or one_of_each_kind()
    teacher = make_teacher(session, now)
    bank = make_bank(session, teacher, now, drafts)
    course = add_course(session, teacher, "English 10A", now=now, rng=Random(1))
    learner = join_course(session, course, "Ada Lovelace", PASSWORD, now=now)
    quiz = add_quiz(
        session,
        bank.teacher,
        [bank],
        make_rules(**{"question_count": len(drafts), **rules}),
        now=now,
    )
    assignment = assign_quiz(session, quiz, course, opens_at=opens_at, closes_at=closes_at, now=now)
    return World(teacher, bank, course, learner, quiz, assignment)


def give(
    session: Session,
    attempt_id: int,
    position: int,
    fields: Sequence[str],
    *,
    now: datetime,
    sequence: int = 1,
    tab: str = "tab",
    certainty: int | None = None,
) -> Saved:
    """Save an answer as the page would."""
    answer = Answer(position, tab, sequence, tuple(fields), certainty=certainty)
    return respond(session, attempt_id, answer, now=now)
