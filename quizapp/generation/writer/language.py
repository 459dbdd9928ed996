"""Is a text in the language that was asked for?

By how usual its words are in each of the languages that a model is likely to slip into.
"""

from __future__ import annotations

import re
import unicodedata

ENGLISH = "en"
_OTHERS = ("fr", "de", "es", "it", "pt", "nl", "tr", "id", "pl", "cs", "ro")
_KAZAKH = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")  # letters that Russian does not have
_WORD = re.compile(r"(?<![\w’'])[^\W\d_]+")  # not the end of "37th", nor of "it's"
_FEWEST = 3  # words: shorter texts tell nothing


def is_english(text: str) -> bool:
    """Whether the text is English rather than another language in Latin letters.

    Names tell nothing, so words in capitals are left out.
    """
    if not any(letter.isalpha() for letter in text):
        return any(map(str.isdigit, text))  # a number is said so in every language
    if not is_in_script(text, "LATIN"):
        return False
    words = [word for word in _WORD.findall(text) if word.islower() and len(word) > 1]
    if len(words) < _FEWEST:
        return True
    return all(_usual(words, ENGLISH) >= _usual(words, other) for other in _OTHERS)


def is_in(text: str, language: str) -> bool:
    """Whether a translation into "ru" or "kk" is in that language, as far as its letters tell."""
    return is_in_script(text, "CYRILLIC") and bool(_KAZAKH & set(text)) is (language == "kk")


def is_in_script(text: str, script: str) -> bool:
    """Whether nine of ten letters are of the script, by their names."""
    letters = [letter for letter in text if letter.isalpha()]
    own = sum(unicodedata.name(letter, "").startswith(script) for letter in letters)
    return bool(letters) and own >= 0.9 * len(letters)


def _usual(words: list[str], language: str) -> float:
    from wordfreq import zipf_frequency  # loads a list of each language that is asked about

    return sum(zipf_frequency(word, language, wordlist="small") for word in words)
