"""What can advice on a question be about? The codes; those of the generator's gates are kept."""

from __future__ import annotations

from enum import StrEnum

from quizapp.generation.reasons import EXPLANATIONS, Reason


class Code(StrEnum):
    NOT_ONE_KEY = Reason.NOT_ONE_KEY.value
    TOO_FEW_OPTIONS = Reason.TOO_FEW_OPTIONS.value
    OPTIONS_ALIKE = Reason.OPTIONS_ALIKE.value
    OPTIONS_UNORDERED = Reason.OPTIONS_UNORDERED.value
    OPTIONS_ABSOLUTE = Reason.OPTIONS_ABSOLUTE.value
    OPTIONS_ABOUT_ALL = "options-about-all"
    OPTIONS_GRAMMAR = "options-grammar"
    OPTIONS_REPEAT = "options-repeat"
    KEY_IN_STEM = Reason.KEY_IN_STEM.value
    KEY_TELLTALE = Reason.KEY_TELLTALE.value
    STEM_ASKS_NOTHING = "stem-asks-nothing"
    STEM_TOO_LONG = Reason.STEM_TOO_LONG.value
    NEGATIVE_STEM = Reason.NEGATIVE_STEM.value
    NO_RATIONALE = "no-rationale"
    NO_EVIDENCE = "no-evidence"
    EVIDENCE_WIDE = "evidence-wide"
    ANSWERS_NARROW = "answers-narrow"
    GAPS_CROWDED = "gaps-crowded"
    PAIRS_UNCLEAR = Reason.PAIRS_UNCLEAR.value
    PAIRS_EVEN = "pairs-even"
    ORDER_TOLD = "order-told"


Said = tuple[Code, str, str]  # the code, the field of the draft, the sentence


def explain(code: Code) -> str:
    """What the gate of this code says is wrong."""
    return EXPLANATIONS[Reason(code.value)]
