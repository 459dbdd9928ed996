"""The form that filters a bank, and the choices that an enumeration gives a select."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from quizapp.generation.draft import Kind, QuestionDraft, Skill, Status
from quizapp.web.filters import show_label


def choices(enumeration: Any, *, empty: str = "") -> list[SelectChoice]:
    """The select's choices for an enumeration, an empty one first when it has a name."""
    named = [SelectChoice(member.value, show_label(member.value)) for member in enumeration]
    return [SelectChoice("", empty), *named] if empty else named


class FilterForm(FlaskForm):  # type: ignore[misc]
    """Sent by GET: which questions the bank page lists."""

    class Meta:
        csrf = False

    status = SelectField("Status", choices=choices(Status, empty="Any status"))
    kind = SelectField("Kind", choices=choices(Kind, empty="Any kind"))
    skill = SelectField("Skill", choices=choices(Skill, empty="Any skill"))

    def admits(self, draft: QuestionDraft) -> bool:
        """Whether the draft passes every filter that is set."""
        wanted = (self.status.data, self.kind.data, self.skill.data)
        actual = (draft.status, draft.kind, draft.skill)
        return all(not value or value == own for value, own in zip(wanted, actual, strict=True))
