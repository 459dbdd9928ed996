"""The forms that bring an article, and mend what was taken of it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, FieldList, RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from quizapp.articles.document import BlockRole
from quizapp.articles.refusals import Chapter

SUFFIXES = ".txt .md .html .htm .pdf .docx .epub"
ROLES = [
    SelectChoice(BlockRole.BODY, "Body"),
    SelectChoice(BlockRole.HEADING, "Heading"),
    SelectChoice(BlockRole.CAPTION, "Caption"),
    SelectChoice(BlockRole.BOILERPLATE, "Leave out"),
]


class AboutFields:
    """What is known about an article."""

    author = StringField("Author", [Optional(), Length(max=200)])
    source = StringField("Source", [Optional(), Length(max=500)])
    published_on = DateField(
        "Date of the article",
        [Optional()],
        description="Helps to tell which year “on January 5” is in.",
    )
    licence = StringField("Licence", [Optional(), Length(max=120)])
    level = StringField(
        "Level", [Optional(), Length(max=40)], description="As you call it: Intermediate, or B1."
    )


class ArticleForm(FlaskForm, AboutFields):  # type: ignore[misc]
    text = TextAreaField(
        "Text",
        description="Paste the article, with an empty line between paragraphs. The source of a web"
        " page will do too.",
    )
    file = FileField(
        "Or a file",
        description="A web page (.html), PDF, Word (.docx), e-book (.epub), text (.txt) or Markdown"
        " (.md); 10 MB at most, a PDF 60 pages.",
        render_kw={"accept": SUFFIXES.replace(" ", ",")},
    )
    title = StringField(
        "Title", [Optional(), Length(max=300)], description="Left empty, it is taken from the text."
    )
    submit = SubmitField("Add the article")

    def validate(self, extra_validators: object = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if not self.text.data and not self.file.data:
            self.text.errors = [*self.text.errors, "Paste the text or choose a file."]
            valid = False
        if not valid:
            self.ask_for_the_file_again()
        return valid

    def read_source(self) -> tuple[bytes | str, str]:
        """What was sent and what it is called; pasted text counts before a file."""
        if self.text.data:
            return self.text.data, ""
        return self.file.data.read(), self.file.data.filename or ""

    def refuse(self, sentence: str) -> None:
        """Say beside the text or the file why it can be no article."""
        field = self.text if self.text.data else self.file
        field.errors = [*field.errors, sentence]

    def ask_for_the_file_again(self) -> None:
        """A browser keeps what was typed, but never which file was chosen."""
        if self.file.data and not self.text.data:
            self.file.errors = [*self.file.errors, "Choose the file again."]


class AboutForm(FlaskForm, AboutFields):  # type: ignore[misc]
    title = StringField("Title", [InputRequired("Write a title."), Length(max=300)])
    submit = SubmitField("Save")


class ChapterForm(FlaskForm):  # type: ignore[misc]
    """One chapter of a book."""

    # Reading the book for the list takes a while; a number that it lacks is refused by the reader.
    chapter = RadioField(
        "Chapter", [InputRequired("Choose a chapter.")], coerce=int, validate_choice=False
    )
    submit = SubmitField("Bring this chapter")

    def offer(self, chapters: Sequence[Chapter]) -> None:
        """Let the teacher choose among `chapters`."""
        self.chapter.choices = [
            SelectChoice(it.number, f"{it.title} ({it.words:,} words)") for it in chapters
        ]


class RemoveForm(FlaskForm):  # type: ignore[misc]
    submit = SubmitField("Delete the article")


class BlocksForm(FlaskForm):  # type: ignore[misc]
    """What each block of an article is for."""

    roles = FieldList(RadioField("What it is", choices=ROLES, coerce=BlockRole))
    submit = SubmitField("Save")

    def read_roles(self) -> Sequence[BlockRole]:
        return [entry.data for entry in self.roles]
