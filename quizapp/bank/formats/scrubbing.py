"""Which characters of a file can no question keep? (pure)"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from quizapp.bank.formats.plain_text import UNWRITABLE

T = TypeVar("T")


def scrub(value: T) -> T:
    """The same value with every text in it free of characters that nobody can read."""
    return _scrub(value)  # type: ignore[no-any-return]


def _scrub(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return UNWRITABLE.sub("", value)
    if isinstance(value, tuple):
        return tuple(_scrub(it) for it in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {it.name: _scrub(getattr(value, it.name)) for it in fields(value)}
        return replace(value, **changes)
    return value
