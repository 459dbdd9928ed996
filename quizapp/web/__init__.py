"""What does the browser see? Blueprints, forms, access rules and static files."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from quizapp.web import (
    account,
    articles,
    auditing,
    authoring,
    bank,
    bank_work,
    banks,
    course_files,
    course_settings,
    courses,
    done,
    drafting,
    erasing,
    errors,
    filters,
    grade_files,
    grades,
    grading,
    guided,
    home,
    keeping,
    languages,
    learn,
    live,
    looks,
    marking,
    metrics,
    overrides,
    own_data,
    pictures,
    practice,
    practice_words,
    printed_passages,
    proposals,
    publishing,
    quiz_papers,
    quizzes,
    reading_gates,
    reading_notes,
    reading_room,
    reading_words,
    rosters,
    rulings,
    session,
    signing_in,
    sit,
    static_files,
    statistics,
    teach,
    transfers,
    try_out,
    watched,
    week,
    written,
)
from quizapp.web.guards import csrf, install_guards

STATIC = Path(__file__).parent / "static"
BLUEPRINTS = (
    home.blueprint,
    home.setup_blueprint,
    session.blueprint,
    teach.blueprint,
    account.blueprint,
    account.learners,
    week.blueprint,
    articles.blueprint,
    guided.blueprint,
    drafting.blueprint,
    written.blueprint,
    proposals.blueprint,
    bank.blueprint,
    authoring.blueprint,
    banks.blueprint,
    bank_work.blueprint,
    pictures.blueprint,
    transfers.blueprint,
    quizzes.blueprint,
    publishing.blueprint,
    quiz_papers.blueprint,
    statistics.blueprint,
    rulings.blueprint,
    courses.blueprint,
    grades.blueprint,
    grading.blueprint,
    grade_files.blueprint,
    course_settings.blueprint,
    done.blueprint,
    course_files.blueprint,
    rosters.blueprint,
    erasing.blueprint,
    live.blueprint,
    marking.blueprint,
    overrides.blueprint,
    learn.blueprint,
    sit.blueprint,
    try_out.blueprint,
    reading_room.blueprint,
    reading_gates.blueprint,
    reading_notes.blueprint,
    reading_words.blueprint,
    keeping.blueprint,
    practice.blueprint,
    practice_words.blueprint,
    own_data.blueprint,
)


def init_app(app: Flask) -> None:
    """Give `app` its pages."""
    watched.init_app(app)
    csrf.init_app(app)
    signing_in.init_app(app)
    install_guards(app)
    auditing.init_app(app)
    languages.init_app(app)
    filters.init_app(app)
    printed_passages.init_app(app)
    looks.init_app(app)
    errors.init_app(app)
    static_files.init_app(app, STATIC)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    metrics.init_app(app)
