"""A text and the questions that a good writer would write about it; all gates let them pass."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.reading import Reading, read

PARAGRAPHS = (
    "The fishing town of Quelmar lost its last cannery in 1994, and half of its young people moved"
    " away. In May 2019 mayor Marta Delgren opened a new port there, because the old quay had"
    " become too shallow for modern ships. The work took six years and cost 40 million crowns.",
    "Not everybody was pleased. Fishermen feared that the large ships would drive the herring out"
    " of the bay. Their leader, Ivo Brandt, said that the town had sold its future for a few"
    " hundred jobs. He has refused every invitation to the port since the opening.",
    "Two years later the picture is mixed. The port employs 320 people, most of them from Quelmar,"
    " and the school has opened two new classes. Nevertheless, catches of herring have fallen by a"
    " third, and several families have sold their boats.",
)
DOCUMENT = Document(
    title="The port of Quelmar",
    blocks=tuple(Block(BlockRole.BODY, text) for text in PARAGRAPHS),
    published_on=date(2021, 6, 1),
)


@lru_cache(maxsize=1)
def reading() -> Reading:
    return read(DOCUMENT)


def wrong(*texts: str) -> list[dict[str, str]]:
    classes = ("misreading", "other_span", "unsupported")
    return [
        {"text": text, "why_wrong": "The text does not say so.", "class": class_}
        for text, class_ in zip(texts, classes, strict=False)
    ]


WHY: dict[str, Any] = {
    "quote": "because the old quay had become too shallow for modern ships",
    "question": "Why was a new port opened in Quelmar?",
    "answer": "Large vessels could no longer use the former landing place",
    "why_right": "The old quay had become too shallow.",
    "wrong_answers": wrong(
        "Modern trawlers had damaged the harbour wall beyond repair",
        "Fishermen were selling their boats to other places",
        "The government had promised money to every coastal region",
    ),
}
FEAR: dict[str, Any] = {
    "quote": "Fishermen feared that the large ships would drive the herring out of the bay",
    "question": "What did fishermen fear that the port would do?",
    "answer": "Chase away the animals that they lived on",
    "why_right": "They feared that the herring would leave the bay.",
    "wrong_answers": wrong(
        "Make the entrance of the bay too dangerous",
        "Bring hundreds of strangers into the town",
        "Raise the price of fuel for small boats",
    ),
}
QUESTIONS = (WHY, FEAR)
