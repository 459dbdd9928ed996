"""What do the page of a sitting and the server say to one another?

Fields of a form without scripts, JSON with them. The clock has one shape in every answer.
An address begins with a dot: the pages of an attempt and of the try-out have the same names.
"""

from __future__ import annotations

from json import loads
from math import isfinite
from time import monotonic
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext

from quizapp.attempts import sitting
from quizapp.attempts.answers import AnswerError
from quizapp.attempts.clock import Phase, read_clock
from quizapp.attempts.models import LONGEST_TAB, Attempt
from quizapp.attempts.responses import Answer
from quizapp.attempts.saving import Saved
from quizapp.quizzes.rules import Layout, Navigation
from quizapp.web.access import now
from quizapp.web.filters import show_iso
from quizapp.web.languages import translate
from quizapp.web.pacing import Pace

_PACE = Pace()  # of this web worker
LONGEST_SECONDS = 7 * 24 * 3600
CERTAINTY_STEPS = (1, 2, 3)
UNFIT = "X-Unfit-Answer"
Told = dict[str, Any]


def describe_sitting(found: Attempt, tab: str) -> Told:
    """All that the scripts of a page must know about the attempt."""
    quiz = found.assignment.quiz
    return {
        "attempt": found.id,
        "tab": tab,
        "home": find_home(found),
        "may_keep": True,
        "at_bell": found.at_bell,
        "one_sitting": quiz.one_sitting,
        "forward_only": found.navigation is Navigation.SEQUENTIAL,
        "shows_all": quiz.layout is Layout.ALL,
        "clock": tell_clock(found, tab),
    }


def find_home(found: Attempt) -> str:
    """Where the sitting stands; what belongs to it stands below. The try-out has no number."""
    return url_for(".attempt", attempt_id=found.id)


def find_next_page(found: Attempt, position: int) -> str:
    """Where the button of a form leads that has saved the answer at `position`."""
    go = request.form.get("go", "stay")
    if go == "review":
        return url_for(".review", attempt_id=found.id)
    steps = {"next": position + 1, "previous": position - 1, "stay": position}
    target = steps.get(go) or (int(go) if go.isdecimal() and len(go) < 10 else position)
    return url_for(".attempt", attempt_id=found.id, question=max(1, target))


def tell_clock(found: Attempt, tab: str = "") -> Told:
    """How long there is, in seconds, and whether another page than `tab` holds the sitting."""
    timed = found.question_seconds is not None
    view = read_clock(found, now(), found.items[found.furthest - 1] if timed else None)
    closed = view.phase is Phase.CLOSED
    return {
        "phase": view.phase,
        "remaining_seconds": view.remaining,
        "question_seconds": view.question_remaining,
        "submit_seconds": view.submit_remaining,
        "break_seconds": view.break_remaining,
        "added_seconds": view.added,
        "closed": closed,
        "result_url": f"{find_home(found)}/result" if closed else None,
        "elsewhere": sitting.is_elsewhere(found, tab),
        "ask_again_seconds": _PACE.find_pause(found.id or 0, monotonic()),
    }


def tell_receipt(found: Attempt, saved: Saved) -> Told:
    """What became of an answer."""
    return {
        "saved_at": show_iso(saved.received_at),
        "sequence": saved.next_sequence,
        "in_force": saved.in_force,
        "late": saved.late,
        **tell_clock(found),
        "elsewhere": saved.elsewhere,
    }


def tell_unfit(error: Exception) -> tuple[Told, int, dict[str, str]]:
    """What was sent fits no question of ours: 400, nothing is changed.

    The header tells it from a refused token, after which no answer of the page is taken.
    """
    if not request.is_json:
        abort(400)
    if isinstance(error, AnswerError):
        message = translate(error.args[0])
    else:
        message = gettext("Reload the page and try again.")
    return {"message": message}, 400, {UNFIT: "1"}


def read_json() -> Told:
    """The JSON object that was sent; anything else is refused."""
    try:
        sent = loads(request.get_data(), parse_constant=_refuse, parse_float=_read_float)
    except (ValueError, RecursionError):  # brackets in brackets without end
        abort(400)
    return sent if isinstance(sent, dict) else abort(400)


def _refuse(name: str) -> float:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(name)


def _read_float(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refuse(text)


def read_tab(sent: Any) -> str:
    """The name that the page gives itself; pages without scripts have none."""
    return str(sent.get("tab", ""))[:LONGEST_TAB]


def read_flag() -> tuple[int, bool]:
    """Which question is to be marked for later, or is so no more.

    Raises:
        LookupError, ValueError: something is not there, or is no number.
    """
    sent = read_json() if request.is_json else request.form
    return int(sent["position"]), str(sent["flagged"]).lower() in ("1", "true")


def read_seconds(seconds: Any) -> int | None:
    """A length of time as the page measured it, within reason; None when it is no number."""
    text = str(seconds)
    return min(int(text), LONGEST_SECONDS) if text.isdecimal() and len(text) < 10 else None


def read_answer() -> Answer:
    """The answer as the page sent it.

    Raises:
        LookupError, TypeError, ValueError: something is not there, or is no number.
    """
    if request.is_json:
        sent = read_json()
        fields = sent["answer"]
        if not isinstance(fields, list):
            raise ValueError("answer is a list")
    else:
        sent, fields = request.form, request.form.getlist("answer")
    position, sequence = int(sent["position"]), int(sent["sequence"])
    if not (1 <= position < 2**31 and 1 <= sequence < 2**31):
        raise ValueError("position and sequence count from 1")
    certainty = int(sent.get("certainty") or 0)
    return Answer(
        position=position,
        tab=read_tab(sent),
        sequence=sequence,
        fields=tuple(str(field) for field in fields),
        seconds=read_seconds(sent.get("seconds")),
        certainty=certainty if certainty in CERTAINTY_STEPS else None,
    )
