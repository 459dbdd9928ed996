"""Which linking words are there, what does each say, and which others stand in its place?

Language data: a group is one grammatical slot; the words of one relation never stand against
each other as options.
"""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.reading.vocabulary import word_set


@dataclass(frozen=True)
class Connective:
    """A linking word: its relation, and words of other relations for the same slot."""

    words: str
    relation: str
    rivals: tuple[str, ...]
    meaning: str


_CLAUSE = (
    Connective(
        "because",
        "cause",
        ("although", "unless", "in case"),
        "the second part gives the reason for the first",
    ),
    Connective(
        "although",
        "contrast",
        ("because", "unless", "in case"),
        "one part is surprising in the light of the other",
    ),
)
_PHRASE = (
    Connective(
        "because of",
        "cause",
        ("despite", "instead of", "according to"),
        "what follows is the reason",
    ),
    Connective(
        "despite",
        "contrast",
        ("because of", "instead of", "according to"),
        "what follows would make one expect the opposite",
    ),
)
_SENTENCE = (
    Connective(
        "however",
        "contrast",
        ("therefore", "for example", "in other words"),
        "the sentence turns against the one before it",
    ),
    Connective(
        "nevertheless",
        "contrast",
        ("therefore", "for example", "in other words"),
        "the sentence turns against the one before it",
    ),
    Connective(
        "for example",
        "example",
        ("as a result", "otherwise", "in short"),
        "the sentence gives a case of what the one before it says in general",
    ),
    Connective(
        "for instance",
        "example",
        ("as a result", "otherwise", "in short"),
        "the sentence gives a case of what the one before it says in general",
    ),
    Connective(
        "as a result",
        "result",
        ("however", "for example", "otherwise"),
        "the sentence says what followed from the one before it",
    ),
    Connective(
        "therefore",
        "result",
        ("however", "for example", "otherwise"),
        "the sentence says what followed from the one before it",
    ),
)
CLAUSE = {each.words: each for each in _CLAUSE}
PHRASE = {each.words: each for each in _PHRASE}
SENTENCE = {each.words: each for each in _SENTENCE}

# Before a connective: with "partly" or "not" only the connective of the text is grammatical.
FOCUS = word_set(
    "partly only simply just mainly largely mostly chiefly precisely exactly not probably perhaps "
    "almost entirely primarily especially particularly and or but even that"
)
NEGATIVE = word_set(
    "no not n't n’t never without neither nor none nobody nothing few little hardly rarely barely "
    "scarcely only lack lacks lacked fail fails failed refuse refuses refused deny denied denies "
    "impossible unable unclear unlikely unknown cannot nowhere"
)
CONCEDING = word_set("still nevertheless nonetheless eventually anyway always even yet")
# "despite warnings": the noun itself says that something stood in the way.
OBSTACLES = word_set(
    "attempt effort setback warning opposition suggestion criticism protest objection ban risk "
    "danger difficulty loss defeat failure injury pressure doubt fear claim threat problem "
    "promise pledge report rain hardship shortage resistance sentiment"
)
OPENERS = word_set(
    "however but yet nevertheless nonetheless therefore thus instead also then so moreover "
    "furthermore still besides meanwhile similarly likewise consequently otherwise later soon "
    "afterwards indeed and or for as another other others both neither either despite such "
    "because although while only even again too there here now first second third finally one "
    "some many most all several each"
)
