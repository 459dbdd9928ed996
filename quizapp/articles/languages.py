"""Which language is a text written in, as far as its script and its commonest words tell?

Enough to refuse a text politely and by name; no attempt at telling apart what we have no
words for. Language data stands at the top, the two votes below it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

# The commonest function words, for the vote on what a text in Latin letters is written in.
_FUNCTION_WORDS = {
    "English": "the of and to in that is was for it with as on be by this had are from has",
    "German": "der die und das nicht den von ist mit sich auf für ein dem eine des im zu wurde als",
    "French": "le la les des et une est dans que qui pour du pas sur avec au par ce il en",
    "Spanish": "el la los las y que en una por con del se para su como es al fue lo más",
    "Italian": "il di che la per una non sono della con del gli anche nel si è dei alla più i",
    "Portuguese": "o que não uma os com para em do da as dos no na se foi ao mais por é",
    "Dutch": "de het een van en dat niet zijn op met voor er aan ook te werd naar die bij",
    "Swedish": "och att det som en på är av för med den till inte har om ett var jag",
    "Polish": "w i na z się nie do że jest to o jak po za od przez był oraz dla są",
    "Turkish": "ve bir bu için da de ile olarak olan çok daha ama gibi sonra kadar en",
    "Indonesian": "yang dan di dari untuk dengan ini pada tidak dalam itu adalah oleh akan ke",
}
FUNCTION_WORDS = {name: frozenset(prose.split()) for name, prose in _FUNCTION_WORDS.items()}

# What the Unicode name of a letter begins with -> the language it usually writes.
_SCRIPTS = {
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "CJK": "Chinese",
    "CYRILLIC": "Russian",
    "ARABIC": "Arabic",
    "GREEK": "Greek",
    "HEBREW": "Hebrew",
    "DEVANAGARI": "Hindi",
    "BENGALI": "Bengali",
    "THAI": "Thai",
    "GEORGIAN": "Georgian",
    "ARMENIAN": "Armenian",
}

# Letters that one language of a script has and its neighbours lack, rarer languages first.
_TELLTALE = {
    "Russian": {
        "Kazakh": "әғқңөұүһ",
        "Ukrainian": "їєґ",
        "Belarusian": "ў",
        "Serbian": "ђћљњџј",
    },
    "Arabic": {"Urdu": "ٹڈڑے", "Persian": "پچژگ"},
}
_SAMPLE = 6000  # characters; a text does not change its language after a few pages
_FOREIGN_SHARE = 0.5  # of the letters: names and quotations in another script are no matter
_TELLTALE_SHARE = 0.01  # of the letters: one foreign name does not decide
_VOTE_SHARE = 0.08  # of the words: running prose has three times as many function words
_MIN_WORDS = 20


def name_other_language(text: str) -> str:
    """The language that the text is written in when it is clearly not English, else ""."""
    return _by_script(text[:_SAMPLE]) or _by_function_words(text)


def is_english_prose(text: str) -> bool:
    """Whether English function words are as frequent as running text needs them."""
    words = _words(text)
    return len(words) < _MIN_WORDS or _votes(words)["English"] >= 0.05 * len(words)


def _by_script(text: str) -> str:
    letters = [char for char in text.lower() if char.isalpha()]
    languages = Counter(_language_of(char) for char in letters)
    foreign = languages.total() - languages[""]
    if not letters or foreign <= _FOREIGN_SHARE * len(letters):
        return ""
    if languages["Japanese"] > 0.1 * foreign:
        return "Japanese"  # written in Chinese characters too, but never in those alone
    language = max((name for name in languages if name), key=lambda name: languages[name])
    counts = Counter(letters)
    for neighbour, telltale in _TELLTALE.get(language, {}).items():
        if sum(counts[char] for char in telltale) > _TELLTALE_SHARE * len(letters):
            return neighbour
    return language


def _language_of(char: str) -> str:
    if char.isascii():
        return ""
    script = unicodedata.name(char, "").split(" ")[0]
    return _SCRIPTS.get(script, "")


def _by_function_words(text: str) -> str:
    words = _words(text)
    if len(words) < _MIN_WORDS:
        return ""
    votes = _votes(words)
    language = max(votes, key=lambda name: votes[name])
    clear = votes[language] > _VOTE_SHARE * len(words)
    return language if language != "English" and clear else ""


def _words(text: str) -> list[str]:
    """The words of the first pages; "l’eau" and "dell’anno" count as two."""
    return re.findall(r"[^\W\d_]+", text.lower())[:3000]


def _votes(words: list[str]) -> Mapping[str, int]:
    counts = Counter(words)
    return {
        name: sum(counts[word] for word in sorted(known)) for name, known in FUNCTION_WORDS.items()
    }
