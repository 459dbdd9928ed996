"""quizapp: an article becomes a reviewed bank of questions, timed quizzes and a gradebook.

`create_app` is the only place that knows every part. It imports them when it is called, so
that `quizapp.reading` and `quizapp.generation` can be used without a web server.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from quizapp.clock import Clock, now

if TYPE_CHECKING:
    from flask import Flask

    from quizapp.config import Settings


def create_app(
    settings: Settings | None = None, clock: Clock = now, *, can_migrate: bool = True
) -> Flask:
    """The program, with `settings` (by default those of the environment) and `clock`.

    A web worker cannot migrate: Alembic alone would be a tenth of its memory and of its start.

    Raises:
        SettingError: an environment variable has a value that cannot be used.
    """
    from flask_compress import Compress

    from quizapp import web
    from quizapp.config import ROOT, read_settings
    from quizapp.db import MIGRATIONS, db
    from quizapp.jobs.queue import Jobs
    from quizapp.watching.statements import watch_statements
    from quizapp.web.program import Program

    settings = settings or read_settings(os.environ)
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    app = Program(
        __name__,
        instance_path=str(settings.instance_path),
        template_folder=str(ROOT / "templates"),
        static_folder=None,  # web.static_files serves them
    )
    app.config.update(_configure(settings))
    app.extensions["settings"] = settings
    app.extensions["clock"] = clock
    db.init_app(app)
    if can_migrate:
        from flask_migrate import Migrate

        Migrate(app, db, directory=str(MIGRATIONS), compare_type=True)
    with app.app_context():
        watch_statements(db.engine, settings.slow_ms)
    web.init_app(app)
    Compress(app)  # last, so that it is the first to see an answer, and its time is told
    app.extensions["jobs"] = Jobs(app, settings, clock)
    return app


def _configure(settings: Settings) -> dict[str, object]:
    """Our settings in the words of Flask and its extensions."""
    from quizapp.config import load_secret_key
    from quizapp.connections import engine_options

    largest = settings.upload_megabytes * 1024 * 1024
    return {
        "SECRET_KEY": load_secret_key(settings),
        "SQLALCHEMY_DATABASE_URI": settings.sqlalchemy_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.sqlalchemy_url),
        "MAX_CONTENT_LENGTH": largest,
        # A pasted article is a form field, not a file: it may be as large as a request.
        "MAX_FORM_MEMORY_SIZE": largest,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        # A browser takes a cookie of this name over HTTPS alone, and from no other subdomain.
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure_cookies else "session",
        "TRUSTED_HOSTS": settings.host_names or None,
        # A sitting may be longer than any fixed life of a token; it lives as its session does.
        "WTF_CSRF_TIME_LIMIT": None,
        "COMPRESS_ALGORITHM_STREAMING": ["zstd", "br", "gzip", "deflate"],
    }
