"""In which words does a teacher read the rules of a quiz? (pure)

Each section of the rules becomes short phrases: the basics, which are always told, and what
differs from a plain quiz.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from quizapp.quizzes.rules import (
    PRACTICE,
    PRESETS,
    AttemptRules,
    BellRule,
    GradingMethod,
    Layout,
    Navigation,
    PaperRules,
    QuizRules,
    ScoringRules,
    SlotRule,
    TimingRules,
)
from quizapp.web.filters import show_duration, show_label, show_score

TITLES = {
    "paper": "Paper",
    "timing": "Time",
    "attempts": "Attempts",
    "scoring": "Scoring",
    "review": "What learners see",
    "access": "Access",
}
POLICY_WORDS = {
    "everything": "everything, as soon as they hand in",
    "after_closing": "the score at once, answers and reasons after the closing",
    "score_only": "the score alone",
}
GRADING_WORDS = {
    GradingMethod.HIGHEST: "the highest score counts",
    GradingMethod.AVERAGE: "the average counts",
    GradingMethod.FIRST: "the first counts",
    GradingMethod.LAST: "the last counts",
}
SPELLING_WORDS = (
    "spelling has to be right",
    "one letter may be misspelt",
    "two letters may be misspelt",
)


@dataclass(frozen=True)
class Section:
    """What is set in one section: phrases without a capital letter or a full stop."""

    name: str
    title: str
    basics: tuple[str, ...]
    extras: tuple[str, ...]

    @property
    def summary(self) -> str:
        """All phrases in one line."""
        line = ", ".join((*self.basics, *self.extras))
        return line[:1].upper() + line[1:]

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to tell beyond the basics."""
        return not self.extras


def tell(rules: QuizRules) -> dict[str, Section]:
    """The sections in the order of the page, by name."""
    told: dict[str, tuple[Iterable[str], Iterable[str]]] = {
        "paper": _tell_paper(rules.paper),
        "timing": _tell_timing(rules.timing),
        "attempts": _tell_attempts(rules.attempts),
        "scoring": _tell_scoring(rules.scoring),
        "review": _tell_review(rules),
        "access": _tell_access(rules.attempts),
    }
    return {
        name: Section(name, TITLES[name], tuple(basics), tuple(extras))
        for name, (basics, extras) in told.items()
    }


def tell_slot(slot: SlotRule) -> str:
    """5 questions on detail or cause, easy, 2 points each."""
    parts = [_count(slot.count, "question")]
    if slot.skills:
        parts[0] += f" on {_either(slot.skills)}"
    elif not slot.kinds and slot.difficulty is None:
        parts[0] += " from all"
    if slot.kinds:
        parts.append(_either(slot.kinds))
    if slot.difficulty:
        parts.append(slot.difficulty.value)
    return ", ".join([*parts, *_tell_weight(slot.weight)])


def _tell_paper(rules: PaperRules) -> tuple[list[str], list[str]]:
    slots = []
    for fixed, same in groupby(rules.slots, key=_fixed_weight):
        alike = list(same)
        if fixed is None:
            slots += [tell_slot(slot) for slot in alike]
        else:
            named = _count(len(alike), "fixed question")
            slots.append(", ".join([named, *_tell_weight(fixed)]))
    order = "questions shuffled" if rules.shuffle_questions else "in the order of the passage"
    options = "options shuffled" if rules.shuffle_options else "options as they were written"
    return ["; ".join(slots), order, options], []


def _tell_timing(rules: TimingRules) -> tuple[list[str], list[str]]:
    extras = []
    if rules.question_seconds:
        extras.append(f"{rules.question_seconds} seconds for each question")
    if rules.at_bell is BellRule.GRACE:
        extras.append(f"{show_duration(rules.submit_grace_seconds)} more to hand in, not to answer")
    if rules.at_bell is BellRule.ABANDON:
        extras.append("an attempt that is not handed in does not count")
    saved = rules.at_bell is BellRule.SUBMIT and rules.time_limit_seconds
    basics = [show_duration(rules.time_limit_seconds)]
    return basics + ["what is saved is handed in at the end"] * bool(saved), extras


def _tell_attempts(rules: AttemptRules) -> tuple[list[str], list[str]]:
    most = rules.max_attempts
    basics = [_count(most, "attempt") if most else "as many attempts as they like"]
    basics.append("free navigation" if rules.navigation is Navigation.FREE else "forward only")
    basics.append(
        "one question at a time" if rules.layout is Layout.ONE else "all questions on one page"
    )
    extras = ["practice without a grade"] * rules.is_practice
    if most != 1 and not rules.is_practice:
        extras.append(GRADING_WORDS[rules.grading_method])
    if rules.wait_seconds:
        extras.append(f"{show_duration(rules.wait_seconds)} between two attempts")
    return basics, extras


def _tell_scoring(rules: ScoringRules) -> tuple[list[str], list[str]]:
    extras = [SPELLING_WORDS[rules.spelling_distance]] * bool(rules.spelling_distance)
    extras += ["capital letters matter"] * rules.case_matters
    extras += ["accents matter"] * rules.accents_matter
    extras += ["the teacher reads typed answers"] * rules.marked_by_hand
    if rules.negative_share:
        extras.append(f"a wrong choice costs {_share(rules.negative_share)} of the points")
    extras += ["learners say how certain they are"] * rules.uses_certainty
    costly = rules.negative_share or rules.uses_certainty
    return [] if costly else ["a wrong answer costs nothing"], extras


def _tell_review(rules: QuizRules) -> tuple[list[str], list[str]]:
    if rules.review == PRACTICE:
        basics = ["everything, as soon as a question is checked"]
    else:
        named = (POLICY_WORDS[name] for name, it in PRESETS.items() if it == rules.review)
        basics = [next(named, "as you have chosen" if rules.review else "nothing")]
    bands = len(rules.feedback)
    return basics, [_count(bands, "text") + " of overall feedback"] * bool(bands)


def _tell_access(rules: AttemptRules) -> tuple[list[str], list[str]]:
    extras = ["with an access code"] * bool(rules.access_code)
    if rules.ip_ranges:
        extras.append(f"only from {', '.join(rules.ip_ranges)}")
    extras += ["one device at a time"] * rules.one_sitting
    return [] if extras else ["from anywhere, without a code"], extras


def _fixed_weight(slot: SlotRule) -> Decimal | None:
    """What a fixed question is worth; None for a random slot."""
    return None if slot.question_id is None else slot.weight


def _tell_weight(weight: Decimal) -> list[str]:
    if weight == 1:
        return []
    return [f"{show_score(weight)} points each"]


def _share(share: Decimal) -> str:
    """In words where there are words: a third."""
    words = {"0.25": "a quarter", "0.33333": "a third", "0.5": "half", "1": "all"}
    return words.get(f"{share.normalize():f}", f"{share.normalize():f}")


def _either(values: Iterable[str]) -> str:
    """Detail, cause or purpose, in small letters."""
    *most, last = (show_label(it).lower() for it in values)
    return f"{', '.join(most)} or {last}" if most else last


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
