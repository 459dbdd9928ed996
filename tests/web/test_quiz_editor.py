"""A teacher sets every rule of a quiz on one form, changes them later, and loses nothing typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.attempts.models import Attempt, PaperItem
from quizapp.bank.models import Question
from quizapp.bank.review import decide
from quizapp.db import db
from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill, Status
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.rules import (
    EVERYTHING,
    PRACTICE,
    SCORE_ONLY,
    Aspect,
    BellRule,
    FeedbackBand,
    GradingMethod,
    Layout,
    Moment,
    Navigation,
    QuizRules,
    SlotRule,
    TimingRules,
    draw,
)
from quizapp.quizzes.terms import read_rules
from tests.conftest import MovableClock
from tests.factories import choice, one_of_each_kind, span
from tests.web.clients import Visitor, another_learner, sign_in_teacher, the_learner
from tests.web.controls import read_controls
from tests.web.engines import ON_SQLITE
from tests.web.quiz_forms import change, count_quizzes, edit_page, new_page, rules_of
from tests.web.worlds import COUNT, LEARNER, Ids, build, find_question, start_attempt

HOUR = timedelta(hours=1)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def newest_rules(app: Flask) -> QuizRules:
    with app.app_context():
        quiz = db.session.scalars(select(Quiz).order_by(Quiz.id.desc())).first()
        assert quiz
        return read_rules(quiz)


# Making a quiz


def test_a_title_a_number_and_a_time_are_enough(app: Flask, ids: Ids, teacher: Visitor) -> None:
    shown = read_controls(teacher.see(new_page(ids)))
    fields = change(shown, ready="own", title="Short one", slots__0__count="4", time_limit="15")
    assert teacher.send(new_page(ids), fields).status_code == 302
    rules = newest_rules(app)
    assert (rules.title, rules.paper, rules.timing) == ("Short one", draw(4), TimingRules(900))
    assert (rules.attempts.max_attempts, rules.review) == (1, EVERYTHING)


@ON_SQLITE
def test_a_new_quiz_asks_ten_questions_or_as_many_as_a_paper_can_hold(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), one_of_each_kind()[:3], question_count=1)
    page = sign_in_teacher(app).see(new_page(ids))
    assert read_controls(page)["slots-0-count"] == "3"


# Every rule, there and back

CHANGES: list[dict[str, Any]] = [
    {"title": "Rivers & <bridges>"},
    {"slots": (SlotRule(2, skills=(Skill.DETAIL, Skill.CAUSE)),)},
    {"slots": (SlotRule(1, kinds=(Kind.CLOZE, Kind.MATCHING)), SlotRule(2, weight=Decimal("2.5")))},
    {"slots": (SlotRule(3, difficulty=Difficulty.EASY),)},
    {"slots": (SlotRule(question_id=2, weight=Decimal("0.33333")), SlotRule(question_id=1))},
    {"shuffle_questions": True, "shuffle_options": False},
    {"time_limit_seconds": None},
    {"time_limit_seconds": 100},
    {"question_seconds": 45, "navigation": Navigation.SEQUENTIAL},
    {"at_bell": BellRule.GRACE, "submit_grace_seconds": 90},
    {"at_bell": BellRule.ABANDON},
    {"max_attempts": None, "grading_method": GradingMethod.AVERAGE, "wait_seconds": 5400},
    {"layout": Layout.ALL},
    {"is_practice": True, "review": PRACTICE},
    {"is_practice": True, "review": SCORE_ONLY},
    {"access_code": "Bridge 7", "ip_ranges": ("10.0.0.0/8", "::1"), "one_sitting": True},
    {"spelling_distance": 2, "case_matters": True, "accents_matter": True},
    {"negative_share": Decimal("0.33333")},
    {"negative_share": Decimal("0.2")},
    {"uses_certainty": True, "marked_by_hand": True},
    {"review": frozenset({(Moment.RIGHT_AFTER, Aspect.SCORE), (Moment.DURING, Aspect.KEY)})},
    {"review": frozenset()},
    {"feedback": (FeedbackBand(0, "Read it\r\nagain."), FeedbackBand(80, "Good."))},
]


@pytest.mark.parametrize("changes", CHANGES, ids=lambda it: " ".join(it))
@ON_SQLITE
def test_a_rule_that_is_saved_untouched_stays_as_it_is(
    app: Flask, clock: MovableClock, changes: dict[str, Any]
) -> None:
    ids = build(app, clock(), **{"question_count": 2, **changes})
    before = rules_of(app, ids.quiz_id)
    teacher = sign_in_teacher(app)
    reply = teacher.send(edit_page(ids), change(read_controls(teacher.see(edit_page(ids)))))
    assert reply.location == f"/teach/quizzes/{ids.quiz_id}", reply.text
    assert rules_of(app, ids.quiz_id) == before


def test_every_rule_is_set_on_one_form(app: Flask, ids: Ids, teacher: Visitor) -> None:
    fixed = find_question(app, ids, Kind.CLOZE)
    fields = change(
        read_controls(teacher.see(edit_page(ids))),
        title="All of it",
        slots__0__count="2",
        slots__0__skills=["detail", "cause"],
        slots__0__kinds=["multiple_choice", "short_answer", "true_false"],
        slots__0__difficulty="easy",
        slots__0__weight="1,5",
        slots__1__count="1",
        slots__1__weight="2",
        slots__1__question=str(fixed),
        shuffle_questions="y",
        time_limit="12.5",
        question_seconds="30",
        at_bell="grace",
        submit_grace="3",
        max_attempts="",
        wait="1440",
        grading_method="last",
        is_practice="y",
        navigation="sequential",
        access_code=" bridge ",
        ip_ranges="10.0.0.0/8\r\n\r\n 192.168.1.7 ",
        one_sitting="y",
        spelling_distance="1",
        case_matters="y",
        accents_matter="y",
        marked_by_hand="y",
        negative_share="0.25",
        review_policy="custom",
        rights=["while_open.score", "right_after.attempt"],
        feedback__0__from_percent="50",
        feedback__0__text="Half of it.",
    )
    assert teacher.send(edit_page(ids), fields).status_code == 302
    rules = rules_of(app, ids.quiz_id)
    assert rules.paper.slots == (
        SlotRule(
            2,
            skills=(Skill.CAUSE, Skill.DETAIL),
            kinds=(Kind.MULTIPLE_CHOICE, Kind.SHORT_ANSWER, Kind.TRUE_FALSE),
            difficulty=Difficulty.EASY,
            weight=Decimal("1.5"),
        ),
        SlotRule(question_id=fixed, weight=Decimal(2)),
    )
    assert rules.timing == TimingRules(750, 30, BellRule.GRACE, 180)
    assert rules.attempts.ip_ranges == ("10.0.0.0/8", "192.168.1.7")
    assert (rules.attempts.access_code, rules.attempts.wait_seconds) == ("bridge", 86400)
    assert rules.attempts.navigation is Navigation.SEQUENTIAL
    assert (rules.scoring.negative_share, rules.scoring.spelling_distance) == (Decimal("0.25"), 1)
    assert rules.review == {
        (Moment.WHILE_OPEN, Aspect.SCORE),
        (Moment.RIGHT_AFTER, Aspect.ATTEMPT),
    }
    assert rules.feedback == (FeedbackBand(50, "Half of it."),)


@pytest.mark.parametrize(
    ("policy", "practice", "review"),
    [
        ("everything", "y", PRACTICE),
        ("score_only", "y", PRACTICE),
        ("custom", "y", frozenset({(Moment.DURING, Aspect.KEY)})),
        ("score_only", "", SCORE_ONLY),
    ],
)
@ON_SQLITE
def test_practice_shows_everything_unless_the_teacher_chooses(
    app: Flask, ids: Ids, teacher: Visitor, policy: str, practice: str, review: object
) -> None:
    fields = change(
        read_controls(teacher.see(edit_page(ids))), review_policy=policy, rights=["during.key"]
    )
    if practice:
        fields["is_practice"] = [practice]
    teacher.send(edit_page(ids), fields)
    assert rules_of(app, ids.quiz_id).review == review


# Slots


@ON_SQLITE
def test_slots_are_added_and_removed_by_buttons_that_lose_nothing_typed(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = new_page(ids)
    first = change(read_controls(teacher.see(page)), title="", slots__0__count="six", wait="never")
    two = teacher.send(page, {**first, "add_slot": "1"})
    assert "There is a problem" not in two.text, "nothing was handed in yet"
    shown = read_controls(two.text)
    assert (shown["title"], shown["slots-0-count"], shown["wait"]) == ("", "six", "never")
    assert shown["slots-1-count"] == "1"
    filled = change(shown, slots__1__count="7", slots__1__skills=["cause", "detail"])
    one = teacher.send(page, {**filled, "remove_slot": "0"})
    kept = read_controls(one.text)
    assert "slots-1-count" not in kept
    assert (kept["slots-0-count"], kept["wait"]) == ("7", "never")
    assert set(kept.getlist("slots-0-skills")) == {"cause", "detail"}
    last = teacher.send(page, {**change(kept), "remove_slot": "0"})
    assert read_controls(last.text)["slots-0-count"] == "7", "a paper has one slot at least"
    assert count_quizzes(app) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"slots__0__count": "3"}, f"{COUNT} approved questions fit.<"),
        ({"slots__0__skills": ["cause"], "slots__0__count": "1"}, "1 approved question fits.<"),
        (
            {"slots__0__skills": ["cause"], "slots__0__count": "5"},
            "This slot can have 1 of 5: approve more, or choose more skills.",
        ),
        ({"slots__0__question": "1"}, "It stands on every paper."),
    ],
)
@ON_SQLITE
def test_the_page_tells_how_many_questions_a_slot_can_have(
    ids: Ids, teacher: Visitor, changes: dict[str, Any], sentence: str
) -> None:
    fields = change(read_controls(teacher.see(new_page(ids))), **changes)
    reply = teacher.send(new_page(ids), {**fields, "check_paper": "1"})
    assert sentence in reply.text


@ON_SQLITE
def test_a_fixed_question_that_is_retired_stays_in_its_slot_and_is_told(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), slots=(SlotRule(question_id=1), SlotRule(2)))
    with app.app_context():
        question = db.session.get_one(Question, 1)
        teacher_id = question.bank.teacher_id
        decide(db.session(), [question], Status.RETIRED, teacher_id=teacher_id, now=clock())
        db.session.commit()
    teacher = sign_in_teacher(app)
    page = teacher.see(edit_page(ids))
    assert "This question is not approved: choose another, or approve it." in page
    assert read_controls(page)["slots-0-question"] == "1"
    reply = teacher.send(edit_page(ids), change(read_controls(page)))
    assert 'id="slots-0-question-error"' in reply.text


def clashing() -> tuple[QuestionDraft, ...]:
    """A question that hides what the other asks about."""
    hiding = next(it for it in one_of_each_kind() if it.kind is Kind.INSERTION)
    hidden = span(2, "Mayor Jana Kralova opened the new bridge")
    return choice(), replace(hiding, hidden_spans=(hidden,))


@ON_SQLITE
def test_fixed_questions_that_give_each_other_away_are_warned_of(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), clashing(), question_count=1)
    teacher = sign_in_teacher(app)
    fields = change(
        read_controls(teacher.see(edit_page(ids))), slots__0__question="1", slots__1__question="2"
    )
    fields.update({"slots-1-count": ["1"], "slots-1-weight": ["1"]})
    checked = teacher.send(edit_page(ids), {**fields, "check_paper": "1"})
    assert "give each other away" in checked.text
    reply = teacher.send(edit_page(ids), fields)
    assert "give each other away" in teacher.see(reply.location or "")


# What a change leaves alone


def test_an_attempt_that_runs_keeps_its_paper_and_its_time(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())

    def look() -> tuple[object, ...]:
        with app.app_context():
            attempt = db.session.get_one(Attempt, attempt_id)
            paper = [(item.version_id, item.max_score) for item in attempt.items]
            return paper, attempt.deadline, attempt.at_bell, attempt.navigation

    before, page = look(), teacher.see(edit_page(ids))
    assert "Attempts that run keep their paper and their time." in page
    fields = change(
        read_controls(page),
        slots__0__count="1",
        slots__0__weight="9",
        time_limit="1",
        at_bell="abandon",
        navigation="sequential",
    )
    assert teacher.send(edit_page(ids), fields).status_code == 302
    assert look() == before
    assert rules_of(app, ids.quiz_id).question_count == 1


# What the page of a quiz tells


@ON_SQLITE
def test_the_page_of_a_quiz_tells_its_rules_in_words(app: Flask, clock: MovableClock) -> None:
    ids = build(
        app,
        clock(),
        slots=(SlotRule(2, skills=(Skill.DETAIL,), weight=Decimal(2)), SlotRule(question_id=2)),
        negative_share=Decimal("0.33333"),
        access_code="bridge",
        at_bell=BellRule.ABANDON,
    )
    page = sign_in_teacher(app).see(f"/teach/quizzes/{ids.quiz_id}")
    for words in (
        "2 questions on detail, 2 points each; 1 fixed question",
        "An attempt that is not handed in does not count",
        "A wrong choice costs a third of the points",
        "With an access code",
        f'href="{edit_page(ids)}"',
    ):
        assert words in page
    assert "bridge</" not in page, "the code itself is not on a page that is projected"


@ON_SQLITE
def test_the_papers_of_an_assignment_are_compared(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    page = f"/teach/assignments/{ids.assignment_id}/papers"
    assert "No papers yet" in teacher.see(page)
    start_attempt(app, ids, clock())
    assert LEARNER in teacher.see(page)
    clock.move(hours=1)
    start_attempt(app, ids, clock(), closed=True)
    told = teacher.see(page)
    assert f"{LEARNER}, attempt 2" in told
    assert "All papers are equally hard." in told
    with app.app_context():
        easy = db.session.scalar(
            select(func.count()).select_from(PaperItem).where(PaperItem.attempt_id == 1)
        )
    assert f'data-label="Easy" class="num">{easy}<' in told


# Whose pages these are


@pytest.mark.parametrize(
    "path", ["/teach/quizzes/{quiz_id}/edit", "/teach/assignments/{assignment_id}/papers"]
)
@ON_SQLITE
def test_another_teachers_quiz_does_not_exist_and_learners_are_kept_out(
    app: Flask, ids: Ids, teacher: Visitor, path: str
) -> None:
    url = path.format(**vars(ids))
    assert teacher.get(url).status_code == 200
    assert sign_in_teacher(app, "other").get(url).status_code == 404
    assert the_learner(app, ids).get(url).status_code == 403
    assert another_learner(app, ids).get(url).status_code == 403
    assert Visitor(app).get(url).status_code == 302


@ON_SQLITE
def test_another_teacher_cannot_change_a_quiz(app: Flask, ids: Ids, teacher: Visitor) -> None:
    fields = change(read_controls(teacher.see(edit_page(ids))), title="Mine")
    stranger = sign_in_teacher(app, "other")
    assert stranger.send(edit_page(ids), fields, page="/teach/quizzes").status_code == 404
    assert rules_of(app, ids.quiz_id).title == "Bridges"
