"""The form that filters a bank, and the choices that an enumeration gives a select."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from quizapp.bank.tray import ConfidenceBand, TrayFilter
from quizapp.generation.draft import Difficulty, Kind, Skill, Status
from quizapp.generation.reasons import EXPLANATIONS
from quizapp.web.filters import show_label


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
    difficulty = SelectField("Difficulty", choices=choices(Difficulty, empty="Any difficulty"))
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
            difficulty=Difficulty(self.difficulty.data) if self.difficulty.data else None,
            paragraph=int(self.paragraph.data) if self.paragraph.data else None,
            band=ConfidenceBand(self.band.data) if self.band.data else None,
            reason=self.reason.data or "",
        )
