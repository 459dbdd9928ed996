"""What happened in an attempt, in plain words? Its log, its responses and mended keys as one story.

For the teacher alone. It says what the program has seen, and draws no conclusion from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.attempts.deciding import list_acceptable, show_points
from quizapp.attempts.log import list_events
from quizapp.attempts.mended import list_mended
from quizapp.attempts.models import Attempt, AttemptEvent, EventKind, Response
from quizapp.attempts.responses import final_responses, list_late
from quizapp.attempts.result import describe_value
from quizapp.attempts.ruling_models import RulingChange
from quizapp.bank.content import load_versions
from quizapp.generation.draft import QuestionDraft

CLOCK = "The clock"
TERMINAL = "From the terminal"
SENTENCES = {
    EventKind.STARTED: "Started the quiz",
    EventKind.OPENED: "Opened the page",
    EventKind.LEFT: "Left the page",
    EventKind.CAME_BACK: "Came back",
    EventKind.OFFLINE: "Was without a connection",
    EventKind.CHECKED: "Checked",
    EventKind.BREAK_STARTED: "Began a break",
    EventKind.BREAK_ENDED: "Ended the break",
    EventKind.SUBMITTED: "Handed in",
    EventKind.TIME_UP: "Time was over: handed in what was saved",
    EventKind.ABANDONED: "Time was over, and nobody had handed in: the attempt does not count",
    EventKind.RESULT_SEEN: "Saw the result",
    EventKind.TIME_ADDED: "Added time",
    EventKind.ACCOMMODATED: "Changed what the learner is given; it counts at once",
    EventKind.CLOSED: "Handed in for the learner",
    EventKind.REOPENED: "Reopened the attempt",
    EventKind.LATE_ACCEPTED: "Let the late answers count",
    EventKind.MARKED: "Gave points by hand",
}
# How the length of time that a line has is said after its sentence.
WITH_SECONDS = {
    EventKind.CAME_BACK: "Back after {}",
    EventKind.OFFLINE: "Was without a connection for {}",
    EventKind.BREAK_STARTED: "Began a break of {}",
    EventKind.TIME_ADDED: "Added {}",
    EventKind.REOPENED: "Reopened the attempt for {}",
}
BY_THE_CLOCK = frozenset({EventKind.TIME_UP, EventKind.ABANDONED})
BY_A_TEACHER = frozenset(
    {
        EventKind.TIME_ADDED,
        EventKind.ACCOMMODATED,
        EventKind.CLOSED,
        EventKind.REOPENED,
        EventKind.LATE_ACCEPTED,
        EventKind.MARKED,
    }
)


CERTAINTY_WORDS = {1: "guessing", 2: "fairly sure", 3: "very sure"}


@dataclass(frozen=True)
class Line:
    """One thing that happened: when, who did it, what it was; `given` is an answer in words.

    `counts` is None where nothing was answered; a late answer counts only if a teacher says so.
    """

    at: datetime
    who: str
    what: str
    given: tuple[str, ...] = ()
    is_late: bool = False
    counts: bool | None = None


@dataclass(frozen=True)
class LateAnswer:
    """An answer that came too late, beside the one in force.

    `may_count` is false for what was answered when the right answer stood on the page.
    """

    position: int
    stem: str
    given: tuple[str, ...]
    received_at: datetime
    counts: bool
    may_count: bool
    in_force: tuple[str, ...]
    in_force_at: datetime | None


def tell(session: Session, attempt: Attempt) -> tuple[Line, ...]:
    """The whole story of the attempt, the oldest line first."""
    drafts = _drafts_by_position(session, attempt)
    name = attempt.learner.name
    lines = [
        *_tell_events(list_events(session, attempt.id), name),
        *_tell_responses(_list_responses(session, attempt.id), drafts, name),
        *_tell_mended(list_mended(session, attempt.id), attempt),
    ]
    # Of one moment, what happened to the attempt comes first: sorting keeps that order.
    return tuple(sorted(lines, key=lambda line: line.at))


def compare_late(session: Session, attempt: Attempt) -> tuple[LateAnswer, ...]:
    """Every answer that came too late, as it arrived."""
    drafts = _drafts_by_position(session, attempt)
    in_force = final_responses(session, attempt.id)
    acceptable = {it.id for it in list_acceptable(session, attempt)}
    return tuple(
        _compare(late, in_force.get(late.position), drafts[late.position], late.id in acceptable)
        for late in list_late(session, attempt.id)
    )


def say_seconds(seconds: int) -> str:
    """40 s; 5 minutes; 3 min 5 s.

    >>> say_seconds(185)
    '3 min 5 s'
    """
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} s"
    if rest:
        return f"{minutes} min {rest} s"
    return f"{minutes} minute" if minutes == 1 else f"{minutes} minutes"


def say_ordinal(number: int) -> str:
    """2nd, 3rd, 11th.

    >>> [say_ordinal(it) for it in (1, 2, 3, 11, 22)]
    ['1st', '2nd', '3rd', '11th', '22nd']
    """
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _tell_events(events: Iterable[AttemptEvent], name: str) -> Iterable[Line]:
    abandoned = False
    for it in events:
        what = _say(it)
        if it.kind is EventKind.CLOSED and abandoned:
            what = "Let the attempt count"
        if it.kind in (EventKind.ABANDONED, EventKind.CLOSED, EventKind.REOPENED):
            abandoned = it.kind is EventKind.ABANDONED
        yield Line(it.at, _who(it, name), what)


def _who(event: AttemptEvent, name: str) -> str:
    if event.teacher:
        return event.teacher.name
    if event.kind in BY_THE_CLOCK:
        return CLOCK
    return TERMINAL if event.kind in BY_A_TEACHER else name


def _say(event: AttemptEvent) -> str:
    what = SENTENCES[event.kind]
    if event.seconds is not None and event.kind in WITH_SECONDS:
        what = WITH_SECONDS[event.kind].format(say_seconds(event.seconds))
    if event.position is None:
        return what
    return f"{what}{' for' if event.kind is EventKind.MARKED else ''} question {event.position}"


def _tell_responses(
    responses: Iterable[Response], drafts: dict[int, QuestionDraft], name: str
) -> Iterable[Line]:
    times: Counter[int] = Counter()
    for it in responses:
        times[it.position] += 1
        again = f" ({say_ordinal(times[it.position])})" if times[it.position] > 1 else ""
        deed = _say_deed(it)
        sure = f", {CERTAINTY_WORDS[it.certainty]}" if it.certainty else ""
        spent = f", {say_seconds(it.seconds)} on the question" if it.seconds is not None else ""
        yield Line(
            it.received_at,
            name,
            f"{deed} question {it.position}{again}{sure}{spent}",
            describe_value(drafts[it.position], it.value),
            it.is_late,
            it.counts,
        )


def _tell_mended(changes: Iterable[RulingChange], attempt: Attempt) -> Iterable[Line]:
    """What a ruling changed, and what undoing it did; both are kept with the ruling alone."""
    places = {it.version_id: it.position for it in attempt.items}
    for it in changes:
        ruling = it.ruling
        at, by = (ruling.ended_at, ruling.ender) if it.undoes else (ruling.made_at, ruling.teacher)
        deed = "Undid a change of how" if it.undoes else "Changed how"
        if at and by:
            what = f"{deed} question {places[ruling.version_id]} counts{_say_standing(it)}"
            yield Line(at, by.name, what)


def _say_standing(it: RulingChange) -> str:
    """What the attempt had, and has since; nothing while it runs."""
    if it.score_before is None or it.score_after is None:
        return ""
    had = f"{show_points(it.score_before)} of {show_points(it.max_before)}"
    has = f"{show_points(it.score_after)} of {show_points(it.max_after)}"
    return f": {had} points became {has}" if had != has else ""


def _say_deed(response: Response) -> str:
    if any(field.strip() for field in response.value):
        return "Answer to"
    return "Said how sure they are of" if response.certainty else "Took back the answer to"


def _compare(
    late: Response, in_force: Response | None, draft: QuestionDraft, may_count: bool
) -> LateAnswer:
    return LateAnswer(
        position=late.position,
        stem=draft.stem,
        given=describe_value(draft, late.value),
        received_at=late.received_at,
        counts=late.counts,
        may_count=may_count,
        in_force=describe_value(draft, in_force.value) if in_force else (),
        in_force_at=in_force.received_at if in_force else None,
    )


def _drafts_by_position(session: Session, attempt: Attempt) -> dict[int, QuestionDraft]:
    drafts = load_versions(session, [item.version_id for item in attempt.items])
    return {item.position: drafts[item.version_id] for item in attempt.items}


def _list_responses(session: Session, attempt_id: int) -> list[Response]:
    """Every response in the order in which it arrived."""
    return list(
        session.scalars(
            select(Response)
            .where(Response.attempt_id == attempt_id)
            .order_by(Response.received_at, Response.id)
        )
    )
