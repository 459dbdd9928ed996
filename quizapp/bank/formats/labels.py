"""How do skill, difficulty, kind and writer travel where there are only tags? As "skill:cause".

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quizapp.bank.formats.exchange import Item
from quizapp.generation.draft import LONGEST_WRITER, Difficulty, Kind, QuestionDraft, Skill

_WRITER = "language-model"  # a tag “writer:Orwell” is a teacher's own


def write_labels(item: Item, *, told: Kind) -> tuple[str, ...]:
    """The tags of the item with its labels before them.

    `told` is the kind that the format itself tells; another kind of ours needs a label.
    """
    draft = item.draft
    kind = () if draft.kind is told else (f"kind:{draft.kind.value}",)
    writer = (f"{_WRITER}:{draft.writer}",) if draft.writer else ()
    labels = (f"skill:{draft.skill.value}", f"difficulty:{draft.difficulty.value}", *kind, *writer)
    return (*labels, *item.tags)


def read_labels(
    draft: QuestionDraft, words: Iterable[str]
) -> tuple[QuestionDraft, tuple[str, ...]]:
    """The draft with what labels say about it, and the words that are no labels."""
    tags = []
    for word in words:
        name, _, value = word.partition(":")
        if name == "skill" and value in set(Skill):
            draft = replace(draft, skill=Skill(value))
        elif name == "difficulty" and value in set(Difficulty):
            draft = replace(draft, difficulty=Difficulty(value))
        elif name == "kind" and value in set(Kind):
            draft = replace(draft, kind=Kind(value))
        elif name == _WRITER and value:
            draft = replace(draft, writer=value[:LONGEST_WRITER])
        else:
            tags.append(word)
    return draft, tuple(tags)
