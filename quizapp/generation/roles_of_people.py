"""Which role tells a person apart from everybody else in the article?

Shared by `which_role` and `matching`: roles of two words or more that come up once, name no body
alone, and are unlike every other person's.
"""

from __future__ import annotations

from collections.abc import Collection

from quizapp.generation.standing_alone import is_sure_person
from quizapp.generation.wording import clean, lower_first
from quizapp.reading.reading import Reading, Role
from quizapp.reading.vocabulary import load_vocabulary, word_set

_MEMBERS = word_set(
    "activist campaigner member supporter loyalist official employee spokesman spokeswoman "
    "spokesperson resident executive expert analyst specialist researcher scientist"
)
_FAMILY = word_set("son daughter brother sister father mother nephew niece wife husband widow")


def find_telling_roles(reading: Reading) -> list[Role]:
    """One role a person, those who come up most first."""
    text = " ".join(reading.document.paragraphs).lower()
    first: dict[str, Role] = {}
    for role in reading.roles:
        sure = is_sure_person(reading.entity(role.entity))
        telling = len(role.text.split()) >= 2 and not _names_owner(reading, role)
        if sure and telling and text.count(role.text.lower()) == 1 and not _is_family(role):
            first.setdefault(role.entity, role)
    roles = [role for role in first.values() if _is_unlike(role, reading.roles)]
    return sorted(roles, key=lambda role: -len(reading.entity(role.entity).mentions))


def _is_family(role: Role) -> bool:
    return bool(_FAMILY & set(role.text.lower().split()))


def role_words(reading: Reading, role: Role) -> str:
    """The role as a list entry: without the capital that only its place gave it."""
    text = clean(role.text)
    starts = any(
        sentence.paragraph == role.paragraph and sentence.start == role.start
        for sentence in reading.sentences
    )
    nation = text.split()[0] in load_vocabulary().demonyms
    return lower_first(text, is_name=nation or not starts)


def _names_owner(reading: Reading, role: Role) -> bool:
    return any(name in role.text for name in reading.entity(role.entity).aliases)


def _is_unlike(role: Role, roles: Collection[Role]) -> bool:
    """Whether no other person's role has the same main word ("prime minister" twice)."""
    return not any(
        other.entity != role.entity and _are_alike(role.text, other.text) for other in roles
    )


def _are_alike(one: str, other: str) -> bool:
    """ "chief" and "police chief", or an activist and a campaigner of one and the same body."""
    a, b = _without_nation(one), _without_nation(other)
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    bodies = {word for word in one.split() if word[0].isupper()} & set(other.split())
    return bool(bodies) and {a[-1], b[-1]} <= _MEMBERS


def _without_nation(role: str) -> list[str]:
    """ "Ruritanian sailor" and "Bordurian sailor": the names alone tell them apart."""
    nations = load_vocabulary().demonyms
    return [word.lower() for word in role.split() if word not in nations]
