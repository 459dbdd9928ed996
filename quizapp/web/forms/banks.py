"""The forms that name, tag, share, search, copy and merge banks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from quizapp.bank.copying import Source
from quizapp.bank.library import LONGEST_TITLE
from quizapp.bank.library_models import Access
from quizapp.bank.models import Bank
from quizapp.bank.search import Filters
from quizapp.bank.tags import TagError, read_tags
from quizapp.generation.draft import Kind, Skill, Status
from quizapp.web.filters import show_label
from quizapp.web.forms.bank import choices

LONGEST_SEARCH = 200
NEW = "new"
ACCESS = (
    SelectChoice(Access.READ.value, "Read: see it, make quizzes from it, copy its questions"),
    SelectChoice(Access.EDIT.value, "Edit: also write, approve and retire questions"),
)


def name_bank(bank: Bank) -> str:
    """The bank's title, with the level of its article: one text may be there at several levels."""
    level = bank.article.level if bank.article else ""
    return f"{bank.title} ({show_label(level).lower()})" if level else bank.title


class _Asking(FlaskForm):  # type: ignore[misc]
    """A form that is sent by GET: it changes nothing."""

    class Meta:
        csrf = False


class TagFields:
    """Tags as one line with commas."""

    tags = StringField(
        "Tags",
        [Optional()],
        description="Your own words, with commas between them: week 3, grade 9.",
        render_kw={"autocomplete": "off"},
    )

    def read_tags(self) -> tuple[str, ...] | None:
        """The tags in their normal form; what is wrong stands on the form."""
        try:
            return read_tags(self.tags.data or "")
        except TagError as error:
            self.tags.errors = [str(error)]
            return None


class CollectionForm(FlaskForm):  # type: ignore[misc]
    title = StringField(
        "Title",
        [InputRequired("Write a title."), Length(max=LONGEST_TITLE)],
        description="Such as the name of a unit. You fill it with copies of questions.",
    )
    submit = SubmitField("Make the collection")


class BankForm(FlaskForm, TagFields):  # type: ignore[misc]
    title = StringField("Title", [InputRequired("Write a title."), Length(max=LONGEST_TITLE)])
    submit = SubmitField("Save")


class QuestionTagsForm(FlaskForm, TagFields):  # type: ignore[misc]
    submit = SubmitField("Save the tags")


class ShareForm(FlaskForm):  # type: ignore[misc]
    sign_in_name = StringField(
        "Your colleague's sign-in name",
        [InputRequired("Write the name that your colleague signs in with."), Length(max=120)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    access = RadioField("What they may do", choices=ACCESS, default=Access.READ.value)
    submit = SubmitField("Share the bank")


class ShelfForm(_Asking):
    tag = SelectField("Tag")

    def offer(self, tags: Sequence[str]) -> None:
        """Let the teacher choose among `tags`."""
        self.tag.choices = [SelectChoice("", "Any tag"), *(SelectChoice(it, it) for it in tags)]


class SearchForm(ShelfForm):
    words = SearchField("Words", [Length(max=LONGEST_SEARCH)], render_kw={"autocomplete": "off"})
    status = SelectField("Status", choices=choices(Status, empty="Any status"))
    kind = SelectField("Kind", choices=choices(Kind, empty="Any kind"))
    skill = SelectField("Skill", choices=choices(Skill, empty="Any skill"))
    bank = SelectField("Bank")
    page = IntegerField("Page", default=1)

    def offer_banks(self, banks: Sequence[Bank]) -> None:
        """Let the teacher choose among `banks`."""
        named = [SelectChoice(str(bank.id), name_bank(bank)) for bank in banks]
        self.bank.choices = [SelectChoice("", "Any bank"), *named]

    def read_words(self) -> str:
        return (self.words.data or "")[:LONGEST_SEARCH]

    def read_filters(self) -> Filters:
        """The filters that are set; what is no choice is none."""
        status, kind, skill, bank, tag = (
            _chosen(field) for field in (self.status, self.kind, self.skill, self.bank, self.tag)
        )
        return Filters(
            status=Status(status) if status else None,
            kind=Kind(kind) if kind else None,
            skill=Skill(skill) if skill else None,
            bank_id=int(bank) if bank else None,
            tag=tag,
        )

    def read_page(self) -> int:
        return min(max(self.page.data or 1, 1), 10_000)


class CopyForm(FlaskForm):  # type: ignore[misc]
    questions = SelectMultipleField(
        "Questions",
        [InputRequired("Tick at least one question.")],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    target = SelectField("Into", [InputRequired("Choose a bank.")])
    title = StringField(
        "Title of the new collection",
        [Length(max=LONGEST_TITLE)],
        description="Only if you chose “A new collection”.",
    )
    submit = SubmitField("Copy")

    def offer(self, sources: Sequence[Source], banks: Sequence[Bank]) -> None:
        """Let the teacher choose among the questions, all ticked, and among own banks."""
        self.questions.choices = [SelectChoice(it.id, draft.stem) for it, draft in sources]
        if not self.is_submitted():
            self.questions.data = [it.id for it, _ in sources]
        named = [SelectChoice(str(bank.id), name_bank(bank)) for bank in banks]
        self.target.choices = [SelectChoice(NEW, "A new collection"), *named]


class MergeForm(_Asking):
    into = SelectField("Into")

    def offer(self, banks: Sequence[Bank]) -> None:
        """Let the teacher choose among `banks`."""
        named = [SelectChoice(str(bank.id), name_bank(bank)) for bank in banks]
        self.into.choices = [SelectChoice("", "Choose a bank"), *named]

    def read_target(self) -> int | None:
        chosen = _chosen(self.into)
        return int(chosen) if chosen else None


def _chosen(field: Any) -> str:
    """What was chosen, if it is one of the choices; otherwise nothing."""
    offered = {str(choice.value) for choice in field.choices}
    return field.data if field.data in offered else ""
