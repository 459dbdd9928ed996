"""The forms that bring questions from a file, and send them away in one."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, SubmitField
from wtforms.validators import Optional

from quizapp.articles.models import Article
from quizapp.bank.formats.registry import FORMATS
from quizapp.bank.models import Bank
from quizapp.web.forms.banks import NEW, name_bank

GUESS = ""


class BringForm(FlaskForm):  # type: ignore[misc]
    """A file of questions."""

    file = FileField("File", [FileRequired("Choose a file.")])
    format = SelectField("What it is", [Optional()])
    submit = SubmitField("Look at the questions")

    def __init__(self) -> None:
        super().__init__()
        readable = [(it.name, it.title) for it in FORMATS.values() if it.read]
        self.format.choices = [(GUESS, "Find out by itself"), *readable]


class LookForm(FlaskForm):  # type: ignore[misc]
    """What the questions are about that bring no text, and which bank they go to."""

    class Meta:
        csrf = False

    article = SelectField("Questions without a text are about", [Optional()])
    bank = SelectField("They go to", [Optional()])

    def offer(self, articles: Sequence[Article], banks: Sequence[Bank]) -> None:
        """What there is to choose from, and the first of it when nothing is chosen."""
        self.article.choices = [("", "Choose"), *((str(it.id), it.title) for it in articles)]
        new = "The bank of their article, or a new collection"
        self.bank.choices = [(NEW, new), *((str(it.id), name_bank(it)) for it in banks)]


class CommitForm(FlaskForm):  # type: ignore[misc]
    """That what was looked at shall happen."""

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
        writable = [(it.name, it.title) for it in FORMATS.values() if it.write]
        self.format.choices = writable
        if self.format.data not in FORMATS:
            self.format.data = writable[0][0]
