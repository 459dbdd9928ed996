"""How do skill, difficulty and kind travel where there are only tags? As "skill:cause". (pure)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quizapp.bank.formats.exchange import Item
from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill


def write_labels(item: Item, *, told: Kind) -> tuple[str, ...]:
    """The tags of the item with its labels before them.

    `told` is the kind that the format itself tells; another kind of ours needs a label.
    """
    draft = item.draft
    kind = () if draft.kind is told else (f"kind:{draft.kind.value}",)
    return (f"skill:{draft.skill.value}", f"difficulty:{draft.difficulty.value}", *kind, *item.tags)


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
        else:
            tags.append(word)
    return draft, tuple(tags)
