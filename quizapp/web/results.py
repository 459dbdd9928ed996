"""The result and progress pages, which learners and teachers share."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from quizapp.accounts.models import Course, Learner
from quizapp.attempts.models import Attempt
from quizapp.attempts.overview import last_closing_time, list_overdue_of_course
from quizapp.attempts.result import ALL, Visible, report, score_by_skill, what_is_visible
from quizapp.attempts.sitting import (
    close_if_over,
    close_overdue,
    final_responses,
    is_due_to_close,
)
from quizapp.bank.content import load_versions
from quizapp.db import begin_write, db
from quizapp.progress import draw_trend, list_mastery, list_past_attempts, list_taken
from quizapp.quizzes.models import Assignment
from quizapp.web.access import now, the_settings
from quizapp.web.passage import hide_keys, show_passage


def settle(attempt: Attempt) -> Attempt:
    """Close the attempt if its time is over: whoever looks at it next does."""
    if is_due_to_close(attempt, now()):
        db.session.rollback()
        begin_write(db.session())
        close_if_over(db.session(), attempt, now=now())
        db.session.commit()
    return attempt


def settle_course(course_id: int) -> None:
    """Close what is over in the course, so that its figures are whole."""
    if list_overdue_of_course(db.session(), course_id, now=now()):
        db.session.rollback()
        begin_write(db.session())
        close_overdue(db.session(), now=now())
        db.session.commit()


def show_result(attempt: Attempt, *, viewer: str, late: bool = False) -> str:
    """The page of a closed attempt, as far as the review policy allows its viewer."""
    quiz = attempt.assignment.quiz
    drafts = load_versions(db.session(), [item.version_id for item in attempt.items])
    policy = ALL if viewer == "teacher" else _visible(attempt.assignment)
    items = report(attempt.items, drafts, final_responses(db.session(), attempt.id), policy)
    marks = [(item.span, "critical") for item in items if item.span]
    if not policy.key:
        marks += hide_keys(drafts.values())
    return render_template(
        "learn/result.html",
        viewer=viewer,
        learner=attempt.learner,
        attempt=attempt,
        quiz=quiz,
        policy=policy,
        passage=show_passage(quiz.bank.article.to_document(), marks),
        by_skill=score_by_skill(attempt.items, drafts) if policy.correctness else (),
        items=items,
        late=late,
        **_way_on(attempt, viewer),
    )


def show_progress(learner: Learner, *, viewer: str, course: Course | None = None) -> str:
    """The page of a learner's attempts, mastery and trend.

    A teacher sees what their own courses gave; a learner's mastery counts what the review
    policies let them know.
    """
    taken = list_taken(db.session(), learner.id)
    if course:
        taken = [it for it in taken if it.course.teacher_id == course.teacher_id]
    known = taken if viewer == "teacher" else [it for it in taken if _visible(it).correctness]
    attempts = list_past_attempts(db.session(), learner.id, taken)
    return render_template(
        "learn/progress.html",
        viewer=viewer,
        learner=learner,
        course=course,
        attempts=attempts[::-1],
        skills=list_mastery(db.session(), learner.id, known),
        trend=draw_trend(attempts),
    )


def _visible(assignment: Assignment) -> Visible:
    """What the review policy lets learners see of closed attempts now.

    "After closing" waits until nobody can answer any more.
    """
    closed = last_closing_time(db.session(), assignment, the_settings().grace)
    return what_is_visible(assignment.quiz.review_policy, closed, now())


def _way_on(attempt: Attempt, viewer: str) -> dict[str, Any]:
    if viewer == "teacher":
        course_id = attempt.assignment.course_id
        url = url_for("courses.gradebook", course_id=course_id)
        return {"next_url": url, "next_label": "Back to the gradebook"}
    return {"next_url": url_for("learn.home"), "next_label": "Back to my quizzes"}
