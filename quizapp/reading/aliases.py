"""Which names mean the same person, body or place?

Groups mentions into clusters: a full name with its surname and first name, "Name (ABC)", names
that differ in an article or a possessive. A short name that fits two full names is left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizapp.reading.reading import Mention
from quizapp.reading.vocabulary import Vocabulary


@dataclass(frozen=True)
class Cluster:
    """All mentions of one thing, and the forms its name takes; the fullest form is first."""

    forms: tuple[str, ...]
    mentions: tuple[Mention, ...]


def cluster_mentions(
    mentions: Sequence[Mention], paragraphs: Sequence[str], title: str, words: Vocabulary
) -> tuple[Cluster, ...]:
    """Group mentions of one thing, in order of first mention.

    `title` is the article's: of two people with one surname, the one it names goes by it alone.
    """
    names = Counter(bare_name(mention.text) for mention in mentions)
    owner = {name: name for name in names}
    owner.update(_short_names(names, title, words))
    owner.update(_abbreviations(mentions, paragraphs, words))
    owner.update(_bynames(mentions, paragraphs))
    owner.update(
        {short: full for short, full in _KNOWN_SHORT.items() if short in names and full in names}
    )
    groups: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[_root(bare_name(mention.text), owner)].append(mention)
    return tuple(Cluster(_forms(full, group), tuple(group)) for full, group in groups.items())


_KNOWN_SHORT = {
    "UK": "United Kingdom",
    "US": "United States",
    "UN": "United Nations",
    "EU": "European Union",
    "U.S.": "United States",
}


def bare_name(text: str) -> str:
    """The name without article and possessive: "the Kremlin’s" -> "Kremlin"."""
    name = re.sub(r"(?:[’']s|[’'])$", "", text)
    return re.sub(r"^[Tt]he ", "", name)


def _root(name: str, owner: dict[str, str]) -> str:
    for _ in range(3):  # short -> full -> fuller; never a circle
        name = owner.get(name, name)
    return name


def _forms(full: str, group: Sequence[Mention]) -> tuple[str, ...]:
    seen = dict.fromkeys(bare_name(mention.text) for mention in group)
    return (full, *(form for form in seen if form != full))


def _short_names(names: Counter[str], title: str, words: Vocabulary) -> dict[str, str]:
    """Surnames and first names -> the one full name that they can stand for."""
    owners_of: defaultdict[str, list[str]] = defaultdict(list)
    for full in names:
        if len(full.split()) > 1 and _may_be_person(full, words):
            for short in dict.fromkeys(_short_forms(full)):
                owners_of[short].append(full)
    found = {}
    for name in names:
        owners = [full for full in owners_of.get(name, ()) if full != name]
        named_above = [full for full in owners if full in title]
        if len(owners) > 1 and len(named_above) == 1:
            owners = named_above
        if len(owners) == 1 and not _is_place(name, words):
            found[name] = owners[0]
    return found


def _short_forms(full: str) -> tuple[str, ...]:
    parts = full.split()
    return parts[-1], parts[0], " ".join(parts[1:]), " ".join(parts[-2:])


def _is_place(name: str, words: Vocabulary) -> bool:
    return name in words.countries or name in words.cities


def _may_be_person(name: str, words: Vocabulary) -> bool:
    parts = name.split()
    return (
        len(parts) <= 5
        and not _is_place(name, words)
        and not any(part in words.institution_nouns or part in words.place_nouns for part in parts)
        and not any(part.isupper() and len(part) > 2 for part in parts)
    )


def _abbreviations(
    mentions: Sequence[Mention], paragraphs: Sequence[str], words: Vocabulary
) -> dict[str, str]:
    """ "Full Name (ABC)" -> {"ABC": "Full Name"}, where the initials or a body's noun agree."""
    found = {}
    for long, short in pairwise(mentions):
        if long.paragraph != short.paragraph:
            continue
        between = paragraphs[long.paragraph - 1][long.end : short.end + 1]
        if not re.fullmatch(r"\s?\([A-Z][A-Za-z&.]{1,7}\)", between):
            continue
        full, abbreviation = bare_name(long.text), bare_name(short.text)
        if _fits(abbreviation, full, words):
            found[abbreviation] = full
    return found


_BYNAME = re.compile(
    r"\s\((?:[^()]{0,20}\s)?(?P<owner>[A-Z]\w[\w-]+)[’']s? "
    r"[^()]*\b(?:title|nickname|byname|pseudonym)\b"
)


def _bynames(mentions: Sequence[Mention], paragraphs: Sequence[str]) -> dict[str, str]:
    """ "Captain Cloud (Reyes’s nickname)" -> {"Captain Cloud": "Reyes"}"""
    found = {}
    for mention in mentions:
        match = _BYNAME.match(paragraphs[mention.paragraph - 1], mention.end)
        if match:
            found[bare_name(mention.text)] = match["owner"]
    return found


def _fits(abbreviation: str, full: str, words: Vocabulary) -> bool:
    capitals = "".join(part[0] for part in re.split(r"[\s\-]", full) if part[:1].isupper())
    letters = abbreviation.replace("&", "").replace(".", "")
    same = capitals == letters or (letters.startswith(capitals[:2]) and len(capitals) > 1)
    # A body's short form may come from another language: "Committee ... (KNB)".
    is_body = len(full.split()) > 1 and any(
        part in words.institution_nouns for part in full.split()
    )
    return letters.isupper() and (same or is_body)
