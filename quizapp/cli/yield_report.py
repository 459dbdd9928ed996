"""How many questions were made, and why so few where a text gives little to ask?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizapp.generation.draft import QuestionDraft, Status
from quizapp.reading.reading import EntityType, Factuality, Reading

_FEW = 8  # questions for 1,000 words; ordinary news and textbooks give twice as many and more
_FEW_FACTS = 0.4  # the share of statements that are plain facts; in news it is two thirds


def tell_yield(reading: Reading, questions: Sequence[QuestionDraft]) -> str:
    """One line of counts; below it a sentence of reasons when there is little to ask or approve."""
    approved = sum(question.status is Status.APPROVED for question in questions)
    drafts = len(questions) - approved
    title = reading.document.title
    lines = [f"{len(questions)} questions about “{title}”: {approved} approved, {drafts} drafts"]
    if 1000 * len(questions) < _FEW * reading.document.word_count:
        lines.append(f"That is little: {_join(list(_lacks(reading)))}.")
    if drafts and not approved:
        lines.append("None is approved without review; a teacher decides about the drafts.")
    return "\n".join(lines)


def _lacks(reading: Reading) -> Iterator[str]:
    """What the text would need so that an answer can be proved from it."""
    known = [each for each in reading.entities if each.type is not EntityType.UNKNOWN]
    if not known:
        yield "the text names no person, body or place for certain"
    if not any(time.year or time.month for time in reading.times):
        yield "it gives no date"
    facts = sum(clause.factuality is Factuality.FACT for clause in reading.clauses)
    if facts < _FEW_FACTS * len(reading.clauses):
        yield (
            f"only {facts} of its {len(reading.clauses)} statements are plain facts, the rest are "
            "claims, guesses or denials"
        )
    elif known:
        yield "few of its sentences state a fact that has exactly one answer"


def _join(reasons: Sequence[str]) -> str:
    return "; ".join(reasons) or "few of its sentences state a fact that has exactly one answer"
