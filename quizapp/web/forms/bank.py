"""The forms that filter a bank and edit a question of each kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from quizapp.bank.review import find_span
from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.bank.tray import ConfidenceBand, TrayFilter
from quizapp.generation.draft import (
    CHOICE_KINDS,
    TEXT_KINDS,
    AcceptedAnswer,
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    Pair,
    QuestionDraft,
    Skill,
    Status,
)
from quizapp.generation.reasons import EXPLANATIONS
from quizapp.web.filters import show_label

SPARE_ENTRIES = 2


def choices(enumeration: Any, *, empty: str = "") -> list[SelectChoice]:
    """The select's choices for an enumeration, an empty one first when it has a name."""
    named = [SelectChoice(member.value, show_label(member.value)) for member in enumeration]
    return [SelectChoice("", empty), *named] if empty else named


class FilterForm(FlaskForm):  # type: ignore[misc]
    """Sent by GET: which questions lie in the tray. What cannot be read filters nothing."""

    class Meta:
        csrf = False

    status = SelectField("Status", choices=choices(Status, empty="Any status"))
    kind = SelectField("Kind", choices=choices(Kind, empty="Any kind"))
    skill = SelectField("Skill", choices=choices(Skill, empty="Any skill"))
    paragraph = SelectField("Paragraph")
    band = SelectField(
        "Confidence",
        choices=[
            SelectChoice("", "Any confidence"),
            SelectChoice(ConfidenceBand.HIGH.value, "90 % and more"),
            SelectChoice(ConfidenceBand.MEDIUM.value, "70 to 89 %"),
            SelectChoice(ConfidenceBand.LOW.value, "Below 70 %"),
        ],
    )
    reason = SelectField(
        "Why it is a draft",
        choices=[
            SelectChoice("", "Any reason"),
            *(SelectChoice(code.value, words) for code, words in EXPLANATIONS.items()),
        ],
    )

    @classmethod
    def read(cls, args: MultiDict[str, str], paragraphs: int) -> FilterForm:
        """The filters that the address names, for a passage of so many paragraphs."""
        form = cls(args)
        form.paragraph.choices = [
            SelectChoice("", "Any paragraph"),
            *(SelectChoice(str(n), f"Paragraph {n}") for n in range(1, paragraphs + 1)),
        ]
        form.validate()
        for field in form:
            if field.errors:
                field.data, field.errors = "", ()
        return form

    def to_filter(self) -> TrayFilter:
        """What the fields say."""
        return TrayFilter(
            status=Status(self.status.data) if self.status.data else None,
            kind=Kind(self.kind.data) if self.kind.data else None,
            skill=Skill(self.skill.data) if self.skill.data else None,
            paragraph=int(self.paragraph.data) if self.paragraph.data else None,
            band=ConfidenceBand(self.band.data) if self.band.data else None,
            reason=self.reason.data or "",
        )


class OptionForm(Form):
    text = TextAreaField("Text", [Length(max=500)], render_kw={"rows": 1})
    key = BooleanField("This is the key")
    rationale = TextAreaField("Why it is right or wrong", [Length(max=1000)], render_kw={"rows": 2})
    distractor_class = SelectField(
        "Why a reader may choose it",
        [Optional()],
        choices=choices(DistractorClass, empty="It is the key, or not said"),
    )


class AnswerForm(Form):
    text = StringField("Accepted answer", [Length(max=200)])
    gap = IntegerField("Gap", [Optional(), NumberRange(1, 20)], default=1)
    tolerance = StringField("Tolerance", [Length(max=40)])


class PairForm(Form):
    premise = StringField("Premise", [Length(max=300)])
    response = StringField("Response", [Length(max=300)])


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """What every kind has; `form_for` makes the form that fits a kind."""

    stem = TextAreaField("Stem", [InputRequired("Write the question."), Length(max=2000)])
    skill = SelectField("Skill", choices=choices(Skill))
    difficulty = SelectField("Difficulty", choices=choices(Difficulty))
    rationale = TextAreaField("Rationale", [Optional(), Length(max=2000)])
    paragraph = IntegerField(
        "Paragraph", [InputRequired("Write the number of the paragraph with the evidence.")]
    )
    quote = TextAreaField("Evidence", [InputRequired("Copy the words that prove the key.")])
    submit = SubmitField("Save as a new version")


