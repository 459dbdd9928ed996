"""Who is who, which short name stands for what, and who said what?

Every pair has its own evidence in the text; nobody fits two of the responses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from random import Random

from quizapp.generation.draft import Difficulty, Kind, Pair, QuestionDraft, Skill, Span
from quizapp.generation.drafting import as_span, explain, make_uid
from quizapp.generation.pattern import Pattern
from quizapp.generation.sayings import Saying, find_sayings
from quizapp.generation.wording import clean, lower_first
from quizapp.reading.reading import EntityType, Reading, Role
from quizapp.reading.vocabulary import word_set

MIN_PAIRS, MAX_PAIRS = 3, 5
_MEMBERS = word_set(
    "activist campaigner member supporter loyalist official employee spokesman spokeswoman "
    "spokesperson resident executive expert analyst specialist researcher scientist"
)


def _draft_roles(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    """People and their roles; of two people with one kind of role neither is taken."""
    first: dict[str, Role] = {}
    for role in reading.roles:
        telling = len(role.text.split()) >= 2 and not _names_owner(reading, role)
        if telling and _is_said_once(reading, role):
            first.setdefault(role.entity, role)
    roles = [role for role in first.values() if _is_unlike(role, first.values())]
    people = sorted(roles, key=lambda r: -len(reading.entity(r.entity).mentions))[:MAX_PAIRS]
    pairs = tuple(
        Pair(reading.entity(role.entity).name, _role_words(reading, role)) for role in people
    )
    yield from _question(
        reading,
        ROLES.name,
        Skill.DETAIL,
        "Match each person with his or her role.",
        pairs,
        [as_span(role) for role in people],
    )


def _role_words(reading: Reading, role: Role) -> str:
    """The role as a list entry: without the capital that only its place gave it."""
    text = clean(role.text)
    starts = any(
        sentence.paragraph == role.paragraph and sentence.start == role.start
        for sentence in reading.sentences
    )
    return lower_first(text, is_name=not starts)


def _is_said_once(reading: Reading, role: Role) -> bool:
    """A role that comes up again may be somebody else's too."""
    text = " ".join(reading.document.paragraphs).lower()
    return text.count(role.text.lower()) == 1


def _names_owner(reading: Reading, role: Role) -> bool:
    return any(name in role.text for name in reading.entity(role.entity).aliases)


def _is_unlike(role: Role, roles: Collection[Role]) -> bool:
    """Whether no other person's role has the same main word ("prime minister" twice)."""
    return not any(
        other.entity != role.entity and _are_alike(role.text, other.text) for other in roles
    )


def _are_alike(one: str, other: str) -> bool:
    """ "chief" and "police chief", or an activist and a campaigner of one and the same body."""
    a, b = one.lower().split(), other.lower().split()
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    bodies = {word for word in one.split() if word[0].isupper()} & set(other.split())
    return bool(bodies) and {a[-1], b[-1]} <= _MEMBERS


def _draft_abbreviations(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    bodies = [
        entity for entity in reading.of_type(EntityType.ORGANISATION) if entity.is_abbreviated
    ]
    pairs = tuple(Pair(body.abbreviation, body.name) for body in bodies[:MAX_PAIRS])
    spans = [as_span(body.mentions[0]) for body in bodies[:MAX_PAIRS]]
    yield from _question(
        reading,
        ABBREVIATIONS.name,
        Skill.DETAIL,
        "Match each abbreviation with the name it stands for.",
        pairs,
        spans,
    )


def _draft_sayings(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    """One saying a person, the first that stands alone."""
    chosen: dict[str, Saying] = {}
    for saying in find_sayings(reading):
        chosen.setdefault(saying.speaker.id, saying)
    sayings = list(chosen.values())[:MAX_PAIRS]
    pairs = tuple(Pair(saying.speaker.name, saying.text) for saying in sayings)
    yield from _question(
        reading,
        SAYINGS.name,
        Skill.ATTRIBUTION,
        "Match each person with what he or she says in the article.",
        pairs,
        [as_span(saying.evidence) for saying in sayings],
    )


def _question(
    reading: Reading,
    pattern: str,
    skill: Skill,
    stem: str,
    pairs: tuple[Pair, ...],
    spans: Sequence[Span],
) -> Iterator[QuestionDraft]:
    if len(pairs) < MIN_PAIRS:
        return
    yield QuestionDraft(
        uid=make_uid(
            reading, pattern, stem, "\x1f".join(f"{p.premise}={p.response}" for p in pairs)
        ),
        kind=Kind.MATCHING,
        skill=skill,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=spans[0],
        pairs=pairs,
        distractor_spans=tuple(spans[1:]),
        rationale=" ".join(explain(span) for span in spans),
        pattern=pattern,
        confidence=0.7,
    )


ROLES = Pattern("matching_roles", Kind.MATCHING, Skill.DETAIL, "trial", _draft_roles)
ABBREVIATIONS = Pattern(
    "matching_abbreviations", Kind.MATCHING, Skill.DETAIL, "trial", _draft_abbreviations
)
SAYINGS = Pattern("matching_sayings", Kind.MATCHING, Skill.ATTRIBUTION, "trial", _draft_sayings)
