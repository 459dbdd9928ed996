"""The result and progress pages, which learners and teachers share.

What the review policy hides does not reach a template.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import render_template, url_for
from flask_babel import format_date, gettext

from quizapp.accounts.courses import list_taught_ids
from quizapp.accounts.models import Course, Learner
from quizapp.articles.kept import find_document
from quizapp.articles.models import Article
from quizapp.attempts.closing import close_if_over, close_overdue, is_due_to_close
from quizapp.attempts.counting import (
    find_counting_score,
    list_attempts,
    list_scored,
    pick_attempt,
)
from quizapp.attempts.models import Attempt, Response
from quizapp.attempts.overview import list_overdue_of_course
from quizapp.attempts.responses import list_responses, pick_final, pick_late, sum_seconds
from quizapp.attempts.result import (
    ALL,
    ResultItem,
    Visible,
    cut_out,
    describe_value,
    find_feedback,
    report,
    tells_what_is_right,
)
from quizapp.attempts.review import (
    find_visible,
    is_result_seen,
    list_coming,
    list_running_versions,
    note_result_seen,
)
from quizapp.attempts.rulings import find_verdicts
from quizapp.attempts.skill_scores import counted_as_zero, score_by_skill
from quizapp.bank.content import group_by_article, load_versions, load_with_articles
from quizapp.db import begin_write_anew, begin_write_late, db
from quizapp.generation.draft import QuestionDraft
from quizapp.gradebook.deciding import find_decision, list_in_force
from quizapp.gradebook.models import GradeDecision
from quizapp.progress.mastery import list_mastery, list_past_attempts, list_taken
from quizapp.progress.practisable import count_missed, may_practise
from quizapp.progress.trend import draw_trend
from quizapp.quizzes.terms import feedback_bands, scoring_rules
from quizapp.web.access import now, own_id, the_settings
from quizapp.web.next_steps import find_next_steps, list_anchors, list_ways_back
from quizapp.web.own_progress import tell_own_progress
from quizapp.web.passage import Mark, PassageView, hide_keys, show_passage

Drafts = dict[int, QuestionDraft]


@dataclass(frozen=True)
class CountingScore:
    """The score that counts of `attempts` with one; None where one of theirs is hidden."""

    attempts: int
    score: Decimal | None
    max_score: Decimal


@dataclass(frozen=True)
class LateAnswer:
    """An answer that came too late and does not count; () for words that are hidden."""

    position: int
    given: tuple[str, ...]
    received_at: datetime


def settle(attempt: Attempt) -> Attempt:
    """Close the attempt if its time is over: whoever looks at it next does."""
    if is_due_to_close(attempt, now()):
        begin_write_anew(db.session())
        close_if_over(db.session(), attempt, now=now())
        db.session.commit()
    return attempt


def settle_course(course_id: int) -> None:
    """Close what is over in the course, so that its figures are whole."""
    if list_overdue_of_course(db.session(), course_id, now=now()):
        begin_write_anew(db.session())
        close_overdue(db.session(), now=now())
        db.session.commit()


def show_result(attempt: Attempt, *, viewer: str, late: bool = False) -> str:
    """The page of a closed attempt, as far as the review policy allows its viewer."""
    policy = ALL if viewer == "teacher" else see_as_learner(attempt)
    quiz = attempt.assignment.quiz
    coming = list_coming(db.session(), attempt, the_settings().grace, now())
    decided = find_decided(attempt.assignment_id, attempt.learner_id) if policy.score else None
    page = render_template(
        "learn/result.html",
        viewer=viewer,
        attempt=attempt,
        quiz=quiz,
        policy=policy,
        late=late,
        coming=coming if viewer == "learner" else (),
        feedback=_find_feedback(attempt) if policy.overall_feedback else "",
        counting=None if decided and decided.overrules else _count(attempt, viewer),
        dropped=sum(item.is_dropped for item in attempt.items) if policy.score else 0,
        decided=decided,
        below_zero=policy.correctness and policy.score and counted_as_zero(attempt.items),
        so_far=policy.score and any(item.needs_marking for item in attempt.items),
        **_tell_questions(attempt, policy, viewer),
        **_way_on(attempt, viewer),
    )
    if viewer == "learner" and tells_what_is_right(policy):
        note_seen(attempt)  # with the page made, for what was read is forgotten then
    return page


def find_decided(assignment_id: int, learner_id: int) -> GradeDecision | None:
    """What the teacher has decided about the grade, where it says anything to the learner."""
    decision = find_decision(db.session(), assignment_id, learner_id)
    return decision if decision and (decision.overrules or decision.comment) else None


def find_hidden(scored: Sequence[Attempt]) -> set[int]:
    """The assignments of which the learner may not know every score yet."""
    return {it.assignment_id for it in scored if not see_as_learner(it).score}


def show_progress(learner: Learner, *, viewer: str, course: Course | None = None) -> str:
    """The page of a learner's attempts, mastery and trend.

    A teacher sees what the courses gave that they teach; a learner what the review policies
    let them know.
    """
    known = taken = list_taken(db.session(), learner.id)
    if course:
        taught = list_taught_ids(db.session(), own_id())
        known = taken = [it for it in taken if it.course_id in taught]
    attempts = list_past_attempts(db.session(), learner.id, taken)
    scored, hidden = list_scored(db.session(), learner.id), set()
    if viewer == "learner":
        hidden = find_hidden(scored)
        seen = {it.id: see_as_learner(it) for it in scored}
        attempts = [it for it in attempts if seen[it.attempt_id].score]
        unknown = {it.assignment_id for it in scored if not seen[it.id].correctness}
        known = [it for it in taken if it.id not in unknown]
    trend = draw_trend(attempts)
    return render_template(
        "learn/progress.html",
        viewer=viewer,
        learner=learner,
        course=course,
        attempts=attempts[::-1],
        decided=_list_decided(learner, scored, hidden),
        skills=list_mastery(db.session(), learner.id, known),
        trend=trend,
        days=_name_days(trend.ticks) if trend else [],
        **(tell_own_progress() if viewer == "learner" else {}),
    )


def _list_decided(
    learner: Learner, scored: Sequence[Attempt], hidden: Collection[int]
) -> dict[int, GradeDecision]:
    """By attempt what the teacher has decided in its place."""
    found = list_in_force(db.session(), learner.id)
    return {
        it.id: found[it.assignment_id]
        for it in scored
        if it.assignment_id in found and it.assignment_id not in hidden
    }


def _name_days(moments: Sequence[datetime]) -> list[str]:
    """The school's dates of these moments, in the language of the page."""
    zone = the_settings().zone
    days = [format_date(it.astimezone(zone).date(), "d MMM y") for it in moments]
    return list(dict.fromkeys(days))


