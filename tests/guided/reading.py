"""A world whose text has two gates, and what its reader answers there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.bank.models import Question
from quizapp.db import Base
from quizapp.generation.draft import Kind, Option, QuestionDraft, Skill
from quizapp.guided.answering import answer_gate
from quizapp.guided.gates import list_in_force, list_standing, set_gate
from quizapp.guided.models import GateAnswer
from quizapp.guided.parts import Gate
from tests.conftest import NOON
from tests.factories import World, choice, make_world, span

FIRST, SECOND = "closed-in-1998", "who-opened"
RIGHT, WRONG = ("0",), ("1",)


def gate_drafts() -> tuple[QuestionDraft, ...]:
    """Questions that can stand at gates: after paragraph 1, after 2, and one about the end."""
    return (
        choice(
            FIRST,
            kind=Kind.TRUE_FALSE,
            skill=Skill.MAIN_IDEA,
            stem="The old bridge was closed in 1998.",
            critical_span=span(1, "The old bridge was closed in 1998"),
            options=(Option("True", True), Option("False")),
        ),
        choice(SECOND),
        replace(choice("trams"), critical_span=span(3, "it carries trams and cyclists")),
    )


def make_gated_world(session: Session, now: datetime = NOON) -> World:
    """A world with a gate after paragraph 1 and one after paragraph 2."""
    world = make_world(session, now, drafts=gate_drafts())
    for after, uid in enumerate((FIRST, SECOND), start=1):
        set_gate(session, world.article, after, find_id(session, world.article, uid))
    return world


def find_id(session: Session, article: Article, uid: str) -> int:
    return session.scalars(
        select(Question.id).where(Question.article_id == article.id, Question.uid == uid)
    ).one()


def gates_for(session: Session, world: World) -> tuple[Gate, ...]:
    """The gates that the world's learner meets."""
    texts = {world.article.sha256: [world.course.id]}
    return list_in_force(session, texts).get(world.article.sha256, ())


def gates_of(session: Session, article: Article) -> list[Gate]:
    return [it.gate for it in list_standing(session, article)]


def answer(
    session: Session, world: World, gate: Gate, value: tuple[str, ...], number: int = 1
) -> GateAnswer | None:
    return answer_gate(session, world.learner, gate, number, value, now=NOON)


def flush(session: Session, row: Base) -> None:
    """Give the row to the database; what it refuses is undone."""
    with session.begin_nested():
        session.add(row)
        session.flush()
