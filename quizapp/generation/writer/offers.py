"""What can a language model be asked to do with a question or a text?

Cheap to import: a page offers no more than this.
"""

from __future__ import annotations

from quizapp.articles.levels import LEVELS
from quizapp.generation.draft import GAP, Kind, QuestionDraft

__all__ = ["LANGUAGES", "LEVELS", "can_have_better_distractors", "can_have_simpler_stem"]

# Into which a stem can be translated, as a prompt and a page name them.
LANGUAGES = {"kk": "Kazakh", "ru": "Russian"}

_ASKED_FREELY = frozenset(
    {Kind.MULTIPLE_CHOICE, Kind.MULTIPLE_RESPONSE, Kind.SHORT_ANSWER, Kind.NUMERICAL}
)


def can_have_better_distractors(draft: QuestionDraft) -> bool:
    """Whether it has options of its own and one key among them."""
    keys = sum(option.key for option in draft.options)
    return draft.kind is Kind.MULTIPLE_CHOICE and keys == 1 and GAP not in draft.stem


def can_have_simpler_stem(draft: QuestionDraft) -> bool:
    """Whether its stem is a question in words that may be others, quoting and hiding nothing."""
    quotes = any(mark in draft.stem for mark in '“”"«»') or GAP in draft.stem
    return draft.kind in _ASKED_FREELY and not quotes and not draft.hidden_spans
