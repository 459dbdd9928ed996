"""What are the rules of this quiz? Between its tables and the plain values of `rules`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from quizapp.quizzes.models import (
    OverallFeedback,
    Quiz,
    QuizSlot,
    ReviewRight,
    SlotKind,
    SlotSkill,
)
from quizapp.quizzes.rules import (
    AttemptRules,
    FeedbackBand,
    PaperRules,
    QuizRules,
    ReviewPolicy,
    ScoringRules,
    SlotRule,
    TimingRules,
)


def read_rules(quiz: Quiz) -> QuizRules:
    """All that the teacher has decided."""
    return QuizRules(
        title=quiz.title,
        paper=paper_rules(quiz),
        timing=TimingRules(**_values(quiz, TimingRules)),
        attempts=AttemptRules(**_values(quiz, AttemptRules)),
        scoring=scoring_rules(quiz),
        review=review_policy(quiz),
        feedback=feedback_bands(quiz),
    )


def write_rules(quiz: Quiz, rules: QuizRules) -> None:
    """Set all of the quiz's rules; `quiz` has an id already, or gets one with its slots."""
    quiz.title = rules.title
    quiz.shuffle_questions = rules.paper.shuffle_questions
    quiz.shuffle_options = rules.paper.shuffle_options
    for part in (rules.timing, rules.attempts, rules.scoring):
        for field in fields(part):
            setattr(quiz, field.name, getattr(part, field.name))
    quiz.slots = [_make_slot(slot, place) for place, slot in enumerate(rules.paper.slots, start=1)]
    quiz.review_rights = [
        ReviewRight(moment=moment, aspect=it) for moment, it in sorted(rules.review)
    ]
    quiz.feedback = [
        OverallFeedback(from_percent=it.from_percent, text=it.text) for it in rules.feedback
    ]


def paper_rules(quiz: Quiz) -> PaperRules:
    """How a learner's paper is put together."""
    return PaperRules(
        slots=tuple(_read_slot(slot) for slot in quiz.slots),
        shuffle_questions=quiz.shuffle_questions,
        shuffle_options=quiz.shuffle_options,
    )


def scoring_rules(quiz: Quiz) -> ScoringRules:
    """How responses become points."""
    return ScoringRules(**_values(quiz, ScoringRules))


def review_policy(quiz: Quiz) -> ReviewPolicy:
    """What a learner may see of an attempt, and when."""
    return frozenset((it.moment, it.aspect) for it in quiz.review_rights)


def feedback_bands(quiz: Quiz) -> tuple[FeedbackBand, ...]:
    """What learners are told of their score."""
    return tuple(FeedbackBand(it.from_percent, it.text) for it in quiz.feedback)


def _read_slot(slot: QuizSlot) -> SlotRule:
    return SlotRule(
        count=slot.count,
        question_id=slot.question_id,
        skills=tuple(it.skill for it in slot.skills),
        kinds=tuple(it.kind for it in slot.kinds),
        difficulty=slot.difficulty,
        weight=slot.weight,
    )


def _make_slot(slot: SlotRule, position: int) -> QuizSlot:
    return QuizSlot(
        position=position,
        count=slot.count,
        question_id=slot.question_id,
        skills=[SlotSkill(skill=it) for it in slot.skills],
        kinds=[SlotKind(kind=it) for it in slot.kinds],
        difficulty=slot.difficulty,
        weight=slot.weight,
    )


def _values(quiz: Quiz, part: type) -> dict[str, Any]:
    """The quiz's columns bear the names of the rules' fields."""
    return {field.name: getattr(quiz, field.name) for field in fields(part)}
