"""What should a sitting do? A second, simpler answer, to hold the program against.

It knows no table and no code of the program. Time is a whole number of milliseconds since the
test began, None is no limit; every rule is written down as the teacher would say it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

SECOND = 1000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
Value = tuple[str, ...]


@dataclass(frozen=True)
class QuizTerms:
    """The rules that a teacher has set; `bell` is submit, grace or abandon."""

    limit: int | None
    question_limit: int | None
    closes_at: int | None
    bell: str
    submit_grace: int
    grace: int
    forward_only: bool
    max_attempts: int


@dataclass(frozen=True)
class Need:
    """A learner's accommodation."""

    multiplier: Fraction = Fraction(1)
    untimed: bool = False
    break_count: int = 0
    break_length: int = 0

    def stretch(self, usual: int | None) -> int | None:
        """The learner's own time, for the quiz or for one question: whole seconds, up."""
        if usual is None or self.untimed:
            return None
        return ceil(usual * self.multiplier / SECOND) * SECOND

    def move_closing(self, terms: QuizTerms) -> int | None:
        """The end of the learner's own window: later by the extra time; untimed, by a day."""
        if terms.closes_at is None or terms.limit is None:
            return terms.closes_at
        own = self.stretch(terms.limit)  # no test of ours gives more than a day by itself
        return terms.closes_at + (DAY if own is None else own - terms.limit)


@dataclass
class Save:
    """An answer that has arrived; `number` orders it before the moment of its arrival."""

    position: int
    tab: str
    number: int
    value: Value
    arrived_at: int
    late: bool
    counts: bool


