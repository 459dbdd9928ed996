"""What is a writer, what may it cost, and what becomes of what it wrote?

The values that everybody shares who asks a language model or shows what came of it. Standard
library only: a page may hold them, and no page can ask a model by them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from quizapp.generation.draft import QuestionDraft, Skill

PATTERN = "written"  # the pattern of every question that a language model wrote

Beat = Callable[[], None]


def keep_on() -> None:
    """For whoever never stops a writer."""


class Gate(StrEnum):
    """What a model's words must pass, in this order; each is named in what is shown."""

    SILENCE = "silence"
    SHAPE = "shape"
    LANGUAGE = "language"
    QUOTE = "quote"
    NAMES = "names"
    NUMBERS = "numbers"
    DATES = "dates"
    CLAIMS = "claims"
    CRAFT = "craft"
    REPEATED = "repeated"
    ANSWERS = "answers"
    SUPPORT = "support"
    MEANING = "meaning"
    BUDGET = "budget"


GATES: Mapping[Gate, str] = {
    Gate.SILENCE: "No answer came in time.",
    Gate.SHAPE: "It came in another form than asked for: broken, too long, or with markup in it.",
    Gate.LANGUAGE: "It is in another language than asked for.",
    Gate.QUOTE: "The words it gave as proof do not stand in the text, or prove something else.",
    Gate.NAMES: "It names somebody or something that the text does not name.",
    Gate.NUMBERS: "It has a number that the text does not have.",
    Gate.DATES: "It has a date that the text does not have.",
    Gate.CLAIMS: "It makes a fact of what the text only reports, doubts or denies.",
    Gate.CRAFT: "It breaks a rule that every question here keeps.",
    Gate.REPEATED: "It asks what another question asks, or gives another's answer away.",
    Gate.ANSWERS: "Asked anew with the text, the model itself did not choose this key each time.",
    Gate.SUPPORT: "Asked option by option, the model found no support for the key, or some for a"
    " wrong option.",
    Gate.MEANING: "It no longer says what the original says.",
    Gate.BUDGET: "The budget was spent before it could be checked.",
}


class Aim(StrEnum):
    """What a question that a model is asked for shall be about."""

    DETAIL = "detail"
    INFERENCE = "inference"
    MAIN_IDEA = "main_idea"
    PURPOSE = "purpose"
    CAUSE = "cause"
    VOCABULARY = "vocabulary"
    ATTRIBUTION = "attribution"
    TONE = "tone"

    @property
    def skill(self) -> Skill:
        """The skill of the question: whoever hears the tone knows what the writer is up to."""
        return Skill.PURPOSE if self is Aim.TONE else Skill(self.value)


@dataclass(frozen=True)
class Prompt:
    """One call: what the model is to do, the data it does it with, and the shape of its answer.

    `instructions` are ours; `data` holds the text of others and is never an instruction.
    `schema` is a JSON Schema with a `title`, `most_tokens` the longest answer.
    """

    instructions: str
    data: str
    schema: Mapping[str, Any]
    most_tokens: int


@dataclass(frozen=True)
class Reply:
    """What came back, unread, and the tokens it took (in and out) as the server counts them."""

    text: str
    tokens: int
    seconds: float


class Writer(Protocol):
    """A language model, whoever runs it."""

    @property
    def name(self) -> str:
        """The model, as its questions name it."""

    def ask(self, prompt: Prompt, beat: Beat = keep_on) -> Reply:
        """The answer to one prompt, every call a fresh one.

        `beat` is called at least every second while it waits; what it raises ends the waiting.

        Raises:
            WriterError: no answer; the message is a sentence for a teacher.
        """


class WriterError(Exception):
    """The writer gave no answer; the message says what happened in a sentence for a teacher."""


class LateError(WriterError):
    """It took longer than it may; the next answer may come in time."""


class BudgetSpentError(WriterError):
    """What may be spent on one article is spent."""


@dataclass(frozen=True)
class Budget:
    """How many calls and tokens one article may cost."""

    calls: int
    tokens: int


@dataclass(frozen=True)
class Tally:
    """What was spent: calls, tokens (in and out), and seconds of waiting for the model."""

    calls: int = 0
    tokens: int = 0
    seconds: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.calls + other.calls, self.tokens + other.tokens, self.seconds + other.seconds
        )

    def __sub__(self, other: Tally) -> Tally:
        return Tally(
            self.calls - other.calls, self.tokens - other.tokens, self.seconds - other.seconds
        )


@dataclass(frozen=True)
class Dropped:
    """What a gate refused: its reason in a sentence, the skill it was asked for, and its stem.

    `stem` is what the model wrote, cleaned of what cannot be shown and cut; empty where it wrote
    none that could be read.
    """

    gate: Gate
    reason: str
    stem: str = ""
    skill: Skill | None = None


@dataclass(frozen=True)
class Written:
    """What came of asking for questions: drafts that passed all gates, and what was dropped."""

    drafts: tuple[QuestionDraft, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def __add__(self, other: Written) -> Written:
        return Written(self.drafts + other.drafts, self.dropped + other.dropped)


class Meter:
    """A writer with a budget: counts what is spent, and asks no more once it is spent."""

    def __init__(self, writer: Writer, budget: Budget, beat: Beat = keep_on) -> None:
        self._writer, self._budget, self._beat = writer, budget, beat
        self.tally = Tally()

    @property
    def name(self) -> str:
        return self._writer.name

    def ask(self, prompt: Prompt) -> str:
        """The text of the answer.

        Raises:
            BudgetSpentError: nothing more may be spent.
            WriterError: no answer came.
        """
        self._beat()
        if self.tally.calls >= self._budget.calls or self.tally.tokens >= self._budget.tokens:
            raise BudgetSpentError(
                f"The budget for one text is spent: {self.tally.calls} questions to {self.name},"
                f" {self.tally.tokens} tokens."
            )
        self.tally += Tally(calls=1)  # a call that fails is spent as well
        reply = self._writer.ask(prompt, self._beat)
        self.tally += Tally(tokens=reply.tokens, seconds=reply.seconds)
        return reply.text


def count_gates(dropped: Iterable[Dropped]) -> Counter[Gate]:
    """How many each gate refused, in the order of the gates."""
    counts = Counter(each.gate for each in dropped)
    return Counter({gate: counts[gate] for gate in Gate if counts[gate]})
