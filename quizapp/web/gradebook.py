"""The gradebook as a teacher sees it: what they want to see stands in the address."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from werkzeug.datastructures import MultiDict

from quizapp.accounts.models import Course
from quizapp.db import db
from quizapp.generation.draft import Skill
from quizapp.gradebook.across import read_across
from quizapp.gradebook.dialects import DIALECTS
from quizapp.gradebook.pages import GradebookPage, Order, Wanted, read_page
from quizapp.jobs.totals import settle_totals
from quizapp.web.access import LARGEST_ID, now, the_settings

STATES = (
    ("late", "Late: handed in after everybody’s closing time"),
    ("to_mark", "To be marked: the score may still rise"),
    ("overridden", "Set by you: this score counts in place of the attempt’s own"),
    ("excused", "Excused: does not count"),
    ("missed", "Missed: the window is over, and nothing was done"),
    ("abandoned", "Not handed in in time"),
    ("in_progress", "In progress"),
    ("not_attempted", "Not attempted yet"),
)


def show_gradebook(course: Course) -> str:
    """The page that the address asks for."""
    wanted = read_wanted(request.args)
    if wanted.order is Order.TOTAL and wanted.quiz_id is None:
        settle_totals(db.session(), course.id, the_settings().zone, now)
    whole = read_across(db.session(), course, the_settings().zone)
    page = read_page(db.session(), whole, wanted, now())
    return render_template(
        "courses/gradebook.html",
        course=course,
        book=page,
        periods={it.id: it.title for it in whole.periods},
        categories={it.id: it.name for it in whole.scheme.categories},
        skills=list(Skill),
        states=STATES,
        dialects=DIALECTS.values(),
        here=lambda **changes: _address(course, page, changes),
        sorting=lambda key: _tell_sorting(page.wanted, key),
    )


def read_wanted(args: MultiDict[str, str]) -> Wanted:
    """What the address says; what it says wrongly is as if it were not there."""
    key = args.get("sort", "").removeprefix("-")
    quiz_id = _read_id(key.removeprefix("q")) if key.startswith("q") else None
    return Wanted(
        order=Order(key) if key in set(Order) else Order.NAME,
        quiz_id=quiz_id,
        is_descending=args.get("sort", "").startswith("-"),
        section=args.get("section") or None,
        period_id=_read_id(args.get("period", "")),
        name=args.get("find", "").strip(),
        page=_read_id(args.get("page", "")) or 1,
        across=_read_id(args.get("across", "")) or 1,
        by_skill=args.get("by") == "skill",
    )


def _read_id(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
    return number if 0 < number <= LARGEST_ID else None


def _address(course: Course, page: GradebookPage, changes: dict[str, Any]) -> str:
    """The address of the same page with some changes; another order begins at its first page."""
    wanted = page.wanted
    state = {
        "sort": _name_sort(wanted),
        "section": wanted.section,
        "period": wanted.period_id,
        "find": wanted.name,
        "page": wanted.page,
        "across": wanted.across,
        "by": "skill" if wanted.by_skill else None,
    }
    if not changes.keys() <= {"page", "across"}:
        state["page"] = 1
    state |= changes
    usual = {"sort": "name", "page": 1, "across": 1}
    kept: dict[str, Any] = {
        key: value for key, value in state.items() if value and value != usual.get(key)
    }
    return url_for("courses.gradebook", course_id=course.id, **kept)


def _name_sort(wanted: Wanted) -> str:
    key = f"q{wanted.quiz_id}" if wanted.quiz_id else wanted.order.value
    return f"-{key}" if wanted.is_descending else key


def _tell_sorting(wanted: Wanted, key: str) -> dict[str, str]:
    """How the learners are sorted by `key`, and what its link does: figures begin with the best."""
    current = _name_sort(wanted)
    first, second = (key, f"-{key}") if key in ("name", "section") else (f"-{key}", key)
    told = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    return {"now": told, "next": second if current == first else first}
