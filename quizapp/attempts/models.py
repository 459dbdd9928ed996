"""Attempts, their papers, the append-only responses and the log, as tables."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Learner, Teacher
from quizapp.bank.models import QuestionVersion
from quizapp.db import Base, LargeNumber, Strings, enum_column
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import BellRule, Navigation

IS_OPEN = text("closed_at IS NULL")
# Where a teacher has something to do or has said something: written out, so that both engines
# see that the index of these rows will do.
IS_SAID_OR_WAITS = text("needs_marking OR comment <> ''")
SAID_OR_WAITS = text("(paper_item.needs_marking OR paper_item.comment <> '')")
LONGEST_TAB = 40


class CloseReason(StrEnum):
    SUBMITTED = "submitted"
    TIME_UP = "time_up"
    ABANDONED = "abandoned"  # not handed in in time, and the quiz asks for that: no score
    TEACHER = "teacher"


class Attempt(Base):
    """A sitting: a snapshot, at its start, of the paper and of all that decides its time.

    `time_limit_seconds` and `closes_at` are the learner's own, `usual_limit_seconds` is what
    everybody has. `deadline` follows from them (see `attempts.timing`); it is kept, because
    the sweep looks for it. `paused_seconds` counts a break in full from the moment it begins,
    so that nothing has to run when it ends. `furthest` is the last position that a learner
    who may only go forward has opened; `tab` is the page that holds the sitting.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("assignment_id", "learner_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "usual_limit_seconds IS NULL OR time_limit_seconds IS NULL"
            " OR time_limit_seconds >= usual_limit_seconds",
            name="never_shortens",
        ),
        CheckConstraint(
            "grace_seconds >= 0 AND submit_grace_seconds >= 0 AND added_seconds >= 0"
            " AND paused_seconds >= 0 AND break_count >= 0 AND break_seconds >= 0",
            name="times_are_not_negative",
        ),
        CheckConstraint("deadline IS NULL OR deadline > started_at", name="ends_after_start"),
        CheckConstraint("furthest >= 1", name="furthest_from_one"),
        CheckConstraint("(closed_at IS NULL) = (close_reason IS NULL)", name="closed_for_a_reason"),
        CheckConstraint(
            "(score IS NOT NULL) = (closed_at IS NOT NULL AND close_reason <> 'abandoned')",
            name="closed_means_scored",
        ),
        CheckConstraint("score >= 0 AND score <= max_score", name="score_in_range"),
        Index(
            "uq_attempt_one_open",
            "assignment_id",
            "learner_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index(None, "learner_id"),
        Index(
            "ix_attempt_open_deadline", "deadline", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    number: Mapped[int]
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    usual_limit_seconds: Mapped[int | None]
    time_limit_seconds: Mapped[int | None]
    question_seconds: Mapped[int | None]
    closes_at: Mapped[datetime | None]
    added_seconds: Mapped[int] = mapped_column(default=0)
    paused_seconds: Mapped[int] = mapped_column(default=0)
    break_count: Mapped[int] = mapped_column(default=0)
    break_seconds: Mapped[int] = mapped_column(default=0)
    grace_seconds: Mapped[int]
    at_bell: Mapped[BellRule] = mapped_column(enum_column(BellRule), default=BellRule.SUBMIT)
    submit_grace_seconds: Mapped[int] = mapped_column(default=0)
    navigation: Mapped[Navigation] = mapped_column(enum_column(Navigation), default=Navigation.FREE)
    furthest: Mapped[int] = mapped_column(default=1)
    tab: Mapped[str] = mapped_column(String(LONGEST_TAB), default="")
    seen_at: Mapped[datetime | None]
    max_score: Mapped[Decimal]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(enum_column(CloseReason))
    score: Mapped[Decimal | None]

    assignment: Mapped[Assignment] = relationship()
    learner: Mapped[Learner] = relationship()
    items: Mapped[list[PaperItem]] = relationship(
        order_by="PaperItem.position", cascade="all, delete-orphan"
    )
    breaks: Mapped[list[Break]] = relationship(
        order_by="Break.number", cascade="all, delete-orphan"
    )

    @property
    def grace(self) -> timedelta:
        return timedelta(seconds=self.grace_seconds)

    @property
    def submit_grace(self) -> timedelta:
        return timedelta(seconds=self.submit_grace_seconds)

    @property
    def is_extended(self) -> bool:
        """Whether this learner has more time than everybody."""
        return self.time_limit_seconds != self.usual_limit_seconds


class PaperItem(Base):
    """One question of an attempt's paper: the version asked, and in which printed order.

    `printed_order` holds the version's own indices (from 0) as they stand on the learner's
    page: of options, of a matching's responses, or of an ordering's items. `deadline` is set
    when a question with a limit of its own is opened. `checked_at`: the learner has seen what
    is right, so no later answer counts. `score` may be negative; `share` tells how much of the
    answer is right, from 0 to 1, whatever a wrong one costs. `given` is the answer that was scored
    last, as its response has it: kept here for whoever counts very many (see
    `attempts.given`). `is_dropped`: by a ruling it counts for nobody; its score is kept, and no
    part of the attempt's.
    """

    __tablename__ = "paper_item"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        CheckConstraint("position >= 1", name="position_from_one"),
        CheckConstraint("max_score > 0", name="worth_something"),
        CheckConstraint("score >= -2 * max_score AND score <= max_score", name="score_in_range"),
        CheckConstraint("share BETWEEN 0 AND 1", name="share_in_range"),
        CheckConstraint("(share IS NULL) = (score IS NULL)", name="score_has_a_share"),
        CheckConstraint("(marked_by IS NULL) = (marked_at IS NULL)", name="marked_by_somebody"),
        Index(
            "ix_paper_item_said_or_waits",
            "attempt_id",
            sqlite_where=IS_SAID_OR_WAITS,
            postgresql_where=IS_SAID_OR_WAITS,
        ),
    )

    id: Mapped[int] = mapped_column(LargeNumber, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"), index=True)
    printed_order: Mapped[tuple[str, ...]] = mapped_column(Strings, default=())
    max_score: Mapped[Decimal]
    score: Mapped[Decimal | None]
    share: Mapped[float | None]
    given: Mapped[tuple[str, ...]] = mapped_column(Strings, default=(), server_default="[]")
    deadline: Mapped[datetime | None]
    is_flagged: Mapped[bool] = mapped_column(default=False)
    checked_at: Mapped[datetime | None]
    needs_marking: Mapped[bool] = mapped_column(default=False)
    is_dropped: Mapped[bool] = mapped_column(default=False)
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    marked_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(Text, default="")

    version: Mapped[QuestionVersion] = relationship()
    marker: Mapped[Teacher | None] = relationship()


# The questions that tell how something was answered: one that waits to be marked has no final mark
# yet, and one that a ruling has dropped counts for nobody.
HAS_FINAL_MARK = PaperItem.score.is_not(None) & ~PaperItem.needs_marking & ~PaperItem.is_dropped


class Response(Base):
    """One answer as it was given. It is never overwritten; the next one follows it.

    `value` is written in the version's own indices, see `attempts.answers`. A page load is a
    `tab`; it numbers its answers on from the highest `sequence` it knows of, so the answer in
    force is the last by (sequence, id) among those that count. `is_late`: it came when the
    question was closed; it counts only if the teacher decides so.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position", "tab", "sequence"),
        CheckConstraint("sequence >= 1", name="sequence_from_one"),
        CheckConstraint("certainty BETWEEN 1 AND 3", name="certainty_has_three_steps"),
        CheckConstraint("seconds >= 0", name="seconds_not_negative"),
        CheckConstraint("counts OR is_late", name="in_time_means_it_counts"),
    )

    id: Mapped[int] = mapped_column(LargeNumber, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    tab: Mapped[str] = mapped_column(String(LONGEST_TAB), default="")
    sequence: Mapped[int]
    value: Mapped[tuple[str, ...]] = mapped_column(Strings)
    certainty: Mapped[int | None]
    seconds: Mapped[int | None]
    received_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[bool] = mapped_column(default=True)


class Break(Base):
    """A break during which the clock stands: at most `length_seconds`, or until `ended_at`."""

    __tablename__ = "attempt_break"
    __table_args__ = (
        UniqueConstraint("attempt_id", "number"),
        CheckConstraint("length_seconds > 0", name="has_a_length"),
        CheckConstraint("ended_at >= started_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    number: Mapped[int]
    started_at: Mapped[datetime]
    length_seconds: Mapped[int]
    ended_at: Mapped[datetime | None]

    @property
    def ends_at(self) -> datetime:
        return self.ended_at or self.started_at + timedelta(seconds=self.length_seconds)


class EventKind(StrEnum):
    """What happened to an attempt, apart from its responses."""

    STARTED = "started"
    OPENED = "opened"  # the page was loaded, in a tab of its own
    LEFT = "left"  # the page was hidden or closed
    CAME_BACK = "came_back"
    OFFLINE = "offline"  # for so many seconds, as the page says afterwards
    CHECKED = "checked"
    BREAK_STARTED = "break_started"
    BREAK_ENDED = "break_ended"
    SUBMITTED = "submitted"
    TIME_UP = "time_up"
    ABANDONED = "abandoned"
    RESULT_SEEN = "result_seen"
    TIME_ADDED = "time_added"
    ACCOMMODATED = "accommodated"
    CLOSED = "closed"
    REOPENED = "reopened"
    LATE_ACCEPTED = "late_accepted"
    MARKED = "marked"


class AttemptEvent(Base):
    """A line of an attempt's log; `teacher_id` is who did it, when it was not the learner.

    `seconds` is a length of time and `position` a question, where the kind has one.
    """

    __tablename__ = "attempt_event"
    __table_args__ = (Index(None, "attempt_id"), Index(None, "at"))

    id: Mapped[int] = mapped_column(LargeNumber, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    at: Mapped[datetime]
    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind))
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    seconds: Mapped[int | None]
    position: Mapped[int | None]

    teacher: Mapped[Teacher | None] = relationship()