def see_as_learner(attempt: Attempt) -> Visible:
    """What the review policy lets its learner see of an attempt now."""
    return find_visible(db.session(), attempt, the_settings().grace, now())


def hide_what_runs(learner_id: int, article: Article) -> list[Mark]:
    """What no page may show of the article while the learner's attempts run."""
    running = list_running_versions(db.session(), learner_id, article.id)
    return hide_keys(load_versions(db.session(), running).values())


def note_seen(attempt: Attempt) -> None:
    """Let the log say that its learner has seen what was right."""
    if not is_result_seen(db.session(), attempt.id):
        attempt_id = attempt.id
        begin_write_late(db.session())
        note_result_seen(db.session(), attempt_id, now=now())
        db.session.commit()


def _count(attempt: Attempt, viewer: str) -> CountingScore | None:
    """Which score counts, where there are several."""
    quiz = attempt.assignment.quiz
    if quiz.is_practice:
        return None
    attempts = list_attempts(db.session(), attempt.assignment_id, attempt.learner_id)
    scored = [it for it in attempts if it.score is not None]
    if len(scored) < 2:
        return None
    shown = viewer == "teacher" or all(see_as_learner(it).score for it in scored)
    return CountingScore(
        len(scored),
        find_counting_score(scored, quiz.grading_method) if shown else None,
        pick_attempt(scored, quiz.grading_method).max_score,
    )


