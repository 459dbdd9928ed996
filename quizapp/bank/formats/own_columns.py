"""Which columns has a table of questions, and what may a teacher call them? (pure)

The table is described in docs/formats-sheets.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

SINGLE = (
    "id",
    "kind",
    "skill",
    "difficulty",
    "stem",
    "key",
    "tolerance",
    "rationale",
    "evidence_paragraph",
    "evidence_quote",
    "distractor_spans",
    "tags",
    "language_model",
    "passage",
    "passage_text",
)
NUMBERED = ("option", "rationale", "class", "answer", "premise", "response", "item")
PASSAGE_COLUMNS = ("passage", "paragraph", "text")
HEADING = "heading"
CONTINUED = "continued"  # the row has more of the text in the row above
BETWEEN = "|"

_OTHER_NAMES = {
    "question": "stem",
    "question_text": "stem",
    "uid": "id",
    "type": "kind",
    "question_type": "kind",
    "correct": "key",
    "correct_answer": "key",
    "right_answer": "key",
    "explanation": "rationale",
    "why": "rationale",
    "tag": "tags",
    "evidence": "evidence_quote",
    "paragraph": "evidence_paragraph",
    "answer": "answer_1",
    "answers": "answer_1",
}
_NUMBERED_NAME = re.compile(rf"({'|'.join(NUMBERED)})_?(\d{{1,2}}|[a-h])")
_SURE = frozenset({"stem", "kind", "key", "option_1", "answer_1", "premise_1", "item_1"})
_SIGNS = {"\\": "\ufdd0", BETWEEN: "\ufdd1"}


def name_column(cell: str) -> str:
    """The column that a cell of the head names, in our spelling; "" for none of ours.

    >>> name_column("Option B"), name_column("Question text"), name_column("points")
    ('option_2', 'stem', '')
    """
    name = re.sub(r"[\s_-]+", "_", cell.strip().casefold()[:40])
    found = _NUMBERED_NAME.fullmatch(name)
    if found:
        number = found[2] if found[2].isdecimal() else ascii_lowercase.index(found[2]) + 1
        return f"{found[1]}_{int(number)}"
    return name if name in SINGLE else _OTHER_NAMES.get(name, "")


def count_heads(row: Sequence[str]) -> int:
    """How many cells of a row name a column."""
    return sum(1 for cell in row if name_column(cell))


def is_own_head(row: Sequence[str]) -> bool:
    """Whether a row is surely the head of a table of ours, and of no other system's."""
    spelled = {cell.strip().casefold() for cell in row}
    return "stem" in spelled and len(_SURE & spelled) >= 2


def join_cell(texts: Sequence[str]) -> str:
    """Several texts in one cell, with a bar between two."""
    return f" {BETWEEN} ".join(
        text.replace("\\", "\\\\").replace(BETWEEN, f"\\{BETWEEN}") for text in texts
    )


def split_cell(cell: str) -> list[str]:
    """The texts of a cell: a bar parts two, unless a backslash stands before it."""
    masked = re.sub(r"\\([\\|])", lambda found: _SIGNS[found[1]], cell)
    parts = (part.strip() for part in masked.split(BETWEEN))
    shown = [part.replace("\ufdd0", "\\").replace("\ufdd1", BETWEEN) for part in parts]
    return [part for part in shown if part]
