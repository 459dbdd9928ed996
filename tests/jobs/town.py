"""A small article with people, dates, numbers, and a character beyond the basic plane."""

from __future__ import annotations

from quizapp.articles.document import Block, BlockRole, Document

TOWN = Document(
    "Life in Ostrov",
    (
        Block(
            BlockRole.BODY,
            "🌉 On March 3, 2021, Mayor Petra Novak opened the long bridge over the river. The"
            " council had imposed a strict curfew on the harbour in the winter.",
        ),
        Block(
            BlockRole.BODY,
            "Jan Dvorak, the architect, praised the new road. On May 9, 2022, Eva Mala closed the"
            " old harbour.",
        ),
        Block(
            BlockRole.BODY,
            "Eva Mala repaired the narrow gate of the castle on June 1, 2023. Karel Benes said"
            " that 400 boats had left the bay.",
        ),
    ),
)
