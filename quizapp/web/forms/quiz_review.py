"""What do learners see afterwards? The part of a quiz's form that writes its review policy."""

from __future__ import annotations

from typing import Any

from wtforms import (
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from quizapp.quizzes.rules import (
    EVERYTHING,
    PRACTICE,
    PRESETS,
    Aspect,
    FeedbackBand,
    Moment,
    QuizRules,
    ReviewPolicy,
)

CUSTOM, USUAL = "custom", "everything"
POLICIES = [
    SelectChoice(
        "everything",
        "Everything, as soon as they hand in: the score, right answers, reasons and evidence.",
    ),
    SelectChoice(
        "after_closing", "The score at once; right answers and reasons after the quiz has closed."
    ),
    SelectChoice("score_only", "The score alone, so that the questions can be used again."),
    SelectChoice(CUSTOM, "Choose yourself."),
]
MOMENTS = {
    Moment.DURING: "While it runs",
    Moment.RIGHT_AFTER: "Just after",
    Moment.WHILE_OPEN: "While open",
    Moment.AFTER_CLOSING: "After closing",
}
ASPECTS = {
    Aspect.ATTEMPT: "Questions and own answers",
    Aspect.CORRECTNESS: "Right or wrong",
    Aspect.SCORE: "Score",
    Aspect.RATIONALE: "Reasons",
    Aspect.EVIDENCE: "Evidence in the passage",
    Aspect.KEY: "Right answers",
    Aspect.OVERALL_FEEDBACK: "Overall feedback",
}
LEAST_BANDS, MOST_BANDS = 3, 12


def _read_right(value: str) -> tuple[Moment, Aspect]:
    """What a box of the grid stands for: after_closing.key, for example."""
    moment, _, aspect = value.partition(".")
    return Moment(moment), Aspect(aspect)


class BandForm(Form):
    from_percent = IntegerField(
        "From %", [Optional(), NumberRange(0, 100, "Write a percentage, from 0 to 100.")]
    )
    text = TextAreaField("Text", [Length(max=1000)], render_kw={"rows": 2})

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        text = (self.text.data or "").strip()
        if valid and (self.from_percent.data is None) != (not text):
            missing = self.from_percent if text else self.text
            missing.errors = ["Write from which percentage." if text else "Write the text."]
            return False
        return valid


class ReviewFields:
    """The fields of the review policy and of overall feedback."""

    review_policy = RadioField("What learners see afterwards", choices=POLICIES, default=USUAL)
    rights = SelectMultipleField(
        "What learners see, and when",
        [Optional()],
        choices=[
            SelectChoice(f"{moment}.{aspect}", f"{ASPECTS[aspect]}, {MOMENTS[moment].lower()}")
            for aspect in ASPECTS
            for moment in MOMENTS
        ],
        coerce=_read_right,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    feedback = FieldList(FormField(BandForm), max_entries=MOST_BANDS)

    def read_review(self, *, is_practice: bool) -> ReviewPolicy:
        """What the preset or the grid allows; practice shows everything unless they chose."""
        if self.review_policy.data == CUSTOM:
            return frozenset(self.rights.data or ())
        return PRACTICE if is_practice else PRESETS.get(self.review_policy.data, EVERYTHING)

    def read_feedback(self) -> tuple[FeedbackBand, ...]:
        """The texts, from the lowest percentage on; empty lines are left out."""
        bands = {
            entry.form.from_percent.data: (entry.form.text.data or "").strip()
            for entry in self.feedback
        }
        return tuple(
            FeedbackBand(percent, bands[percent])
            for percent in sorted(it for it in bands if it is not None)
        )

    def refuse_twins(self) -> bool:
        """Whether two texts begin at the same percentage, which is then said."""
        starts = [it.form.from_percent.data for it in self.feedback]
        twins = sorted({it for it in starts if it is not None and starts.count(it) > 1})
        if twins:
            self.feedback.errors = [f"Two texts begin at {twins[0]} %; give each its own."]
        return bool(twins)


def fill_review(rules: QuizRules) -> dict[str, Any]:
    """What the fields show for these rules; the grid always shows what holds."""
    bands = [{"from_percent": it.from_percent, "text": it.text} for it in rules.feedback]
    return {
        "review_policy": _name_policy(rules.review, is_practice=rules.attempts.is_practice),
        "rights": sorted(f"{moment}.{aspect}" for moment, aspect in rules.review),
        "feedback": bands + [{}] * max(1, LEAST_BANDS - len(bands)),
    }


def _name_policy(policy: ReviewPolicy, *, is_practice: bool) -> str:
    """The choice that is read back as this policy."""
    if is_practice:
        return USUAL if policy == PRACTICE else CUSTOM
    return next((name for name, preset in PRESETS.items() if preset == policy), CUSTOM)
