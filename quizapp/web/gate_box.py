"""What does a learner see at a gate: the question, and how they fared so far?"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from quizapp.attempts.paper import ItemView, print_question
from quizapp.db import db
from quizapp.guided.answering import NONE, TRIES, Tries, find_tries
from quizapp.guided.parts import Gate, Part
from quizapp.quizzes.assembly import print_order
from quizapp.web.access import own_id
from quizapp.web.forms.guided import GateAnswerForm
from quizapp.web.texts import Text


@dataclass(frozen=True)
class GateBox:
    """A gate that is shut: its question as printed, what it opens, and what was tried.

    `again` are the paragraphs to read once more. `tries_left` is None where only the right
    answer opens. `is_empty`: the form came without an answer.
    """

    item: ItemView
    form: GateAnswerForm
    opens: Part
    tries: Tries
    tries_left: int | None
    again: range
    is_empty: bool


def stand_before(text: Text, sent: GateAnswerForm | None = None) -> GateBox | None:
    """The gate before which the learner stands; `sent` is a form that came back empty."""
    gate = text.way.shut
    if gate is None:
        return None
    tries = find_tries(db.session(), own_id(), [gate.id]).get(gate.id, NONE)
    number = tries.count + 1
    return GateBox(
        item=print_question(gate.draft, draw_order(gate, number)),
        form=sent or GateAnswerForm(formdata=None, number=number, version=gate.version_id),
        opens=text.way.find_next(gate),
        tries=tries,
        tries_left=max(1, TRIES - tries.count) if gate.opens_after_tries else None,
        again=range(_begin_again(text, gate), gate.after + 1),
        is_empty=sent is not None,
    )


def list_outcomes(text: Text) -> dict[int, Tries]:
    """How the learner passed the gate before each open part, by the part's number."""
    ids = [it.id for it in text.way.gates]
    tries = find_tries(db.session(), own_id(), ids) if ids else {}
    passed = [it for it in text.way.gates if it.after < text.way.last]
    return {text.way.find_next(it).number: tries.get(it.id, NONE) for it in passed}


def draw_order(gate: Gate, number: int) -> tuple[int, ...]:
    """The printed order of a try: another each time, and the same when a page is reloaded."""
    return print_order(gate.draft, Random(f"{gate.version_id}:{number}"))


def _begin_again(text: Text, gate: Gate) -> int:
    """Where the part begins that answers the question: no more is told of the place."""
    proved_at = gate.draft.critical_span.paragraph
    return next(it.first for it in text.way.parts if it.last >= proved_at)
