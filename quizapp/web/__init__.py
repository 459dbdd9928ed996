"""What does the browser see? Blueprints, forms, access rules and static files."""

from __future__ import annotations

from flask import Flask

from quizapp.web import (
    articles,
    bank,
    courses,
    errors,
    filters,
    home,
    learn,
    live,
    marking,
    overrides,
    publishing,
    quiz_papers,
    quizzes,
    session,
    sit,
    teach,
)
from quizapp.web.access import login_manager
from quizapp.web.guards import csrf, install_guards, limiter

BLUEPRINTS = (
    home.blueprint,
    home.setup_blueprint,
    session.blueprint,
    teach.blueprint,
    articles.blueprint,
    bank.blueprint,
    quizzes.blueprint,
    publishing.blueprint,
    quiz_papers.blueprint,
    courses.blueprint,
    live.blueprint,
    marking.blueprint,
    overrides.blueprint,
    learn.blueprint,
    sit.blueprint,
)


def init_app(app: Flask) -> None:
    """Give `app` its pages."""
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
    install_guards(app)
    filters.init_app(app)
    errors.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
