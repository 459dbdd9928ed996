"""Why was a question not approved by itself? The codes, and what a teacher reads."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    NOT_ONE_KEY = "not-one-key"
    TOO_FEW_OPTIONS = "too-few-options"
    OPTIONS_ALIKE = "options-alike"
    OPTIONS_MIXED = "options-mixed"
    OPTIONS_UNORDERED = "options-unordered"
    OPTIONS_ABSOLUTE = "options-absolute"
    KEY_IN_STEM = "key-in-stem"
    KEY_TELLTALE = "key-telltale"
    DANGLING_PRONOUN = "dangling-pronoun"
    VAGUE_REFERENCE = "vague-reference"
    UNBALANCED_MARKS = "unbalanced-marks"
    STEM_TOO_LONG = "stem-too-long"
    STEM_TOO_SHORT = "stem-too-short"
    NEGATIVE_STEM = "negative-stem"
    SPAN_MISQUOTED = "span-misquoted"
    ATTRIBUTION_LOST = "attribution-lost"
    ORDER_UNCLEAR = "order-unclear"
    PAIRS_UNCLEAR = "pairs-unclear"
    PATTERN_ON_TRIAL = "pattern-on-trial"
    WRITTEN_BY_MODEL = "written-by-model"
    GUESSED = "guessed"
    KEY_ECHOES = "key-echoes"
    OPTION_STRANGE = "option-strange"


EXPLANATIONS: dict[Reason, str] = {
    Reason.NOT_ONE_KEY: "There is not exactly one right answer.",
    Reason.TOO_FEW_OPTIONS: "There are fewer than three options to choose from.",
    Reason.OPTIONS_ALIKE: "Two options are the same, or one contains the other.",
    Reason.OPTIONS_MIXED: "The options are not of one kind, so the odd one out can be guessed.",
    Reason.OPTIONS_UNORDERED: "Dates and numbers are not printed from small to large.",
    Reason.OPTIONS_ABSOLUTE: "An option says all or none of the others, or always or never.",
    Reason.KEY_IN_STEM: "The question contains its own answer.",
    Reason.KEY_TELLTALE: "The right answer stands out by its length.",
    Reason.DANGLING_PRONOUN: "A pronoun in the question refers to nothing in the question.",
    Reason.VAGUE_REFERENCE: "The question points at something it does not name.",
    Reason.UNBALANCED_MARKS: "A quotation mark or bracket is left open.",
    Reason.STEM_TOO_LONG: "The question is longer than 32 words.",
    Reason.STEM_TOO_SHORT: "The question is too short to say what it asks.",
    Reason.NEGATIVE_STEM: "The question asks for what is not so.",
    Reason.SPAN_MISQUOTED: "The passage that proves the answer is not quoted exactly.",
    Reason.ATTRIBUTION_LOST: "The article only says that somebody says so.",
    Reason.ORDER_UNCLEAR: "There are too few different events to order.",
    Reason.PAIRS_UNCLEAR: "Two pairs share a premise or a response.",
    Reason.PATTERN_ON_TRIAL: "Questions of this pattern are not yet proven to go without review.",
    Reason.WRITTEN_BY_MODEL: "A language model wrote it: read it beside the text.",
    Reason.KEY_ECHOES: "Only the right answer repeats a word of the question.",
    Reason.OPTION_STRANGE: "A wrong answer names somebody or something that the text does not.",
    Reason.GUESSED: "The model that wrote it gave the right answer without the text as well.",
}

# A teacher can mend these in a moment; with any other the draft is dropped.
MENDABLE = frozenset(
    {
        Reason.KEY_TELLTALE,
        Reason.OPTIONS_MIXED,
        Reason.PATTERN_ON_TRIAL,
        Reason.WRITTEN_BY_MODEL,
        Reason.GUESSED,
        Reason.KEY_ECHOES,
        Reason.OPTION_STRANGE,
    }
)
