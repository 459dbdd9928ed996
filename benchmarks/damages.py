"""How is a real question made wrong in exactly one known way?

Damaged questions are the controls of a judging: a judge who accepts them is not reading. Each
damage takes a question and returns the damaged one, or None where it cannot be done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from quizapp.generation.draft import TEXT_KINDS, Kind, Option, Pair, QuestionDraft
from quizapp.reading.parser import parse
from quizapp.reading.reading import Reading

_STEM_LENDERS = TEXT_KINDS | {Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE}
_LEAST_LEAKED = 4  # characters of a key that is worth leaking
_QUOTED = re.compile(r"“[^”]*”")


@dataclass(frozen=True)
class Surroundings:
    """What a damage may borrow from: the article, its other questions, and other articles'."""

    reading: Reading
    at_home: Sequence[QuestionDraft]
    abroad: Sequence[QuestionDraft]


Damage = Callable[[QuestionDraft, Surroundings, Random], QuestionDraft | None]


def swap_key(draft: QuestionDraft, around: Surroundings, rng: Random) -> QuestionDraft | None:
    """The key is said to be one of the distractors."""
    if draft.order:
        first, *middle, last = draft.order
        return replace(draft, order=(last, *middle, first))
    if draft.pairs:
        return _with_responses_swapped(draft)
    wrong = [index for index, option in enumerate(draft.options) if not option.key]
    if not wrong:
        return None
    chosen = rng.choice(wrong)
    options = (replace(o, key=index == chosen) for index, o in enumerate(draft.options))
    return replace(draft, options=tuple(options))


def _with_responses_swapped(draft: QuestionDraft) -> QuestionDraft | None:
    places = [index for index, pair in enumerate(draft.pairs) if pair.premise]
    if len(places) < 2:
        return None
    one, other = places[:2]
    pairs = list(draft.pairs)
    pairs[one] = Pair(draft.pairs[one].premise, draft.pairs[other].response)
    pairs[other] = Pair(draft.pairs[other].premise, draft.pairs[one].response)
    return replace(draft, pairs=tuple(pairs))


def borrow_stem(draft: QuestionDraft, around: Surroundings, rng: Random) -> QuestionDraft | None:
    """The stem is one of another article."""
    stems = [other.stem for other in around.abroad if other.kind is draft.kind]
    stems = [stem for stem in dict.fromkeys(stems) if stem != draft.stem]
    if draft.kind not in _STEM_LENDERS or not stems:
        return None
    return replace(draft, stem=rng.choice(stems))


def borrow_evidence(
    draft: QuestionDraft, around: Surroundings, rng: Random
) -> QuestionDraft | None:
    """The words that are to prove the key are those of a question about another paragraph."""
    home = draft.critical_span.paragraph
    spans = [other.critical_span for other in around.at_home]
    spans = [span for span in dict.fromkeys(spans) if span.paragraph != home]
    return replace(draft, critical_span=rng.choice(spans)) if spans else None


def double_key(draft: QuestionDraft, around: Surroundings, rng: Random) -> QuestionDraft | None:
    """A distractor gives way to the key by another name, so that two options are right."""
    wrong = [index for index, option in enumerate(draft.options) if not option.key]
    if draft.kind is not Kind.MULTIPLE_CHOICE or not wrong:
        return None
    key = next(option.text for option in draft.options if option.key)
    taken = {option.text.lower() for option in draft.options}
    others = [text for text in _other_wordings(key, around.reading) if text.lower() not in taken]
    if not others:
        return None
    options = list(draft.options)
    options[rng.choice(wrong)] = Option(others[0])
    return replace(draft, options=tuple(options))


def _other_wordings(key: str, reading: Reading) -> Iterator[str]:
    """The key with a name in it exchanged for another name of the same person or body."""
    for entity in reading.entities:
        names = sorted({entity.name, *entity.aliases}, key=lambda name: (-len(name), name))
        found = next((n for n in names if re.search(rf"\b{re.escape(n)}\b", key)), None)
        if found is not None:
            yield from (key.replace(found, name, 1) for name in names if name != found)


def drop_verb(draft: QuestionDraft, around: Surroundings, rng: Random) -> QuestionDraft | None:
    """The stem loses its main verb, with the auxiliaries."""
    doc = parse((draft.stem,))[0]
    quoted = [match.span() for match in _QUOTED.finditer(draft.stem)]
    verbs = [
        token
        for token in doc
        if token.pos_ in {"VERB", "AUX"} and not any(a <= token.idx < b for a, b in quoted)
    ]
    if not verbs:
        return None
    main = next((token for token in verbs if token.dep_ == "ROOT"), verbs[0])
    lost = {main.i} | {t.i for t in main.children if t.dep_ in {"aux", "auxpass", "neg"}}
    kept = "".join(t.text_with_ws for t in doc if t.i not in lost)
    return replace(draft, stem=kept[:1].upper() + kept[1:])


def leak_key(draft: QuestionDraft, around: Surroundings, rng: Random) -> QuestionDraft | None:
    """The stem says the key."""
    keys = [o.text for o in draft.options if o.key] or [a.text for a in draft.accepted_answers]
    leaky = draft.kind in TEXT_KINDS or draft.kind is Kind.MULTIPLE_CHOICE
    if not leaky or not keys or len(keys[0]) < _LEAST_LEAKED:
        return None
    stem, mark = (draft.stem, "") if draft.stem[-1].isalnum() else (draft.stem[:-1], draft.stem[-1])
    return replace(draft, stem=f"{stem} (for example {keys[0]}){mark}")


DAMAGES: dict[str, Damage] = {
    "key_swapped": swap_key,
    "stem_of_another_article": borrow_stem,
    "evidence_of_another_question": borrow_evidence,
    "two_keys": double_key,
    "verb_dropped": drop_verb,
    "key_in_stem": leak_key,
}
