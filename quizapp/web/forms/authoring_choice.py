"""How is a question written whose answer is chosen among options?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from wtforms import BooleanField, FieldList, Form, FormField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from quizapp.bank.rules import FIXED_OPTIONS, MOST_OPTIONS
from quizapp.generation.checks import OF_THE_TEXT
from quizapp.generation.draft import DistractorClass, Option, QuestionDraft
from quizapp.web.forms.authoring_question import QuestionForm, make_room, tidy
from quizapp.web.forms.bank import choices

USUAL_OPTIONS = 4


class OptionForm(Form):
    text = TextAreaField("Text", [Length(max=500)], render_kw={"rows": 1})
    key = BooleanField("This is the key")
    rationale = TextAreaField(
        "Why it is right or wrong", [Optional(), Length(max=1000)], render_kw={"rows": 1}
    )
    distractor_class = SelectField(
        "Why a reader may choose it",
        [Optional()],
        choices=choices(DistractorClass, empty="It is the key, or not said"),
    )

    def validate_text(self, field: TextAreaField) -> None:
        """An empty row is left out, unless it is said to be the key."""
        if self.key.data and not tidy(field.data):
            raise ValidationError("You ticked this option as the key: write its text.")

    def read(self) -> Option:
        key = bool(self.key.data)
        named = "" if key else self.distractor_class.data or ""
        return Option(
            text=tidy(self.text.data),
            key=key,
            rationale=tidy(self.rationale.data),
            distractor_class=DistractorClass(named) if named in set(DistractorClass) else None,
        )


class ChoiceForm(QuestionForm):
    """Options in the order in which they are printed; the key is ticked."""

    options = FieldList(FormField(OptionForm), max_entries=MOST_OPTIONS)
    may_grow = True

    @classmethod
    def fill_parts(cls, draft: QuestionDraft) -> dict[str, Any]:
        return {
            "options": [
                {
                    "text": option.text,
                    "key": option.key,
                    "rationale": option.rationale,
                    "distractor_class": option.distractor_class or "",
                }
                for option in draft.options
            ]
        }

    def set_up(self, draft: QuestionDraft) -> None:
        self.may_grow = draft.kind not in OF_THE_TEXT
        if not draft.rationale:
            del self.rationale  # the options carry their own

    def make_room(self) -> None:
        super().make_room()
        if self.may_grow:
            while len(self.options) < USUAL_OPTIONS:
                self.options.append_entry()
            make_room(self.options, 1)

    def read_parts(self, before: QuestionDraft) -> dict[str, Any]:
        read = (entry.form.read() for entry in self.options)
        return {"options": tuple(option for option in read if option.text)}


class TrueFalseForm(QuestionForm):
    """The options stand fast: which one is right, and why each is right or wrong."""

    anchors: ClassVar[dict[str, str]] = {"options": "key"}

    key = RadioField("The statement is", [InputRequired("Choose what is right.")], choices=[])
    whys = FieldList(TextAreaField("Why", [Length(max=1000)], render_kw={"rows": 2}))

    @classmethod
    def fill_parts(cls, draft: QuestionDraft) -> dict[str, Any]:
        texts = FIXED_OPTIONS[draft.kind]
        return {
            "key": next((option.text for option in draft.options if option.key), None),
            "whys": [option.rationale for option in draft.options] or [""] * len(texts),
        }

    def set_up(self, draft: QuestionDraft) -> None:
        texts = FIXED_OPTIONS[draft.kind]
        self.stem.label.text = "Statement"
        self.key.choices = [SelectChoice(text, text) for text in texts]
        while len(self.whys) < len(texts):
            self.whys.append_entry()
        for entry, text in zip(self.whys, texts, strict=False):
            entry.label.text = f"Why “{text}” is right or wrong"
        if not draft.rationale:
            del self.rationale

    def read_parts(self, before: QuestionDraft) -> dict[str, Any]:
        texts = FIXED_OPTIONS[before.kind]
        known = before.options or tuple(Option(text) for text in texts)
        return {
            "options": tuple(
                self._read(option, why) for option, why in zip(known, self.whys.data, strict=False)
            )
        }

    def _read(self, before: Option, why: str | None) -> Option:
        key = before.text == self.key.data
        named = None if key else before.distractor_class
        return replace(before, key=key, rationale=tidy(why), distractor_class=named)
