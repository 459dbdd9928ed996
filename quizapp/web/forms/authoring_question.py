"""What does the form of every question have? Its stem, its labels and its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar, Self

from flask_wtf import FlaskForm
from wtforms import (
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from quizapp.bank.passage_questions import settle_hidden_spans
from quizapp.bank.review import find_span
from quizapp.generation.draft import NOWHERE, Difficulty, QuestionDraft, Skill, Span
from quizapp.web.forms.bank import choices

LONGEST_QUOTE = 4000
MOST_SPANS = 12


class WordsForm(Form):
    """Words of the passage: copied, or selected by a script that knows where they begin."""

    paragraph = IntegerField("Paragraph", [Optional()])
    quote = TextAreaField("Words", [Length(max=LONGEST_QUOTE)], render_kw={"rows": 2})
    start = IntegerField("Start", [Optional()], widget=HiddenInput())

    def find(self, paragraphs: tuple[str, ...]) -> Span | None:
        return find_words(self, paragraphs)


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """What every kind has. `read` never refuses: an unfinished question can be looked at."""

    # Which field of the page shows what a field of the draft holds.
    anchors: ClassVar[dict[str, str]] = {}

    stem = TextAreaField("Stem", [InputRequired("Write the question."), Length(max=2000)])
    skill = SelectField("Skill", choices=choices(Skill))
    difficulty = SelectField("Difficulty", choices=choices(Difficulty))
    rationale = TextAreaField("Rationale", [Optional(), Length(max=2000)])
    paragraph = IntegerField("Paragraph", [Optional()])
    quote = TextAreaField(
        "Evidence",
        [InputRequired("Choose the words that prove the key."), Length(max=LONGEST_QUOTE)],
    )
    start = IntegerField("Start", [Optional()], widget=HiddenInput())
    more_words = FieldList(FormField(WordsForm), max_entries=MOST_SPANS)
    submit = SubmitField("Save")
    approve = SubmitField("Save and approve")
    preview = SubmitField("Preview")

    @classmethod
    def of(cls, draft: QuestionDraft) -> Self:
        """The form filled with `draft`, or with what was sent."""
        form = cls(data={**_fill_common(draft), **cls.fill_parts(draft)})
        form.set_up(draft)
        return form

    @classmethod
    def fill_parts(cls, draft: QuestionDraft) -> dict[str, Any]:
        """What the fields of this kind alone show for `draft`."""
        return {}

    def read_parts(self, before: QuestionDraft) -> dict[str, Any]:
        """The fields of the draft that this kind alone has; empty entries are left out."""
        return {}

    def set_up(self, draft: QuestionDraft) -> None:
        """Fit labels and fields to the draft's kind."""

    def let_evidence_wait(self) -> None:
        """A draft that came without evidence can be mended before somebody chooses it."""
        if not self.approve.data:
            self.quote.validators = [Optional(), Length(max=LONGEST_QUOTE)]

    def make_room(self) -> None:
        """See to it that every list has an empty entry, where more may be written."""
        make_room(self.more_words, 1)

    def read(self, before: QuestionDraft, paragraphs: tuple[str, ...]) -> QuestionDraft:
        """The question as the form says it; evidence that is not in the passage is nowhere."""
        rationale = (self.rationale.data or "").strip() if self.rationale else before.rationale
        found = (entry.form.find(paragraphs) for entry in self.more_words)
        after = replace(
            before,
            stem=tidy(self.stem.data),
            skill=Skill(self.skill.data) if self.skill.data in set(Skill) else before.skill,
            difficulty=Difficulty(self.difficulty.data)
            if self.difficulty.data in set(Difficulty)
            else before.difficulty,
            rationale=rationale,
            critical_span=find_words(self, paragraphs) or NOWHERE,
            distractor_spans=tuple(span for span in found if span is not None),
            **self.read_parts(before),
        )
        return settle_hidden_spans(before, after, paragraphs)

    def check_words(self, paragraphs: tuple[str, ...]) -> bool:
        """Whether all words that were copied stand in the passage; what does not is told."""
        forms: list[Any] = [self, *(entry.form for entry in self.more_words)]
        missing = [it for it in forms if it.quote.data and find_words(it, paragraphs) is None]
        for form in missing:
            number = form.paragraph.data
            where = f"paragraph {number}" if number else "the passage"
            form.quote.errors = [
                *form.quote.errors,
                f"These words do not stand in {where}; copy them from the passage exactly.",
            ]
        # A list tells of its entries' errors only when it is asked to validate them.
        self.more_words.errors = [entry.form.errors for entry in self.more_words if entry.errors]
        return not missing

    def tell(self, field: str, sentence: str) -> None:
        """Put a broken rule beside the field that shows this part of the draft."""
        name = self.anchors.get(field, field)
        if name in self:
            self[name].errors = [*self[name].errors, sentence]
        else:
            self.form_errors.append(sentence)

    def anchor(self, field: str) -> str:
        """The id of the element that shows a part of the draft."""
        named = {"critical_span": "quote", **self.anchors}.get(field, field)
        return self[named].id if named in self else "stem"


def find_words(form: Any, paragraphs: tuple[str, ...]) -> Span | None:
    """Where the words of a form stand: in the paragraph it names, or in the first that has them."""
    number = form.paragraph.data
    numbers: Iterable[int] = [number] if number else range(1, len(paragraphs) + 1)
    quote = tidy(form.quote.data)
    found = (find_span(paragraphs, it, quote, form.start.data) for it in numbers)
    return next((span for span in found if span is not None), None)


def make_room(entries: FieldList[Any], spare: int) -> None:
    """So many empty entries at the end of a list, as far as it may grow."""
    most = entries.max_entries or len(entries) + spare
    while len(entries) < most and not _ends_empty(entries, spare):
        entries.append_entry()


def is_empty(entry: Any) -> bool:
    """Whether nothing was written into an entry of a list."""
    data = entry.data
    values = data.values() if isinstance(data, dict) else [data]
    return not any(value for value in values if isinstance(value, str))


def tidy(text: str | None) -> str:
    """What was typed, with the line ends of this program and no space around it."""
    return (text or "").replace("\r\n", "\n").strip()


def split_lines(text: str | None) -> list[str]:
    """The lines that have something on them."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _ends_empty(entries: FieldList[Any], spare: int) -> bool:
    last = list(entries)[-spare:]
    return len(last) == spare and all(map(is_empty, last))


def _fill_common(draft: QuestionDraft) -> dict[str, Any]:
    return {
        "stem": draft.stem,
        "skill": draft.skill.value,
        "difficulty": draft.difficulty.value,
        "rationale": draft.rationale,
        **_fill_words(draft.critical_span),
        "more_words": [_fill_words(span) for span in draft.distractor_spans],
    }


def _fill_words(span: Span) -> dict[str, Any]:
    return {"paragraph": span.paragraph or None, "quote": span.quote, "start": span.start}
