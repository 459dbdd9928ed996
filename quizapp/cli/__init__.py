"""The `quizapp` command: what can be done from a terminal?"""

from __future__ import annotations

import click
from flask.cli import FlaskGroup

from quizapp import create_app
from quizapp.cli import (
    audit,
    backup,
    content,
    courses,
    drafting,
    exchanging,
    gradebook,
    people,
    privacy,
    running,
    serve,
    settings,
    writer,
)

main = FlaskGroup(
    name="quizapp",
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    set_debug_flag=False,
    help="An article becomes a reviewed bank of questions, timed quizzes and a gradebook.",
)

COMMANDS: tuple[click.Command, ...] = (
    settings.show_config,
    content.read,
    content.generate,
    drafting.draft,
    content.bank,
    content.article,
    people.teacher,
    people.demo,
    gradebook.gradebook,
    courses.course,
    running.running_time,
    privacy.learner,
    privacy.retention,
    audit.audit,
    backup.backup,
    backup.restore,
    backup.move,
    serve.serve,
    serve.worker,
    serve.sweep,
    serve.difficulties,
    serve.setup_code,
    writer.writer,
)
for command in COMMANDS:
    main.add_command(command)
content.bank.add_command(exchanging.export)
content.bank.add_command(exchanging.import_)
