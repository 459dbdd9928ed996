"""What should a teacher do about a question, or a quiz, that has these figures? (pure)

The bounds are those that textbooks use for classroom tests: R. L. Ebel and D. A. Frisbie,
Essentials of Educational Measurement, 5th edition, 1991 (discrimination 20, 30 and 40; an easy
question above 95 %, a hard one below 5 %); J. C. Nunnally, Psychometric Theory, 1978 (alpha).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS
from quizapp.statistics.answers import AnswerGroup, Choice
from quizapp.statistics.figures import (
    STABLE_FROM,
    QuestionStatistics,
    QuizStatistics,
    VersionAnswers,
)

LEAST_ANSWERS = 10  # fewer say nothing about who chose what
EASY, HARD = 0.95, 0.05
WEAK_INDEX, GOOD_INDEX = 20, 30
DRAWS_STRONG = 0.1  # of a wrong option's point-biserial
OFTEN_TYPED, OFTEN_BLANK = 0.1, 0.2
GOOD_ALPHA, FAIR_ALPHA = 80, 60


class Code(StrEnum):
    """What is found; the most urgent first."""

    KEY_SUSPECT = "key_suspect"
    NEGATIVE = "negative"
    NOT_ACCEPTED = "not_accepted"
    NOBODY_RIGHT = "nobody_right"
    GUESSING = "guessing"
    DRAWS_STRONG = "draws_strong"
    TELLS_LITTLE = "tells_little"
    TOO_HARD = "too_hard"
    TOO_EASY = "too_easy"
    UNCHOSEN = "unchosen"
    OFTEN_BLANK = "often_blank"
    # About a whole quiz.
    FEW = "few"
    DISAGREES = "disagrees"
    UNRELIABLE = "unreliable"


KEY_CODES = frozenset({Code.KEY_SUSPECT, Code.NEGATIVE, Code.NOT_ACCEPTED})
_URGENCY = {code: place for place, code in enumerate(Code)}


@dataclass(frozen=True)
class Finding:
    """One thing to look at: a sentence that says what was seen and what to do.

    `question_id` is None for what is found about the whole quiz. `is_sure` when enough attempts
    stand behind it.
    """

    code: Code
    sentence: str
    question_id: int | None = None
    stem: str = ""
    is_sure: bool = True

    @property
    def is_about_key(self) -> bool:
        """Whether the key may be wrong."""
        return self.code in KEY_CODES


Found = tuple[Code, str]
Finder = Callable[[QuestionStatistics], Iterable[Found]]


def list_findings(quiz: QuizStatistics) -> list[Finding]:
    """All that is found in the questions of a quiz, the most urgent first."""
    found = [it for question in quiz.questions for it in find_in_question(question)]
    return sorted(found, key=lambda it: (_URGENCY[it.code], not it.is_sure))


def find_in_question(question: QuestionStatistics) -> list[Finding]:
    """What is found in one question, the most urgent first."""
    said = dict[Code, list[str]]()
    for finder in FINDERS:
        for code, sentence in finder(question):
            said.setdefault(code, []).append(sentence)
    if Code.KEY_SUSPECT in said:
        said.pop(Code.NEGATIVE, None)  # the same, said less well
    return [
        Finding(code, sentence, question.question_id, question.stem, question.stable)
        for code in sorted(said, key=_URGENCY.__getitem__)
        for sentence in said[code]
    ]


def find_in_quiz(quiz: QuizStatistics) -> list[Finding]:
    """What is to be said of the whole quiz."""
    found = []
    if 0 < quiz.n < STABLE_FROM:
        attempts = "1 attempt" if quiz.n == 1 else f"{quiz.n} attempts"
        sentence = (
            f"With {attempts} these figures may change a lot."
            f" From {STABLE_FROM} on they are steady."
        )
        found.append(Finding(Code.FEW, sentence))
    consistency = quiz.internal_consistency
    if consistency is not None and consistency < 0:
        sentence = (
            "The questions work against each other: who has one right tends to have others wrong."
            " Look at the questions with a negative discrimination first."
        )
        found.append(Finding(Code.DISAGREES, sentence, is_sure=quiz.stable))
    elif consistency is not None and consistency < FAIR_ALPHA:
        sentence = (
            f"Chance has a large part in these scores (internal consistency {consistency:.0f})."
            " Decide about nobody by this quiz alone; more questions, or better ones, help."
        )
        found.append(Finding(Code.UNRELIABLE, sentence, is_sure=quiz.stable))
    return found


def explain_consistency(quiz: QuizStatistics) -> str:
    """What Cronbach's alpha of this quiz means, in a sentence."""
    consistency = quiz.internal_consistency
    if consistency is None:
        if not quiz.is_one_paper and quiz.questions:
            return (
                "It needs attempts that were all asked the same questions, with every answer"
                " marked. Here papers differ."
            )
        return "It needs at least two questions, and scores that differ."
    if consistency >= GOOD_ALPHA:
        return "The questions measure the same thing well: the scores can be relied on."
    if consistency >= FAIR_ALPHA:
        return "Good enough for a quiz in class, beside other marks."
    return "Too low to decide anything by this quiz alone."


