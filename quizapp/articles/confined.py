"""How is a file read that may be hostile? By a process of its own, with little time and memory.

A parser of PDF or zip files can be made to run for hours, to eat all memory, or to crash. It
runs where that hurts nobody: a child process that limits itself before it looks at the file,
knows none of the program's settings, may write no file, and is killed when it takes too long.
Both sides speak JSON, so the child cannot hand back anything but words.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from importlib import import_module
from typing import Any

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.kinds import FileKind
from quizapp.articles.refusals import (
    ArticleError,
    Chapter,
    ManyChaptersError,
    refuse_large,
    say_damaged,
)

SECONDS = 30
MEMORY = 1024**3
_LIMITS = (
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NOFILE, 64),
)
# Each reader is loaded in the child alone: a web worker never has a parser in memory.
_READERS = {
    FileKind.WEB_PAGE: ("quizapp.articles.web_page", "read_web_page"),
    FileKind.PDF: ("quizapp.articles.pdf", "read_pdf"),
    FileKind.WORD: ("quizapp.articles.word", "read_word"),
    FileKind.BOOK: ("quizapp.articles.epub", "read_epub"),
}


def read_confined(
    raw: bytes, kind: FileKind, *, chapter: int | None = None, seconds: float = SECONDS
) -> Document:
    """Read a file in a child process. Raises ArticleError when it cannot be read."""
    try:
        answer = ask_child(__name__, {"kind": kind, "chapter": chapter}, raw, seconds)
    except subprocess.TimeoutExpired as error:
        raise ArticleError(
            f"This {kind} takes longer than {seconds:.0f} seconds to read: it is damaged or very "
            "intricate. Save it anew in the program it was made with, or paste the article's words."
        ) from error
    return _unpack(answer, kind)


def ask_child(module: str, order: dict[str, Any], raw: bytes, seconds: float) -> dict[str, Any]:
    """What `module`, run as a child process, answers to the order and the file; {} if it fails.

    Raises:
        TimeoutExpired: it has taken longer than so many seconds, and is killed.
    """
    done = subprocess.run(
        [sys.executable, "-B", "-P", "-m", module],
        input=json.dumps(order).encode() + b"\n" + raw,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_bare_environment(),
        timeout=seconds,
        check=False,
    )
    answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    return answer


def _bare_environment() -> dict[str, str]:
    """Where to find the program, and nothing else: no key, no database's password."""
    places = [place or os.getcwd() for place in sys.path]
    return {"PYTHONPATH": os.pathsep.join(places), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def _unpack(answer: dict[str, Any], kind: FileKind) -> Document:
    if "chapters" in answer:
        chapters = [Chapter(**chapter) for chapter in answer["chapters"]]
        raise ManyChaptersError(answer["title"], chapters)
    if "refusal" in answer:
        raise ArticleError(answer["refusal"])
    if "document" not in answer:
        raise say_damaged(kind)
    return unpack_document(answer["document"])


def unpack_document(fields: dict[str, Any]) -> Document:
    """The document that `asdict` and JSON have made these fields of."""
    known = {it: fields[it] for it in fields if it not in ("published_on", "blocks")}
    day = fields["published_on"]
    return Document(
        blocks=tuple(Block(BlockRole(it["role"]), it["text"]) for it in fields["blocks"]),
        published_on=date.fromisoformat(day) if day else None,
        **known,
    )


# The child's side.


def serve(answer: Callable[[dict[str, Any], bytes], dict[str, Any]]) -> None:
    """Read the order and the file, and write what `answer` makes of them as JSON."""
    limit_myself()
    order, _, raw = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.write(json.dumps(answer(json.loads(order), raw), default=str))


def limit_myself() -> None:
    """Give back most of what a process may use; there is no way to have it again."""
    for what, most in _LIMITS:
        with suppress(ValueError, OSError):  # a system that cannot limit this
            resource.setrlimit(what, (most, most))


def _answer(order: dict[str, Any], raw: bytes) -> dict[str, Any]:
    kind = FileKind(order["kind"])
    module, function = _READERS[kind]
    arguments = {"chapter": order["chapter"]} if kind is FileKind.BOOK else {}
    try:
        document = getattr(import_module(module), function)(raw, **arguments)
        refuse_large(sum(len(block.text.encode()) for block in document.blocks))
    except ManyChaptersError as choice:
        return {"title": choice.title, "chapters": [asdict(it) for it in choice.chapters]}
    except ArticleError as refusal:
        return {"refusal": str(refusal)}
    except Exception:  # whatever a parser stumbles over, the file is not as it should be
        return {"refusal": str(say_damaged(kind))}
    return {"document": asdict(document)}


if __name__ == "__main__":
    serve(_answer)
