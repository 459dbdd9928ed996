"""What may the teacher expect of a quiz? Its time and difficulty, estimated or measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from quizapp.attempts.pace import list_attempt_seconds
from quizapp.attempts.trial import TrialPaper
from quizapp.db import db
from quizapp.generation.draft import Difficulty
from quizapp.quizzes.estimating import (
    Estimate,
    Text,
    count_by_difficulty,
    estimate_time,
    is_too_short,
    measure_time,
)
from quizapp.quizzes.models import Quiz
from quizapp.statistics.figures import QuestionStatistics
from quizapp.web.filters import show_duration, show_minutes


@dataclass(frozen=True)
class Outlook:
    """How long and how hard. `facility` is the mean share that is right, from `answers`."""

    time: Estimate
    difficulties: dict[Difficulty, int]
    facility: float | None
    answers: int
    advice: str


def look_ahead(
    quiz: Quiz, paper: TrialPaper, statistics: Sequence[QuestionStatistics]
) -> Outlook | None:
    """What to expect of a paper; None when there is none."""
    if not paper.items:
        return None
    drafts = [paper.drafts[it.version_id] for it in paper.items]
    texts = {it.id: Text(it.words, it.level) for it in paper.articles.values()}
    measured = measure_time(list_attempt_seconds(db.session(), quiz.id))
    time = measured or estimate_time(texts.values(), drafts)
    known = [it for it in statistics if it.facility_index is not None]
    answers = sum(it.n for it in known)
    return Outlook(
        time=time,
        difficulties=count_by_difficulty(drafts),
        facility=fmean([it.facility_index or 0.0 for it in known], weights=[it.n for it in known])
        if answers
        else None,
        answers=answers,
        advice=_advise(quiz.time_limit_seconds, time),
    )


def _advise(limit: int | None, time: Estimate) -> str:
    """What to do about a limit that is too short for a slow reader."""
    if not is_too_short(limit, time):
        return ""
    needs = "took" if time.n else "needs about"
    return (
        f"A slow reader {needs} {show_minutes(time.slow)}, and the limit is"
        f" {show_duration(limit)}: give more time, or ask fewer questions."
    )
