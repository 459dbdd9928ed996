"""Which form says what one learner is given in one quiz?"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, IntegerField, StringField, SubmitField
from wtforms.validators import Length, NumberRange, Optional

from quizapp.quizzes.overriding import LONGEST_CODE, OverrideError, OverrideRules

MOST_MINUTES = 7 * 24 * 60
MOST_ATTEMPTS = 100


class OverrideForm(FlaskForm):  # type: ignore[misc]
    """The fields bear the names of the fields of `OverrideRules`; an empty one is as everybody."""

    time_limit = IntegerField(
        "Time limit in minutes",
        [Optional(), NumberRange(1, MOST_MINUTES, f"Write minutes, from 1 to {MOST_MINUTES}.")],
    )
    untimed = BooleanField("No time limit")
    opens_at = DateTimeLocalField("Opens", [Optional()], format=["%Y-%m-%dT%H:%M"])
    closes_at = DateTimeLocalField("Closes", [Optional()], format=["%Y-%m-%dT%H:%M"])
    max_attempts = IntegerField(
        "Attempts",
        [Optional(), NumberRange(1, MOST_ATTEMPTS, f"Write a number from 1 to {MOST_ATTEMPTS}.")],
    )
    any_number = BooleanField("As many attempts as they like")
    access_code = StringField(
        "Access code of their own",
        [Optional(), Length(max=LONGEST_CODE, message=f"Write at most {LONGEST_CODE} characters.")],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    submit = SubmitField("Save")

    @classmethod
    def show(cls, rules: OverrideRules, zone: ZoneInfo) -> OverrideForm:
        """The form with what is kept, or with what was just sent; times are the school's."""
        limit = rules.time_limit
        return cls(
            time_limit=None if limit is None else int(limit.total_seconds()) // 60,
            untimed=rules.untimed,
            opens_at=rules.opens_at and rules.opens_at.astimezone(zone),
            closes_at=rules.closes_at and rules.closes_at.astimezone(zone),
            max_attempts=rules.max_attempts,
            any_number=rules.any_number,
            access_code=rules.access_code,
        )

    def read_rules(self, zone: ZoneInfo) -> OverrideRules:
        """The rules as the teacher has written them."""
        minutes = self.time_limit.data
        return OverrideRules(
            time_limit=None if minutes is None else timedelta(minutes=minutes),
            untimed=self.untimed.data,
            opens_at=_localise(self.opens_at.data, zone),
            closes_at=_localise(self.closes_at.data, zone),
            max_attempts=self.max_attempts.data,
            any_number=self.any_number.data,
            access_code=self.access_code.data or "",
        )

    def tell(self, error: OverrideError) -> None:
        """Put what is wrong at its field."""
        self[error.field].errors = [str(error)]


def _localise(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=zone)
