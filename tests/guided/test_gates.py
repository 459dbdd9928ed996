"""Gates stand where something can be asked about what was read, and lock nobody out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.teaching import add_co_teacher
from quizapp.articles.library import add_article
from quizapp.bank.content import current_draft
from quizapp.bank.models import Question
from quizapp.bank.review import add_bank, add_questions, edit
from quizapp.generation.draft import Kind, Skill, Status
from quizapp.guided.gates import (
    GateError,
    GateProblem,
    find_gate,
    list_in_force,
    list_standing,
    list_suitable,
    remove_gate,
    set_gate,
    suggest_gates,
)
from quizapp.guided.models import ReadingGate
from quizapp.guided.parts import Part
from quizapp.guided.suitable import Obstacle, find_obstacle, find_reach, rank
from tests.conftest import NOON
from tests.factories import (
    DOCUMENT,
    choice,
    make_ferry_bank,
    make_teacher,
    make_world,
    one_of_each_kind,
    span,
)
from tests.guided.reading import (
    FIRST,
    SECOND,
    find_id,
    flush,
    gate_drafts,
    gates_for,
    gates_of,
    make_gated_world,
)

AUTOMATIC = {
    *("who-opened", "which-use-it", "closed-in-1998", "was-painted", "how-much"),
    *("match-years", "order-events", "find-the-opening"),
}


def test_only_what_is_marked_without_a_teacher_and_hides_nothing_can_be_asked() -> None:
    suiting = {it.uid for it in one_of_each_kind() if find_obstacle(it, 3) is None}
    assert suiting == AUTOMATIC


@pytest.mark.parametrize(
    ("draft", "obstacle"),
    [
        (choice(), None),
        (choice(status=Status.DRAFT), Obstacle.NOT_APPROVED),
        (choice(status=Status.RETIRED), Obstacle.NOT_APPROVED),
        (choice(kind=Kind.SHORT_ANSWER), Obstacle.KIND),
        (choice(hidden_spans=(span(1, "bridge"),)), Obstacle.HIDES_WORDS),
        (choice(critical_span=span(3, "It cost")), Obstacle.BEYOND),
        (choice(distractor_spans=(span(3, "It cost"),)), None),
        (choice(kind=Kind.ORDERING, distractor_spans=(span(3, "It cost"),)), Obstacle.BEYOND),
    ],
)
def test_what_is_asked_is_proved_by_what_was_read(draft: object, obstacle: Obstacle) -> None:
    assert find_obstacle(draft, 2) is obstacle  # type: ignore[arg-type]


def test_a_question_reaches_as_far_as_its_options_and_the_paragraphs_that_it_names() -> None:
    assert find_reach(choice()) == 2
    assert find_reach(choice(distractor_spans=(span(3, "It cost"),))) == 3
    assert find_reach(choice(stem="Which of paragraphs 1, 2 and 7 says so?")) == 7


def test_the_gist_of_the_part_that_was_read_comes_first() -> None:
    part = Part(2, 2, 2)
    drafts = [
        choice("gist", skill=Skill.MAIN_IDEA),
        choice("detail"),
        choice("before", skill=Skill.MAIN_IDEA, critical_span=span(1, "The old bridge")),
        choice("ahead", skill=Skill.MAIN_IDEA, distractor_spans=(span(3, "It cost"),)),
    ]
    assert [it.uid for it in sorted(drafts, key=lambda it: rank(it, part))] == [
        *("gist", "detail", "before", "ahead")
    ]


def test_a_gate_holds_for_who_reads_in_a_course_of_its_teacher(session: Session) -> None:
    world = make_gated_world(session)
    assert [it.after for it in gates_for(session, world)] == [1, 2]
    assert list_in_force(session, {world.article.sha256: []}) == {}
    assert list_in_force(session, {"0" * 64: [world.course.id]}) == {}


def test_a_colleague_with_the_same_text_sets_gates_for_the_courses_that_they_teach(
    session: Session,
) -> None:
    world = make_world(session, NOON, drafts=gate_drafts())
    other = make_teacher(session, NOON, "other")
    article = add_article(session, other, DOCUMENT, now=NOON)
    add_questions(session, add_bank(session, article, now=NOON), gate_drafts(), now=NOON)
    set_gate(session, article, 1, find_id(session, article, FIRST))
    assert gates_for(session, world) == ()
    add_co_teacher(session, world.course, "other", now=NOON)
    assert len(gates_for(session, world)) == 1


@pytest.mark.parametrize(
    ("after", "uid", "problem"),
    [
        (0, FIRST, GateProblem.NO_PLACE),
        (3, "trams", GateProblem.NO_PLACE),
        (1, SECOND, GateProblem.UNSUITABLE),
        (2, FIRST, GateProblem.ASKED_ELSEWHERE),
    ],
)
def test_a_gate_that_cannot_stand_is_refused(
    session: Session, after: int, uid: str, problem: GateProblem
) -> None:
    world = make_gated_world(session)
    with pytest.raises(GateError) as refused:
        set_gate(session, world.article, after, find_id(session, world.article, uid))
    assert refused.value.problem is problem


def test_a_question_about_another_text_or_in_anothers_bank_is_refused(session: Session) -> None:
    world = make_world(session, NOON, drafts=gate_drafts())
    ferry = make_ferry_bank(session, world.teacher, NOON)
    foreign = find_id(session, ferry.article, "which-river")  # type: ignore[arg-type]
    closed = find_id(session, world.article, FIRST)
    session.get_one(Question, closed).bank = add_bank(
        session,
        add_article(session, make_teacher(session, NOON, "other"), DOCUMENT, now=NOON),
        now=NOON,
    )
    session.flush()
    for question_id in (foreign, closed):
        with pytest.raises(GateError) as refused:
            set_gate(session, world.article, 1, question_id)
        assert refused.value.problem is GateProblem.FOREIGN
    set_gate(session, world.article, 2, find_id(session, world.article, SECOND))


def test_another_question_takes_the_place_of_the_first(session: Session) -> None:
    world = make_gated_world(session)
    before = find_gate(session, world.article, 2)
    trams = session.get_one(Question, find_id(session, world.article, "trams"))
    moved = replace(current_draft(session, trams), critical_span=span(2, "Mayor Jana Kralova"))
    edit(session, trams, moved, teacher_id=world.teacher.id, now=NOON)
    after = set_gate(session, world.article, 2, trams.id, opens_after_tries=False)
    assert after is before
    assert [it.question_id for it in gates_of(session, world.article)][1:] == [trams.id]


def test_a_gate_whose_question_is_retired_or_tells_of_what_comes_stands_open(
    session: Session,
) -> None:
    world = make_gated_world(session)
    first, second = gates_of(session, world.article)
    session.get_one(Question, first.question_id).status = Status.RETIRED
    question = session.get_one(Question, second.question_id)
    ahead = replace(second.draft, critical_span=span(3, "It cost"))
    edit(session, question, ahead, teacher_id=world.teacher.id, now=NOON)
    assert gates_for(session, world) == ()
    told = [it.obstacle for it in list_standing(session, world.article)]
    assert told == [Obstacle.NOT_APPROVED, Obstacle.BEYOND]
    session.get_one(Question, first.question_id).status = Status.APPROVED
    assert len(gates_for(session, world)) == 1


def test_what_can_be_asked_is_listed_without_what_another_gate_asks(session: Session) -> None:
    world = make_gated_world(session)
    found = list_suitable(session, world.article, 2)
    assert [it.draft.uid for it in found] == [SECOND]
    assert found[0].is_in_part
    remove_gate(session, world.article, 1)
    found = list_suitable(session, world.article, 2)
    assert [(it.draft.uid, it.is_in_part) for it in found] == [(FIRST, True), (SECOND, True)]
    with pytest.raises(GateError):
        list_suitable(session, world.article, 3)


def test_suggested_gates_stand_where_parts_end_and_leave_others_alone(session: Session) -> None:
    world = make_world(session, NOON, drafts=gate_drafts())
    assert [it.after_paragraph for it in suggest_gates(session, world.article)] == [2]
    (gate,) = gates_of(session, world.article)
    assert gate.draft.uid == FIRST
    assert suggest_gates(session, world.article) == []


def test_what_a_quiz_may_ask_is_suggested_only_where_there_is_nothing_else(
    session: Session,
) -> None:
    world = make_world(session, NOON, drafts=gate_drafts())
    asked = find_id(session, world.article, FIRST)
    suggest_gates(session, world.article, better_not=[asked])
    assert [it.draft.uid for it in gates_of(session, world.article)] == [SECOND]


def test_nothing_is_suggested_where_nothing_can_be_asked(session: Session) -> None:
    about_all = choice(
        skill=Skill.MAIN_IDEA,
        stem="What is the article mainly about?",
        critical_span=span(1, "The old bridge"),
    )
    one_word = choice("word", skill=Skill.VOCABULARY)
    world = make_world(session, NOON, drafts=(about_all, one_word))
    assert suggest_gates(session, world.article) == []
    assert list_suitable(session, world.article, 1)[0].asks_about_all


def test_a_place_and_a_question_have_one_gate_in_a_text(session: Session) -> None:
    world = make_gated_world(session)
    first, second = gates_of(session, world.article)
    free = second.question_id + 1
    for after, question_id in ((1, free), (0, free), (3, first.question_id)):
        refused = ReadingGate(
            article_id=world.article.id,
            after_paragraph=after,
            question_id=question_id,
            opens_after_tries=True,
        )
        with pytest.raises(IntegrityError):
            flush(session, refused)


def test_a_gate_is_removed_once(session: Session) -> None:
    world = make_gated_world(session)
    remove_gate(session, world.article, 1)
    remove_gate(session, world.article, 1)
    assert [it.after for it in gates_of(session, world.article)] == [2]
