"""How long, how often, from where, and scored how? Those parts of a quiz's form."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, Optional

from quizapp.quizzes.rules import (
    AttemptRules,
    BellRule,
    GradingMethod,
    Layout,
    Navigation,
    ScoringRules,
    TimingRules,
)
from quizapp.web.forms.quantities import MinutesField

A_DAY, A_YEAR = 24 * 60, 366 * 24 * 60  # minutes
LONGEST_CODE = 80  # as its column
DISTANCES = (0, 1, 2)  # letters
SHARES = {"0": "Nothing", "0.25": "1/4", "0.33333": "1/3", "0.5": "1/2", "1": "All"}


def _read_share(value: str | Decimal) -> Decimal:
    try:
        share = Decimal(value)
    except InvalidOperation:
        raise ValueError(value) from None
    if not share.is_finite():
        raise ValueError(value)
    return share


class TimingFields:
    """The fields of TimingRules."""

    time_limit = MinutesField(
        "Time limit in minutes", most=A_DAY, description="Leave it empty for no limit."
    )
    question_seconds = IntegerField(
        "Seconds for each question",
        [Optional(), NumberRange(5, 3600, "Write seconds, from 5 to 3600, or nothing.")],
        description="Needs questions that only go forward. Leave it empty for no limit.",
    )
    at_bell = RadioField(
        "When the time is over",
        choices=[
            SelectChoice(
                "submit", "Hand in what is saved. Nobody loses an answer. Right for most quizzes."
            ),
            SelectChoice(
                "grace",
                "Give some minutes more to hand in. Nobody can answer in them; who does not"
                " hand in has no score.",
            ),
            SelectChoice(
                "abandon", "Do not count it. Who has not handed in has no score, unless you say so."
            ),
        ],
        coerce=BellRule,
        default=BellRule.SUBMIT,
    )
    submit_grace = MinutesField("Minutes to hand in after the bell", most=A_DAY)

    def read_timing(self) -> TimingRules:
        at_bell = self.at_bell.data or BellRule.SUBMIT
        return TimingRules(
            time_limit_seconds=self.time_limit.data,
            question_seconds=self.question_seconds.data,
            at_bell=at_bell,
            submit_grace_seconds=(
                (self.submit_grace.data or 0) if at_bell is BellRule.GRACE else 0
            ),
        )


class AttemptFields:
    """The fields of AttemptRules but those of the door, see AccessFields."""

    max_attempts = IntegerField(
        "Attempts",
        [Optional(), NumberRange(1, 100, "Write a number from 1 to 100, or nothing.")],
        description="Leave it empty for as many as they like.",
    )
    wait = MinutesField(
        "Minutes between two attempts",
        most=A_YEAR,
        description="From the end of one to the start of the next. 1440 minutes are a day.",
    )
    grading_method = SelectField(
        "Which attempt counts",
        choices=[
            SelectChoice("highest", "The one with the highest score"),
            SelectChoice("average", "The average of all"),
            SelectChoice("first", "The first"),
            SelectChoice("last", "The last"),
        ],
        coerce=GradingMethod,
        default=GradingMethod.HIGHEST,
    )
    is_practice = BooleanField(
        "Practice",
        description="There is no grade. Learners can check each question while they go on, and then"
        " see all there is to know about it.",
    )
    navigation = RadioField(
        "Moving between questions",
        choices=[
            SelectChoice("free", "Freely, back and forth"),
            SelectChoice("sequential", "Only forward: what is behind cannot be changed"),
        ],
        coerce=Navigation,
        default=Navigation.FREE,
    )
    layout = RadioField(
        "Questions on a page",
        choices=[SelectChoice("one", "One at a time"), SelectChoice("all", "All on one page")],
        coerce=Layout,
        default=Layout.ONE,
    )


class ScoringFields:
    """The fields of ScoringRules."""

    spelling_distance = RadioField(
        "Spelling of typed answers",
        choices=[
            SelectChoice("0", "Every letter has to be right"),
            SelectChoice("1", "One letter may be wrong in a word of four letters or more"),
            SelectChoice("2", "Two letters may be wrong in a word of eight letters or more"),
        ],
        coerce=int,
        default=0,
    )
    case_matters = BooleanField(
        "Capital letters matter", description="Otherwise jana is as good as Jana."
    )
    accents_matter = BooleanField(
        "Accents matter", description="Otherwise cafe is as good as café."
    )
    marked_by_hand = BooleanField(
        "I read typed answers myself",
        description="An answer that is not wholly accepted waits for you, and the score with it.",
    )
    negative_share = SelectField(
        "What a wrong choice costs",
        coerce=_read_share,
        choices=[SelectChoice(key, label) for key, label in SHARES.items()],
        default=Decimal(0),
        description="As a share of the question’s points. For questions with one choice. No answer"
        " costs nothing.",
    )
    uses_certainty = BooleanField(
        "Learners say how certain they are",
        description="Who is certain and right earns most; who is certain and wrong loses most, so"
        " guessing does not pay. It has costs of its own: leave the cost above at nothing.",
    )

    def offer_share(self, share: Decimal) -> None:
        """Let the quiz keep a share that is none of the usual ones."""
        if share not in {Decimal(key) for key in SHARES}:
            own = {str(share): f"{share.normalize():f}"}
            self.negative_share.choices = [
                SelectChoice(key, label) for key, label in {**SHARES, **own}.items()
            ]

    def read_scoring(self) -> ScoringRules:
        distance = self.spelling_distance.data
        return ScoringRules(
            case_matters=bool(self.case_matters.data),
            accents_matter=bool(self.accents_matter.data),
            spelling_distance=distance if distance in DISTANCES else 0,
            negative_share=self.negative_share.data or Decimal(0),
            uses_certainty=bool(self.uses_certainty.data),
            marked_by_hand=bool(self.marked_by_hand.data),
        )


class AccessFields:
    """The fields of AttemptRules that say who is let in."""

    access_code = StringField(
        "Access code",
        [Optional(), Length(max=LONGEST_CODE)],
        description="Learners write it before they start. Tell it in the room.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    ip_ranges = TextAreaField(
        "Addresses that may sit it",
        [Optional(), Length(max=2000)],
        description="IP addresses or ranges, one a line: 192.168.1.0/24. Leave it empty for"
        " everywhere.",
        render_kw={"rows": 3, "spellcheck": "false"},
    )
    one_sitting = BooleanField(
        "One device at a time",
        description="A second tab or device has to take the sitting over; the first one stops.",
    )

    def read_ranges(self) -> tuple[str, ...]:
        lines = (line.strip() for line in (self.ip_ranges.data or "").splitlines())
        return tuple(line for line in lines if line)


def read_attempts(form: Any) -> AttemptRules:
    """The rules of attempts and of the door: two sections of the page, one value."""
    return AttemptRules(
        max_attempts=form.max_attempts.data,
        wait_seconds=form.wait.data or 0,
        grading_method=form.grading_method.data or GradingMethod.HIGHEST,
        navigation=form.navigation.data or Navigation.FREE,
        layout=form.layout.data or Layout.ONE,
        is_practice=bool(form.is_practice.data),
        access_code=(form.access_code.data or "").strip(),
        ip_ranges=form.read_ranges(),
        one_sitting=bool(form.one_sitting.data),
    )


def fill_timing(rules: TimingRules) -> dict[str, Any]:
    """What the fields show for these rules."""
    return {
        "time_limit": rules.time_limit_seconds,
        "question_seconds": rules.question_seconds,
        "at_bell": rules.at_bell,
        "submit_grace": rules.submit_grace_seconds,
    }


def fill_attempts(rules: AttemptRules) -> dict[str, Any]:
    """What the fields of attempts and of the door show for these rules."""
    shown = {**vars(rules), "wait": rules.wait_seconds, "ip_ranges": "\n".join(rules.ip_ranges)}
    del shown["wait_seconds"]
    return shown


def fill_scoring(rules: ScoringRules) -> dict[str, Any]:
    """What the fields show for these rules."""
    return dict(vars(rules))
