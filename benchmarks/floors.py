"""What is the least that a page and a save can cost? Two bare Flask programs to be held against.

`hello` answers a word. `bare` does with SQLAlchemy Core what a save and a page cannot do without:
one SELECT and one INSERT with a commit, and one SELECT for a page of ten questions (5 kB). They are
served by the same gunicorn with the same number of processes and threads as quizapp:
`gunicorn "benchmarks.floors:make_hello()"`.
"""

from __future__ import annotations

import os
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from flask import Flask, render_template_string, request
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
)

ADDRESS = "BARE_DATABASE_URL"
QUESTIONS, OPTIONS = 10, 4
metadata = MetaData()
bare_attempt = Table(
    "bare_attempt", metadata, Column("id", Integer, primary_key=True), Column("owner", String(40))
)
bare_response = Table(
    "bare_response",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt_id", Integer, index=True),
    Column("position", Integer),
    Column("value", String(500)),
)
bare_option = Table(
    "bare_option",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("position", Integer),
    Column("text", String(200)),
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Attempt</title></head>
<body><main><h1>Attempt {{ attempt }}</h1>
{% for position, options in questions.items() %}<form method="post" action="/save">
<fieldset><legend>Question {{ position }} of {{ questions|length }}</legend>
{% for text in options %}<label><input type="radio" name="answer" value="{{ loop.index0 }}">
{{ text }}</label>
{% endfor %}</fieldset><button>Save and next</button></form>
{% endfor %}</main></body></html>"""


def make_hello() -> Flask:
    """Flask alone."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def make_bare() -> Flask:
    """A save and a page, on the database that the environment names."""
    app, engine = Flask("bare"), open_engine(os.environ[ADDRESS])

    @app.post("/save")
    def save() -> dict[str, Any]:
        sent: dict[str, Any] = request.get_json()
        with engine.begin() as connection:
            found = select(bare_attempt).where(bare_attempt.c.id == sent["attempt"])
            attempt = connection.execute(found).one()
            row = {"attempt_id": attempt.id, "position": sent["position"], "value": sent["answer"]}
            kept = connection.execute(insert(bare_response).values(row))
            return {"saved": tuple(kept.inserted_primary_key or ())}

    @app.get("/page/<int:number>")
    def page(number: int) -> str:
        questions: dict[int, list[str]] = {}
        with engine.connect() as connection:
            for row in connection.execute(select(bare_option).order_by(bare_option.c.id)):
                questions.setdefault(row.position, []).append(row.text)
        return render_template_string(PAGE, attempt=number, questions=questions)

    return app


def open_engine(address: str) -> Engine:
    """An engine whose saves are as durable as quizapp's."""
    engine = create_engine(address)
    event.listen(engine, "connect", _make_durable)
    event.listen(engine, "begin", _begin)
    return engine


def fill(address: str, attempts: int) -> None:
    """Make the tables of the bare program, with so many attempts."""
    engine = create_engine(address)
    metadata.create_all(engine)
    text = "An option of a question, about as long as one is, whatever it says"
    with engine.begin() as connection:
        connection.execute(insert(bare_attempt), [{"owner": "somebody"}] * attempts)
        rows = [
            {"position": position, "text": f"{text} {number}"}
            for position in range(1, QUESTIONS + 1)
            for number in range(OPTIONS)
        ]
        connection.execute(insert(bare_option), rows)
    engine.dispose()


def _make_durable(connection: Any, _record: Any) -> None:
    if isinstance(connection, SQLiteConnection):
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 15000"):
            connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if request.method == "POST" else "BEGIN")
