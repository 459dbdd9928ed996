"""Which pages of teachers are told in the log of what was done, and as what?

The entry is added when the request commits, so it is kept with what was done or not at all. What a
page that is in neither table does is not told: a test fails until it is in one.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, has_request_context, request

from quizapp.accounts.models import Course
from quizapp.articles.models import Article
from quizapp.attempts.models import Attempt
from quizapp.audit.log import note, tell_before_commit
from quizapp.audit.models import Deed, Thing
from quizapp.bank.models import Bank
from quizapp.db import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.web.access import LARGEST_ID, is_teacher, now, the_teacher

DEEDS = {
    "articles.new": (Deed.ADDED, Thing.ARTICLE),
    "articles.book": (Deed.ADDED, Thing.ARTICLE),
    "articles.blocks": (Deed.CHANGED, Thing.ARTICLE),
    "articles.about": (Deed.CHANGED, Thing.ARTICLE),
    "articles.remove": (Deed.REMOVED, Thing.ARTICLE),
    "guided.suggest": (Deed.CHANGED, Thing.ARTICLE),
    "guided.gate": (Deed.CHANGED, Thing.ARTICLE),
    "guided.remove": (Deed.CHANGED, Thing.ARTICLE),
    "drafting.generate": (Deed.CHANGED, Thing.ARTICLE),
    "drafting.keep": (Deed.ADDED, Thing.QUESTION),
    "proposals.take": (Deed.CHANGED, Thing.QUESTION),
    "proposals.keep": (Deed.ADDED, Thing.ARTICLE),
    "bank.decide": (Deed.DECIDED, Thing.BANK),
    "bank.undo": (Deed.DECIDED, Thing.BANK),
    "bank.decide_one": (Deed.DECIDED, Thing.QUESTION),
    "bank.restore": (Deed.CHANGED, Thing.QUESTION),
    "authoring.new": (Deed.ADDED, Thing.QUESTION),
    "authoring.edit": (Deed.CHANGED, Thing.QUESTION),
    "banks.new": (Deed.ADDED, Thing.BANK),
    "banks.manage": (Deed.CHANGED, Thing.BANK),
    "banks.delete": (Deed.REMOVED, Thing.BANK),
    "banks.share": (Deed.SHARED, Thing.BANK),
    "banks.unshare": (Deed.UNSHARED, Thing.BANK),
    "banks.tags": (Deed.CHANGED, Thing.QUESTION),
    "bank_work.copy": (Deed.COPIED, Thing.QUESTION),
    "bank_work.merge": (Deed.MERGED, Thing.BANK),
    "bank_work.keep": (Deed.DECIDED, Thing.QUESTION),
    "bank_work.retire": (Deed.DECIDED, Thing.QUESTION),
    "transfers.commit": (Deed.IMPORTED, Thing.QUESTION),
    "quizzes.new": (Deed.ADDED, Thing.QUIZ),
    "quizzes.edit": (Deed.CHANGED, Thing.QUIZ),
    "publishing.publish_quiz": (Deed.PUBLISHED, Thing.QUIZ),
    "publishing.take_back": (Deed.TAKEN_BACK, Thing.ASSIGNMENT),
    "publishing.duplicate": (Deed.COPIED, Thing.QUIZ),
    "publishing.delete": (Deed.REMOVED, Thing.QUIZ),
    "rulings.question": (Deed.MENDED, Thing.QUIZ),
    "rulings.take_back": (Deed.MENDED, Thing.QUIZ),
    "courses.new": (Deed.ADDED, Thing.COURSE),
    "courses.accommodate": (Deed.CHANGED, Thing.LEARNER),
    "courses.password": (Deed.PASSWORD_SET, Thing.LEARNER),
    "grades.set_score": (Deed.DECIDED, Thing.GRADE),
    "grades.take_score_back": (Deed.DECIDED, Thing.GRADE),
    "grades.excuse": (Deed.DECIDED, Thing.GRADE),
    "grades.count_again": (Deed.DECIDED, Thing.GRADE),
    "grades.comment": (Deed.DECIDED, Thing.GRADE),
    "grading.change_terms": (Deed.CHANGED, Thing.GRADING),
    "grading.category": (Deed.CHANGED, Thing.GRADING),
    "grading.remove_category": (Deed.CHANGED, Thing.GRADING),
    "grading.period": (Deed.CHANGED, Thing.GRADING),
    "grading.remove_period": (Deed.CHANGED, Thing.GRADING),
    "grading.quizzes": (Deed.CHANGED, Thing.GRADING),
    "course_settings.show": (Deed.CHANGED, Thing.COURSE),
    "course_settings.change_code": (Deed.CHANGED, Thing.COURSE),
    "course_settings.joining": (Deed.CHANGED, Thing.COURSE),
    "course_settings.archive": (Deed.ARCHIVED, Thing.COURSE),
    "course_settings.add_teacher": (Deed.SHARED, Thing.COURSE),
    "course_settings.remove_teacher": (Deed.UNSHARED, Thing.COURSE),
    "course_settings.hand_over": (Deed.HANDED_OVER, Thing.COURSE),
    "course_files.commit": (Deed.IMPORTED, Thing.COURSE),
    "rosters.commit": (Deed.IMPORTED, Thing.CLASS_LIST),
    "rosters.slips": (Deed.PASSWORD_SET, Thing.CLASS_LIST),
    "rosters.move": (Deed.CHANGED, Thing.CLASS_LIST),
    "rosters.remove": (Deed.CHANGED, Thing.CLASS_LIST),
    "rosters.put_back": (Deed.RESTORED, Thing.LEARNER),
    "rosters.edit": (Deed.CHANGED, Thing.LEARNER),
    "erasing.show": (Deed.ERASED, Thing.LEARNER),
    "live.add_time_for_all": (Deed.TIME_GIVEN, Thing.ASSIGNMENT),
    "live.add_time": (Deed.TIME_GIVEN, Thing.ATTEMPT),
    "live.close": (Deed.CLOSED, Thing.ATTEMPT),
    "live.reopen": (Deed.REOPENED, Thing.ATTEMPT),
    "live.accept_late": (Deed.COUNTED, Thing.ATTEMPT),
    "live.count_abandoned": (Deed.COUNTED, Thing.ATTEMPT),
    "live.change_points": (Deed.MARKED, Thing.ATTEMPT),
    "marking.show": (Deed.MARKED, Thing.ASSIGNMENT),
    "overrides.edit": (Deed.CHANGED, Thing.LEARNER),
    "overrides.remove": (Deed.CHANGED, Thing.LEARNER),
    "account.show": (Deed.PASSWORD_SET, Thing.TEACHER),
}
# What changes nothing that others see, and why.
UNTOLD = {
    "account.sign_out_everywhere": "it ends the teacher's own sign-ins",
    "drafting.cancel": "it stops work that adds drafts alone",
    "proposals.propose": "what a model proposes changes nothing before it is taken",
    "proposals.retell": "what a model proposes changes nothing before it is kept",
    "proposals.cancel": "it stops work that changes nothing",
    "drafting.words": "drafts about picked words are in no bank yet",
    "authoring.begin": "it looks for the page to write on",
    "authoring.preview_new": "it changes nothing",
    "authoring.preview_edit": "it changes nothing",
    "transfers.bring": "the file waits to be looked at",
    "transfers.drop": "what waited is in no bank",
    "course_files.bring": "the file waits to be looked at",
    "course_files.drop": "what waited is no course",
    "rosters.bring": "the list waits to be looked at",
    "rosters.choose_class": "the list waits to be looked at",
}
# The first commit of these is that a password is tried, before it is looked at.
TRYING = {"account.show"}
KEYS: dict[Thing, tuple[str, Any, str]] = {
    Thing.ARTICLE: ("article_id", Article, "title"),
    Thing.BANK: ("bank_id", Bank, "title"),
    Thing.QUIZ: ("quiz_id", Quiz, "title"),
    Thing.COURSE: ("course_id", Course, "name"),
    Thing.CLASS_LIST: ("course_id", Course, "name"),
    Thing.GRADING: ("course_id", Course, "name"),
    Thing.QUESTION: ("question_id", None, ""),
    Thing.LEARNER: ("learner_id", None, ""),
    Thing.GRADE: ("assignment_id", None, ""),
    Thing.ASSIGNMENT: ("assignment_id", None, ""),
    Thing.ATTEMPT: ("attempt_id", None, ""),
}
# Under these names a form says what the new thing is called.
TITLES = ("title", "name")


def init_app(app: Flask) -> None:
    """Let what teachers do be told, from the page on; later, that a sign-in is in use is noted."""
    app.before_request(_remember_title)
    app.after_request(_end)


def _remember_title() -> None:
    """What goes has no title any more when the request commits."""
    deed, thing = DEEDS.get(request.endpoint or "", (None, Thing.PROGRAM))
    if request.method == "POST" and deed in {Deed.REMOVED, Deed.MERGED} and is_teacher():
        g.deed_title = _find_title(thing, _read_numbers())


def _end(response: Response) -> Response:
    g.deed_told = True
    return response


def _tell() -> None:
    """Add the entry at the first commit of a teacher's request."""
    if not has_request_context() or request.method != "POST" or g.get("deed_told"):
        return
    name = request.endpoint or ""
    if name not in DEEDS:
        return
    if name in TRYING and not g.get("deed_tried"):
        g.deed_tried = True
        return
    session = db.session()
    with session.no_autoflush:
        if not is_teacher():
            return
        g.deed_told = True
        deed, thing = DEEDS[name]
        values, key, teacher = _read_numbers(), KEYS.get(thing, ("", None, ""))[0], the_teacher()
        note(
            session,
            deed,
            thing,
            teacher.id if thing is Thing.TEACHER else values.get(key),
            g.get("deed_title") or _find_title(thing, values) or _read_title(),
            by=teacher,
            now=now(),
            course_id=_find_course(values),
            details={it: number for it, number in values.items() if it not in {key, "course_id"}},
        )


def _read_numbers() -> dict[str, int]:
    """The numbers in the address, which belong to the teacher when the request commits."""
    given = (request.view_args or {}).items()
    return {key: it for key, it in given if isinstance(it, int) and it <= LARGEST_ID}


def _find_title(thing: Thing, values: dict[str, int]) -> str:
    key, model, title = KEYS.get(thing, ("", None, ""))
    found: Any = db.session.get(model, values[key]) if model and key in values else None
    return str(getattr(found, title)) if found else ""


def _read_title() -> str:
    """What the form calls a new thing; of a person nothing is told."""
    if DEEDS[request.endpoint or ""][0] not in {Deed.ADDED, Deed.COPIED}:
        return ""
    return next((text for it in TITLES if (text := request.form.get(it, "").strip())), "")


def _find_course(values: dict[str, int]) -> int | None:
    """The course that the address is about."""
    if "course_id" in values:
        return values["course_id"]
    assignment_id = values.get("assignment_id")
    if "attempt_id" in values:
        attempt = db.session.get(Attempt, values["attempt_id"])
        assignment_id = attempt.assignment_id if attempt else None
    assignment = db.session.get(Assignment, assignment_id) if assignment_id else None
    return assignment.course_id if assignment else None


tell_before_commit(_tell)
