"""`quizapp writer`: does the language model that may write answer, and in the form asked for?"""

from __future__ import annotations

import click

from quizapp.cli.settings import read_or_stop

TEXT = "The ferry to Quelmar leaves at noon. It carries cars and cattle, but no dogs."
STEM, KEY = "When does the ferry to Quelmar leave?", "At noon"
OPTIONS = ("At midnight", KEY, "On Sundays", "When the dogs are on board")


@click.command("writer")
def writer() -> None:
    """Ask the writer that the settings name one small question, as a job would.

    It is sent two sentences about a ferry and nothing else.
    """
    # Imported here: what asks a model is loaded by nothing else.
    from quizapp.generation.writer.client import open_writer
    from quizapp.generation.writer.prompts import LETTERS, ask_to_choose
    from quizapp.generation.writer.shapes import Choice, ShapeError, read_shape
    from quizapp.generation.writer.terms import WriterError

    model = open_writer(read_or_stop())
    if model is None:
        click.echo("No writer is set (QUIZAPP_WRITER_URL), so nothing is ever sent.")
        return
    try:
        reply = model.ask(ask_to_choose(TEXT, STEM, OPTIONS))
        chosen = read_shape(reply.text, Choice).answer
    except (WriterError, ShapeError) as error:
        raise click.ClickException(str(error)) from None
    right = chosen == LETTERS[OPTIONS.index(KEY)]
    click.echo(
        f"{model.name} at {model.host} answered in {reply.seconds:.1f} s ({reply.tokens} tokens),"
        f" asked for {model.form}."
    )
    if not right:
        raise click.ClickException("Its answer is wrong: a model this weak brings nothing.")
