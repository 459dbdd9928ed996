"""What does a question say, before anybody has reviewed it?

The typed value that every writer of questions hands on: the generator's patterns, a bank
file, the teacher's form. It imports nothing but the standard library, so that any part
may hold one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a question is asked and answered (the interaction)."""

    MULTIPLE_CHOICE = "multiple_choice"
    MULTIPLE_RESPONSE = "multiple_response"
    TRUE_FALSE = "true_false"
    TRUE_FALSE_NOT_GIVEN = "true_false_not_given"
    SHORT_ANSWER = "short_answer"
    CLOZE = "cloze"
    NUMERICAL = "numerical"
    MATCHING = "matching"
    ORDERING = "ordering"
    INSERTION = "insertion"
    SELECT_SENTENCE = "select_sentence"
    IRRELEVANT_SENTENCE = "irrelevant_sentence"


CHOICE_KINDS = frozenset(
    {
        Kind.MULTIPLE_CHOICE,
        Kind.MULTIPLE_RESPONSE,
        Kind.TRUE_FALSE,
        Kind.TRUE_FALSE_NOT_GIVEN,
        Kind.INSERTION,
        Kind.SELECT_SENTENCE,
        Kind.IRRELEVANT_SENTENCE,
    }
)
TEXT_KINDS = frozenset({Kind.SHORT_ANSWER, Kind.CLOZE, Kind.NUMERICAL})
GAP = "____"
LONGEST_WRITER = 200  # characters of a language model's name


class Skill(StrEnum):
    """What a reader must be able to do to answer."""

    DETAIL = "detail"
    VOCABULARY = "vocabulary"
    REFERENCE = "reference"
    COHESION = "cohesion"
    SEQUENCE = "sequence"
    CAUSE = "cause"
    ATTRIBUTION = "attribution"
    INFERENCE = "inference"
    MAIN_IDEA = "main_idea"
    PURPOSE = "purpose"


class Difficulty(StrEnum):
    """How hard the question is for a reader of the passage's level."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class DistractorClass(StrEnum):
    """Why a wrong option is wrong (STARC, Berzak, Malmaud & Levy, ACL 2020)."""

    MISREADING = "misreading"  # STARC b: misreads the critical span
    OTHER_SPAN = "other_span"  # STARC c: true of another span of the passage
    UNSUPPORTED = "unsupported"  # STARC d: has no support in the passage


class Origin(StrEnum):
    GENERATED = "generated"
    AUTHORED = "authored"


class Status(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True)
class Span:
    """A stretch of the passage: body paragraph (from 1), half-open offsets, and its text."""

    paragraph: int
    start: int
    end: int
    quote: str


NOWHERE = Span(0, 0, 0, "")  # the evidence of a question for which none is chosen yet


@dataclass(frozen=True)
class Picture:
    """A picture that belongs to the stem: the SHA-256 of its file, and what it shows in words."""

    sha256: str
    description: str = ""


@dataclass(frozen=True)
class Option:
    """One choice. A distractor has a class; the key has none."""

    text: str
    key: bool = False
    rationale: str = ""
    distractor_class: DistractorClass | None = None


@dataclass(frozen=True)
class AcceptedAnswer:
    """A typed answer that earns the point of its gap (gaps count from 1).

    `tolerance` is for numerical questions: answers within it are right, written as a decimal.
    """

    text: str
    gap: int = 1
    tolerance: str = ""


@dataclass(frozen=True)
class Pair:
    """A premise and the response that belongs to it; an empty premise makes a distractor."""

    premise: str
    response: str


@dataclass(frozen=True)
class QuestionDraft:
    """One question, complete: what is asked, what is right, why, and where the text says so.

    `options` serve the choice kinds, `accepted_answers` the typed kinds, `pairs` matching,
    and `order` (the texts in their right order) ordering; the others stay empty.
    In insertion the options are the places, in select_sentence the paragraph's sentences, in
    irrelevant_sentence its sentences with an intruder among them, all in the order of reading.
    `hidden_spans` would give the key away: the passage is shown without them while the attempt
    runs (the sentence that was taken out, the gapped word).
    `rationale` explains the key of a kind that has no options.
    `writer` names the language model whose words the question has, perhaps edited since; it is
    empty when a pattern or a person wrote it.
    `confidence` is the writer's own estimate from 0 to 1, `reasons` the codes of the
    checks that kept the question a draft.
    """

    uid: str
    kind: Kind
    skill: Skill
    difficulty: Difficulty
    stem: str
    critical_span: Span
    options: tuple[Option, ...] = ()
    accepted_answers: tuple[AcceptedAnswer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    order: tuple[str, ...] = ()
    distractor_spans: tuple[Span, ...] = ()
    hidden_spans: tuple[Span, ...] = ()
    rationale: str = ""
    origin: Origin = Origin.GENERATED
    pattern: str = ""
    confidence: float = 1.0
    status: Status = Status.DRAFT
    reasons: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    writer: str = ""
