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


_CAUSE = "the second part gives the reason for the first"
_SURPRISE = "one part is surprising in the light of the other"
_TURN = "the sentence turns against the one before it"
_CASE = "the sentence gives a case of what the one before it says in general"
_FOLLOWS = "the sentence says what followed from the one before it"
_DIFFERENCE = "the sentence says how something differs from what stands before it"

_CLAUSE = (
    Connective("because", "cause", ("although", "unless", "in case"), _CAUSE),
    Connective("although", "contrast", ("because", "unless", "in case"), _SURPRISE),
    Connective("though", "contrast", ("because", "unless", "in case"), _SURPRISE),
    Connective("even though", "contrast", ("because", "unless", "in case"), _SURPRISE),
    Connective(
        "so that",
        "purpose",
        ("although", "whereas", "in case"),
        "the second part says what was to be achieved",
    ),
    Connective(
        "whereas",
        "difference",
        ("unless", "in case", "so that"),
        "the two parts say how two things differ",
    ),
    Connective(
        "while",
        "difference",
        ("unless", "in case", "so that"),
        "the two parts say how two things differ",
    ),
    Connective(
        "but", "contrast", ("or", "unless", "in case"), "the second part turns against the first"
    ),
)
_PHRASE = (
    *(
        Connective(
            words,
            "cause",
            ("despite", "instead of", "according to"),
            "what follows is the reason",
        )
        for words in ("because of", "due to", "thanks to", "owing to")
    ),
    *(
        Connective(
            words,
            "contrast",
            ("because of", "instead of", "according to"),
            "what follows would make one expect the opposite",
        )
        for words in ("despite", "in spite of")
    ),
    Connective(
        "such as",
        "example",
        ("because of", "despite", "according to"),
        "what follows gives examples of the thing just named",
    ),
)
_SENTENCE = (
    *(
        Connective(words, "contrast", ("therefore", "for example", "in other words"), _TURN)
        for words in ("however", "nevertheless", "nonetheless")
    ),
    *(
        Connective(words, "example", ("as a result", "otherwise", "in short"), _CASE)
        for words in ("for example", "for instance")
    ),
    *(
        Connective(words, "result", ("however", "for example", "otherwise"), _FOLLOWS)
        for words in ("as a result", "therefore", "consequently")
    ),
    *(
        Connective(
            words, "difference", ("as a result", "for example", "in other words"), _DIFFERENCE
        )
        for words in ("in contrast", "by contrast", "on the other hand")
    ),
    Connective(
        "instead",
        "replacement",
        ("for example", "otherwise", "likewise"),
        "the sentence says what took the place of what was denied before",
    ),
)
# At the head of a sentence, without a comma after it.
_OPENING = (Connective("but", "contrast", ("so", "or"), _TURN),)
CLAUSE = {each.words: each for each in _CLAUSE}
PHRASE = {each.words: each for each in _PHRASE}
SENTENCE = {each.words: each for each in _SENTENCE}
OPENING = {each.words: each for each in _OPENING}

# What a wrong option would say.
SAYS = {
    "although": "would set the two parts against each other",
    "because": "would make one part the reason for the other",
    "unless": "would make one part a condition of the other",
    "in case": "would speak of what might happen",
    "so that": "would make one part the purpose of the other",
    "whereas": "would say how two things differ",
    "so": "would say what followed",
    "or": "would offer a choice",
    "because of": "would make what follows the reason",
    "despite": "would set what follows against the rest",
    "instead of": "would say that one thing took the place of another",
    "according to": "would name the source of what is said",
    "therefore": "would say what followed",
    "as a result": "would say what followed",
    "for example": "would bring in an example",
    "in other words": "would say the same once more",
    "in short": "would sum up what was said",
    "otherwise": "would say what happens if not",
    "however": "would turn against what was said",
    "likewise": "would say that something is just the same",
}

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
# What things are said to be at both ends of one scale.
_PAIRS = word_set(
    "rich/poor black/white old/young old/new men/women man/woman boy/girl urban/rural "
    "city/village north/south east/west large/small big/small high/low long/short many/few "
    "more/less more/fewer rise/fall increase/decrease increase/drop grow/shrink win/lose "
    "success/failure succeed/fail summer/winter hot/cold wet/dry fast/slow easy/difficult "
    "easy/hard cheap/expensive safe/dangerous strong/weak male/female past/present "
    "public/private good/bad better/worse first/last most/some northern/southern "
    "eastern/western early/late light/heavy wealthy/poor peaceful/violent popular/unpopular "
    "legal/illegal stable/unstable adult/child export/import life/death support/oppose "
    "accept/reject begin/end start/stop public/secret small/great minority/majority"
)
OPPOSITES = tuple(frozenset(pair.split("/")) for pair in sorted(_PAIRS))
CONCEDING = word_set(
    "still nevertheless nonetheless eventually anyway always even yet remain remains remained"
)
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