def explain_discrimination(index: float | None) -> str:
    """A discrimination index in a word or two."""
    if index is None:
        return "not known yet"
    if index < 0:
        return "wrong way round"
    if index < WEAK_INDEX:
        return "weak"
    return "fair" if index < GOOD_INDEX else "good"


def _look_at_key(question: QuestionStatistics) -> Iterator[Found]:
    for group in _groups_of(question):
        key = group.key
        if key is None or key.strongest is None:
            continue
        for it in _wrong_choices(group):
            if (it.strongest or 0) > key.strongest and _correlation(it) > _correlation(key):
                yield (
                    Code.KEY_SUSPECT,
                    f"{_at(group)}Of the strongest third, {_percent(it.strongest)} chose {it.name}"
                    f" and {_percent(key.strongest)} the key, {key.name}: check the key.",
                )


def _look_at_distractors(question: QuestionStatistics) -> Iterator[Found]:
    for group in _groups_of(question):
        key = group.key
        for it in _wrong_choices(group):
            beyond_key = key is not None and (it.strongest or 0) > (key.strongest or 0)
            if it.n >= 3 and _correlation(it) > DRAWS_STRONG and not beyond_key:
                yield (
                    Code.DRAWS_STRONG,
                    f"{_at(group)}{it.name} draws strong learners more than weak ones."
                    " Is it right in some way? Make it clearly wrong.",
                )


def _look_at_unchosen(question: QuestionStatistics) -> Iterator[Found]:
    for group in _groups_of(question):
        unchosen = [it.name for it in _wrong_choices(group) if it.n == 0]
        if _newest(question).draft.kind not in CHOICE_KINDS or not unchosen:
            continue
        what = "it distracts no one" if len(unchosen) == 1 else "they distract no one"
        yield (
            Code.UNCHOSEN,
            f"Nobody chose {' or '.join(unchosen)}: {what}. Write something more tempting instead.",
        )


def _look_at_typed(question: QuestionStatistics) -> Iterator[Found]:
    if not question.answers or _newest(question).draft.kind not in TEXT_KINDS:
        return
    for group in _newest(question).groups:
        for it in _wrong_choices(group):
            if it.n >= 3 and it.share >= OFTEN_TYPED:
                yield (
                    Code.NOT_ACCEPTED,
                    f"{_at(group)}{it.n} learners typed {it.name}, which is not accepted."
                    " Accept it, or ask so that it is clearly wrong.",
                )


def _look_at_blanks(question: QuestionStatistics) -> Iterator[Found]:
    for group in _groups_of(question):
        blank = next((it for it in group.choices if it.is_blank), None)
        if blank and blank.share >= OFTEN_BLANK:
            yield (
                Code.OFTEN_BLANK,
                f"{_at(group)}{_percent(blank.share)} gave no answer."
                " Is it clear what to do, and was there time?",
            )


def _look_at_facility(question: QuestionStatistics) -> Iterator[Found]:
    facility, guessed = question.facility_index, question.random_guess_score
    if facility is None or question.n < LEAST_ANSWERS:
        return
    if facility == 0:
        yield Code.NOBODY_RIGHT, "Nobody has it right: check the key and the wording."
    elif guessed and facility <= guessed:
        yield (
            Code.GUESSING,
            f"Guessing does as well: {_percent(facility)} is right, and who only guesses has"
            f" {_percent(guessed)}. Check the key, or ask more clearly.",
        )
    elif facility <= HARD:
        yield (
            Code.TOO_HARD,
            f"Hardly anybody has it right ({_percent(facility)}): too hard to tell learners apart.",
        )
    elif facility >= EASY:
        yield (
            Code.TOO_EASY,
            f"Too easy to tell learners apart: {_percent(facility)} is right."
            " Keep it as a beginning, or ask something harder.",
        )


def _look_at_discrimination(question: QuestionStatistics) -> Iterator[Found]:
    index, facility = question.discrimination_index, question.facility_index or 0
    if index is None or question.n < LEAST_ANSWERS:
        return
    if index < 0:
        yield (
            Code.NEGATIVE,
            f"Weak learners do better here than strong ones (discrimination {index:.0f}):"
            " check the key, then the wording.",
        )
    elif index < WEAK_INDEX and HARD < facility < EASY:
        yield (
            Code.TELLS_LITTLE,
            f"It hardly tells strong learners from weak ones (discrimination {index:.0f}; from"
            f" {GOOD_INDEX} on it is good). Is the question clear, and only one answer right?",
        )


def _groups_of(question: QuestionStatistics) -> tuple[AnswerGroup, ...]:
    """The groups of the newest version, when there are answers enough to it."""
    if not question.answers or _newest(question).n < LEAST_ANSWERS:
        return ()
    return _newest(question).groups


def _newest(question: QuestionStatistics) -> VersionAnswers:
    return question.answers[0]


def _wrong_choices(group: AnswerGroup) -> list[Choice]:
    return [it for it in group.choices if not it.is_key and not it.is_blank]


def _correlation(choice: Choice) -> float:
    return choice.point_biserial or 0.0


def _at(group: AnswerGroup) -> str:
    return f"{group.label}: " if group.label else ""


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0):.0f} %"


FINDERS: tuple[Finder, ...] = (
    _look_at_key,
    _look_at_distractors,
    _look_at_unchosen,
    _look_at_typed,
    _look_at_blanks,
    _look_at_facility,
    _look_at_discrimination,
)
