"""Is it made as a question must be: asked in grammar, answered by one key that nothing gives away?

The gates that every draft passes, and those that only a question written freely needs. What a
teacher mends in a moment is a mark and stays with the draft.
"""

from __future__ import annotations

import re
from dataclasses import replace

from quizapp.generation.checks import CHECKS, check_key_not_in_stem, check_pronouns
from quizapp.generation.distractors import word_roots
from quizapp.generation.draft import GAP, QuestionDraft, Skill
from quizapp.generation.reasons import EXPLANATIONS, MENDABLE, Reason
from quizapp.generation.writer.grounding import Ground, are_titles
from quizapp.generation.writer.values import find_values
from quizapp.reading.parser import parse
from quizapp.reading.reading import Reading

_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_CLAUSE = frozenset({"VERB", "AUX"})
_FEWEST_WORDS = 4  # of a key without a name or a number
_GIVEN_AWAY = 0.5  # of the telling words of a key
_LONG, _SHORT = 1.2, 0.8  # the key's length beside the longest and the shortest distractor
# "Why is it impossible to …": the pronoun stands for what follows.
_FILLER = re.compile(
    r"\b(?P<verb>is|was|be) it(?= (?:so |very |too )?(?:(?:im)?possible|hard|difficult|easy"
    r"|important|necessary|(?:un)?likely|(?:un)?clear|(?:un)?usual|dangerous|wrong|right)"
    r" (?:to|that|for)\b)",
    re.IGNORECASE,
)
# A phrase shares words with its question all the time; its own gate looks at telling ones.
_OF_PHRASES = (check_key_not_in_stem, check_pronouns)
_SHARED_CHECKS = tuple(check for check in CHECKS if check not in _OF_PHRASES)


def list_faults(draft: QuestionDraft, reading: Reading) -> tuple[str, ...]:
    """The grave faults, each in a sentence."""
    found = (check(draft, reading) for check in _SHARED_CHECKS)
    shared = [EXPLANATIONS[reason] for reason in found if reason and reason not in MENDABLE]
    own = (
        _find_alias(draft, reading),
        _find_pronoun(draft, reading),
        _find_bad_stem(draft),
        _find_giveaway(draft),
        _find_trivial_key(draft, reading),
    )
    return (*shared, *(fault for fault in own if fault))


def find_marks(draft: QuestionDraft, ground: Ground) -> tuple[Reason, ...]:
    """What a teacher should look at before the question is approved."""
    reading = ground.reading
    found = (check(draft, reading) for check in _SHARED_CHECKS)
    marks = [reason for reason in found if reason in MENDABLE]
    if _is_telltale(draft, reading):
        marks.append(Reason.KEY_TELLTALE)
    if _telling_of_key(draft)[1]:
        marks.append(Reason.KEY_ECHOES)
    wrong = (option.text for option in draft.options if not option.key)
    if any(ground.list_invented_names(f"{draft.stem} {text}") for text in wrong):
        marks.append(Reason.OPTION_STRANGE)
    return tuple(dict.fromkeys(reason for reason in marks if reason))


def _find_alias(draft: QuestionDraft, reading: Reading) -> str:
    """Two options that name the same, one of them perhaps by a title."""
    names = [found for option in draft.options if (found := _find_named(option.text, reading))]
    return EXPLANATIONS[Reason.OPTIONS_ALIKE] if len(set(names)) < len(names) else ""


def _find_named(text: str, reading: Reading) -> str:
    """Whom or what an option names, behind a title; nothing where it says more than that."""
    words = text.split()
    for cut in range(len(words)):
        entity = reading.entity_named(" ".join(words[cut:]))
        if entity and are_titles(words[:cut]):
            return entity.id
    return ""


def _find_pronoun(draft: QuestionDraft, reading: Reading) -> str:
    bare = replace(draft, stem=_FILLER.sub(r"\g<verb>", draft.stem))
    reason = check_pronouns(bare, reading)
    return EXPLANATIONS[reason] if reason else ""


def _find_bad_stem(draft: QuestionDraft) -> str:
    stem = draft.stem
    if GAP in stem:
        return "" if stem.count(GAP) == 1 else "A gap stands in it more than once."
    if not stem.endswith("?") or not _ASKS.search(stem):
        return "It asks nothing: there is no question word, or no question mark at its end."
    (doc,) = parse([stem])
    roots = [token for token in doc if token.dep_ == "ROOT"]
    if not any(token.pos_ in _CLAUSE for token in doc) or len(roots) > 2:
        return "Its grammar cannot be read."
    return ""


def _find_giveaway(draft: QuestionDraft) -> str:
    own, echoed = _telling_of_key(draft)
    return EXPLANATIONS[Reason.KEY_IN_STEM] if len(echoed) > _GIVEN_AWAY * len(own) else ""


def _telling_of_key(draft: QuestionDraft) -> tuple[frozenset[str], frozenset[str]]:
    """The telling words that the key alone has among the options, and those in the stem too."""
    options = [(option.key, word_roots(option.text)) for option in draft.options]
    wrong = frozenset[str]().union(*(roots for key, roots in options if not key))
    own = frozenset[str]().union(*(roots for key, roots in options if key)) - wrong
    return own, own & word_roots(draft.stem)


def _find_trivial_key(draft: QuestionDraft, reading: Reading) -> str:
    key = next((option.text for option in draft.options if option.key), "")
    words = key.split()
    told = any(word[0].isupper() for word in words[1:]) or bool(find_values(key))
    if not words or len(words) >= _FEWEST_WORDS or told or reading.entity_named(key):
        return ""
    if draft.skill in {Skill.VOCABULARY, Skill.PURPOSE}:
        return ""
    return "Its answer is too slight: no name, no number, and fewer than four words."


def _is_telltale(draft: QuestionDraft, reading: Reading) -> bool:
    """By its length, but for names, which are as long as they are."""
    key = next((option.text for option in draft.options if option.key), "")
    wrong = [len(option.text) for option in draft.options if not option.key]
    if not key or not wrong or _find_named(key, reading):
        return False
    return not _SHORT * min(wrong) <= len(key) <= _LONG * max(wrong)
