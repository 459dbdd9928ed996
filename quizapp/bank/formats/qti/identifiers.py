"""How does a question's id go through identifiers of XML, which begin with no digit? (pure)"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from quizapp.bank.formats.exchange import Item

_UID = re.compile(r"[a-z0-9][a-z0-9-]{1,79}")
_BEFORE_DIGIT = "_"


def write_identifiers(items: Sequence[Item]) -> tuple[str, ...]:
    """An identifier for each item: its id, or one with capitals, which none of ours has."""
    written: dict[str, None] = {}
    for number, item in enumerate(items, start=1):
        uid = item.draft.uid
        name = f"{_BEFORE_DIGIT}{uid}" if uid[:1].isdigit() else uid
        fits = _UID.fullmatch(uid) and name not in written
        written[name if fits else f"ITEM_{number}"] = None
    return tuple(written)


def read_identifier(identifier: str) -> str:
    """The id that an identifier stands for; "" when ids of ours are not written so."""
    uid = identifier.strip().removeprefix(_BEFORE_DIGIT)
    return uid if _UID.fullmatch(uid) else ""


def tell_apart(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items, each id once: the second of two has none."""
    seen: set[str] = set()
    told = []
    for item in items:
        uid = item.draft.uid
        told.append(replace(item, draft=replace(item.draft, uid="")) if uid in seen else item)
        seen.add(uid)
    return tuple(told)