class ChoiceForm(QuestionForm):
    options = FieldList(FormField(OptionForm))


class TypedForm(QuestionForm):
    answers = FieldList(FormField(AnswerForm))


class MatchingForm(QuestionForm):
    pairs = FieldList(FormField(PairForm))


class OrderingForm(QuestionForm):
    order = FieldList(StringField("Text", [Length(max=500)]))


def form_for(draft: QuestionDraft) -> QuestionForm:
    """The form of the draft's kind, filled with it, with room for more entries."""
    common = {
        "stem": draft.stem,
        "skill": draft.skill.value,
        "difficulty": draft.difficulty.value,
        "rationale": draft.rationale,
        "paragraph": draft.critical_span.paragraph,
        "quote": draft.critical_span.quote,
    }
    if draft.kind in CHOICE_KINDS:
        spare = 0 if draft.kind in FIXED_OPTIONS else SPARE_ENTRIES
        options = [
            {
                "text": option.text,
                "key": option.key,
                "rationale": option.rationale,
                "distractor_class": option.distractor_class or "",
            }
            for option in draft.options
        ]
        return ChoiceForm(data={**common, "options": options + [{}] * spare})
    if draft.kind in TEXT_KINDS:
        answers = [
            {"text": it.text, "gap": it.gap, "tolerance": it.tolerance}
            for it in draft.accepted_answers
        ]
        typed = TypedForm(data={**common, "answers": answers + [{"gap": 1}] * SPARE_ENTRIES})
        return _without_what_does_not_apply(typed, draft.kind)
    if draft.kind is Kind.MATCHING:
        pairs = [{"premise": it.premise, "response": it.response} for it in draft.pairs]
        return MatchingForm(data={**common, "pairs": pairs + [{}] * SPARE_ENTRIES})
    ordering = OrderingForm(data={**common, "order": [*draft.order, *[""] * SPARE_ENTRIES]})
    for number, line in enumerate(ordering.order, start=1):
        line.label.text = f"Line {number}"
    return ordering


def read_form(
    form: QuestionForm, draft: QuestionDraft, paragraphs: tuple[str, ...]
) -> QuestionDraft | None:
    """The draft as the form changes it; None when the evidence is not in its paragraph."""
    span = find_span(paragraphs, form.paragraph.data or 0, form.quote.data or "")
    if span is None:
        form.quote.errors = [
            *form.quote.errors,
            f"These words do not stand in paragraph {form.paragraph.data};"
            " copy them from the passage exactly.",
        ]
        return None
    return replace(
        draft,
        stem=(form.stem.data or "").strip(),
        skill=Skill(form.skill.data),
        difficulty=Difficulty(form.difficulty.data),
        rationale=(form.rationale.data or "").strip(),
        critical_span=span,
        **_read_entries(form),
    )


def _without_what_does_not_apply(form: TypedForm, kind: Kind) -> TypedForm:
    """Only a cloze has several gaps, and only a number has a tolerance."""
    for entry in form.answers:
        if kind is not Kind.CLOZE:
            del entry.form.gap
        if kind is not Kind.NUMERICAL:
            del entry.form.tolerance
    return form


def _read_entries(form: QuestionForm) -> dict[str, Any]:
    """The parts that only this kind has; empty entries are left out."""
    if isinstance(form, ChoiceForm):
        return {"options": tuple(_read_option(it.data) for it in form.options if it.data["text"])}
    if isinstance(form, TypedForm):
        return {
            "accepted_answers": tuple(
                AcceptedAnswer(
                    it["text"].strip(), it.get("gap") or 1, (it.get("tolerance") or "").strip()
                )
                for it in form.answers.data
                if it["text"]
            )
        }
    if isinstance(form, MatchingForm):
        return {
            "pairs": tuple(
                Pair((it["premise"] or "").strip(), (it["response"] or "").strip())
                for it in form.pairs.data
                if it["premise"] or it["response"]
            )
        }
    assert isinstance(form, OrderingForm)
    return {"order": tuple(text.strip() for text in form.order.data if text and text.strip())}


def _read_option(data: dict[str, Any]) -> Option:
    named = data["distractor_class"] if not data["key"] else ""
    return Option(
        text=data["text"].strip(),
        key=bool(data["key"]),
        rationale=(data["rationale"] or "").strip(),
        distractor_class=DistractorClass(named) if named else None,
    )
