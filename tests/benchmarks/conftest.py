"""What do the tests of the benchmarks share? Two small articles, and people's questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.texts import Text, load_texts

HARBOUR = """A Harbour Chief Falls

The director of the Coastal Safety Committee (CSC), Marta Delgren, was arrested in Quelmar on May 9.
The police said that Delgren had taken money from the owners of the port. Mayor Anna Osei closed the
harbour on May 2, because the cranes were no longer safe.

Delgren was dismissed from the committee on May 4. Ivo Brandt, who led the port police for six
years, was appointed director of the Coastal Safety Committee on May 7. Although the storm had
damaged the old pier, the fishing boats returned on May 12. Lawyer Tomas Reil said that the port of
Quelmar was the oldest on the coast.

The Northern Rescue Alliance (NRA) agreed to help. The alliance sent three hundred workers, who
tried to restore the abandoned lighthouse. In 1987 a storm destroyed the lighthouse of Quelmar.
Brandt discovered the wreck of the ferry in 1999. Osei believes that the council will gradually
abolish the fee.
"""
ORCHARD = """An Orchard Returns

In 2003 the farmers of Tellow planted four thousand apple trees on the slopes above the town. The
idea came from Lena Marsh, who taught biology at the village school. Marsh argued that the old
orchards had protected the valley from floods. The council rejected her plan in 1998, because money
was scarce.

The trees began to flourish after a mild winter. Mayor Paul Ridley opened the first market in
October 2009. He thanked the volunteers for their patience. Despite a severe drought, the harvest
of 2015 exceeded every forecast. The Tellow Fruit Society (TFS) bought a press in 2016.

Researchers from the University of Carden examined the soil in 2018. They found that the roots hold
more water than grass does. However, the scientists did not recommend more trees. Ridley resigned
in 2020. Botanist Sara Quill said that the village should preserve its oldest varieties.
"""
PEOPLE_ASKED = [
    {
        "title": "A harbour chief falls",
        "paragraphs": [
            {
                "text": "",
                "items": [
                    {
                        "stem": "Why was the harbour closed?",
                        "key": "Its cranes had become dangerous",
                        "distractors": [
                            "Its director was in prison",
                            "The boats had left",
                            "A storm was on its way",
                        ],
                        "critical_span": "the cranes were no longer safe",
                        "distractor_span": "",
                    },
                    {
                        "stem": "Who came to help?",
                        "key": "An alliance from the north",
                        "distractors": ["The port police", "The owners", "A lawyer"],
                        "critical_span": "words that are nowhere in the article",
                        "distractor_span": "",
                    },
                ],
            }
        ],
    }
]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles."""
    path = tmp_path_factory.mktemp("articles")
    for name, article in (("harbour", HARBOUR), ("orchard", ORCHARD)):
        paragraphs = [" ".join(block.split()) for block in article.split("\n\n")]
        (path / f"{name}.txt").write_text("\n\n".join(paragraphs), "utf-8")
    return path


@pytest.fixture(scope="session")
def texts(folder: Path) -> tuple[Text, ...]:
    return load_texts([folder], [])


@pytest.fixture(scope="session")
def people_asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two questions by people, one of them with evidence that the article does not have."""
    path = tmp_path_factory.mktemp("people") / "items.json"
    path.write_text(json.dumps(PEOPLE_ASKED), "utf-8")
    return path