def _find_feedback(attempt: Attempt) -> str:
    if attempt.score is None:
        return ""
    bands = feedback_bands(attempt.assignment.quiz)
    return find_feedback(bands, attempt.score, attempt.max_score)


def _tell_questions(attempt: Attempt, policy: Visible, viewer: str) -> dict[str, Any]:
    """What is shown question by question, and the passage where there is something to look up."""
    session = db.session()
    drafts, articles = load_with_articles(session, [it.version_id for it in attempt.items])
    given = list_responses(session, attempt.id)
    rules = scoring_rules(attempt.assignment.quiz)
    verdicts = find_verdicts(session, attempt.assignment.quiz_id)
    items = report(attempt.items, drafts, pick_final(given), policy, rules, verdicts)
    passages = _show_passages(attempt, drafts, articles, items, policy, viewer)
    by_skill = score_by_skill(attempt.items, drafts, policy) if attempt.score is not None else ()
    return {
        "items": items,
        "by_skill": by_skill,
        "steps": find_next_steps(items, passages, by_skill, _count_missed(attempt, policy))
        if viewer == "learner"
        else None,
        "ways_back": list_ways_back(items, passages) if policy.attempt else {},
        "seconds": sum_seconds(given) if policy.attempt else {},
        "uses_certainty": rules.uses_certainty,
        "late_answers": _list_late(attempt, given, drafts, policy),
        "passages": list({it.key: it for it in passages.values()}.values()),
        "anchors": list_anchors(items, passages),
    }


def _count_missed(attempt: Attempt, policy: Visible) -> int:
    """How many questions of the attempt its learner may practise."""
    if not may_practise(policy):
        return 0
    return count_missed(db.session(), attempt, grace=the_settings().grace, now=now())


def _list_late(
    attempt: Attempt, given: Sequence[Response], drafts: Drafts, policy: Visible
) -> list[LateAnswer]:
    version_at = {item.position: item.version_id for item in attempt.items}
    return [
        LateAnswer(
            it.position,
            describe_value(drafts[version_at[it.position]], it.value) if policy.attempt else (),
            it.received_at,
        )
        for it in pick_late(given)
        if not it.counts
    ]


def _show_passages(
    attempt: Attempt,
    drafts: Drafts,
    articles: Mapping[int, Article],
    items: tuple[ResultItem, ...],
    policy: Visible,
    viewer: str,
) -> dict[int, PassageView]:
    """The passage of each position, with the evidence lit. Words that would give a hidden key away
    are left out; without the questions there is none, for its gaps would show what was asked."""
    if not (policy.attempt or policy.evidence):
        return {}
    key_at = {item.position: articles[item.version_id].id for item in attempt.items}
    shown = {}
    for article, own in group_by_article(articles, drafts):
        hidden = [] if policy.key else hide_keys(own)
        if viewer == "learner":
            hidden += hide_what_runs(attempt.learner_id, article)
        about = [item for item in items if key_at[item.position] == article.id]
        marks = [*_light(about, hidden), *hidden]
        shown[article.id] = show_passage(
            find_document(db.session(), article), marks, key=article.id
        )
    return {position: shown[key] for position, key in key_at.items()}


def _light(items: Sequence[ResultItem], hidden: Sequence[Mark]) -> list[Mark]:
    return [
        (piece, "critical")
        for item in items
        for span in item.evidence
        for piece in cut_out(span, [it for it, _ in hidden])
    ]


def _way_on(attempt: Attempt, viewer: str) -> dict[str, Any]:
    if viewer == "teacher":
        course_id = attempt.assignment.course_id
        url = url_for("courses.gradebook", course_id=course_id)
        return {"next_url": url, "next_label": gettext("Back to the gradebook")}
    return {"next_url": url_for("learn.home"), "next_label": gettext("Back to my quizzes")}
