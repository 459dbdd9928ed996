"""What may a teacher decide about a quiz? (pure)

Plain values: the form writes them, `setting` keeps them in tables and reads them back, and
assembly, scoring and the review of a result take the part that concerns them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from quizapp.generation.draft import Difficulty, Kind, Skill


class BellRule(StrEnum):
    """What becomes of an attempt that nobody has handed in when its time is over."""

    SUBMIT = "submit"  # what is saved is handed in
    GRACE = "grace"  # some seconds more to hand in, not to answer; then abandoned
    ABANDON = "abandon"  # it does not count, unless the teacher says so


class Navigation(StrEnum):
    FREE = "free"
    SEQUENTIAL = "sequential"  # forward only


class Layout(StrEnum):
    ONE = "one"
    ALL = "all"


class GradingMethod(StrEnum):
    """Which of several attempts counts."""

    HIGHEST = "highest"
    AVERAGE = "average"
    FIRST = "first"
    LAST = "last"


class Moment(StrEnum):
    """When a learner looks back at an attempt (as in Moodle's review options)."""

    DURING = "during"  # while it runs, once a question has been checked
    RIGHT_AFTER = "right_after"  # within two minutes of handing in
    WHILE_OPEN = "while_open"
    AFTER_CLOSING = "after_closing"


class Aspect(StrEnum):
    """What a learner may see of an attempt."""

    ATTEMPT = "attempt"  # the questions and the own answers
    CORRECTNESS = "correctness"
    SCORE = "score"
    RATIONALE = "rationale"
    EVIDENCE = "evidence"
    KEY = "key"
    OVERALL_FEEDBACK = "overall_feedback"


ReviewPolicy = frozenset[tuple[Moment, Aspect]]
AFTERWARDS = (Moment.RIGHT_AFTER, Moment.WHILE_OPEN, Moment.AFTER_CLOSING)
_TELLS_THE_SCORE = (Aspect.SCORE, Aspect.OVERALL_FEEDBACK)

EVERYTHING: ReviewPolicy = frozenset((moment, it) for moment in AFTERWARDS for it in Aspect)
ANSWERS_AFTER_CLOSING: ReviewPolicy = frozenset(
    {(moment, it) for moment in AFTERWARDS for it in (Aspect.ATTEMPT, *_TELLS_THE_SCORE)}
    | {(Moment.AFTER_CLOSING, it) for it in Aspect}
)
SCORE_ONLY: ReviewPolicy = frozenset(
    (moment, it) for moment in AFTERWARDS for it in _TELLS_THE_SCORE
)
# Practice: a question that was checked says all there is to know about it.
PRACTICE: ReviewPolicy = EVERYTHING | {(Moment.DURING, it) for it in Aspect}
PRESETS: dict[str, ReviewPolicy] = {
    "everything": EVERYTHING,
    "after_closing": ANSWERS_AFTER_CLOSING,
    "score_only": SCORE_ONLY,
}


@dataclass(frozen=True)
class SlotRule:
    """A place on the paper: one fixed question, or `count` drawn from a pool.

    Empty `skills` or `kinds`, and no `difficulty`, mean any. Each question of the slot is
    worth `weight` points.
    """

    count: int = 1
    question_id: int | None = None
    skills: tuple[Skill, ...] = ()
    kinds: tuple[Kind, ...] = ()
    difficulty: Difficulty | None = None
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class PaperRules:
    """How a learner's paper is put together."""

    slots: tuple[SlotRule, ...]
    shuffle_questions: bool = False
    shuffle_options: bool = True


@dataclass(frozen=True)
class TimingRules:
    """How long an attempt may take; None is no limit."""

    time_limit_seconds: int | None = None
    question_seconds: int | None = None
    at_bell: BellRule = BellRule.SUBMIT
    submit_grace_seconds: int = 0  # with BellRule.GRACE: how long handing in stays possible


@dataclass(frozen=True)
class AttemptRules:
    """How often, from where and in which form a quiz may be sat."""

    max_attempts: int | None = None
    wait_seconds: int = 0  # between the end of an attempt and the next one
    grading_method: GradingMethod = GradingMethod.HIGHEST
    navigation: Navigation = Navigation.FREE
    layout: Layout = Layout.ONE
    is_practice: bool = False
    access_code: str = ""
    ip_ranges: tuple[str, ...] = ()  # CIDR; none means from anywhere
    one_sitting: bool = False  # one device or tab at a time


@dataclass(frozen=True)
class ScoringRules:
    """How responses become points."""

    case_matters: bool = False
    accents_matter: bool = False
    spelling_distance: int = 0  # letters by which a typed word may be misspelt, 0 to 2
    negative_share: Decimal = Decimal(0)  # what a wrong choice costs, as a share of the weight
    uses_certainty: bool = False  # certainty-based marking
    marked_by_hand: bool = False  # typed answers that are not accepted wait for the teacher


@dataclass(frozen=True)
class FeedbackBand:
    """What a learner with at least `from_percent` of the score is told."""

    from_percent: int
    text: str


@dataclass(frozen=True)
class QuizRules:
    """All that a teacher decides about a quiz."""

    title: str
    paper: PaperRules
    timing: TimingRules = TimingRules()
    attempts: AttemptRules = AttemptRules()
    scoring: ScoringRules = ScoringRules()
    review: ReviewPolicy = EVERYTHING
    feedback: tuple[FeedbackBand, ...] = ()

    @property
    def question_count(self) -> int:
        return sum(slot.count for slot in self.paper.slots)


def draw(count: int, skills: tuple[Skill, ...] = ()) -> PaperRules:
    """A paper of `count` questions of these skills (none means all), in the passage's order."""
    return PaperRules((SlotRule(count, skills=skills),))
