"""What would a good item writer say about the stem of a question? (pure; see `bank.advice`)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.bank.advice_codes import Code, Said, explain
from quizapp.generation.checks import NEGATION, OF_THE_TEXT
from quizapp.generation.draft import GAP, Kind, QuestionDraft
from quizapp.reading.vocabulary import word_set

_MOST_WORDS = 32
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")
_NEGATION = re.compile(NEGATION.pattern, re.IGNORECASE)
_ASKS = re.compile(
    r"^(?:\W*)(?:choose|complete|find|give|match|name|put|select|write|fill|order|arrange|say)\b",
    re.IGNORECASE,
)
_STATEMENTS = frozenset({Kind.TRUE_FALSE, Kind.TRUE_FALSE_NOT_GIVEN})
# Words that every text has: a key may share them with the stem.
_SMALL_WORDS = word_set(
    "about after also because been before being between both could does during each from have"
    " having into more most much only other over same should some such than that their them then"
    " there these they this those through under until very were what when where which while whom"
    " whose will with would your paragraph article passage text"
)


def _advise_on_asking(draft: QuestionDraft) -> Iterator[Said]:
    """Guideline 15: the central idea stands in the stem, so that it can be answered by itself."""
    stem = draft.stem.strip()
    if not stem or draft.kind in _STATEMENTS:
        return
    if draft.kind is Kind.CLOZE:
        if GAP not in stem:
            yield Code.STEM_ASKS_NOTHING, "stem", f"Write {GAP} where words are missing."
    elif "?" not in stem and GAP not in stem and not any(map(_ASKS.match, stem.split(". "))):
        sentence = f"The stem asks nothing. End it with a question mark, or leave a gap: {GAP}."
        yield Code.STEM_ASKS_NOTHING, "stem", sentence


def _advise_on_length(draft: QuestionDraft) -> Iterator[Said]:
    """Guidelines 13 and 16: little to read, no window dressing."""
    words = len(_asking(draft.stem).split())
    if words > _MOST_WORDS and draft.kind is not Kind.CLOZE:
        sentence = f"The stem has {words} words. Leave out what is not needed to answer."
        yield Code.STEM_TOO_LONG, "stem", sentence


def _advise_on_negation(draft: QuestionDraft) -> Iterator[Said]:
    """Guideline 17: the stem is worded positively; NOT and EXCEPT are easily overlooked."""
    found = _NEGATION.search(_asking(draft.stem))
    if found and draft.kind is not Kind.CLOZE and draft.kind not in OF_THE_TEXT:
        wrong = explain(Code.NEGATIVE_STEM)
        if draft.kind in _STATEMENTS:
            wrong = "The statement says what is not so, and false would mean that it is."
        sentence = f"{wrong} Do without “{found[0]}” if you can."
        yield Code.NEGATIVE_STEM, "stem", sentence


def _advise_on_echoes(draft: QuestionDraft) -> Iterator[Said]:
    """Guideline 28b: no word of the key that the stem has and the distractors have not."""
    keys = [option.text for option in draft.options if option.key]
    keys = keys or [answer.text for answer in draft.accepted_answers]
    if draft.kind in _STATEMENTS or draft.kind in OF_THE_TEXT or draft.kind is Kind.CLOZE:
        return
    wrong = [option.text for option in draft.options if not option.key]
    stem = _telling_words(draft.stem)
    others = set().union(*map(_telling_words, wrong))
    echoes = sorted(set().union(*map(_telling_words, keys)) & stem - others)
    if echoes:
        words = " and ".join(f"“{word}”" for word in echoes[:3])
        sentence = f"The key shares {words} with the stem, which points at it."
        yield Code.KEY_IN_STEM, "stem", sentence


def _asking(stem: str) -> str:
    """The stem without what it quotes."""
    return _QUOTATION.sub("“…”", stem)


def _telling_words(text: str) -> set[str]:
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text.casefold())
    return {word for word in words if len(word) > 3 and word not in _SMALL_WORDS}


ADVISERS = (_advise_on_asking, _advise_on_length, _advise_on_negation, _advise_on_echoes)
