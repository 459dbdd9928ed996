"""May this learner start an attempt now? (pure)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from ipaddress import ip_address, ip_network

from quizapp.attempts.timing import WindowState, window_state
from quizapp.quizzes.entitlement import Entitlement
from quizapp.wording import Wording


@dataclass(frozen=True)
class Visitor:
    """What a learner brings to the door: the access code they typed, and their IP address."""

    code: str = ""
    address: str = ""


@dataclass(frozen=True)
class PastAttempts:
    """How many attempts the learner has started, and when the last one was closed."""

    count: int
    last_closed_at: datetime | None


def find_refusal(entitlement: Entitlement, past: PastAttempts, now: datetime) -> str | None:
    """Why no attempt can be started now, whoever stands at the door; None when one can."""
    state = window_state(entitlement.opens_at, entitlement.closes_at, now)
    if state is WindowState.UPCOMING:
        return Wording("This quiz is not open yet.")
    if state is WindowState.CLOSED:
        return Wording("This quiz is closed.")
    if entitlement.max_attempts is not None and past.count >= entitlement.max_attempts:
        return Wording("You have used all your attempts at this quiz.")
    return None


def next_start(past: PastAttempts, wait_seconds: int) -> datetime | None:
    """When the waiting time between two attempts is over; None without any."""
    if past.last_closed_at is None or not wait_seconds:
        return None
    return past.last_closed_at + timedelta(seconds=wait_seconds)


def is_code_right(wanted: str, given: str) -> bool:
    """Whether `given` opens the quiz; case and spaces do not matter, nor what opens no lock."""
    return not _fold(wanted) or compare_digest(_fold(wanted), _fold(given))


def is_from(address: str, ranges: Sequence[str]) -> bool:
    """Whether the IP address lies in one of the CIDR ranges; no range means anywhere."""
    if not ranges:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    # A server that listens on both protocols sees 10.0.0.7 as ::ffff:10.0.0.7.
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in ip_network(it, strict=False) for it in ranges)


def _fold(code: str) -> bytes:
    return " ".join(code.casefold().split()).encode()
