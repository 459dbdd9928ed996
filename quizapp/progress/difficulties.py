"""How hard do learners find each question? Learnt from all answers anew, for `bank.learnt` to keep.

The answers are read twice. First they tell how able each learner is, by the marks of the questions;
then, in the order of time, how hard each version is for learners so able. A learner counts when
they meet a question first: who has seen the key tells little. As marks are right on the whole, the
middle of all differences from them is taken off: else a class that is better than expected would
make every question look easy. The time this takes grows as the number of answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import hypot, sqrt
from statistics import median
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.bank.learnt import KNOWN_FROM, LearntDifficulty, judge
from quizapp.generation.draft import Difficulty
from quizapp.progress.ability import (
    MARKED,
    OF_A_QUESTION,
    Ability,
    Estimate,
    expect,
    move,
)
from quizapp.progress.answers import Asked, load_asked, select_answers

COMPARED_FROM = 5  # known questions; the middle of fewer says nothing about marks
STAYS = 0.1
AT_ONCE = 20_000


class Answered(NamedTuple):
    """Who answered which version, how much was right, and in which sitting."""

    learner_id: int
    version_id: int
    share: float
    sitting: int = 0


def measure_difficulties(session: Session) -> dict[int, LearntDifficulty]:
    """What all answers say of each version, as rows that no session holds; it only reads."""
    answers = select_answers()
    rows = session.execute(answers, execution_options={"yield_per": AT_ONCE})
    given = [Answered(learner, version, share or 0.0, it) for it, learner, version, share in rows]
    asked = load_asked(session, answers)
    found = find_difficulties(given, asked)
    return {
        version_id: _to_row(version_id, asked[version_id].marked, estimate)
        for version_id, estimate in found.items()
    }


def keep_difficulties(
    session: Session, measured: Mapping[int, LearntDifficulty], *, now: datetime
) -> int:
    """Let the table say what was measured; how many questions lie in another band than before.

    What has not changed is not written. A band that was known keeps the moment it is known since.
    """
    kept = {it.version_id: it for it in session.scalars(select(LearntDifficulty))}
    turned = 0
    for version_id, new in measured.items():
        old = kept.pop(version_id, None)
        is_same = old is not None and old.band is new.band
        new.since = old.since if old and is_same else (now if new.band else None)
        turned += not is_same and (old is not None or new.band is not None)
        if old is None:
            session.add(new)
        else:
            old.n, old.value, old.error = new.n, new.value, new.error
            old.band, old.since = new.band, new.since
    for gone in kept.values():
        session.delete(gone)
    session.flush()
    return turned


def find_difficulties(
    answers: Iterable[Answered], asked: Mapping[int, Asked]
) -> dict[int, Estimate]:
    """The place of each version on the scale of abilities, from answers in the order of time."""
    given = list(answers)
    able = _find_abilities(given, asked)
    found: dict[int, Estimate] = {}
    met: set[tuple[int, int]] = set()
    for it in given:
        what = asked[it.version_id]
        if (it.learner_id, what.question_id) in met:
            continue
        met.add((it.learner_id, what.question_id))
        before = found.get(it.version_id) or Estimate(MARKED[what.marked], OF_A_QUESTION)
        at = able[it.learner_id].find_value(what.skill)
        expected, told = expect(at, before.value, what.floor)
        found[it.version_id] = move(before, expected - it.share, told)
    return _anchor(found, {it: MARKED[asked[it].marked] for it in found})


def find_error(difficulty: Estimate) -> float:
    """Its standard error; some stays after very many answers, as abilities are uncertain too."""
    return hypot(sqrt(difficulty.variance), STAYS)


def _find_abilities(given: Iterable[Answered], asked: Mapping[int, Asked]) -> dict[int, Ability]:
    """Every learner's ability, by the marks of what they were asked."""
    able: dict[int, Ability] = {}
    for it in given:
        what = asked[it.version_id]
        reply = what.reply(it.share, it.sitting)._replace(difficulty=MARKED[what.marked])
        able.setdefault(it.learner_id, Ability()).take(reply)
    return able


def _anchor(found: Mapping[int, Estimate], marks: Mapping[int, float]) -> dict[int, Estimate]:
    """The same with the middle of the differences from the marks taken off."""
    known = [it.value - marks[key] for key, it in found.items() if it.n >= KNOWN_FROM]
    middle = median(known) if len(known) >= COMPARED_FROM else 0.0
    return {key: it._replace(value=it.value - middle) for key, it in found.items()}


def _to_row(version_id: int, marked: Difficulty, estimate: Estimate) -> LearntDifficulty:
    error = find_error(estimate)
    return LearntDifficulty(
        version_id=version_id,
        n=estimate.n,
        value=estimate.value,
        error=error,
        band=judge(marked, estimate.n, estimate.value, error),
    )
