"""What the form of a practice card sends beside the answer itself."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

LARGEST = 2**31 - 1
CERTAINTY = (
    SelectChoice("1", lazy_gettext("I guessed")),
    SelectChoice("2", lazy_gettext("Fairly sure")),
    SelectChoice("3", lazy_gettext("Very sure")),
)


class CardForm(FlaskForm):  # type: ignore[misc]
    """Which review this is (`number`), of which version, shown when (seconds since 1970)."""

    number = IntegerField(validators=[NumberRange(1, LARGEST)], widget=HiddenInput())
    version = IntegerField(validators=[NumberRange(1, LARGEST)], widget=HiddenInput())
    shown_at = IntegerField(validators=[NumberRange(0, 2**40)], widget=HiddenInput())
    certainty = RadioField(
        lazy_gettext("How sure are you?"), [Optional()], choices=list(CERTAINTY), default=None
    )

    def read_certainty(self) -> int | None:
        """1 to 3; None when nothing was chosen."""
        return int(self.certainty.data) if self.certainty.data else None
