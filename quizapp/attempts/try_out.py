"""How does a try-out go? As any other sitting, but that no table keeps it. (pure)

The attempt, its paper and its responses are made anew for each request from what the browser has
given so far. No session of the database ever holds them; whatever reads an attempt reads these too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from quizapp.attempts.answers import from_page
from quizapp.attempts.closing import mark_item, sum_up
from quizapp.attempts.models import Attempt, CloseReason, PaperItem, Response
from quizapp.attempts.responses import Answer
from quizapp.attempts.saving import Saved
from quizapp.attempts.sitting import is_elsewhere
from quizapp.attempts.timing import find_deadline
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import AttemptRules, BellRule, Navigation, QuizRules, TimingRules, draw
from quizapp.quizzes.terms import scoring_rules, write_rules

TIME_LIMIT = timedelta(minutes=6)  # after the first one the page says that five are left
LASTS = timedelta(hours=1)  # the clock only shows: the bell ends nothing


@dataclass(frozen=True)
class TryOutQuestion:
    """A question, and its own indices in the order in which the page prints them."""

    draft: QuestionDraft
    printed_order: tuple[int, ...]


@dataclass(frozen=True)
class Given:
    """What a browser has given so far: the answers in force and the marks for later, by position.

    `name` tells this try-out from others of the browser, `tab` is the page that holds it.
    """

    name: str
    started_at: datetime
    tab: str = ""
    responses: dict[int, Response] = field(default_factory=dict)
    marked: frozenset[int] = frozenset()
    handed_in_at: datetime | None = None


@dataclass(frozen=True)
class TryOut:
    """A try-out under way or handed in; the version of a question is its position."""

    given: Given
    attempt: Attempt
    drafts: dict[int, QuestionDraft]

    @property
    def responses(self) -> dict[int, Response]:
        return self.given.responses

    def find_item(self, position: int) -> PaperItem:
        """The question at this position.

        Raises:
            LookupError: the paper has no such position.
        """
        for item in self.attempt.items:
            if item.position == position:
                return item
        raise LookupError(position)


def open_try_out(title: str, questions: Sequence[TryOutQuestion], given: Given) -> TryOut:
    """The try-out as it stands."""
    drafts = {place: it.draft for place, it in enumerate(questions, start=1)}
    attempt = _make_attempt(_make_quiz(title, len(questions)), given)
    attempt.items = [
        PaperItem(
            position=place,
            version_id=place,
            printed_order=tuple(map(str, it.printed_order)),
            max_score=Decimal(1),
            is_flagged=place in given.marked,
        )
        for place, it in enumerate(questions, start=1)
    ]
    attempt.max_score = Decimal(len(questions))
    found = TryOut(given, attempt, drafts)
    if given.handed_in_at:
        _close(found, given.handed_in_at)
    return found


def take_answer(found: TryOut, answer: Answer, *, now: datetime) -> tuple[Response, Saved]:
    """The response that is in force now, and the receipt. Saving twice is one save.

    As with responses that are kept, the last by (sequence, arrival) is in force; another value
    under a number that its tab has used goes behind it.

    Raises:
        AnswerError: the fields do not fit the question.
        LookupError: the paper has no such position.
    """
    item = found.find_item(answer.position)
    order = [int(index) for index in item.printed_order]
    value = from_page(found.drafts[item.version_id], order, answer.fields)
    given = Response(
        position=answer.position,
        tab=answer.tab,
        sequence=answer.sequence,
        value=value,
        received_at=now,
        is_late=False,
        counts=True,
    )
    kept = _pick_last(found.responses.get(answer.position), given)
    in_force = (kept.tab, kept.value) == (given.tab, given.value)
    return kept, Saved(
        received_at=kept.received_at if in_force else now,
        next_sequence=kept.sequence + 1,
        in_force=in_force,
        late=False,
        elsewhere=is_elsewhere(found.attempt, answer.tab),
    )


def _pick_last(last: Response | None, given: Response) -> Response:
    """Which of the two is in force."""
    if last is None:
        return given
    if (last.tab, last.sequence) == (given.tab, given.sequence):
        if last.value == given.value:
            return last
        given.sequence += 1
    return given if given.sequence >= last.sequence else last


def _make_quiz(title: str, count: int) -> Quiz:
    quiz = Quiz()
    timing = TimingRules(time_limit_seconds=int(TIME_LIMIT.total_seconds()))
    write_rules(quiz, QuizRules(title, draw(count), timing, AttemptRules(is_practice=True)))
    return quiz


def _make_attempt(quiz: Quiz, given: Given) -> Attempt:
    return Attempt(
        assignment=Assignment(quiz=quiz),
        number=1,
        started_at=given.started_at,
        deadline=find_deadline(given.started_at, TIME_LIMIT, None),
        usual_limit_seconds=quiz.time_limit_seconds,
        time_limit_seconds=quiz.time_limit_seconds,
        added_seconds=0,
        paused_seconds=0,
        break_count=0,
        grace_seconds=int(LASTS.total_seconds()),
        at_bell=BellRule.SUBMIT,
        submit_grace_seconds=0,
        navigation=Navigation.FREE,
        furthest=1,
        tab=given.tab,
    )


def _close(found: TryOut, moment: datetime) -> None:
    attempt = found.attempt
    rules = scoring_rules(attempt.assignment.quiz)
    for item in attempt.items:
        response = found.responses.get(item.position)
        mark_item(item, found.drafts[item.version_id], response, rules)
    sum_up(attempt)
    attempt.closed_at, attempt.close_reason = moment, CloseReason.SUBMITTED
