"""What does the try-out say? A passage on how a quiz works, and two questions about it.

They teach the page and not English, so they speak the language of the page. What proves an answer
is made of whole sentences: so it is in its paragraph in every language.
"""

from __future__ import annotations

from flask_babel import gettext

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.attempts.try_out import TryOutQuestion
from quizapp.generation.draft import Difficulty, Kind, Option, QuestionDraft, Skill, Span

Sentences = tuple[str, ...]


def write_passage() -> Document:
    """The passage: how a quiz works."""
    return Document(
        title=gettext("How a quiz works"),
        blocks=tuple(Block(BlockRole.BODY, " ".join(it)) for it in _write_paragraphs()),
    )


def write_questions() -> tuple[TryOutQuestion, TryOutQuestion]:
    """One choice, and one that has to be put in order."""
    paragraphs = _write_paragraphs()
    return (
        TryOutQuestion(_ask_when_saved(paragraphs), (1, 2, 0)),
        TryOutQuestion(_ask_for_order(paragraphs), (2, 0, 1)),
    )


def _write_paragraphs() -> tuple[Sentences, ...]:
    """The sentences of each paragraph; buttons have the names that they bear on the page."""
    names = {
        "passage": gettext("Passage"),
        "question": gettext("Question"),
        "later": gettext("Mark for later"),
        "check": gettext("Check and hand in"),
        "hand_in": gettext("Hand in"),
    }
    return (
        (
            gettext("A quiz has a text and some questions about it."),
            gettext("The text stays there while you answer."),
            gettext(
                "On a small screen, press “%(passage)s” to read, and “%(question)s” to go back.",
                **names,
            ),
        ),
        (
            gettext("You do not have to save anything yourself."),
            gettext(
                "An answer is saved as soon as you give it, and the line at the top says when."
            ),
            gettext("The clock shows how much time is left."),
            gettext("If it makes you nervous, open the menu beside it and hide it."),
        ),
        (
            gettext(
                "If you are not sure, press “%(later)s” and come back to the question.", **names
            ),
            gettext("When you have finished, press “%(check)s”.", **names),
            gettext("The page then says which questions have no answer yet."),
            gettext(
                "Nothing is handed in before you press “%(hand_in)s” or the time is over.", **names
            ),
        ),
    )


def _ask_when_saved(paragraphs: tuple[Sentences, ...]) -> QuestionDraft:
    return QuestionDraft(
        uid="try-out-1",
        kind=Kind.MULTIPLE_CHOICE,
        skill=Skill.DETAIL,
        difficulty=Difficulty.EASY,
        stem=gettext("When is an answer saved?"),
        critical_span=_find_sentences(paragraphs, 2, 2, 2),
        options=(
            Option(
                gettext("As soon as you give it"),
                key=True,
                rationale=gettext("The text says so. You need no button for it."),
            ),
            Option(
                gettext("When you turn to the next question"),
                rationale=gettext("You can stay with the question: its answer is saved already."),
            ),
            Option(
                gettext("When the quiz is handed in"),
                rationale=gettext("Handing in ends the quiz. Your answers were saved before."),
            ),
        ),
    )


def _ask_for_order(paragraphs: tuple[Sentences, ...]) -> QuestionDraft:
    return QuestionDraft(
        uid="try-out-2",
        kind=Kind.ORDERING,
        skill=Skill.SEQUENCE,
        difficulty=Difficulty.EASY,
        stem=gettext("How does a quiz end? Put the steps in order."),
        critical_span=_find_sentences(paragraphs, 3, 2, 4),
        order=(
            gettext("You press “%(check)s”", check=gettext("Check and hand in")),
            gettext("You see which questions have no answer yet"),
            gettext("You press “%(hand_in)s”", hand_in=gettext("Hand in")),
        ),
        rationale=gettext(
            "First you see what is open, and can go back to it. Only the last step ends the quiz."
        ),
    )


def _find_sentences(paragraphs: tuple[Sentences, ...], number: int, first: int, last: int) -> Span:
    """From the first to the last of these sentences of a paragraph, counted from 1."""
    sentences = paragraphs[number - 1]
    start = len("".join(f"{it} " for it in sentences[: first - 1]))
    quote = " ".join(sentences[first - 1 : last])
    return Span(number, start, start + len(quote), quote)
