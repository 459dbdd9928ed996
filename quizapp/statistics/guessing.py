"""What does somebody score who only guesses? (pure)"""

from __future__ import annotations

from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft


def guess_score(draft: QuestionDraft) -> float | None:
    """The share that blind guessing earns on average, as in Moodle; None where nobody can say.

    A typed answer is not guessed. Of several choices it is unknown how many a guesser ticks.
    In an ordering of n items, a place is followed by its right neighbour once in n times.
    """
    if draft.kind in TEXT_KINDS:
        return 0.0
    if draft.kind is Kind.MULTIPLE_RESPONSE:
        return None
    if draft.kind in CHOICE_KINDS:
        return _one_in(len(draft.options), sum(option.key for option in draft.options))
    return _one_in(len(draft.pairs) if draft.kind is Kind.MATCHING else len(draft.order))


def _one_in(choices: int, right: int = 1) -> float | None:
    return right / choices if choices else None
