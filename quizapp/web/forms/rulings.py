"""The forms with which a teacher mends a key after learners have sat the quiz."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from quizapp.attempts.answers import count_gaps
from quizapp.attempts.ruled import RulingError, RulingKind, Verdict, list_kinds
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, AcceptedAnswer, Kind, QuestionDraft
from quizapp.web.forms.authoring_question import split_lines, tidy
from quizapp.web.forms.authoring_typed import MOST_GAPS, ONE_A_LINE

LONGEST_REASON = 1000
KIND_WORDS = {
    RulingKind.ANOTHER_KEY: "Something else is right, and the old key is wrong",
    RulingKind.ACCEPT_BOTH: "Something else is right as well; the old key stays right",
    RulingKind.FULL_CREDIT: "Everybody who had the question gets all its points",
    RulingKind.DROPPED: "The question counts for nobody",
}
SHORT_WORDS = {
    RulingKind.ANOTHER_KEY: "Another key",
    RulingKind.ACCEPT_BOTH: "Both keys",
    RulingKind.FULL_CREDIT: "All the points",
    RulingKind.DROPPED: "For nobody",
}


class RulingForm(FlaskForm):  # type: ignore[misc]
    """How a question counts from now on. `options` and `answers` serve the kinds that have them."""

    kind = RadioField(
        "How does the question count from now on?",
        [InputRequired("Choose how the question counts from now on.")],
    )
    options = SelectMultipleField(
        "What is right?",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Only for the first two choices above.",
    )
    answers = FieldList(
        TextAreaField("Accepted answers", [Length(max=2000)], render_kw={"rows": 3}),
        max_entries=MOST_GAPS,
    )
    tolerance = StringField(
        "Tolerance",
        [Length(max=40)],
        description="How far off these numbers an answer may be. Empty or 0: not at all.",
        render_kw={"inputmode": "decimal"},
    )
    reason = TextAreaField(
        "Why?",
        [InputRequired("Write why, for those who ask later."), Length(max=LONGEST_REASON)],
        description="Kept with the change for you and your colleagues. Learners do not see it.",
        render_kw={"rows": 2},
    )
    corrects = BooleanField("Also correct the question in the bank, for later papers")
    digest = HiddenField()
    look = SubmitField("See what would change")

    def set_up(self, draft: QuestionDraft, *, may_correct: bool) -> None:
        """Leave the fields that fit the question, and name them after it."""
        self.kind.choices = [SelectChoice(it, KIND_WORDS[it]) for it in list_kinds(draft)]
        if draft.kind in CHOICE_KINDS:
            self.options.choices = [
                SelectChoice(index, it.text) for index, it in enumerate(draft.options)
            ]
        else:
            del self.options
        if draft.kind in TEXT_KINDS:
            self._make_gaps(draft)
        else:
            del self.answers
        if draft.kind is not Kind.NUMERICAL:
            del self.tolerance
        if not may_correct or draft.kind not in CHOICE_KINDS | TEXT_KINDS:
            del self.corrects

    @property
    def wants_correction(self) -> bool:
        """Whether the bank should say so too."""
        return bool(self.corrects and self.corrects.data)

    def _make_gaps(self, draft: QuestionDraft) -> None:
        gaps = count_gaps(draft.kind, draft.stem)
        while len(self.answers) < gaps:
            self.answers.append_entry()
        for number, entry in enumerate(self.answers, start=1):
            entry.label.text = f"Gap {number}" if gaps > 1 else "Accepted answers"
            entry.description = f"{ONE_A_LINE} Only for the first two choices above."

    def read(self) -> Verdict:
        """What the form says."""
        kind = RulingKind(self.kind.data)
        if kind in (RulingKind.FULL_CREDIT, RulingKind.DROPPED):
            return Verdict(kind)
        tolerance = tidy(self.tolerance.data) if self.tolerance else ""
        answers = [
            AcceptedAnswer(line, gap, tolerance)
            for gap, text in enumerate(self.answers.data if self.answers else (), start=1)
            for line in dict.fromkeys(split_lines(text))
        ]
        options = sorted(self.options.data or ()) if self.options else ()
        return Verdict(kind, tuple(options), tuple(answers))

    def refuse(self, error: RulingError) -> None:
        """Say what is wrong at the field that has to change."""
        is_key = self.kind.data in (RulingKind.ANOTHER_KEY, RulingKind.ACCEPT_BOTH)
        if is_key and self.options:
            self.options.errors = [str(error)]
        elif is_key and self.answers:
            self.answers[0].errors = [str(error)]
        else:
            self.kind.errors = [str(error)]

    def list_sent(self) -> list[tuple[str, str]]:
        """All that was written, as hidden fields of the page that shows what would change."""
        sent = [(self.kind.name, self.kind.data), (self.reason.name, self.reason.data)]
        if self.options:
            sent += [(self.options.name, str(it)) for it in self.options.data or ()]
        if self.answers:
            sent += [(it.name, it.data or "") for it in self.answers]
        if self.tolerance:
            sent.append((self.tolerance.name, self.tolerance.data or ""))
        if self.wants_correction:
            sent.append((self.corrects.name, "y"))
        return sent


class UndoForm(FlaskForm):  # type: ignore[misc]
    digest = HiddenField()
    submit = SubmitField("Undo the change")


def fill(draft: QuestionDraft, verdict: Verdict | None) -> dict[str, object]:
    """What the form shows at first: the verdict, or what is accepted now."""
    accepted: Sequence[AcceptedAnswer] = draft.accepted_answers
    if verdict and verdict.answers:
        accepted = verdict.answers
    gaps = range(1, count_gaps(draft.kind, draft.stem) + 1) if draft.kind in TEXT_KINDS else ()
    return {
        "kind": verdict.kind if verdict else None,
        "options": list(verdict.options) if verdict else [],
        "answers": ["\n".join(it.text for it in accepted if it.gap == gap) for gap in gaps],
        "tolerance": next((it.tolerance for it in accepted), ""),
    }
