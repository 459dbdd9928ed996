"""What does a learner's record consist of? (pure)

The names are those of the file: docs/privacy.md tells of each. What may not be seen now is None,
or is not there: no right answer is in a record, nor anything that a review policy hides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from quizapp.accounts.needs import Needs
from quizapp.notebook.looks import Look

FORMAT, VERSION = "quizapp-record", 1


@dataclass(frozen=True)
class Account:
    number: int
    name: str
    external_id: str
    language: str | None
    created_at: datetime


@dataclass(frozen=True)
class CoursePlace:
    """A place in a course, and who teaches it."""

    course: str
    teachers: tuple[str, ...]
    sign_in_name: str
    section: str
    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True)
class Arrangement:
    """What the learner has in one quiz alone. The code itself is the teacher's to tell."""

    course: str
    quiz: str
    time_limit_seconds: int | None
    untimed: bool
    opens_at: datetime | None
    closes_at: datetime | None
    max_attempts: int | None
    any_number: bool
    has_own_code: bool


@dataclass(frozen=True)
class Decision:
    """What a teacher decided about a grade; the reasons are for teachers, None for the learner."""

    course: str
    quiz: str
    at: datetime
    by: str
    score: Decimal | None
    max_score: Decimal | None
    is_excused: bool
    comment: str
    score_reason: str | None
    excuse_reason: str | None


@dataclass(frozen=True)
class Answer:
    """One answer as it was given: `given` in words, () where it was taken back."""

    given: tuple[str, ...]
    received_at: datetime
    seconds: int | None
    certainty: int | None
    is_late: bool
    counts: bool


@dataclass(frozen=True)
class AskedQuestion:
    """A question of an attempt, and every answer to it, the oldest first."""

    position: int
    kind: str
    stem: str | None
    max_score: Decimal
    score: Decimal | None
    state: str | None
    comment: str | None
    marked_at: datetime | None
    checked_at: datetime | None
    is_flagged: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class TakenBreak:
    started_at: datetime
    length_seconds: int
    ended_at: datetime | None


@dataclass(frozen=True)
class Event:
    """A line of an attempt's log; `by` is the teacher who did it, when it was not the learner."""

    at: datetime
    kind: str
    by: str | None
    seconds: int | None
    position: int | None


@dataclass(frozen=True)
class ToldAttempt:
    """A sitting with all that was done in it."""

    course: str
    quiz: str
    number: int
    started_at: datetime
    deadline: datetime | None
    time_limit_seconds: int | None
    added_seconds: int
    paused_seconds: int
    closed_at: datetime | None
    close_reason: str | None
    score: Decimal | None
    max_score: Decimal
    questions: tuple[AskedQuestion, ...]
    breaks: tuple[TakenBreak, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class ToldGateAnswer:
    text: str
    after_paragraph: int
    stem: str | None
    given: tuple[str, ...]
    was_right: bool | None
    at: datetime


@dataclass(frozen=True)
class ToldPlace:
    text: str
    paragraph: int
    furthest: int
    read_at: datetime


@dataclass(frozen=True)
class ToldDay:
    text: str
    day: date
    seconds: int


@dataclass(frozen=True)
class ToldNote:
    """A mark, a note or both; `words` are those that are marked, None while they are hidden."""

    text: str
    paragraph: int
    colour: str
    words: str | None
    note: str
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class ToldWord:
    """A kept word; `meaning` is None while a quiz may ask for it."""

    word: str
    meaning: str | None
    text: str | None
    paragraph: int | None
    kept_at: datetime


@dataclass(frozen=True)
class Review:
    """One answer in practice; what was asked and whether it was right are None while it rests."""

    about: str
    asked: str | None
    given: tuple[str, ...]
    was_right: bool | None
    due: datetime | None
    at: datetime
    seconds: int | None
    certainty: int | None


@dataclass(frozen=True)
class OwnThings:
    """What is the learner's alone; no teacher gets it."""

    look: Look | None
    reading_places: tuple[ToldPlace, ...]
    reading_days: tuple[ToldDay, ...]
    notes: tuple[ToldNote, ...]
    words: tuple[ToldWord, ...]
    practice: tuple[Review, ...]
    gate_answers: tuple[ToldGateAnswer, ...]


@dataclass(frozen=True)
class Record:
    """Everything that is told about a learner; `own` is None for a teacher.

    `attempts` are told one at a time, each time they are asked for: a long record needs no more
    memory than a short one.
    """

    written_at: datetime
    account: Account
    needs: Needs | None
    courses: tuple[CoursePlace, ...]
    arrangements: tuple[Arrangement, ...]
    decisions: tuple[Decision, ...]
    attempts: Callable[[], Iterator[ToldAttempt]]
    own: OwnThings | None
