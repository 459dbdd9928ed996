"""How do the blocks of an article stand on the page that mends them? (pure)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from quizapp.articles.document import BlockRole

SHORTEST_FOLD = 4  # lines: menus are longer, and a line or two are read as fast as a fold


@dataclass(frozen=True)
class ShownBlock:
    """A block with its number on the page, and the field that says what it is."""

    number: int
    text: str
    field: Any


@dataclass(frozen=True)
class Run:
    """Blocks that follow each other; a long stretch that is left out is folded away."""

    blocks: tuple[ShownBlock, ...]
    is_folded: bool


def fold_runs(texts: Iterable[str], fields: Iterable[Any]) -> Iterator[Run]:
    """The blocks in order, with long stretches that are left out in folds of their own."""
    shown = [
        ShownBlock(number, text, field)
        for number, (text, field) in enumerate(zip(texts, fields, strict=False), start=1)
    ]
    for is_out, group in groupby(shown, key=lambda it: it.field.data is BlockRole.BOILERPLATE):
        blocks = tuple(group)
        yield Run(blocks, is_folded=is_out and len(blocks) >= SHORTEST_FOLD)
