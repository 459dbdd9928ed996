"""Which questions stand on a paper? The part of a quiz's form that writes its slots."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from quizapp.generation.draft import Difficulty, Kind, Skill
from quizapp.quizzes.assembly import Candidate
from quizapp.quizzes.rules import PaperRules, SlotRule
from quizapp.web.forms.bank import choices
from quizapp.web.forms.quantities import PointsField

MOST_QUESTIONS = 100
MOST_SLOTS = 60
LONGEST_STEM = 90  # characters of it that the select shows


class SlotForm(Form):
    """One slot: some questions drawn from a pool, or one fixed question."""

    count = IntegerField(
        "How many questions",
        [
            InputRequired("Write how many."),
            NumberRange(1, MOST_QUESTIONS, f"Write a number from 1 to {MOST_QUESTIONS}."),
        ],
        default=1,
    )
    weight = PointsField("Points each", default=Decimal(1))
    difficulty = SelectField(
        "Difficulty",
        [Optional()],
        choices=choices(Difficulty, empty="Any"),
        coerce=lambda value: Difficulty(value) if value else None,
    )
    skills = SelectMultipleField(
        "Skills",
        [Optional()],
        choices=choices(Skill),
        coerce=Skill,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    kinds = SelectMultipleField(
        "Kinds of question",
        [Optional()],
        choices=choices(Kind),
        coerce=Kind,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    question = SelectField(
        "Or one fixed question",
        [Optional()],
        coerce=lambda value: int(value) if value else None,
        description="Then every paper has it, and nothing is drawn for this slot.",
    )

    def read_slot(self) -> SlotRule:
        """The slot as the teacher has set it; a fixed question fills it alone."""
        if self.question.data:
            return SlotRule(question_id=self.question.data, weight=self.weight.read())
        count = self.count.data or 1
        return SlotRule(
            count=count if 1 <= count <= MOST_QUESTIONS else 1,
            skills=tuple(sorted(set(self.skills.data or ()))),
            kinds=tuple(sorted(set(self.kinds.data or ()))),
            difficulty=self.difficulty.data,
            weight=self.weight.read(),
        )


class PaperFields:
    """The fields of PaperRules."""

    slots = FieldList(FormField(SlotForm), min_entries=1, max_entries=MOST_SLOTS)
    shuffle_questions = BooleanField(
        "Shuffle the questions", description="Otherwise they follow the passage, as a reader does."
    )
    shuffle_options = BooleanField(
        "Shuffle the options",
        default=True,
        description="Numbers, dates and places in the text keep their order in any case.",
    )

    def offer_questions(self, candidates: Iterable[Candidate], kept: PaperRules) -> None:
        """Let each slot name one of these as its fixed question, or one that is `kept`."""
        stems = {it.question_id: _shorten(it.draft.stem) for it in candidates}
        for slot in kept.slots:
            if slot.question_id:
                stems.setdefault(slot.question_id, "A question that these banks do not offer")
        offered = [SelectChoice(str(key), stem) for key, stem in stems.items()]
        for entry in self.slots:
            entry.form.question.choices = [SelectChoice("", "None: draw at random"), *offered]

    def read_paper(self) -> PaperRules:
        """How a paper is put together, as the teacher has set it."""
        return PaperRules(
            slots=tuple(entry.form.read_slot() for entry in self.slots),
            shuffle_questions=bool(self.shuffle_questions.data),
            shuffle_options=bool(self.shuffle_options.data),
        )

    def add_slot(self) -> None:
        """One slot more, as long as there is room."""
        if len(self.slots) < MOST_SLOTS:
            self.slots.append_entry()

    def remove_slot(self, at: int) -> None:
        """Without the slot at this place (from 0); the last one stays."""
        if len(self.slots) > 1 and 0 <= at < len(self.slots):
            self.slots.pop_entry(at)  # type: ignore[call-arg]


def fill_paper(rules: PaperRules) -> dict[str, Any]:
    """What the fields show for these rules."""
    return {
        "slots": [_fill_slot(slot) for slot in rules.slots],
        "shuffle_questions": rules.shuffle_questions,
        "shuffle_options": rules.shuffle_options,
    }


def _fill_slot(slot: SlotRule) -> dict[str, Any]:
    return {
        "count": slot.count,
        "weight": slot.weight,
        "difficulty": slot.difficulty,
        "skills": list(slot.skills),
        "kinds": list(slot.kinds),
        "question": slot.question_id,
    }


def _shorten(stem: str) -> str:
    text = " ".join(stem.split())
    return text if len(text) <= LONGEST_STEM else f"{text[: LONGEST_STEM - 1].rstrip()}…"
