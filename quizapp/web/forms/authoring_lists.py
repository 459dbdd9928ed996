"""How is a question written that matches pairs, or puts lines in order?"""

from __future__ import annotations

from typing import Any

from wtforms import FieldList, Form, FormField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from quizapp.generation.draft import Pair, QuestionDraft
from quizapp.web.forms.authoring_question import QuestionForm, make_room, split_lines, tidy

MOST_LINES = 12
USUAL_LINES = 4


class PairForm(Form):
    premise = StringField("Premise", [Length(max=300)])
    response = StringField("Response", [Length(max=300)])

    def validate_response(self, field: StringField) -> None:
        """A premise needs its response; a response alone belongs among the others."""
        if bool(tidy(field.data)) is not bool(tidy(self.premise.data)):
            raise ValidationError(
                "Write both sides of the pair. A response that matches nothing goes below."
            )


class MatchingForm(QuestionForm):
    """Pairs, and responses that belong to no premise."""

    pairs = FieldList(FormField(PairForm), max_entries=MOST_LINES)
    spare = TextAreaField(
        "Responses that match nothing",
        [Optional(), Length(max=2000)],
        description="One a line. They make guessing harder: the last pair is not left over.",
        render_kw={"rows": 2},
    )

    @classmethod
    def fill_parts(cls, draft: QuestionDraft) -> dict[str, Any]:
        given = [pair for pair in draft.pairs if pair.premise]
        return {
            "pairs": [{"premise": it.premise, "response": it.response} for it in given],
            "spare": "\n".join(pair.response for pair in draft.pairs if not pair.premise),
        }

    def make_room(self) -> None:
        super().make_room()
        while len(self.pairs) < USUAL_LINES:
            self.pairs.append_entry()
        make_room(self.pairs, 1)

    def read_parts(self, before: QuestionDraft) -> dict[str, Any]:
        pairs = [Pair(tidy(it["premise"]), tidy(it["response"])) for it in self.pairs.data]
        spare = [Pair("", line) for line in split_lines(self.spare.data)]
        return {"pairs": (*(it for it in pairs if it.premise or it.response), *spare)}


class OrderingForm(QuestionForm):
    """Lines in their right order."""

    order = FieldList(StringField("Line", [Length(max=500)]), max_entries=MOST_LINES)

    @classmethod
    def fill_parts(cls, draft: QuestionDraft) -> dict[str, Any]:
        return {"order": list(draft.order)}

    def make_room(self) -> None:
        super().make_room()
        while len(self.order) < USUAL_LINES:
            self.order.append_entry()
        make_room(self.order, 1)
        for number, line in enumerate(self.order, start=1):
            line.label.text = f"Line {number}"

    def read_parts(self, before: QuestionDraft) -> dict[str, Any]:
        return {"order": tuple(tidy(text) for text in self.order.data if tidy(text))}
