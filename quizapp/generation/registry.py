"""Which patterns are there? The one list; a new kind of question is a new file and a line here."""

from __future__ import annotations

from quizapp.generation import (
    cloze,
    cohesion,
    find_the_word,
    how_many,
    insertion,
    matching,
    matching_meanings,
    ordering,
    organisation,
    paragraph_finding,
    reference,
    renaming,
    select_sentence,
    true_false,
    vocabulary,
    when,
    where,
    who,
    who_said,
    word_formation,
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
    insertion.PATTERN,
    cohesion.PATTERN,
    reference.PATTERN,
    select_sentence.PATTERN,
    paragraph_finding.PATTERN,
    vocabulary.PATTERN,
    find_the_word.PATTERN,
    matching_meanings.PATTERN,
    word_formation.PATTERN,
)
