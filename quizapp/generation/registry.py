"""Which patterns are there? The one list; a new kind of question is a new file and a line here."""

from __future__ import annotations

from quizapp.generation import (
    cloze,
    how_many,
    matching,
    ordering,
    organisation,
    renaming,
    true_false,
    when,
    where,
    who,
    who_said,
)
from quizapp.generation.pattern import Pattern

PATTERNS: tuple[Pattern, ...] = (
    who.EVENT_OF,
    who.WHO_DID,
    renaming.PATTERN,
    when.PATTERN,
    where.PATTERN,
    who_said.PATTERN,
    organisation.FORCES_OF,
    organisation.ORGANISATION_DID,
    how_many.PATTERN,
    matching.ROLES,
    matching.SAYINGS,
    matching.ABBREVIATIONS,
    ordering.PATTERN,
    true_false.PATTERN,
    cloze.PATTERN,
)
