"""Is a word the only one of its paragraph that means what it means?"""

from __future__ import annotations

from quizapp.dictionary.plain import Meaning
from quizapp.reading.lexicon import frequency, glosses, near_group, related
from quizapp.reading.reading import Reading, Sentence
from quizapp.reading.vocabulary import word_set

_EVERYDAY = 4.8  # on Zipf's scale: words that nobody would take for a rare one's meaning
PALE = word_set(
    "someone something anything people person thing things that this which with without from "
    "into make makes made become having being used very more most much many often especially "
    "usually sometimes state quality condition act action certain other another some than such "
    "what when where over also their them they been have cause causing great large small good "
    "away does done doing down time give given giving gives take taken taking place kind part"
)


def is_only_one(reading: Reading, meaning: Meaning, sentence: Sentence, offset: int) -> bool:
    """Whether nothing else in the paragraph means the same, or is the same word again.

    `sentence` and `offset` say where the word itself stands.
    """
    near = related(meaning.word) | near_group(meaning.word) | {meaning.word, meaning.substitute}
    near |= near_group(meaning.substitute.split()[-1])
    said = _telling(" ".join((meaning.plain, *glosses(meaning.word))))
    others = (
        token
        for other in reading.sentences
        if other.paragraph == sentence.paragraph
        for token in other.span
        if token.idx != offset
    )
    return not any(
        token.lemma_.lower() in near
        or token.lower_ in near
        or (token.pos_ == meaning.tag and _may_mean(token.lemma_.lower(), said))
        for token in others
    )


def _may_mean(lemma: str, said: frozenset[str]) -> bool:
    """Whether a rarer word is explained with the same telling words."""
    if frequency(lemma) >= _EVERYDAY:
        return False
    return bool(_telling(" ".join(glosses(lemma)[:3])) & said)


def _telling(text: str) -> frozenset[str]:
    """Beginnings of the words that an explanation turns on."""
    words = "".join(c if c.isalpha() else " " for c in text.lower()).split()
    return frozenset(word[:5] for word in words if len(word) > 3 and word not in PALE)
