"""Where does each sentence of a paragraph begin and end? (pure)

By its marks alone, so that a page can tell without the language model. The reading asks a
parser instead (`reading.sentences`); on edited prose the two seldom differ.
"""

from __future__ import annotations

import re

# What ends a sentence, with the quotation marks and brackets that close after it.
_END = re.compile(r"(?:(?<![.!?])[.!?]+|…)[\"'”’)\]]*\s+")
_OPENS = re.compile(r"[\"'“‘(\[]*[A-Z0-9À-ÖØ-Þ]")
_INITIALS = re.compile(r"(?:^|[\s(“\"‘'])(?:[A-Z]\.)+$")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|Sen|Rep|Gov|Gen|Col|Maj|Capt|Lt|Sgt|vs|cf|e\.g|i\.e)\.$"
)
# These end a sentence too, unless what they belong to follows: No. 5, Jan. 6.
_BEFORE_A_NUMBER = re.compile(
    r"\b(?:No|Nos|Vol|pp?|Fig|Art|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)

_NEAR = 80  # signs before and after a mark that tell whether it ends a sentence

Stretch = tuple[int, int]


def split_sentences(text: str) -> tuple[Stretch, ...]:
    """The half-open offsets of each sentence of `text`, without the white space between them.

    >>> split_sentences("Dr. Lee came. She left at 5.30 p.m. on May 4.")
    ((0, 13), (14, 45))
    """
    found: list[Stretch] = []
    start = seen = len(text) - len(text.lstrip())
    brackets = 0  # that are open
    for end in _END.finditer(text):
        brackets += text.count("(", seen, end.end()) - text.count(")", seen, end.end())
        seen = end.end()
        said, rest = text[max(start, seen - _NEAR) : seen], text[seen : seen + _NEAR]
        if rest and brackets <= 0 and _ends_a_sentence(said.rstrip(), rest):
            found.append((start, start + len(text[start:seen].rstrip())))
            start, brackets = seen, 0
    last = len(text.rstrip())
    return (*found, (start, last)) if start < last else tuple(found)


def _ends_a_sentence(said: str, rest: str) -> bool:
    """Whether a sentence is over after `said`, given what comes next."""
    if not _OPENS.match(rest) or _ABBREVIATION.search(said) or _INITIALS.search(said):
        return False
    return not (rest[:1].isdigit() and _BEFORE_A_NUMBER.search(said))
