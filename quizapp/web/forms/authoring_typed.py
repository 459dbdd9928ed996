"""How is a question written whose answer is typed?"""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import FieldList, Form, FormField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from quizapp.generation.draft import GAP, AcceptedAnswer, QuestionDraft
from quizapp.web.forms.authoring_question import QuestionForm, make_room, split_lines, tidy

MOST_GAPS = 20
ONE_A_LINE = "One a line: every wording that earns the point."
ANCHORS = {"accepted_answers": "answers"}


class ShortAnswerForm(QuestionForm):
    """Accepted answers, one a line."""

    anchors: ClassVar[dict[str, str]] = ANCHORS

    answers = TextAreaField(
        "Accepted answers",
        [InputRequired("Write at least one answer."), Length(max=2000)],
        description=ONE_A_LINE,
        render_kw={"rows": 3},
    )

    @classmethod
    def fill_parts(cls, draft: QuestionDraft) -> dict[str, Any]:
        return {"answers": "\n".join(answer.text for answer in draft.accepted_answers)}

    def read_parts(self, before: QuestionDraft) -> dict[str, Any]:
        lines = split_lines(self.answers.data)
        return {"accepted_answers": tuple(AcceptedAnswer(line) for line in lines)}


class ClozeForm(QuestionForm):
    """A text with gaps, and the accepted answers of each gap in the order of the text."""

    anchors: ClassVar[dict[str, str]] = ANCHORS

    answers = FieldList(
        TextAreaField("Gap", [Length(max=2000)], render_kw={"rows": 2}), max_entries=MOST_GAPS
    )

    @classmethod
    def fill_parts(cls, draft: QuestionDraft) -> dict[str, Any]:
        by_gap: dict[int, list[str]] = {}
        for answer in draft.accepted_answers:
            by_gap.setdefault(answer.gap, []).append(answer.text)
        gaps = range(1, max(by_gap, default=0) + 1)
        return {"answers": ["\n".join(by_gap.get(gap, [])) for gap in gaps]}

    def set_up(self, draft: QuestionDraft) -> None:
        self.stem.label.text = "Text with gaps"
        self.stem.description = f"Write {GAP} (four low lines) where words are missing."

    def make_room(self) -> None:
        super().make_room()
        make_room(self.answers, 1)
        for number, entry in enumerate(self.answers, start=1):
            entry.label.text = f"Gap {number}"

    def read_parts(self, before: QuestionDraft) -> dict[str, Any]:
        return {
            "accepted_answers": tuple(
                AcceptedAnswer(line, gap)
                for gap, text in enumerate(self.answers.data, start=1)
                for line in split_lines(text)
            )
        }


class NumberForm(Form):
    text = StringField("Number", [Length(max=200)], render_kw={"inputmode": "decimal"})
    tolerance = StringField(
        "Tolerance",
        [Length(max=40)],
        description="How far off an answer may be. Empty or 0: not at all.",
        render_kw={"inputmode": "decimal"},
    )


class NumericalForm(QuestionForm):
    """Numbers, each with how far off an answer may be."""

    anchors: ClassVar[dict[str, str]] = ANCHORS

    answers = FieldList(FormField(NumberForm), max_entries=MOST_GAPS)

    @classmethod
    def fill_parts(cls, draft: QuestionDraft) -> dict[str, Any]:
        answers = draft.accepted_answers
        return {"answers": [{"text": it.text, "tolerance": it.tolerance} for it in answers]}

    def make_room(self) -> None:
        super().make_room()
        make_room(self.answers, 1)

    def read_parts(self, before: QuestionDraft) -> dict[str, Any]:
        return {
            "accepted_answers": tuple(
                AcceptedAnswer(tidy(it["text"]), tolerance=tidy(it["tolerance"]))
                for it in self.answers.data
                if tidy(it["text"])
            )
        }
