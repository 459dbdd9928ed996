"""How does what is due to go, go? In small transactions, so that nobody waits for them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.attempts.erasing import list_sitting
from quizapp.attempts.log import forget_old_events
from quizapp.audit.log import forget_before
from quizapp.config import Settings
from quizapp.db import begin_write
from quizapp.notebook.clearing import clear_reading_days
from quizapp.privacy.erasing import erase
from quizapp.privacy.models import ErasedBy
from quizapp.privacy.retention import (
    Due,
    audit_begins,
    list_due,
    list_due_learners,
    log_begins,
    reading_begins,
)

log = logging.getLogger(__name__)
MOST_LEARNERS = 20  # of one sweep; the next goes on a minute later
MOST_EVENTS = 2_000  # of one transaction


def forget_due(session: Session, settings: Settings, clock: Callable[[], datetime]) -> Due:
    """Let go what the settings say, as far as one sweep comes; what was due when it began."""
    now = clock()
    due = list_due(session, settings, now=now)
    session.rollback()
    for learner_id in due.learners[:MOST_LEARNERS]:
        _erase_if_due(session, learner_id, settings, now)
    before = log_begins(settings, now)
    while before and due.events:
        begin_write(session)
        gone = forget_old_events(session, before, MOST_EVENTS)
        session.commit()
        if gone < MOST_EVENTS:
            break
    first_day = reading_begins(settings, now)
    if first_day and due.reading_days:
        begin_write(session)
        clear_reading_days(session, first_day)
        session.commit()
    done_before = audit_begins(settings, now)
    if done_before and due.audit_entries:
        begin_write(session)
        forget_before(session, done_before)
        session.commit()
    return due


def _erase_if_due(session: Session, learner_id: int, settings: Settings, now: datetime) -> None:
    """Erase the learner in a transaction of their own, if they are due still."""
    begin_write(session)
    is_due = learner_id in list_due_learners(session, settings, now=now)
    if is_due and learner_id not in list_sitting(session):
        erase(session, session.get_one(Learner, learner_id), ErasedBy.RETENTION, now=now)
        log.info("learner erased", extra={"number": learner_id})
    session.commit()
