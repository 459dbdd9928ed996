"""Every page of the program, whose it is, and where an example of it stands."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.web.worlds import PICTURE_SHA256, Ids


class Whose(StrEnum):
    EVERYBODY = "everybody"
    TEACHER = "teacher"
    LEARNER = "learner"


# A route that is not in this table fails test_access: decide whose it is.
WHOSE = {
    "static": Whose.EVERYBODY,
    "home.index": Whose.EVERYBODY,
    "home.health": Whose.EVERYBODY,
    "setup.setup": Whose.EVERYBODY,
    "session.sign_in": Whose.EVERYBODY,
    "session.teacher_sign_in": Whose.EVERYBODY,
    "session.join": Whose.EVERYBODY,
    "session.sign_out": Whose.EVERYBODY,
    "session.language": Whose.EVERYBODY,
    "teach.home": Whose.TEACHER,
    "articles.index": Whose.TEACHER,
    "articles.new": Whose.TEACHER,
    "articles.book": Whose.TEACHER,
    "articles.show": Whose.TEACHER,
    "articles.blocks": Whose.TEACHER,
    "articles.about": Whose.TEACHER,
    "articles.remove": Whose.TEACHER,
    "guided.show": Whose.TEACHER,
    "guided.suggest": Whose.TEACHER,
    "guided.gate": Whose.TEACHER,
    "guided.remove": Whose.TEACHER,
    "drafting.generate": Whose.TEACHER,
    "drafting.cancel": Whose.TEACHER,
    "drafting.words": Whose.TEACHER,
    "drafting.candidates": Whose.TEACHER,
    "drafting.keep": Whose.TEACHER,
    "bank.show": Whose.TEACHER,
    "bank.question": Whose.TEACHER,
    "bank.begin_review": Whose.TEACHER,
    "bank.decide": Whose.TEACHER,
    "bank.decide_one": Whose.TEACHER,
    "bank.undo": Whose.TEACHER,
    "bank.versions": Whose.TEACHER,
    "bank.restore": Whose.TEACHER,
    "transfers.bring": Whose.TEACHER,
    "transfers.look": Whose.TEACHER,
    "transfers.commit": Whose.TEACHER,
    "transfers.drop": Whose.TEACHER,
    "transfers.export": Whose.TEACHER,
    "transfers.download": Whose.TEACHER,
    "pictures.for_teacher": Whose.TEACHER,
    "pictures.for_learner": Whose.LEARNER,
    "authoring.begin": Whose.TEACHER,
    "authoring.kinds": Whose.TEACHER,
    "authoring.new": Whose.TEACHER,
    "authoring.preview_new": Whose.TEACHER,
    "authoring.edit": Whose.TEACHER,
    "authoring.preview_edit": Whose.TEACHER,
    "banks.index": Whose.TEACHER,
    "banks.new": Whose.TEACHER,
    "banks.manage": Whose.TEACHER,
    "banks.delete": Whose.TEACHER,
    "banks.share": Whose.TEACHER,
    "banks.unshare": Whose.TEACHER,
    "banks.tags": Whose.TEACHER,
    "bank_work.search": Whose.TEACHER,
    "bank_work.copy": Whose.TEACHER,
    "bank_work.merge": Whose.TEACHER,
    "bank_work.duplicates": Whose.TEACHER,
    "bank_work.keep": Whose.TEACHER,
    "bank_work.retire": Whose.TEACHER,
    "quizzes.index": Whose.TEACHER,
    "quizzes.new": Whose.TEACHER,
    "quizzes.show": Whose.TEACHER,
    "quizzes.edit": Whose.TEACHER,
    "quizzes.papers": Whose.TEACHER,
    "publishing.publish_quiz": Whose.TEACHER,
    "publishing.take_back": Whose.TEACHER,
    "publishing.duplicate": Whose.TEACHER,
    "publishing.delete": Whose.TEACHER,
    "quiz_papers.preview": Whose.TEACHER,
    "quiz_papers.print_out": Whose.TEACHER,
    "courses.index": Whose.TEACHER,
    "courses.new": Whose.TEACHER,
    "courses.show": Whose.TEACHER,
    "courses.accommodate": Whose.TEACHER,
    "courses.password": Whose.TEACHER,
    "courses.progress": Whose.TEACHER,
    "courses.gradebook": Whose.TEACHER,
    "grades.show": Whose.TEACHER,
    "grades.set_score": Whose.TEACHER,
    "grades.take_score_back": Whose.TEACHER,
    "grades.excuse": Whose.TEACHER,
    "grades.count_again": Whose.TEACHER,
    "grades.comment": Whose.TEACHER,
    "grading.show": Whose.TEACHER,
    "grading.change_terms": Whose.TEACHER,
    "grading.category": Whose.TEACHER,
    "grading.remove_category": Whose.TEACHER,
    "grading.period": Whose.TEACHER,
    "grading.remove_period": Whose.TEACHER,
    "grading.quizzes": Whose.TEACHER,
    "grade_files.show": Whose.TEACHER,
    "grade_files.download": Whose.TEACHER,
    "courses.attempt": Whose.TEACHER,
    "course_settings.show": Whose.TEACHER,
    "course_settings.join_sheet": Whose.TEACHER,
    "course_settings.change_code": Whose.TEACHER,
    "course_settings.joining": Whose.TEACHER,
    "course_settings.archive": Whose.TEACHER,
    "course_settings.add_teacher": Whose.TEACHER,
    "course_settings.remove_teacher": Whose.TEACHER,
    "course_settings.hand_over": Whose.TEACHER,
    "course_files.export": Whose.TEACHER,
    "course_files.download": Whose.TEACHER,
    "course_files.bring": Whose.TEACHER,
    "course_files.look": Whose.TEACHER,
    "course_files.drop": Whose.TEACHER,
    "course_files.commit": Whose.TEACHER,
    "rosters.bring": Whose.TEACHER,
    "rosters.choose_class": Whose.TEACHER,
    "rosters.commit": Whose.TEACHER,
    "rosters.slips": Whose.TEACHER,
    "rosters.move": Whose.TEACHER,
    "rosters.remove": Whose.TEACHER,
    "rosters.put_back": Whose.TEACHER,
    "rosters.edit": Whose.TEACHER,
    "overrides.index": Whose.TEACHER,
    "overrides.edit": Whose.TEACHER,
    "overrides.remove": Whose.TEACHER,
    "live.show": Whose.TEACHER,
    "live.poll": Whose.TEACHER,
    "live.add_time_for_all": Whose.TEACHER,
    "live.log": Whose.TEACHER,
    "live.add_time": Whose.TEACHER,
    "live.close": Whose.TEACHER,
    "live.reopen": Whose.TEACHER,
    "live.accept_late": Whose.TEACHER,
    "live.count_abandoned": Whose.TEACHER,
    "live.change_points": Whose.TEACHER,
    "marking.show": Whose.TEACHER,
    "learn.home": Whose.LEARNER,
    "learn.assignment": Whose.LEARNER,
    "learn.start": Whose.LEARNER,
    "learn.result": Whose.LEARNER,
    "learn.progress": Whose.LEARNER,
    "reading_room.index": Whose.LEARNER,
    "reading_room.show": Whose.LEARNER,
    "reading_room.place": Whose.LEARNER,
    "reading_room.settings": Whose.LEARNER,
    "reading_gates.answer": Whose.LEARNER,
    "reading_notes.index": Whose.LEARNER,
    "reading_notes.add": Whose.LEARNER,
    "reading_notes.edit": Whose.LEARNER,
    "reading_notes.remove": Whose.LEARNER,
    "reading_words.meaning": Whose.LEARNER,
    "reading_words.keep": Whose.LEARNER,
    "reading_words.index": Whose.LEARNER,
    "reading_words.remove": Whose.LEARNER,
    "keeping.worker": Whose.EVERYBODY,
    "sit.attempt": Whose.LEARNER,
    "sit.respond": Whose.LEARNER,
    "sit.clock": Whose.LEARNER,
    "sit.hold": Whose.LEARNER,
    "sit.report": Whose.LEARNER,
    "sit.flag": Whose.LEARNER,
    "sit.check": Whose.LEARNER,
    "sit.take_break": Whose.LEARNER,
    "sit.go_on": Whose.LEARNER,
    "sit.review": Whose.LEARNER,
    "sit.submit": Whose.LEARNER,
    "try_out.attempt": Whose.EVERYBODY,
    "try_out.respond": Whose.EVERYBODY,
    "try_out.clock": Whose.EVERYBODY,
    "try_out.hold": Whose.EVERYBODY,
    "try_out.report_event": Whose.EVERYBODY,
    "try_out.flag": Whose.EVERYBODY,
    "try_out.review": Whose.EVERYBODY,
    "try_out.submit": Whose.EVERYBODY,
    "try_out.result": Whose.EVERYBODY,
    "try_out.begin_again": Whose.EVERYBODY,
    "practice.index": Whose.LEARNER,
    "practice.begin": Whose.LEARNER,
    "practice.begin_with_missed": Whose.LEARNER,
    "practice.card": Whose.LEARNER,
    "practice.answer": Whose.LEARNER,
    "practice.done": Whose.LEARNER,
    "practice_words.card": Whose.LEARNER,
    "practice_words.answer": Whose.LEARNER,
}
FILES = {"static": "quizapp.css"}
CLOSED = {"courses.attempt", "learn.result"}


def list_routes(app: Flask, whose: Whose, method: str) -> list[Rule]:
    """The routes of `whose` that take `method`."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if WHOSE.get(rule.endpoint) is whose and method in (rule.methods or set())
    ]


def address(app: Flask, rule: Rule, ids: Ids, running: int = 0, closed: int = 0) -> str:
    """An example of the route in the world; `running` and `closed` are attempts."""
    attempt_id = closed if rule.endpoint in CLOSED else running
    examples: dict[str, Any] = {
        "attempt_id": attempt_id,
        "position": 1,
        "paragraph": 2,
        "number": 1,
        "teacher_id": 1,
        "kind": "multiple_choice",
        "sha256": PICTURE_SHA256,
        "format_name": "aiken",
        "name": "canvas",
    }
    values: dict[str, Any] = {
        name: getattr(ids, name, examples.get(name, FILES.get(rule.endpoint)))
        for name in rule.arguments
    }
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)
