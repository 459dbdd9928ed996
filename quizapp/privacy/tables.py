"""Which tables hold something about a learner, where is it in their record, and how does it go?

What a new table means for a learner's record and for erasing is decided here: a test fails until
it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a table's rows when the learner is erased."""

    GOES = "goes"
    EMPTIED = "emptied"  # the row stays for the statistics, and tells of nobody
    STAYS = "stays"


@dataclass(frozen=True)
class Held:
    """`section` is where the record file tells of the table; without one, `reason` says why."""

    fate: Fate
    section: str = ""
    reason: str = ""


HELD = {
    "learner": Held(Fate.EMPTIED, "account"),
    "sign_in": Held(
        Fate.GOES, reason="it says that a browser is signed in, and goes by itself when it is not"
    ),
    "accommodation": Held(Fate.GOES, "needs"),
    "enrolment": Held(Fate.GOES, "courses"),
    "override": Held(Fate.GOES, "arrangements"),
    "grade_decision": Held(Fate.GOES, "decisions"),
    "kept_total": Held(Fate.GOES, reason="a total is reckoned anew where it is wanted"),
    "attempt": Held(Fate.EMPTIED, "attempts"),
    "attempt_break": Held(Fate.GOES, "attempts"),
    "attempt_event": Held(Fate.GOES, "attempts"),
    "paper_item": Held(Fate.EMPTIED, "attempts"),
    "response": Held(Fate.EMPTIED, "attempts"),
    "ruling_change": Held(
        Fate.STAYS, reason="it has points alone, and the record has those that count"
    ),
    "gate_answer": Held(Fate.GOES, "gate_answers"),
    "reading_look": Held(Fate.GOES, "look"),
    "reading_place": Held(Fate.GOES, "reading_places"),
    "reading_day": Held(Fate.GOES, "reading_days"),
    "reading_note": Held(Fate.GOES, "notes"),
    "kept_word": Held(Fate.GOES, "words"),
    "practice_card": Held(Fate.GOES, "practice"),
    "practice_review": Held(Fate.GOES, "practice"),
    "erasure": Held(
        Fate.STAYS, reason="it is written when a learner is erased, and has a number alone"
    ),
}
