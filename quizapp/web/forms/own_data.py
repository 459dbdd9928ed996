"""Which form lets a learner's own things go?"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from quizapp.notebook.clearing import Section

LABELS = {
    Section.NOTES: lazy_gettext("All marks and notes on all texts"),
    Section.WORDS: lazy_gettext("All words, and the practice of them"),
    Section.READING: lazy_gettext("Where you stopped in each text, and how long you read each day"),
}


class RemoveForm(FlaskForm):  # type: ignore[misc]
    section = RadioField(
        lazy_gettext("What do you want to remove?"),
        validators=[InputRequired(lazy_gettext("Choose what you want to remove."))],
        validate_choice=True,
    )
    submit = SubmitField(lazy_gettext("Remove for good"))

    @classmethod
    def offer(cls, counts: Mapping[Section, int], chosen: str | None) -> RemoveForm:
        """The form with how much there is of each; `chosen` is ticked already."""
        form = cls(section=chosen)
        form.section.choices = [
            SelectChoice(it.value, f"{label} ({_count(counts[it])})")
            for it, label in LABELS.items()
        ]
        return form


def _count(number: int) -> str:
    return str(ngettext("%(num)d entry", "%(num)d entries", number))
