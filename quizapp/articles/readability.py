"""How hard is a text to read, by the length of its sentences and words?

Pure functions on strings. The grade says nothing about the ideas of a text: it orders
versions of one passage, and it warns a teacher of a passage far from the learners' level.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER_MARK = re.compile(r"(?<=\d)[.,](?=\d)")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|[A-Z])\.(?=\s)")
_SENTENCE_END = re.compile(r"(?<![.!?])[.!?]+[\"'”’)\]]*(?:\s+|$)")
_VOWEL_GROUP = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<![lr])e$|(?<=[aeiouylr][lr])e$")
_SILENT_ED = re.compile(r"(?<![dt])ed$")
_SILENT_ES = re.compile(r"(?<![csxzg])(?<!ch)(?<!sh)es$")
_SPLIT_VOWELS = re.compile(
    r"(?<![cglnstx])i[aou]|(?<=[aeiou][rd])ea$|eo(?![pu]|n$)|(?<![gqs])ua|[aeiou]ing|creat|scien"
)


def count_syllables(word: str) -> int:
    """Count the syllables of one English word by its spelling; a word has at least one.

    The heuristic counts groups of neighbouring vowel letters (a e i o u y), then

    - drops a final silent e ("made"), but keeps the one after a consonant and l or r ("table");
    - drops a silent -ed ("marched") unless d or t comes before it ("wanted"), and a silent
      -es ("times") unless a hissing sound comes before it ("houses");
    - adds one for most pairs of vowels that are spoken apart ("radio", "area", "being").

    Letters beyond these, accents and apostrophes are ignored, and what has no letter at all
    (a number) counts as one syllable. Exact counts would need a pronouncing dictionary, which
    lacks the names that news articles are full of.
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    if not letters:
        return 1
    stem = letters
    for silent in (_SILENT_ED, _SILENT_ES, _SILENT_E):
        shorter = silent.sub("", stem)
        if shorter != stem and _VOWEL_GROUP.search(shorter):
            stem = shorter
            break
    count = len(_VOWEL_GROUP.findall(stem)) + len(_SPLIT_VOWELS.findall(stem))
    return max(count, 1)


def find_words(text: str) -> list[str]:
    """The words of a text; a number counts as one."""
    return _WORD.findall(_NUMBER_MARK.sub("", text))


def flesch_kincaid_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade: the year of school in the USA that a text asks for.

    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59

    Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of New
    Readability Formulas for Navy Enlisted Personnel", Research Branch Report 8-75, Naval
    Technical Training Command, 1975. The grade falls below zero for the simplest texts.

    Raise ValueError for a text without words.
    """
    words = find_words(text)
    if not words:
        raise ValueError("a text without words has no grade")
    sentences = count_sentences(text)
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def count_sentences(text: str) -> int:
    """Count the stretches with a word in them that end in a full stop, ! or ?, or with the text.

    The full stop of a common abbreviation or an initial ends no sentence.
    """
    plain = _ABBREVIATION.sub(lambda found: found.group().replace(".", ""), text)
    return sum(1 for part in _SENTENCE_END.split(plain) if _WORD.search(part))
