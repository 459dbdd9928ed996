"""Questions about words that a teacher has picked, from the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.articles.importing import ArticleError, read_document
from quizapp.generation.draft import QuestionDraft
from quizapp.generation.picking import SpanError
from quizapp.generation.reasons import EXPLANATIONS, Reason

if TYPE_CHECKING:
    from quizapp.generation.targeting import TargetedDraft


@click.command()
@click.argument("article", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--span", "words", required=True, help="The words that shall be the answer.")
@click.option("--paragraph", type=click.IntRange(1), help="Where they stand, if in several.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="For draws.")
def draft(article: Path, words: str, paragraph: int | None, seed: int) -> None:
    """Draft every question whose answer is a stretch of ARTICLE.

    Prints each with its evidence and with wrong options that the text supplies; nothing is
    kept. Copy the words of --span exactly from the article.
    """
    # Imported here: the language model takes a second to load, other commands do not need it.
    from quizapp.generation.targeting import draft_for, find_spans
    from quizapp.reading import read

    try:
        reading = read(read_document(article.read_bytes(), article.name))
        drafts = draft_for(reading, find_spans(reading, words, paragraph), seed)
    except (ArticleError, SpanError) as error:
        raise click.ClickException(f"{article}: {error}") from error
    if not drafts:
        raise click.ClickException(
            f"Nothing can be asked about “{words}”; pick a name, date or short phrase."
        )
    for number, targeted in enumerate(drafts, start=1):
        click.echo(_show(number, targeted))
    click.echo(f"{len(drafts)} drafts about “{words}”", err=True)


def _show(number: int, targeted: TargetedDraft) -> str:
    """A draft as a person reads it: stem, answers (* is the key), evidence, what to look at."""
    asked = targeted.draft
    lines = [f"{number}. {asked.stem}", *_answers(asked)]
    if targeted.proposals:
        lines.append(
            "   other wrong options: " + "; ".join(it.option.text for it in targeted.proposals)
        )
    lines.append(f"   paragraph {asked.critical_span.paragraph}: {asked.critical_span.quote}")
    lines += [f"   look at this: {EXPLANATIONS[Reason(code)]}" for code in asked.reasons]
    lines.append(f"   {asked.kind}, {asked.skill}, {asked.difficulty}, {asked.pattern}")
    return "\n".join(lines) + "\n"


def _answers(asked: QuestionDraft) -> list[str]:
    options = [f"   {'*' if option.key else '-'} {option.text}" for option in asked.options]
    typed = " | ".join(answer.text for answer in asked.accepted_answers)
    return options + ([f"   = {typed}"] if typed else [])
