"""Which form fits a question of a kind? The forms that write and edit questions.

What every kind has is `authoring_question`; a file each for what the families of kinds have.
"""

from __future__ import annotations

from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.generation.draft import CHOICE_KINDS, Kind, QuestionDraft
from quizapp.web.forms.authoring_choice import ChoiceForm, TrueFalseForm
from quizapp.web.forms.authoring_lists import MatchingForm, OrderingForm
from quizapp.web.forms.authoring_question import QuestionForm
from quizapp.web.forms.authoring_typed import ClozeForm, NumericalForm, ShortAnswerForm

FORMS: dict[Kind, type[QuestionForm]] = {
    **dict.fromkeys(CHOICE_KINDS, ChoiceForm),
    **dict.fromkeys(FIXED_OPTIONS, TrueFalseForm),
    Kind.SHORT_ANSWER: ShortAnswerForm,
    Kind.CLOZE: ClozeForm,
    Kind.NUMERICAL: NumericalForm,
    Kind.MATCHING: MatchingForm,
    Kind.ORDERING: OrderingForm,
}


def form_for(draft: QuestionDraft) -> QuestionForm:
    """The form of the draft's kind, filled with it or with what was sent, with room for more."""
    form = FORMS[draft.kind].of(draft)
    form.make_room()
    return form
