"""From which banks, and which ready-made quiz? The fields at the top of a quiz's form."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from quizapp.bank.usable import UsableBank
from quizapp.quizzes.assembly import Candidate
from quizapp.quizzes.ready import BY_NAME, READY, ReadyChoice, apply, fit
from quizapp.quizzes.rules import QuizRules

OWN = "own"


class BankFields:
    """Which banks the quiz draws from."""

    banks = SelectMultipleField(
        "Banks",
        [InputRequired("Choose at least one bank that the quiz draws from.")],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    offered: dict[int, UsableBank]

    def offer_banks(self, summaries: Sequence[UsableBank]) -> None:
        """Let the teacher choose among these."""
        self.offered = {it.bank.id: it for it in summaries}
        self.banks.choices = [
            SelectChoice(str(key), it.bank.title or "A bank without a title")
            for key, it in self.offered.items()
        ]

    def list_chosen(self) -> list[int]:
        """The chosen banks, of those that are offered."""
        return [key for key in self.offered if key in (self.banks.data or ())]


class ReadyFields(BankFields):
    """A ready-made quiz of the banks, or rules of one's own."""

    ready = RadioField(
        "What kind of quiz",
        choices=[
            *(SelectChoice(it.name, it.title) for it in READY),
            SelectChoice(OWN, "Set it up yourself"),
        ],
        default=READY[0].name,
    )
    notes = {it.name: it.note for it in READY}  # noqa: RUF012
    shortage = ""  # what the banks could not give

    @property
    def choice(self) -> ReadyChoice | None:
        """The ready-made quiz that is chosen, if it is one."""
        return BY_NAME.get(self.ready.data or "")

    def apply_choice(self, rules: QuizRules, candidates: Sequence[Candidate]) -> QuizRules | None:
        """`rules` as the choice has them, with as many questions as there are; None for none."""
        choice = self.choice
        if choice is None:
            return rules
        fitted = fit(choice, candidates)
        is_one = len(self.list_chosen()) == 1
        if not fitted.available:
            source = "This bank has" if is_one else "These banks have"
            what = " on vocabulary" if choice.skills else ""
            self.ready.errors = [
                f"{source} no approved question{what}: choose other banks, or approve some."
            ]
            return None
        if fitted.is_short:
            source = "This bank" if is_one else "These banks"
            taken = "question" if fitted.available == 1 else "questions"
            self.shortage = (
                f"{source} can fill {fitted.available} of {fitted.wanted} places;"
                f" {fitted.available} {taken} taken."
            )
        return apply(choice, rules, min(fitted.wanted, fitted.available))