@dataclass
class Pause:
    """A break: at most `length`, or until `ended_at`. It costs no time, in whole seconds."""

    began_at: int
    length: int
    ended_at: int | None = None

    @property
    def ends_at(self) -> int:
        return self.began_at + self.length if self.ended_at is None else self.ended_at

    @property
    def gives(self) -> int:
        """By how much the clock stood: a second that has begun is given."""
        return -(-(self.ends_at - self.began_at) // SECOND) * SECOND


@dataclass
class Question:
    """A question of the paper; `right` holds the values that earn its `points`."""

    right: frozenset[Value]
    points: Fraction
    opened_at: int | None = None
    limit: int | None = None
    given: int = 0  # time that was added while it was open
    checked_points: Fraction | None = None
    checked_at: int | None = None
    flagged: bool = False

    @property
    def ends_at(self) -> int | None:
        if self.opened_at is None or self.limit is None:
            return None
        return self.opened_at + self.limit + self.given


@dataclass
class Sitting:
    """One attempt."""

    terms: QuizTerms
    began_at: int
    limit: int | None
    question_limit: int | None
    closes_at: int | None
    breaks_allowed: int
    break_length: int
    questions: dict[int, Question]
    added: int = 0
    furthest: int = 1
    pauses: list[Pause] = field(default_factory=list)
    saves: list[Save] = field(default_factory=list)
    ended: str | None = None
    ended_at: int | None = None
    score: Fraction | None = None
    endings: int = 0  # how often its log says that it ended

    # How long does it last?

    @property
    def deadline(self) -> int | None:
        ends = [self.closes_at] if self.closes_at is not None else []
        if self.limit is not None:
            ends.append(self.began_at + self.limit)
        return min(ends) + self.added + sum(it.gives for it in self.pauses) if ends else None

    @property
    def end(self) -> int | None:
        """The last moment to hand in."""
        if self.deadline is None:
            return None
        extra = self.terms.submit_grace if self.terms.bell == "grace" else 0
        return self.deadline + max(self.terms.grace, extra)

    def bell_has_rung(self, now: int) -> bool:
        return self.deadline is not None and now >= self.deadline

    def pause_at(self, now: int) -> Pause | None:
        last = self.pauses[-1] if self.pauses else None
        return last if last and last.ended_at is None and now < last.ends_at else None

    def phase(self, now: int) -> str:
        """What the learner sees: answering, on_break, handing_in or closed."""
        if self.ended or (self.end is not None and now > self.end):
            return "closed"
        if self.pause_at(now):
            return "on_break"
        return "handing_in" if self.bell_has_rung(now) else "answering"

    def time_left(self, now: int) -> int | None:
        """What the clock shows; on a break it stands."""
        if self.deadline is None:
            return None
        pause = self.pause_at(now)
        return max(0, self.deadline - (pause.ends_at if pause else now))

    # How does it end?

    def settle(self, now: int) -> None:
        """Whoever looks after the end finds it closed at the deadline."""
        if not self.ended and self.end is not None and now > self.end:
            self._finish("time_up" if self.terms.bell == "submit" else "abandoned", self.deadline)

    def submit(self, now: int) -> None:
        self.settle(now)
        if self.ended:
            return
        if self.bell_has_rung(now) and self.terms.bell == "submit":
            self._finish("time_up", self.deadline)
        else:
            self._finish("submitted", now)

    def close(self, now: int) -> None:
        """The teacher hands it in."""
        self.settle(now)
        if not self.ended:
            self._finish("teacher", now)

    def _finish(self, reason: str, moment: int | None) -> None:
        self.ended, self.ended_at = reason, moment
        self.endings += 1
        if reason != "abandoned":
            self.score = self.earned()

    # What counts?

    def in_force(self) -> dict[int, Value]:
        """At each position the last by (number, arrival) of the saves that count."""
        found: dict[int, Save] = {}
        for save in self.saves:
            last = found.get(save.position)
            if save.counts and (last is None or save.number >= last.number):
                found[save.position] = save
        return {position: save.value for position, save in found.items()}

    def earned_at(self, position: int) -> Fraction:
        question = self.questions[position]
        is_right = self.in_force().get(position, ()) in question.right
        return question.points if is_right else Fraction(0)

    def earned(self) -> Fraction:
        return sum((self.earned_at(position) for position in self.questions), Fraction(0))

    def is_shut(self, position: int, now: int) -> bool:
        """Whether an answer that arrives now is late."""
        question = self.questions[position]
        ends = [it for it in (self.deadline, question.ends_at) if it is not None]
        return bool(
            self.ended
            or any(now > it + self.terms.grace for it in ends)
            or question.checked_points is not None
            or (self.terms.forward_only and position < self.furthest)
        )

    def last_number(self, position: int) -> int:
        return max((it.number for it in self.saves if it.position == position), default=0)

    def is_newest(self, save: Save) -> bool:
        """Whether no newer save stands behind it, one that came late included."""
        rivals = [it for it in self.saves if it.position == save.position]
        newest = max(it.number for it in rivals)
        return save is [it for it in rivals if it.number == newest][-1]

    def save(self, position: int, tab: str, number: int, value: Value, now: int) -> Save:
        """An answer arrives; the save as it is kept. The same save again is the same save."""
        self.settle(now)
        of_tab = [it for it in self.saves if (it.position, it.tab) == (position, tab)]
        same = [it for it in of_tab if it.number == number]
        if same and same[0].value != value:
            # The tab said something else under this number: newer, unless it says it again.
            last = max(of_tab, key=lambda it: it.number)
            same = [last] if last.value == value else []
            number = self.last_number(position) + 1
        if same:
            return same[0]
        self.end_break(now)  # whoever answers is back
        late = self.is_shut(position, now)
        kept = Save(position, tab, number, value, now, late, not late)
        self.saves.append(kept)
        return kept

    # What happens in between?

    def may_turn(self, position: int, now: int) -> bool:
        inside = position in self.questions and self.phase(now) == "answering"
        return inside and (not self.terms.forward_only or 0 <= position - self.furthest <= 1)

    def turn(self, position: int, now: int) -> None:
        if not self.terms.forward_only:
            return
        self.furthest = max(self.furthest, position)
        question = self.questions[position]
        if self.question_limit is not None and question.ends_at is None:
            question.opened_at, question.limit = now, self.question_limit

    def check(self, position: int, now: int) -> None:
        self.settle(now)
        question = self.questions[position]
        if not self.ended and question.checked_points is None:
            question.checked_points = self.earned_at(position)
            question.checked_at = now

    def may_break(self, now: int) -> bool:
        self.settle(now)
        if self.ended or self.bell_has_rung(now):
            return False
        return bool(self.pause_at(now)) or len(self.pauses) < self.breaks_allowed

    def take_break(self, now: int) -> None:
        if not self.pause_at(now):
            pause = Pause(now, self.break_length)
            self.pauses.append(pause)
            self._give_open_question(pause.gives)

    def end_break(self, now: int) -> None:
        pause = self.pause_at(now)
        if pause and not self.ended:
            before = pause.gives
            pause.ended_at = now
            self._give_open_question(pause.gives - before)

    def add(self, milliseconds: int) -> None:
        self.added += milliseconds
        self._give_open_question(milliseconds)

    def accommodate(self, need: Need, now: int) -> None:
        """What the learner is given by now, never less than before."""
        self.settle(now)
        if self.ended:
            return
        self.limit = _longer(self.limit, need.stretch(self.terms.limit))
        question_limit = need.stretch(self.terms.question_limit)
        self.question_limit = _longer(self.question_limit, question_limit)
        self.questions[self.furthest].limit = self.question_limit
        if self.closes_at is not None:
            self.closes_at = _longer(self.closes_at, need.move_closing(self.terms))
        self.breaks_allowed = max(self.breaks_allowed, need.break_count)
        self.break_length = max(self.break_length, need.break_length)

    def reopen(self) -> None:
        """Closing is undone; the time that goes with it is given with `add`."""
        self.ended = self.ended_at = self.score = None

    def renew_question(self, now: int) -> None:
        """The question that is open has its whole time again, if less is left."""
        question = self.questions[self.furthest]
        if question.ends_at is not None and self.question_limit is not None:
            question.given += max(0, now + self.question_limit - question.ends_at)

    def acceptable(self) -> list[Save]:
        """Late saves, but none that came when what is right stood on the page."""
        checked = {place: it.checked_at for place, it in self.questions.items()}
        return [
            save
            for save in self.saves
            if save.late and ((at := checked[save.position]) is None or save.arrived_at < at)
        ]

    def accept_late(self) -> None:
        if all(save.counts for save in self.acceptable()):
            return
        for save in self.acceptable():
            save.counts = True
        if self.ended == "abandoned":
            self.ended = "teacher"
        self.score = self.earned()

    def count_abandoned(self) -> None:
        self.ended, self.score = "teacher", self.earned()
        self.endings += 1

    def _give_open_question(self, milliseconds: int) -> None:
        question = self.questions[self.furthest]
        if question.ends_at is not None:
            question.given += milliseconds


@dataclass
class Model:
    """One learner in one assignment."""

    terms: QuizTerms
    need: Need
    sittings: list[Sitting] = field(default_factory=list)

    def open_sitting(self) -> Sitting | None:
        return next((it for it in self.sittings if not it.ended), None)

    def settle(self, now: int) -> None:
        for sitting in self.sittings:
            sitting.settle(now)

    def may_start(self, now: int) -> bool:
        """Whether somebody without an open sitting may begin one."""
        closes_at = self.need.move_closing(self.terms)
        in_window = closes_at is None or now < closes_at
        return in_window and len(self.sittings) < self.terms.max_attempts

    def start(self, questions: dict[int, Question], now: int) -> Sitting:
        need, terms = self.need, self.terms
        sitting = Sitting(
            terms=terms,
            began_at=now,
            limit=need.stretch(terms.limit),
            question_limit=need.stretch(terms.question_limit),
            closes_at=need.move_closing(terms),
            breaks_allowed=need.break_count,
            break_length=need.break_length,
            questions=questions,
        )
        self.sittings.append(sitting)
        return sitting


def _longer(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)
