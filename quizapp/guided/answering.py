"""What becomes of an answer at a gate, and which gates has a learner passed?

A right answer passes a gate, and where the gate says so, so does the last of some tries. What
is passed stays passed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.needs import lock_learner
from quizapp.attempts.answers import Value
from quizapp.attempts.scoring import mark_response
from quizapp.bank.models import StoredPicture, VersionPicture
from quizapp.guided.models import GateAnswer
from quizapp.guided.parts import Gate
from quizapp.quizzes.rules import ScoringRules

TRIES = 3  # after which a gate opens that opens after tries


@dataclass(frozen=True)
class Tries:
    """How often somebody has answered at a gate, whether that has opened it, and whether the
    answer was right."""

    count: int = 0
    has_passed: bool = False
    was_right: bool = False


NONE = Tries()


def answer_gate(
    session: Session, learner: Learner, gate: Gate, number: int, value: Value, *, now: datetime
) -> GateAnswer | None:
    """Mark and keep a learner's answer at a gate; `number` counts their answers there.

    None, and nothing is kept, when that answer is there already, or the gate was passed: a form
    that is sent twice is one. Raises ValueError for no answer at all.
    """
    if not value:
        raise ValueError("an answer says something")
    lock_learner(session, learner.id)  # of two answers that are sent at once, one comes after
    before = find_tries(session, learner.id, [gate.id]).get(gate.id, NONE)
    if before.has_passed or number != before.count + 1:
        return None
    share = mark_response(gate.draft, value, Decimal(1), ScoringRules()).share
    answer = GateAnswer(
        gate_id=gate.id,
        learner_id=learner.id,
        number=number,
        version_id=gate.version_id,
        value=value,
        share=float(share),
        opens=share == 1 or (gate.opens_after_tries and number >= TRIES),
        at=now,
    )
    session.add(answer)
    session.flush()
    return answer


def find_tries(session: Session, learner_id: int, gate_ids: Collection[int]) -> dict[int, Tries]:
    """How the learner has fared at each of these gates; one not yet answered is left out."""
    return list_tries(session, [learner_id], gate_ids).get(learner_id, {})


def list_tries(
    session: Session, learner_ids: Collection[int], gate_ids: Collection[int]
) -> dict[int, dict[int, Tries]]:
    """The same for several learners: by learner, then by gate."""
    answers = session.execute(
        select(GateAnswer.learner_id, GateAnswer.gate_id, GateAnswer.opens, GateAnswer.share)
        .where(GateAnswer.learner_id.in_(learner_ids), GateAnswer.gate_id.in_(gate_ids))
        .order_by(GateAnswer.number)
    )
    tries: dict[int, dict[int, Tries]] = {}
    for learner_id, gate_id, opens, share in answers:
        own = tries.setdefault(learner_id, {})
        before = own.get(gate_id, NONE)
        own[gate_id] = Tries(
            before.count + 1, before.has_passed or opens, before.was_right or share == 1
        )
    return tries


def find_picture_at(
    session: Session, sha256: str, version_ids: Collection[int]
) -> StoredPicture | None:
    """The picture, when one of these versions shows it."""
    shown = select(VersionPicture.sha256).where(VersionPicture.version_id.in_(version_ids))
    return session.scalar(
        select(StoredPicture).where(StoredPicture.sha256 == sha256, StoredPicture.sha256.in_(shown))
    )
