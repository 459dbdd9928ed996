"""How is a file of questions read that may be hostile? In a child process with limits.

The child is `articles.confined`'s: little time and memory, no settings, no file to write to. Both
sides speak JSON.
"""

from __future__ import annotations

import base64
import subprocess
from dataclasses import asdict
from typing import Any

from quizapp.articles.confined import SECONDS, ask_child, serve, unpack_document
from quizapp.bank.file import to_draft, to_entry
from quizapp.bank.formats.exchange import FormatError, Incoming, Item, Notice, Parcel

_DAMAGED = (
    "This file cannot be read: it is damaged, or very intricate. Export it anew from the system it"
    " comes from, in smaller parts if it is large."
)


def read_confined(raw: bytes, name: str = "", seconds: float = SECONDS) -> tuple[str, Incoming]:
    """The name of the file's format, and what is in it; `name` says the format if it is known.

    Raises:
        FormatError: nothing can be read; the message says what to do.
    """
    try:
        answer = ask_child(__name__, {"name": name}, raw, seconds)
    except subprocess.TimeoutExpired as error:
        raise FormatError(_DAMAGED) from error
    if "refusal" in answer:
        raise FormatError(answer["refusal"])
    if "items" not in answer:
        raise FormatError(_DAMAGED)
    return answer["name"], _unpack(answer)


def _unpack(answer: dict[str, Any]) -> Incoming:
    parcel = Parcel(
        answer["title"],
        tuple(
            Item(to_draft(it["entry"]), it["passage"], tuple(it["tags"]), it["place"])
            for it in answer["items"]
        ),
        tuple(unpack_document(it) for it in answer["passages"]),
        {sha256: base64.b64decode(text) for sha256, text in answer["pictures"].items()},
    )
    return Incoming(parcel, tuple(Notice(**it) for it in answer["notices"]))


# The child's side.


def _answer(order: dict[str, Any], raw: bytes) -> dict[str, Any]:
    from quizapp.bank.formats.registry import read_parcel  # the readers are loaded in the child

    try:
        kept, incoming = read_parcel(raw, order["name"])
    except FormatError as refusal:
        return {"refusal": str(refusal)}
    except Exception:  # whatever a reader stumbles over, the file is not as it should be
        return {"refusal": _DAMAGED}
    parcel = incoming.parcel
    return {
        "name": kept.name,
        "title": parcel.title,
        "items": [_pack(item) for item in parcel.items],
        "passages": [asdict(passage) for passage in parcel.passages],
        "pictures": {
            sha256: base64.b64encode(content).decode()
            for sha256, content in parcel.pictures.items()
        },
        "notices": [asdict(notice) for notice in incoming.notices],
    }


def _pack(item: Item) -> dict[str, Any]:
    return {
        "entry": {"id": "", "stem": "", **to_entry(item.draft)},
        "passage": item.passage,
        "tags": item.tags,
        "place": item.place,
    }


if __name__ == "__main__":
    serve(_answer)
