"""The forms that bring questions from a file, and send them away in one."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SubmitField
from wtforms.validators import Optional

from quizapp.articles.models import Article
from quizapp.bank.formats.registry import FORMATS
from quizapp.bank.models import Bank
from quizapp.web.filters import show_label
from quizapp.web.forms.banks import NEW, name_bank

GUESS = ""
# In the order in which teachers are likely to look for them, and what each is good for.
WHERE = {
    "moodle_xml": "Moodle, as Moodle XML: with the passage, rationales, evidence and pictures",
    "gift": "Moodle, as GIFT: a text that can be edited by hand",
    "qti12": "Canvas, as QTI 1.2",
    "qti30": "QTI 3.0: systems that keep a passage with its questions",
    "qti22": "QTI 2.2",
    "qti21": "QTI 2.1",
    "xlsx": "Excel: a table to edit and to bring back",
    "csv": "CSV: the same table as text",
    "kahoot": "Kahoot",
    "wayground": "Wayground (Quizizz)",
    "anki": "Anki: cards to learn from",
    "aiken": "Aiken: multiple choice alone, as plain text",
}

# How the file gets into the system that it is for.
STEPS = {
    "moodle_xml": "In Moodle open the question bank, choose Import, then Moodle XML format.",
    "gift": "In Moodle open the question bank, choose Import, then GIFT format.",
    "qti12": "In Canvas open Settings, choose Import Course Content, then QTI .zip file.",
    "qti30": "Look in your system for an import of QTI packages, version 3.0.",
    "qti22": "Look in your system for an import of QTI packages, version 2.2.",
    "qti21": "Look in your system for an import of QTI packages, version 2.1.",
    "xlsx": "Edit it in a spreadsheet, then bring it back with Questions from a file.",
    "csv": "Edit it in a spreadsheet, then bring it back with Questions from a file.",
    "kahoot": "In Kahoot create a kahoot, add a question, and choose Import spreadsheet.",
    "wayground": "In Wayground create a quiz, and choose to import from a spreadsheet.",
    "anki": "In Anki choose File, then Import. Question and answer become the two sides of a card.",
    "aiken": "In Moodle open the question bank, choose Import, then Aiken format.",
}


def list_readable() -> list[tuple[str, str]]:
    """Name and title of each format that is read, in the order of WHERE, the others behind."""
    names = [*(it for it in WHERE if FORMATS[it].read), *(it for it in FORMATS if it not in WHERE)]
    return [(name, FORMATS[name].title) for name in names]


def name_article(article: Article) -> str:
    """The article's title, with its level: one text may be there at several levels."""
    return (
        f"{article.title} ({show_label(article.level).lower()})" if article.level else article.title
    )


class BringForm(FlaskForm):  # type: ignore[misc]
    """A file of questions."""

    file = FileField("File", [FileRequired("Choose a file.")])
    format = SelectField("What is it?", [Optional()])
    submit = SubmitField("Look at the questions")

    def __init__(self) -> None:
        super().__init__()
        self.format.choices = [(GUESS, "Find out by itself"), *list_readable()]


class LookForm(FlaskForm):  # type: ignore[misc]
    """What the questions are about that bring no text, and which bank they go to."""

    class Meta:
        csrf = False

    article = SelectField(
        "Which article are they about?",
        description="For questions that bring no text of their own.",
    )
    bank = SelectField("Which bank do they go to?")
    submit = SubmitField("Look again")

    def offer(self, articles: Sequence[Article], banks: Sequence[Bank]) -> None:
        """What there is to choose from, and the first of it when nothing is chosen."""
        self.article.choices = [
            ("", "Choose"),
            *((str(it.id), name_article(it)) for it in articles),
        ]
        new = "The bank of their article, or a new collection"
        self.bank.choices = [(NEW, new), *((str(it.id), name_bank(it)) for it in banks)]


class CommitForm(FlaskForm):  # type: ignore[misc]
    """The fingerprint of the file that was looked at."""

    seen = HiddenField()
    submit = SubmitField("Import")


class ExportForm(FlaskForm):  # type: ignore[misc]
    """Where a bank goes, and which of its questions."""

    class Meta:
        csrf = False

    format = RadioField("Where it goes")
    drafts = BooleanField("Drafts too")
    submit = SubmitField("Look what the file will hold")

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.format.choices = list(WHERE.items())
        if self.format.data not in WHERE:
            self.format.data = next(iter(WHERE))
